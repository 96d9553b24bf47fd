from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar, cast

import pytest
from botocore.exceptions import ClientError
from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute

from fitsync.kit import clock, store
from fitsync.kit.documents import Document
from fitsync.kit.errors import PayloadTooLarge, Unavailable
from fitsync.kit.events import DomainEvent
from fitsync.kit.store import DocumentAttribute, Item, VersionedItem, optional
from tests.support.accounts import STARTED, member
from tests.support.environment import VARIABLES, client
from tests.support.hooks import Around, Proceed, around_dynamodb
from tests.support.meter import metered
from tests.support.tables import contents

pytestmark = pytest.mark.usefixtures("stopped_clock")


class Load(Document):
    weight: Decimal
    notes: str = ""


class Lifted(DomainEvent):
    name: ClassVar[str] = "tests.lifted"

    weight: Decimal


class Lift(VersionedItem):
    table = "workouts"
    load = DocumentAttribute(Load)


class Told(DomainEvent):
    name: ClassVar[str] = "tests.told"

    story: str


class Owner(Item):
    table = "users"
    name = optional(UnicodeAttribute())


class Counter(Item):
    table = "platform"
    hits = NumberAttribute(default=0)
    expires_at = TTLAttribute(null=True)


def lift(number: int = 0, weight: str = "100") -> Lift:
    return Lift("A", str(number), load=Load(weight=Decimal(weight)))


def found(number: int = 0) -> Lift:
    item = Lift.find("A", str(number))
    assert item
    return item


class TestMaking:
    def test_an_attribute_is_what_it_would_be_when_read_back(self) -> None:
        made = Counter("A", "0", expires_at=clock.now() + timedelta(seconds=90, milliseconds=500))
        store.write(store.put(made))
        read = Counter.find("A", "0")
        assert read
        assert (read.hits, read.expires_at) == (made.hits, made.expires_at) == (0, clock.now() + timedelta(seconds=90))

    def test_an_attribute_that_there_is_not_is_refused(self) -> None:
        with pytest.raises(ValueError, match="Counter has no misses"):
            Counter("A", "0", misses=1)


class TestWriting:
    def test_decimals_come_back_exactly(self) -> None:
        for number, weight in enumerate(("0.001", "102.25", "99999999999999999999.999999999999", "1E-7")):
            store.write(store.put(lift(number, weight)))
            assert found(number).load.weight == Decimal(weight)

    def test_a_version_is_written_over_once(self) -> None:
        store.write(store.put(lift()))
        one, other = found(), found()
        store.write(store.put(one))
        assert one.version == found().version == 2
        with pytest.raises(store.ConditionFailed):
            store.write(store.put(other))
        with pytest.raises(store.ConditionFailed):
            store.write(store.delete(other))
        store.write(store.delete(one))
        assert Lift.find("A", "0") is None

    def test_one_object_can_be_written_again_and_again(self) -> None:
        item = lift()
        for version in (1, 2, 3):
            store.write(store.put(item))
            assert item.version == found().version == version

    def test_a_failed_write_leaves_the_version_in_hand(self) -> None:
        store.write(store.put(lift()))
        stale = lift(weight="200")
        with pytest.raises(store.ConditionFailed):
            store.write(store.put(stale))
        assert stale.next_version == 1
        assert found().load.weight == 100

    def test_of_two_creators_the_first_keeps_it(self) -> None:
        store.write(store.create(Owner("A", "A", name="ada")))
        with pytest.raises(store.ConditionFailed):
            store.write(store.create(Owner("A", "A", name="eve")))
        owner = Owner.find("A", "A")
        assert owner
        assert owner.name == "ada"

    def test_a_transaction_names_what_stood_in_its_way_and_does_nothing(self) -> None:
        store.write(store.put(lift(1)), store.put(Owner("A", "A", name="ada")))
        actions = [
            store.create(Owner("B", "B")),
            store.put(lift(1)),
            store.check(Owner("A", "A"), Owner.name == "eve"),
            store.update(Counter("A", "A"), [Counter.hits.add(1)]),
        ]
        with pytest.raises(store.ConditionFailed) as failure:
            store.write(*actions)
        assert failure.value.failed == (1, 2)
        assert Owner.find("B", "B") is None
        assert Counter.find("A", "A") is None

    def test_writes_of_several_tables_are_one_request(self) -> None:
        with metered() as meter:
            store.write(
                store.put(lift()), store.create(Owner("A", "A")), store.update(Counter("A", "A"), [Counter.hits.add(1)])
            )
        assert (meter.reads, meter.writes) == (0, 1)

    @pytest.mark.parametrize(
        "action",
        [
            lambda: store.put(lift()),
            lambda: store.update(Counter("A", "A"), [Counter.hits.add(1)]),
            lambda: store.delete(Owner("A", "A")),
        ],
    )
    def test_one_write_is_no_transaction(self, action: Callable[[], store.Action]) -> None:
        names: list[str] = []
        with around_dynamodb(_noting(names)):
            store.write(action())
        assert names in (["PutItem"], ["UpdateItem"], ["DeleteItem"])


