"""Puts the domain events that were written with the items onto the event bus.

A record may be delivered again; its events keep their ids, and consumers act once per business key.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from fitsync.kit import metrics
from fitsync.kit.direct.client import client
from fitsync.kit.direct.services import EVENTBRIDGE
from fitsync.kit.events import EventEnvelope, envelopes_of
from fitsync.kit.log import logger
from fitsync.kit.settings import settings

# PutEvents takes ten entries and 256 KB in one request (EventBridge quotas); some bytes are left for the fields
# around the details.
_ENTRIES = 10
_BYTES = 250_000


class _Outgoing(NamedTuple):
    sequence: str
    event: EventEnvelope
    detail: str


def handler(event: dict[str, Any], _context: object) -> dict[str, list[dict[str, str]]]:
    """Publish a batch of stream records. On failure the stream resumes at the first record that failed."""
    records = event["Records"]
    outgoing, unreadable = _collect(records)
    failed = {unreadable} if unreadable else set()
    for request in _requests(outgoing):
        failed |= _publish(request)
    if not failed:
        return {"batchItemFailures": []}
    metrics.emit("PublishFailed", len(failed))
    first = next(sequence for sequence in map(_sequence, records) if sequence in failed)
    return {"batchItemFailures": [{"itemIdentifier": first}]}


def _collect(records: Sequence[dict[str, Any]]) -> tuple[list[_Outgoing], str | None]:
    """The events of the records up to the first one that cannot be read, and that one's sequence number."""
    outgoing: list[_Outgoing] = []
    for record in records:
        try:
            outgoing += [_Outgoing(_sequence(record), event, event.model_dump_json()) for event in _new_events(record)]
        except ValueError:
            logger().exception("unreadable stream record", sequence=_sequence(record))
            return outgoing, _sequence(record)
    return outgoing, None


def _new_events(record: dict[str, Any]) -> Iterator[EventEnvelope]:
    change = record["dynamodb"]
    known = {event.id for event in envelopes_of(change.get("OldImage"))}
    return (event for event in envelopes_of(change.get("NewImage")) if event.id not in known)


def _requests(outgoing: Sequence[_Outgoing]) -> Iterator[list[_Outgoing]]:
    """`outgoing` in order, cut into what one request takes."""
    request: list[_Outgoing] = []
    size = 0
    for one in outgoing:
        length = len(one.detail.encode())
        if request and (len(request) == _ENTRIES or size + length > _BYTES):
            yield request
            request, size = [], 0
        request.append(one)
        size += length
    if request:
        yield request


def _publish(outgoing: Sequence[_Outgoing]) -> set[str]:
    entries = [
        {
            "EventBusName": settings().event_bus,
            "Source": f"fitsync.{one.event.name.partition('.')[0]}",
            "DetailType": one.event.name,
            "Detail": one.detail,
            "Time": one.event.occurred_at.timestamp(),
        }
        for one in outgoing
    ]
    answer = client(EVENTBRIDGE).call("PutEvents", {"Entries": entries})
    pairs = zip(outgoing, answer["Entries"], strict=True)
    return {one.sequence for one, entry in pairs if entry.get("ErrorCode")}


def _sequence(record: dict[str, Any]) -> str:
    return str(record["dynamodb"]["SequenceNumber"])
