"""Uploading pictures as a client does: open one, upload, let the consumers run, look at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fitsync.kit import clock
from fitsync.kit.settings import settings
from functions.media.handler import handler as media
from functions.media_cleanup.handler import handler as cleanup
from tests.support.api import Answer, Api, LambdaContext
from tests.support.bus import deliver, sqs_record, stored_events
from tests.support.environment import client
from tests.support.pictures import picture

PHOTOS, AVATAR = "/v1/progress/photos", "/v1/users/upload-avatar"


def opened(api: Api, path: str = PHOTOS, **changes: Any) -> Answer:
    """A picture that waits for its file."""
    pose = {"pose": "front", "takenOn": "2026-03-01"} if path == PHOTOS else {}
    answer = api.post(path, {**pose, "contentType": "image/jpeg", "size": 5_000_000, **changes})
    assert answer.status == 201, answer.body
    return answer


def upload(answer: Answer, content: bytes) -> str:
    """Send the file of a picture that was opened; the object's key."""
    key = str(answer.data["upload"]["fields"]["key"])
    client("s3").put_object(Bucket=settings().bucket("uploads"), Key=key, Body=content)
    return key


def arrival(key: str) -> dict[str, Any]:
    """The SQS batch in which the consumer hears that a file is there."""
    detail = {
        "version": "0",
        "bucket": {"name": settings().bucket("uploads")},
        "object": {"key": key, "size": 1, "etag": "e", "sequencer": "1"},
        "reason": "PostObject",
    }
    message = {"version": "0", "id": clock.new_id(), "detail-type": "Object Created", "source": "aws.s3"}
    return {"Records": [sqs_record({**message, "detail": detail})]}


def arrive(key: str) -> list[dict[str, str]]:
    """Deliver the arrival of a file; the messages that the consumer wants again."""
    invoke: Callable[[dict[str, Any], Any], Any] = media
    return list(invoke(arrival(key), LambdaContext())["batchItemFailures"])


def clean_up() -> None:
    """Deliver every word of a discarded picture."""
    events = [event for event in stored_events("progress") if event.name == "progress.picture_discarded"]
    assert deliver(cleanup, events) == []


def taken_over(api: Api, content: bytes | None = None, path: str = PHOTOS, **changes: Any) -> str:
    """A picture whose file was uploaded and looked at; its id."""
    answer = opened(api, path, **changes)
    assert arrive(upload(answer, picture() if content is None else content)) == []
    return str(answer.data["id"])


def objects() -> dict[str, bytes]:
    """Everything in the buckets, by bucket and key."""
    found: dict[str, bytes] = {}
    for name in ("uploads", "media"):
        bucket = settings().bucket(name)
        for each in client("s3").list_objects_v2(Bucket=bucket).get("Contents", []):
            body = client("s3").get_object(Bucket=bucket, Key=each["Key"])["Body"].read()
            found[f"{name}:{each['Key']}"] = body
    return found
