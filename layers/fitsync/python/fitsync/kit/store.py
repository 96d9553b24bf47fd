"""DynamoDB through PynamoDB: items, documents inside them, conditional writes, transactions, pages.

Table names come from the settings when the first request is made, not at import, and every model shares one client.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Literal, TypeAlias, TypeVar, cast

from pydantic import BaseModel
from pynamodb.attributes import Attribute, TTLAttribute, UnicodeAttribute, VersionAttribute
from pynamodb.connection import Connection
from pynamodb.connection.table import TableConnection
from pynamodb.constants import STRING
from pynamodb.exceptions import PynamoDBException, TransactWriteError, VerboseClientError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action as UpdateAction
from pynamodb.models import Model

from fitsync.kit import aws, clock, riders
from fitsync.kit.errors import PayloadTooLarge, Unavailable
from fitsync.kit.events import DomainEvent, EventEnvelope, enveloped, stored_events
from fitsync.kit.settings import settings

T = TypeVar("T")
D = TypeVar("D", bound=BaseModel)
I = TypeVar("I", bound="Item")  # noqa: E741

Key: TypeAlias = Mapping[str, Mapping[str, str]]
"""A DynamoDB key as the API spells it: `{"pk": {"S": "…"}, "sk": {"S": "…"}}`."""

# BatchGetItem takes at most 100 keys, TransactWriteItems 100 actions (DynamoDB service quotas).
BATCH_LIMIT = 100
TRANSACTION_LIMIT = 100
# PutEvents takes 256 KB (EventBridge quota), and an item holds 400 KB (DynamoDB quota) with what its events are about.
MAX_EVENTS_BYTES = 150_000
_UNPROCESSED_TRIES = 5
_CONFLICT_TRIES = 3


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


@functools.cache
def connection() -> Connection:
    """The connection whose client all models share."""
    shared = Connection(
        connect_timeout_seconds=aws.CONNECT_TIMEOUT_SECONDS,
        read_timeout_seconds=aws.READ_TIMEOUT_SECONDS,
        max_retry_attempts=aws.RETRIES,
    )
    shared._local.session = aws.session()
    return shared


def reset() -> None:
    """Forget the client and every resolved table (tests)."""
    connection.cache_clear()
    pending: list[type[Item]] = [Item]
    while pending:
        model = pending.pop()
        model._connection = None
        pending.extend(model.__subclasses__())


class ConditionFailed(Exception):
    """A conditional write did not happen. `failed` are the positions of the actions whose condition did not hold."""

    def __init__(self, failed: tuple[int, ...]) -> None:
        super().__init__(f"condition failed at {failed}")
        self.failed = failed


class TransactionConflict(Exception):
    """Another transaction held one of the items; trying again is right."""


@contextmanager
def _named_failures() -> Iterator[None]:
    try:
        yield
    except TransactWriteError as error:
        codes = [reason.code if reason else None for reason in error.cancellation_reasons]
        failed = tuple(n for n, code in enumerate(codes) if code == "ConditionalCheckFailed")
        if failed:
            raise ConditionFailed(failed) from error
        if "TransactionConflict" in codes or error.cause_response_code == "TransactionInProgressException":
            raise TransactionConflict from error
        raise
    except PynamoDBException as error:
        code = error.cause_response_code
        if code == "ConditionalCheckFailedException":
            raise ConditionFailed((0,)) from error
        if code == "TransactionConflictException":
            raise TransactionConflict from error
        raise


@dataclass(frozen=True)
class Action:
    """One write, alone or as part of a transaction."""

    kind: Literal["Put", "Update", "Delete", "ConditionCheck"]
    item: Item
    arguments: Mapping[str, Any]


def put(item: Item, condition: Condition | None = None) -> Action:
    """Write the whole item; a versioned one only over the version that was read."""
    return Action("Put", item, item.get_save_kwargs_from_instance(condition=condition))


def create(item: Item) -> Action:
    """Write the item if nothing has its key yet."""
    return put(item, type(item).pk.does_not_exist())


def update(item: Item, actions: Sequence[UpdateAction], condition: Condition | None = None) -> Action:
    """Change some attributes of the item in place (counters), without looking at its version."""
    arguments = item.get_update_kwargs_from_instance(
        actions=list(actions), condition=condition, add_version_condition=False
    )
    return Action("Update", item, arguments)


def delete(item: Item, condition: Condition | None = None) -> Action:
    """Remove the item; a versioned one only at the version that was read."""
    return Action("Delete", item, item.get_delete_kwargs_from_instance(condition=condition))


def check(item: Item, condition: Condition) -> Action:
    """Let the transaction happen only while `condition` holds for an item that it does not write."""
    arguments = type(item).get_operation_kwargs_from_class(item.pk, range_key=item.sk, condition=condition)
    return Action("ConditionCheck", item, arguments)


_SINGLE = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem"}


def write(*actions: Action, token: str | None = None) -> None:
    """Do all of `actions` or none: one request, a transaction only when there are several.

    Raises `ConditionFailed`, or `TransactionConflict` when other transactions kept getting in the way; then nothing
    was written. `token` makes a repeated transaction within ten minutes happen once. A waiting rider is taken along
    (`riders.riding`); when it was written before, `AlreadyDone` is raised instead.
    """
    rider = riders.waiting()
    every = (*actions, rider.action) if rider else actions
    for attempt in range(_CONFLICT_TRIES):
        try:
            with _named_failures():
                _write(every, token)
            break
        except ConditionFailed as failure:
            if rider and len(actions) in failure.failed:
                raise riders.AlreadyDone from failure
            raise
        except TransactionConflict:
            # The other transaction is over by the time the answer is here; the conditions are judged anew.
            if attempt == _CONFLICT_TRIES - 1:
                raise
    if rider:
        rider.written = True
    for action in actions:
        if action.kind == "Put":
            action.item.stored()


def _write(actions: Sequence[Action], token: str | None) -> None:
    if len(actions) == 1 and actions[0].kind in _SINGLE:
        _write_one(actions[0])
    else:
        _write_all(actions, token)


def _write_one(action: Action) -> None:
    try:
        connection().dispatch(_SINGLE[action.kind], dict(action.arguments))
    except VerboseClientError as error:
        raise PynamoDBException("request refused", error) from error


def _write_all(actions: Sequence[Action], token: str | None) -> None:
    request: dict[str, Any] = {"TransactItems": [{action.kind: dict(action.arguments)} for action in actions]}
    if token:
        request["ClientRequestToken"] = token
    try:
        connection().dispatch("TransactWriteItems", request)
    except VerboseClientError as error:
        raise TransactWriteError("transaction refused", error) from error


Ref: TypeAlias = tuple[type[Item], str, str]
"""Where an item is: its model and key. An area hands it out so that another can read it along with its own."""


def get_many(*keys: Ref) -> list[Item | None]:
    """Several items, of one or many tables, in one strongly consistent request; None where there is none."""
    wanted = [(model, pk, sk) for model, pk, sk in keys]
    requests: dict[str, dict[str, Any]] = {}
    for model, pk, sk in dict.fromkeys(wanted):
        name = model._get_connection().table_name
        entry = requests.setdefault(name, {"Keys": [], "ConsistentRead": True})
        key = {"pk": {"S": pk}, "sk": {"S": sk}}
        if key not in entry["Keys"]:
            entry["Keys"].append(key)
    found: dict[tuple[str, str, str], Mapping[str, Any]] = {}
    for _ in range(_UNPROCESSED_TRIES):
        if not requests:
            break
        answer = connection().dispatch("BatchGetItem", {"RequestItems": requests})
        for name, raws in answer["Responses"].items():
            for raw in raws:
                found[name, raw["pk"]["S"], raw["sk"]["S"]] = raw
        requests = answer.get("UnprocessedKeys") or {}
    if requests:
        raise Unavailable()
    return [_built(model, found.get((model.Meta.table_name, pk, sk))) for model, pk, sk in wanted]


def _built(model: type[I], raw: Mapping[str, Any] | None) -> I | None:
    if raw is None:
        return None
    item = model.from_raw_data(dict(raw))
    return None if item.expired else item


@dataclass(frozen=True)
class Page(Generic[I]):
    """Items of one request, and the key to go on from (None at the end)."""

    items: list[I]
    last_key: dict[str, Any] | None


def query_page(
    model: type[I],
    pk: str,
    *,
    limit: int,
    range_condition: Condition | None = None,
    index: str | None = None,
    start_key: Mapping[str, Any] | None = None,
    newest_first: bool = False,
    consistent: bool = True,
    filter_condition: Condition | None = None,
) -> Page[I]:
    """One request's worth of a query. `index` is the index's attribute name on the model."""
    source = getattr(model, index) if index else model
    results = source.query(
        pk,
        range_key_condition=range_condition,
        filter_condition=filter_condition,
        consistent_read=consistent,
        scan_index_forward=not newest_first,
        limit=limit,
        page_size=limit,
        last_evaluated_key=dict(start_key) if start_key else None,
    )
    items = [item for item in results if not item.expired]
    return Page(items, results.last_evaluated_key)
