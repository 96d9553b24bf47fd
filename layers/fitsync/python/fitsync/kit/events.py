"""Domain events.

An event is written with the item it is about, in the same request, and travels by the table's stream.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, TypeVar

from pydantic import ConfigDict, Field, JsonValue, TypeAdapter

from fitsync.kit import clock, context
from fitsync.kit.documents import Document

E = TypeVar("E", bound="DomainEvent")


class DomainEvent(Document):
    """Base of an event's payload. `name` is `area.thing_happened`; a breaking change raises `schema_version`."""

    name: ClassVar[str]
    schema_version: ClassVar[int] = 1


class AuditedEvent(DomainEvent):
    """An event that the audit trail keeps: it says from where it was caused, as far as that is known."""

    ip: str = Field(default_factory=lambda: context.current().ip)
    user_agent: str = Field(default_factory=lambda: context.current().user_agent)


class EventEnvelope(Document):
    """An event on its way. `id` is stable: the same write always yields the same id."""

    id: str
    name: str
    version: int
    aggregate_id: str
    user_id: str | None
    occurred_at: datetime
    request_id: str
    data: dict[str, JsonValue]

    @property
    def aggregate_version(self) -> int:
        """The version of the aggregate that the write gave it."""
        return int(self.id.rsplit(":", 2)[1])

    def payload(self, kind: type[E]) -> E:
        """The payload as `kind`; raises pydantic's ValidationError when it is not one."""
        return kind.model_validate(self.data)


stored_events: TypeAdapter[list[EventEnvelope]] = TypeAdapter(
    list[EventEnvelope], config=ConfigDict(hide_input_in_errors=True, defer_build=True)
)
"""How the events of one write are stored on the item: a JSON list."""


def enveloped(
    *events: DomainEvent, aggregate_id: str, aggregate_version: int, user_id: str | None
) -> list[EventEnvelope]:
    """The envelopes for `events`, all raised by one write of one aggregate."""
    return [
        EventEnvelope(
            # `EventEnvelope.aggregate_version` reads it back.
            id=f"{aggregate_id}:{aggregate_version}:{position}",
            name=event.name,
            version=event.schema_version,
            aggregate_id=aggregate_id,
            user_id=user_id,
            occurred_at=clock.now(),
            request_id=context.current().request_id,
            data=event.model_dump(mode="json"),
        )
        for position, event in enumerate(events)
    ]


def envelopes_of(image: Mapping[str, Mapping[str, str]] | None) -> list[EventEnvelope]:
    """The events in a stream record's image; raises pydantic's ValidationError when they cannot be read."""
    stored = (image or {}).get("events", {}).get("S")
    return stored_events.validate_json(stored) if stored else []
