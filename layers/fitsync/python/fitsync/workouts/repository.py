"""Reading and writing sessions and records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from fitsync.kit import clock, store
from fitsync.kit.events import DomainEvent
from fitsync.kit.store import Ref
from fitsync.templates.documents import SessionOutcome
from fitsync.workouts.models import BY_TEMPLATE, CHANGES, HISTORY, SENT, InboxItem, RecordsItem, WorkoutItem
from fitsync.workouts.outcomes import outcome_of
from fitsync.workouts.records import ExerciseRecords
from fitsync.workouts.session import WorkoutSession
from fitsync.workouts.summary import WorkoutSummary, summary_of

# How long a deleted session is remembered, so that a device that was away learns of it.
TOMBSTONE_KEPT = timedelta(days=90)

WORKOUT, RECORD, INBOX = "WORKOUT#", "RECORD#", "INBOX#"
_USER = "USER#"
_PAGE = 100


def find(user_id: str, workout_id: str) -> WorkoutItem | None:
    """A session, deleted ones included."""
    return WorkoutItem.find(user_key(user_id), _workout_key(workout_id))


def session_of(item: WorkoutItem) -> WorkoutSession:
    """The session in an item, with its version."""
    session: WorkoutSession = item.session
    return session.model_copy(update={"version": int(item.version or 0)})


def find_all(user_id: str, workout_ids: Iterable[str]) -> list[WorkoutItem]:
    """Those of several sessions that there are, deleted ones included."""
    keys = [(WorkoutItem, user_key(user_id), _workout_key(workout_id)) for workout_id in workout_ids]
    found: list[WorkoutItem] = []
    for start in range(0, len(keys), store.BATCH_LIMIT):
        items = store.get_many(*keys[start : start + store.BATCH_LIMIT])
        found += [item for item in items if isinstance(item, WorkoutItem)]
    return found


def new_item(session: WorkoutSession) -> WorkoutItem:
    """A new item for a session."""
    return WorkoutItem(user_key(session.user_id), _workout_key(session.id), session=session)


def put(item: WorkoutItem, session: WorkoutSession, event: DomainEvent | None) -> store.Action:
    """The write of a session over the version that `item` was read at."""
    item.session = session.model_copy(update={"version": 0})
    item.summary = summary_of(session, item.next_version)
    item.history_key = history_key(session.at, session.id)
    item.changed_key = history_key(clock.now(), session.id)
    item.outcome = outcome_of(session)
    item.template_key = template_key(session) if item.outcome else None
    _raise(item, session, event)
    return store.put(item)


def bury(item: WorkoutItem, session: WorkoutSession, event: DomainEvent, now: datetime) -> store.Action:
    """The write that leaves a tombstone of a session."""
    item.session = session.model_copy(
        update={"version": 0, "exercises": (), "bests_before": {}, "notes": "", "sharing": None}
    )
    item.summary, item.history_key, item.deleted = None, None, True
    item.outcome, item.template_key = None, None
    item.changed_key = history_key(now, session.id)
    item.expires_at = now + TOMBSTONE_KEPT
    _raise(item, session, event)
    return store.put(item)


def _raise(item: WorkoutItem, session: WorkoutSession, event: DomainEvent | None) -> None:
    events = [event] if event else []
    item.raise_events(*events, aggregate_id=session.id, user_id=session.user_id)


def history_key(instant: datetime, workout_id: str = "") -> str:
    """Sorts by the instant, then by id."""
    return f"{clock.sort_key(instant)}#{workout_id}"


def template_key(session: WorkoutSession) -> str:
    """Sorts by template, then by the instant."""
    assert session.template is not None
    return f"{session.template.id}#{history_key(session.at, session.id)}"


def outcomes(user_id: str, template_id: str, limit: int) -> list[SessionOutcome]:
    """How the user's last completed sessions of a template went, the latest first, in one request."""
    page = store.query_page(
        WorkoutItem,
        user_key(user_id),
        limit=limit,
        range_condition=WorkoutItem.template_key.startswith(f"{template_id}#"),
        index=BY_TEMPLATE,
        newest_first=True,
    )
    return [item.outcome for item in page.items if item.outcome is not None]


def history_page(
    user_id: str,
    *,
    limit: int,
    since: datetime | None,
    until: datetime | None,
    after_key: str | None,
) -> tuple[list[tuple[str, WorkoutSummary]], str | None]:
    """Up to `limit` sessions in brief with their history keys, newest first, and the key to go on from.

    `since` is inclusive, `until` exclusive; `after_key` is the history key of the last one seen.
    """
    key = WorkoutItem.history_key
    span = key.between(history_key(since) if since else "0", history_key(until) if until else "9")
    found, following = store.local_page(
        WorkoutItem, user_key(user_id), HISTORY, span, prefix=WORKOUT, limit=limit, after=after_key, newest_first=True
    )
    return [(item.history_key, item.summary) for item in found if item.history_key and item.summary], following


