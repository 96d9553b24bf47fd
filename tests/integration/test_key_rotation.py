from __future__ import annotations

import pytest
from botocore.model import OperationModel

from fitsync.kit import aws
from functions.key_rotation.handler import handler
from infra.constructs.resources import ROTATION_ACTIONS
from tests.support.environment import VARIABLES, client
from tests.support.hooks import hooked

SECRET = VARIABLES["SECRET_TOKENS"]
VERSION = "11111111-2222-3333-4444-555555555555"
STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")


def value(stage: str) -> str:
    return str(client("secretsmanager").get_secret_value(SecretId=SECRET, VersionStage=stage)["SecretString"])


def rotate(*steps: str) -> None:
    for step in steps:
        handler({"SecretId": SECRET, "ClientRequestToken": VERSION, "Step": step}, None)


def test_the_new_value_becomes_current_and_the_old_one_stays_readable() -> None:
    before = value("AWSCURRENT")
    rotate(*STEPS)
    assert value("AWSCURRENT") != before
    assert len(value("AWSCURRENT")) == 64
    assert value("AWSPREVIOUS") == before


@pytest.mark.parametrize("repeated", STEPS)
def test_a_repeated_step_changes_nothing(repeated: str) -> None:
    rotate(*STEPS[: STEPS.index(repeated) + 1])
    pending = value("AWSPENDING") if repeated != "finishSecret" else value("AWSCURRENT")
    rotate(repeated, *STEPS[STEPS.index(repeated) + 1 :])
    assert value("AWSCURRENT") == pending


def test_rotating_asks_only_for_what_the_role_allows() -> None:
    called: set[str] = set()

    def note(model: OperationModel, **_: object) -> None:
        called.add(model.name)

    with hooked(aws.client("secretsmanager"), "before-call.secrets-manager.*", note):
        rotate(*STEPS)
    assert "PutSecretValue" in called
    assert called <= set(ROTATION_ACTIONS)
