"""What an attribute of an item can hold beside plain values: documents and events."""

from __future__ import annotations

import zlib
from typing import Any, Generic, TypeVar, cast

from pydantic import BaseModel
from pynamodb.attributes import Attribute
from pynamodb.constants import BINARY, STRING

from fitsync.kit.errors import PayloadTooLarge
from fitsync.kit.events import EventEnvelope, stored_events

T = TypeVar("T")
D = TypeVar("D", bound=BaseModel)

# PutEvents takes 256 KB (EventBridge quota), and an item holds 400 KB (DynamoDB quota) with what its events are about.
MAX_EVENTS_BYTES = 150_000


class DocumentAttribute(Attribute[D], Generic[D]):
    """A pydantic model kept as one JSON string: exact decimals, and far less CPU than a nested map."""

    attr_type = STRING

    def __init__(self, document: type[D], **options: Any) -> None:
        super().__init__(**options)
        self._document = document

    def serialize(self, value: D) -> str:
        return value.model_dump_json(exclude_defaults=True)

    def deserialize(self, value: str) -> D:
        return self._document.model_validate_json(value)


class CompressedDocumentAttribute(Attribute[D], Generic[D]):
    """A pydantic model kept as deflated JSON: for documents that repeat themselves and are read many at a time."""

    attr_type = BINARY

    def __init__(self, document: type[D], **options: Any) -> None:
        super().__init__(**options)
        self._document = document

    def serialize(self, value: D) -> bytes:
        return zlib.compress(value.model_dump_json(exclude_defaults=True).encode())

    def deserialize(self, value: bytes) -> D:
        return self._document.model_validate_json(zlib.decompress(value))


class EventsAttribute(Attribute[list[EventEnvelope]]):
    """The events raised by the write that made this version of the item.

    Writing more than `MAX_EVENTS_BYTES` of them raises `PayloadTooLarge`: an event that the bus does not take would
    hold up those behind it in the stream.
    """

    attr_type = STRING

    def serialize(self, value: list[EventEnvelope]) -> str:
        text = stored_events.dump_json(value)
        if len(text) > MAX_EVENTS_BYTES:
            raise PayloadTooLarge()
        return text.decode()

    def deserialize(self, value: str) -> list[EventEnvelope]:
        return stored_events.validate_json(value)


def optional(attribute: Attribute[T]) -> Attribute[T | None]:
    """`attribute` as one that an item may lack (then it reads as None)."""
    attribute.null = True
    return cast("Attribute[T | None]", attribute)
