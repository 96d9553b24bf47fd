"""A function that goes on from a snapshot is like one that has just started: what it knew is forgotten."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator

import pytest

from fitsync.kit import clock, hooks
from tests.support.accounts import STARTED
from tests.support.api import Api
from tests.support.environment import VARIABLES, client


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_a_copy_sees_a_key_that_was_rotated_since(anonymous: Api) -> None:
    (old,) = anonymous.get("/v1/auth/jwks").json["keys"]
    hooks.prepare()
    client("secretsmanager").put_secret_value(SecretId=VARIABLES["SECRET_TOKENS"], SecretString="a" * 64)
    hooks.resume()
    new, same = anonymous.get("/v1/auth/jwks").json["keys"]
    assert (same, new["kid"] != old["kid"]) == (old, True)


def test_every_copy_takes_leases_of_its_own(plates: Api) -> None:
    left = []
    with clock.fixed(STARTED):
        left.append(plates.get("/v1/plates/heavy").headers["ratelimit-remaining"])
        hooks.prepare()
        for _ in range(2):
            hooks.resume()
            left.append(plates.get("/v1/plates/heavy").headers["ratelimit-remaining"])
    # Ten requests are leased at once; those of the lease that was left behind are nobody's.
    assert left == ["99", "89", "79"]


def test_a_runtime_without_snapshots_is_none_the_worse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "snapshot_restore_py", None)
    hooks.register()