class TestConflicts:
    """Other transactions in the way, as DynamoDB tells of them; the in-process one knows none."""

    def test_a_transaction_that_others_were_in_the_way_of_is_tried_again(self) -> None:
        with _in_the_way(times=2) as asked:
            store.write(store.put(lift()), store.create(Owner("A", "A")))
        assert len(asked) == 3
        assert found().version == 1

    def test_when_they_stay_there_nothing_is_written_and_the_client_may_try_again(self) -> None:
        with _in_the_way(times=99), pytest.raises(store.TransactionConflict):
            store.write(store.put(lift()), store.create(Owner("A", "A")))
        assert Lift.find("A", "0") is None
        user = member()
        with _in_the_way(times=99):
            answer = user.api.put("/v1/users/profile", {"username": "countess"})
        assert (answer.status, answer.code) == (409, "CONCURRENT_CHANGE")


@contextmanager
def _in_the_way(times: int) -> Iterator[list[None]]:
    """Cancel the first `times` transactions, for a conflict on their second item."""
    asked: list[None] = []

    def cancel(operation: str, request: dict[str, Any], proceed: Proceed) -> dict[str, Any]:
        asked.append(None)
        if len(asked) > times:
            return proceed()
        reasons = [{"Code": "None"}, {"Code": "TransactionConflict", "Message": "Transaction is ongoing for the item"}]
        error = {"Code": "TransactionCanceledException", "Message": "[None, TransactionConflict]"}
        raise ClientError(cast(Any, {"Error": error, "CancellationReasons": reasons}), operation)

    with around_dynamodb(cancel, "TransactWriteItems"):
        yield asked


def _noting(names: list[str]) -> Around:
    def note(operation: str, request: dict[str, Any], proceed: Proceed) -> dict[str, Any]:
        names.append(operation)
        return proceed()

    return note


class TestEvents:
    def test_a_write_carries_the_events_of_its_version(self) -> None:
        item = lift()
        item.raise_events(Lifted(weight=Decimal("102.5")), Lifted(weight=Decimal(5)), aggregate_id="A/0", user_id="ada")
        store.write(store.put(item))
        events = found().events
        assert events
        assert [event.id for event in events] == ["A/0:1:0", "A/0:1:1"]
        assert events[0].payload(Lifted).weight == Decimal("102.5")
        assert events[0].occurred_at == STARTED

    def test_the_next_version_has_events_of_its_own(self) -> None:
        item = lift()
        item.raise_events(Lifted(weight=Decimal(1)), aggregate_id="A/0", user_id=None)
        store.write(store.put(item))
        item.raise_events(Lifted(weight=Decimal(2)), aggregate_id="A/0", user_id=None)
        store.write(store.put(item))
        events = found().events
        assert events
        assert [event.id for event in events] == ["A/0:2:0"]


