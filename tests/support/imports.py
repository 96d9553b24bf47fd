"""Importing a file as a client does: open the import, upload, let the consumer run, look at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3

from fitsync.kit import clock
from fitsync.kit.settings import settings
from functions.workout_import.handler import handler
from tests.support.api import Api, LambdaContext
from tests.support.bus import sqs_record
from tests.support.environment import REGION
from tests.support.exports import HEVY, hevy_row

TWO_DAYS = (
    HEVY
    + hevy_row("Bench Press (Barbell)", 0, weight=60, reps=8, start="1 May 2024, 07:30", end="1 May 2024, 08:20")
    + hevy_row("Bench Press (Barbell)", 1, weight=62.5, reps=6, start="1 May 2024, 07:30", end="1 May 2024, 08:20")
    + hevy_row("Zorbing Twist", 0, weight="", reps=12, start="1 May 2024, 07:30", end="1 May 2024, 08:20")
    + hevy_row("Bench Press (Barbell)", 0, weight=80, reps=5, start="3 May 2024, 07:30", end="3 May 2024, 08:20")
    + hevy_row("Bench Press (Barbell)", 1, weight="much", start="3 May 2024, 07:30", end="3 May 2024, 08:20")
)


def opened(api: Api, file: str | bytes, **more: object) -> str:
    """An import that was opened and whose file has been uploaded."""
    raw = file.encode() if isinstance(file, str) else file
    answer = api.post("/v1/workouts/import", {"fileName": "workout_data.csv", "size": len(raw), **more})
    assert answer.status == 201, answer.body
    fields = answer.data["upload"]["fields"]
    s3 = boto3.client("s3", region_name=REGION)
    kind = fields["Content-Type"]
    s3.put_object(Bucket=settings().bucket("uploads"), Key=fields["key"], Body=raw, ContentType=kind)
    return str(answer.data["id"])


def arrival(api: Api, import_id: str) -> dict[str, Any]:
    """The SQS batch in which the consumer hears that the file is there."""
    assert api.user is not None
    detail = {
        "version": "0",
        "bucket": {"name": settings().bucket("uploads")},
        "object": {"key": f"imports/{api.user.user_id}/{import_id}", "size": 1, "etag": "e", "sequencer": "1"},
        "reason": "PostObject",
    }
    message = {"version": "0", "id": clock.new_id(), "detail-type": "Object Created", "source": "aws.s3"}
    return {"Records": [sqs_record({**message, "detail": detail})]}


def run(api: Api, import_id: str) -> list[dict[str, str]]:
    """Deliver the arrival; the messages that the consumer wants again."""
    return consume(arrival(api, import_id))


def consume(event: dict[str, Any]) -> list[dict[str, str]]:
    invoke: Callable[[dict[str, Any], Any], Any] = handler
    return list(invoke(event, LambdaContext())["batchItemFailures"])


def imported(api: Api, file: str | bytes, **more: object) -> dict[str, Any]:
    import_id = opened(api, file, **more)
    assert run(api, import_id) == []
    return dict(api.get(f"/v1/workouts/import/{import_id}").data)


def rows(api: Api, import_id: str, query: str = "") -> list[dict[str, Any]]:
    return api.every(f"/v1/workouts/import/{import_id}/rows{query}")


def history(api: Api) -> list[dict[str, Any]]:
    return list(api.get("/v1/workouts?limit=100").data)
