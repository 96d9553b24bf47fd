"""The base of every stored item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, TypeAlias, TypeVar, cast

from pynamodb.attributes import TTLAttribute, UnicodeAttribute, VersionAttribute
from pynamodb.connection.table import TableConnection
from pynamodb.models import Model

from fitsync.kit import aws, clock
from fitsync.kit.events import DomainEvent, enveloped
from fitsync.kit.settings import settings
from fitsync.kit.store.attributes import EventsAttribute, optional
from fitsync.kit.store.client import connection

I = TypeVar("I", bound="Item")  # noqa: E741

Key: TypeAlias = Mapping[str, Mapping[str, str]]
"""A DynamoDB key as the API spells it: `{"pk": {"S": "…"}, "sk": {"S": "…"}}`."""


class Item(Model):
    """Base of every stored item. A subclass names its table in `table`; keys are `pk` and `sk` everywhere."""

    class Meta:
        table_name = "resolved on first use"
        connect_timeout_seconds = aws.CONNECT_TIMEOUT_SECONDS
        read_timeout_seconds = aws.READ_TIMEOUT_SECONDS

    table: ClassVar[str]

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        # PynamoDB keeps the table's name on Meta, so each model needs a Meta of its own.
        cls.Meta = type("Meta", (Item.Meta,), {})  # type: ignore[assignment,misc]
        cls._connection = None

    @classmethod
    def _get_connection(cls) -> TableConnection:
        name = settings().table(cls.table)
        if cls._connection is None or cls._connection.table_name != name:
            cls.Meta.table_name = name
            own = super()._get_connection()
            own.connection._client = connection().client
        return cast(TableConnection, cls._connection)

    @classmethod
    def find(cls: type[I], pk: str, sk: str) -> I | None:
        """The item as of now (strongly consistent), or None; an expired item is gone."""
        raw = cls._get_connection().get_item(pk, range_key=sk, consistent_read=True).get("Item")
        if not raw:
            return None
        item = cls.from_raw_data(raw)
        return None if item.expired else item

    def stored(self) -> None:
        """Take note that this version has been written."""
        self.update_local_version_attribute()  # type: ignore[no-untyped-call]

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


Ref: TypeAlias = tuple[type[Item], str, str]
"""Where an item is: its model and key. An area hands it out so that another can read it along with its own."""


def reset() -> None:
    """Forget the client and every resolved table (tests)."""
    connection.cache_clear()
    pending: list[type[Item]] = [Item]
    while pending:
        model = pending.pop()
        model._connection = None
        pending.extend(model.__subclasses__())
