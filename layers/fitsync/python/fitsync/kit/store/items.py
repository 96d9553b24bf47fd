"""The base of every stored item: PynamoDB's attributes and expressions, without its models and their client."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, ClassVar, TypeAlias, TypeVar

from pynamodb.attributes import Attribute, AttributeContainer, TTLAttribute, UnicodeAttribute, VersionAttribute

from fitsync.kit import clock
from fitsync.kit.events import DomainEvent, enveloped
from fitsync.kit.settings import settings
from fitsync.kit.store.attributes import EventsAttribute, optional
from fitsync.kit.store.client import connection

I = TypeVar("I", bound="Item")  # noqa: E741

Key: TypeAlias = Mapping[str, Mapping[str, str]]
"""A DynamoDB key as the API spells it: `{"pk": {"S": "…"}, "sk": {"S": "…"}}`."""

Raw: TypeAlias = dict[str, dict[str, Any]]
"""An item as the API spells it: for each attribute, its value by its type."""


class Item(AttributeContainer):
    """Base of every stored item. A subclass names its table in `table`; keys are `pk` and `sk` everywhere."""

    table: ClassVar[str]

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    def __init__(self, pk: str | None = None, sk: str | None = None, **attributes: Any) -> None:
        # What PynamoDB does, less what maps and subclasses by discriminator would need: a third of the time.
        if unknown := attributes.keys() - self.get_attributes().keys():
            raise ValueError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        self.attribute_values = {**_defaults(type(self)), "pk": pk, "sk": sk, **attributes}
        for name in _converting(type(self)) & attributes.keys():
            setattr(self, name, attributes[name])

    @classmethod
    def table_name(cls) -> str:
        """The physical name of the table."""
        return settings().table(cls.table)

    @classmethod
    def find(cls: type[I], pk: str, sk: str) -> I | None:
        """The item as of now (strongly consistent), or None; an expired item is gone."""
        request = {"TableName": cls.table_name(), "Key": key_of(pk, sk), "ConsistentRead": True}
        raw = connection().call("GetItem", request).get("Item")
        return cls.live(raw) if raw else None

    @classmethod
    def from_raw(cls: type[I], raw: Raw) -> I:
        """The item that DynamoDB gave; attributes that the model does not know are left out."""
        # As above: half the time of a listing.
        item = cls.__new__(cls)
        values = item.attribute_values = dict(_defaults(cls))
        for name, attribute in cls.get_attributes().items():
            stored = raw.get(attribute.attr_name)
            if stored and "NULL" not in stored:
                values[name] = attribute.deserialize(attribute.get_value(stored))
        return item

    @classmethod
    def live(cls: type[I], raw: Raw) -> I | None:
        """The item that DynamoDB gave, unless it has expired."""
        item = cls.from_raw(raw)
        return None if item.expired else item

    def raw(self) -> Raw:
        """The item as it is written."""
        return self._container_serialize()

    @property
    def key(self) -> Key:
        return key_of(self.pk, self.sk)

    def stored(self) -> None:
        """Take note that this version has been written."""

    @property
    def expired(self) -> bool:
        """Whether the item's TTL has passed. DynamoDB deletes late (up to days), so readers ask."""
        expires_at = getattr(self, "expires_at", None)
        return expires_at is not None and expires_at <= clock.now()


class VersionedItem(Item):
    """An item that changes: optimistic locking by `version`, and the events of its last write."""

    version = VersionAttribute()
    events = optional(EventsAttribute())
    expires_at = optional(TTLAttribute())

    def raise_events(self, *events: DomainEvent, aggregate_id: str, user_id: str | None) -> None:
        """Let the next save carry `events`; without a call to this, the next save carries none."""
        self.events = (
            enveloped(*events, aggregate_id=aggregate_id, aggregate_version=self.next_version, user_id=user_id) or None
        )

    @property
    def next_version(self) -> int:
        """The version that the next save will give."""
        return int(self.version or 0) + 1

    def raw(self) -> Raw:
        """The item as it is written: as its next version."""
        return {**super().raw(), VersionedItem.version.attr_name: {"N": str(self.next_version)}}

    def stored(self) -> None:
        """Take note that this version has been written."""
        self.version = self.next_version


Ref: TypeAlias = tuple[type[Item], str, str]
"""Where an item is: its model and key. An area hands it out so that another can read it along with its own."""


@functools.cache
def _defaults(model: type[Item]) -> Mapping[str, object]:
    """What attributes are that an item lacks, by name; plain values, the same for every item."""
    defaults = {name: attribute.default for name, attribute in model.get_attributes().items()}
    assert not any(map(callable, defaults.values())), model
    return {name: default for name, default in defaults.items() if default is not None}


@functools.cache
def _converting(model: type[Item]) -> frozenset[str]:
    """The attributes that turn what they are given into something else, such as a TTL into whole seconds."""
    attributes = model.get_attributes().items()
    return frozenset(name for name, attribute in attributes if type(attribute).__set__ is not Attribute.__set__)


def key_of(pk: str, sk: str) -> Key:
    """The key as the API spells it."""
    return {"pk": {"S": pk}, "sk": {"S": sk}}
