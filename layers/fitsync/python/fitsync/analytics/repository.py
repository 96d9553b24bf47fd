"""Reading and writing months and standings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from pynamodb.expressions.condition import Condition

from fitsync.analytics.documents import SessionStats, Standing
from fitsync.analytics.events import TrainingChanged
from fitsync.analytics.models import Month, MonthItem, StandingItem
from fitsync.kit import store
from fitsync.kit.store import Ref

STANDING = "STANDING"
MONTH = "MONTH#"
# A page of a query is cut at 1 MB in any case (DynamoDB quota); a century of months is fewer.
_PAGE = 1200
# The local day of an instant is at most a day away from its UTC day.
_ZONES = timedelta(days=1)


def user_key(user_id: str) -> str:
    return f"USER#{user_id}"


def standing_ref(user_id: str) -> Ref:
    """Where a user's standing is, for who reads it along with something else."""
    return StandingItem, user_key(user_id), STANDING


def find_standing(user_id: str) -> StandingItem:
    """The user's standing; a new item where there is none."""
    return StandingItem.find(user_key(user_id), STANDING) or _new_standing(user_id)


def find(user_id: str, months: Iterable[str]) -> tuple[StandingItem, dict[str, MonthItem]]:
    """The user's standing and some months, new items where there are none, in one request for up to 99 months."""
    names = sorted(set(months))
    refs: list[Ref] = [(MonthItem, user_key(user_id), MONTH + name) for name in names]
    standing, *found = store.get_many(standing_ref(user_id), *refs)
    items = {
        name: item if isinstance(item, MonthItem) else MonthItem(user_key(user_id), MONTH + name, month=Month())
        for name, item in zip(names, found, strict=True)
    }
    return standing if isinstance(standing, StandingItem) else _new_standing(user_id), items


def months(user_id: str, first: date, last: date) -> list[Month]:
    """The months that hold every session of the local days from `first` to `last`: one request up to 1 MB of them."""
    span = MonthItem.sk.between(MONTH + _name(first, -_ZONES), MONTH + _name(last, _ZONES))
    return [item.month for item in _query(user_id, span)]


def all_months(user_id: str) -> dict[str, Month]:
    """Every month of the user, by name."""
    return {item.sk.removeprefix(MONTH): item.month for item in _query(user_id, MonthItem.sk.startswith(MONTH))}


def _query(user_id: str, span: Condition) -> Iterator[MonthItem]:
    return store.query_all(MonthItem, user_key(user_id), page_size=_PAGE, range_condition=span)


def write(standing: StandingItem, changed: Iterable[MonthItem]) -> None:
    """Write months and the standing that follows from them, or none. Raises `ConditionFailed` when one was changed."""
    user_id = standing.pk.partition("#")[2]
    standing.raise_events(
        TrainingChanged(standing_version=standing.next_version), aggregate_id=f"{user_id}/training", user_id=user_id
    )
    store.write(store.put(standing), *(store.put(item) for item in changed))


def sessions_in(found: Iterable[Month], first: date, last: date) -> list[SessionStats]:
    """The sessions of the local days from `first` to `last`, in the order they began."""
    wanted = (session for month in found for session in month.sessions.values() if first <= session.local_date <= last)
    return in_order(wanted)


def in_order(sessions: Iterable[SessionStats]) -> list[SessionStats]:
    """The sessions in the order they began."""
    return sorted(sessions, key=lambda session: (session.started_at, session.workout_id))


def _new_standing(user_id: str) -> StandingItem:
    return StandingItem(user_key(user_id), STANDING, standing=Standing())


def _name(day: date, shift: timedelta) -> str:
    # The first and the last day there is have no neighbour.
    if (day == date.min and shift < timedelta()) or (day == date.max and shift > timedelta()):
        shift = timedelta()
    return f"{(day + shift).year:04}-{(day + shift).month:02}"