def history_ends(user_id: str) -> tuple[str, str] | None:
    """The first and the last history key of the user; None without any session."""
    first, last = (
        store.query_page(WorkoutItem, user_key(user_id), limit=1, index=HISTORY, newest_first=newest).items
        for newest in (False, True)
    )
    if not first or not last:
        return None
    return str(first[0].history_key), str(last[0].history_key)


def changed_keys(
    user_id: str, *, since: datetime | None, after_key: str | None, limit: int
) -> tuple[list[str], str | None]:
    """Up to `limit` change keys, oldest change first, and the key to go on from."""
    span = WorkoutItem.changed_key >= (history_key(since) if since else "0")
    found, following = store.local_page(
        WorkoutItem, user_key(user_id), CHANGES, span, prefix=WORKOUT, limit=limit, after=after_key
    )
    return [item.changed_key for item in found if item.changed_key], following


def ref(user_id: str, key: str) -> Ref:
    """Where the session of a history or change key is."""
    return WorkoutItem, user_key(user_id), _workout_key(key.partition("#")[2])


def workout_ref(user_id: str, workout_id: str) -> Ref:
    """Where a session is."""
    return WorkoutItem, user_key(user_id), _workout_key(workout_id)


def inbox_key(workout_id: str, instant: datetime) -> str:
    """Where a session is in the lists of those it was shared with."""
    return INBOX + history_key(instant, workout_id)


def inbox_workout(item: InboxItem) -> str:
    """The id of the session that an entry of a list points to."""
    return item.sk.rpartition("#")[2]


def inbox_page(user_id: str, *, limit: int, after_key: str | None) -> tuple[list[InboxItem], str | None]:
    """Up to `limit` entries of what was shared with a user, newest first, and the key to go on from."""
    page = store.query_page(
        InboxItem,
        user_key(user_id),
        limit=limit,
        range_condition=InboxItem.sk.startswith(INBOX),
        start_key={"pk": {"S": user_key(user_id)}, "sk": {"S": after_key}} if after_key else None,
        newest_first=True,
        consistent=False,
    )
    return page.items, page.last()


def delivered(owner: str, workout_id: str) -> Iterator[tuple[str, str]]:
    """In whose lists a session is, and under which key, read page by page."""
    sent = InboxItem.sent_key.startswith(f"{workout_id}#")
    listed = store.query_all(InboxItem, owner, page_size=_PAGE, range_condition=sent, index=SENT, consistent=False)
    return ((item.pk.removeprefix(_USER), item.sk) for item in listed)


def redeliver(
    owner: str, workout_id: str, missing: Iterable[tuple[str, str]], surplus: Iterable[tuple[str, str]]
) -> None:
    """Put a session into lists and take it out of others, given as user and key, batch by batch."""
    store.delete_all(InboxItem(user_key(user_id), key) for user_id, key in surplus)
    store.put_all(
        InboxItem(user_key(user_id), key, sender=owner, sent_key=f"{workout_id}#{user_id}") for user_id, key in missing
    )


def sessions_with(user_id: str, exercise_id: str) -> Iterator[WorkoutSession]:
    """Every session of the user that holds an exercise. Reads the whole history in brief: for repairs only."""
    after_key: str | None = None
    while True:
        listed, after_key = history_page(user_id, limit=_PAGE, since=None, until=None, after_key=after_key)
        wanted = [
            summary.id
            for _, summary in listed
            if any(line.exercise_id == exercise_id and line.set_count for line in summary.exercises)
        ]
        for item in find_all(user_id, wanted):
            if not item.deleted:
                yield session_of(item)
        if after_key is None:
            return


def sent_by(owner: str, limit: int) -> list[InboxItem]:
    """What is in others' lists of the owner's sessions. Eventually consistent."""
    return store.query_page(InboxItem, owner, limit=limit, index=SENT, consistent=False).items


def find_records(user_id: str, exercise_ids: Sequence[str]) -> dict[str, RecordsItem]:
    """The records of some exercises; a new item where there are none yet."""
    found: dict[str, RecordsItem] = {}
    for start in range(0, len(exercise_ids), store.BATCH_LIMIT):
        wanted = exercise_ids[start : start + store.BATCH_LIMIT]
        keys = [(RecordsItem, user_key(user_id), RECORD + exercise_id) for exercise_id in wanted]
        for exercise_id, item in zip(wanted, store.get_many(*keys), strict=True):
            if isinstance(item, RecordsItem):
                found[exercise_id] = item
            else:
                empty = ExerciseRecords(exercise_id=exercise_id)
                found[exercise_id] = RecordsItem(user_key(user_id), RECORD + exercise_id, records=empty)
    return found


def user_key(user_id: str) -> str:
    return _USER + user_id


def _workout_key(workout_id: str) -> str:
    return WORKOUT + workout_id