class TestReading:
    def test_many_items_of_several_tables_come_in_the_order_asked_for(self) -> None:
        store.write(store.put(lift(1)), store.put(lift(2, "200")), store.put(Owner("A", "1", name="ada")))
        with metered() as meter:
            items = store.get_many(
                (Owner, "A", "1"), (Lift, "A", "2"), (Lift, "A", "missing"), (Lift, "A", "1"), (Lift, "A", "2")
            )
        assert meter.reads == 1
        assert [type(item) for item in items] == [Owner, Lift, type(None), Lift, Lift]
        assert [item.load.weight for item in items if isinstance(item, Lift)] == [200, 100, 200]

    def test_nothing_asked_is_nothing_read(self) -> None:
        with metered() as meter:
            assert store.get_many() == []
        assert meter.reads == 0

    def test_what_the_table_did_not_manage_is_asked_for_again(self) -> None:
        store.write(store.put(lift(1)), store.put(lift(2)), store.put(Owner("A", "1")))
        with _holding_back(kept=1, times=2) as asked:
            items = store.get_many((Lift, "A", "1"), (Lift, "A", "2"), (Owner, "A", "1"))
        assert all(items)
        assert len(asked) == 3

    def test_a_table_that_manages_nothing_is_unavailable(self) -> None:
        store.write(store.put(lift(1)))
        with _holding_back(kept=0, times=99), pytest.raises(Unavailable):
            store.get_many((Lift, "A", "1"))

    def test_expired_items_are_gone_before_the_table_deletes_them(self) -> None:
        store.write(store.put(Counter("A", "A", expires_at=clock.now() + timedelta(seconds=60))))
        clock.advance(59)
        assert Counter.find("A", "A")
        clock.advance(1)
        assert Counter.find("A", "A") is None
        assert store.get_many((Counter, "A", "A")) == [None]
        assert store.query_page(Counter, "A", limit=10).items == []

    @pytest.mark.parametrize("alone", [True, False])
    def test_expired_items_are_gone_for_whoever_writes_a_new_one_in_their_place(self, alone: bool) -> None:
        others = [] if alone else [store.put(lift(1))]
        for weight in ("100", "60"):
            item = lift(weight=weight)
            item.expires_at = clock.now() + timedelta(seconds=60)
            store.write(store.put(item), *others)
            clock.advance(60)
            others = []
        (raw,) = [item for item in contents()["workouts"] if item["sk"]["S"] == "0"]
        assert (raw["version"]["N"], '"60"' in raw["load"]["S"]) == ("1", True)

    def test_items_that_were_held_back_are_asked_for_after_a_pause(self) -> None:
        store.write(store.put(lift()))
        before = clock.now()
        with _holding_back(kept=0, times=3):
            assert store.get_many((Lift, "A", "0"))[0]
        assert timedelta(0) < clock.now() - before < timedelta(seconds=0.35)

    def test_pages_follow_each_other_in_both_directions(self) -> None:
        for number in range(7):
            store.write(store.put(lift(number)))
        for newest_first in (False, True):
            seen: list[str] = []
            start: dict[str, Any] | None = None
            while True:
                with metered() as meter:
                    page = store.query_page(Lift, "A", limit=3, start_key=start, newest_first=newest_first)
                assert meter.reads == 1
                seen += [item.sk for item in page.items]
                if (start := page.last_key) is None:
                    break
            assert seen == sorted(seen, reverse=newest_first)
            assert len(seen) == 7

    def test_an_older_function_reads_what_a_newer_one_wrote(self) -> None:
        client("dynamodb").put_item(
            TableName=VARIABLES["TABLE_WORKOUTS"],
            Item={
                "pk": {"S": "A"},
                "sk": {"S": "0"},
                "version": {"N": "1"},
                "load": {"S": '{"weight":"80","unit":"stone"}'},
                "colour": {"S": "red"},
            },
        )
        assert found().load == Load(weight=Decimal(80))


@contextmanager
def _holding_back(*, kept: int, times: int) -> Iterator[list[dict[str, Any]]]:
    """A DynamoDB that answers the first `times` requests for many items with `kept` of them, as under heavy load."""
    asked: list[dict[str, Any]] = []

    def hold_back(operation: str, request: dict[str, Any], proceed: Proceed) -> dict[str, Any]:
        asked.append(request["RequestItems"])
        parsed = proceed()
        if len(asked) > times:
            return parsed
        answered = [(table, item) for table, items in parsed["Responses"].items() for item in items]
        parsed["Responses"], parsed["UnprocessedKeys"] = {}, {}
        for table, item in answered[:kept]:
            parsed["Responses"].setdefault(table, []).append(item)
        for table, item in answered[kept:]:
            entry = parsed["UnprocessedKeys"].setdefault(table, {"Keys": [], "ConsistentRead": True})
            entry["Keys"].append({"pk": item["pk"], "sk": item["sk"]})
        return parsed

    with around_dynamodb(hold_back, "BatchGetItem"):
        yield asked


@pytest.mark.parametrize("alone", [True, False])
def test_events_that_the_bus_would_not_take_are_not_written(alone: bool) -> None:
    item = lift()
    item.raise_events(Told(story="\U0001f3cb" * 40_000), aggregate_id="A", user_id=None)
    with pytest.raises(PayloadTooLarge):
        store.write(store.put(item), *([] if alone else [store.put(lift(1))]))
    assert store.get_many((Lift, "A", "0"), (Lift, "A", "1")) == [None, None]
