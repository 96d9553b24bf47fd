"""The local stage itself: it keeps its data, and takes new code without a deployment."""

from __future__ import annotations

import httpx

from infra import platform
from tests.e2e.client import PASSWORD, Client
from tools.local import LocalStage
from tools.swap import swap


def _health(stage: LocalStage) -> int:
    return httpx.get(f"{stage.base_url}/v1/health", timeout=30).status_code


def test_a_second_start_finds_the_data_of_the_first(stage: LocalStage) -> None:
    url = stage.base_url
    table = stage.outputs()["TableUsers"]
    item = {"pk": {"S": "TEST"}, "sk": {"S": "TEST"}}
    stage.client("dynamodb").put_item(TableName=table, Item=item)
    stage.stop()
    stage.start()
    assert stage.deploy() is False
    assert stage.client("dynamodb").get_item(TableName=table, Key=item)["Item"] == item
    stage.client("dynamodb").delete_item(TableName=table, Key=item)
    assert stage.base_url == url
    assert _health(stage) == 200


def test_events_still_arrive_after_a_second_start(stage: LocalStage) -> None:
    stage.stop()
    stage.start()
    client = Client(stage)
    account = {"email": "restart@example.org", "password": PASSWORD, "username": "restart"}
    client.call("POST", "/auth/register", account, status=201)
    assert client.mailed_token("restart@example.org")


def test_new_code_is_swapped_in_once(stage: LocalStage) -> None:
    local = [each.name for each in platform.functions() if each != platform.KEY_ROTATION]
    assert swap(stage) == local
    assert swap(stage) == []
    assert _health(stage) == 200
