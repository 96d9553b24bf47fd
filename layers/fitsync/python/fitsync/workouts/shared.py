"""Other people's sessions: one of them, and the list of those that were shared with somebody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from fitsync.kit import store
from fitsync.kit.store import Item
from fitsync.users import reading as users
from fitsync.users.reading import Audience
from fitsync.workouts import repository, sharing
from fitsync.workouts.errors import WorkoutNotFound
from fitsync.workouts.models import InboxItem, WorkoutItem
from fitsync.workouts.session import WorkoutSession, WorkoutSource

# A shared session is read with its owner's settings and name, and how the reader stands to them: four items, of which
# one batch takes a hundred.
MOST_AT_ONCE = store.BATCH_LIMIT // 4


class SharedWorkout(NamedTuple):
    """A session as somebody else sees it."""

    session: WorkoutSession
    owner_name: str
    shared_at: datetime


class SharedPage(NamedTuple):
    """Sessions newest first, and the key to go on from (None at the end)."""

    items: list[SharedWorkout]
    next_key: str | None


def of_another(viewer: str, owner: str, workout_id: str) -> WorkoutSession:
    """A session of somebody else as `viewer` sees it, in one request; `WorkoutNotFound` is raised when they do not."""
    item, relation, preferences = store.get_many(
        repository.workout_ref(owner, workout_id), users.relation_ref(viewer, owner), users.preferences_ref(owner)
    )
    session = _shown_to(viewer, item, relation, preferences)
    if session is None:
        raise WorkoutNotFound()
    return session


def shared_with(viewer: str, *, limit: int, after_key: str | None = None) -> SharedPage:
    """What others have shared with somebody, as far as they may see it now: a query and a batch.

    A page may hold fewer than `limit` though more follow.
    """
    found, next_key = repository.inbox_page(viewer, limit=min(limit, MOST_AT_ONCE), after_key=after_key)
    refs: list[store.Ref] = []
    for one in found:
        refs += [
            repository.workout_ref(one.sender, repository.inbox_workout(one)),
            users.relation_ref(viewer, one.sender),
            users.preferences_ref(one.sender),
            users.profile_ref(one.sender),
        ]
    items = iter(store.get_many(*refs)) if refs else iter(())
    return SharedPage([one for entry in found for one in _shared(viewer, entry, items)], next_key)


def _shared(viewer: str, entry: InboxItem, items: Iterator[Item | None]) -> Iterator[SharedWorkout]:
    item, relation, preferences, profile = (next(items) for _ in range(4))
    session = _shown_to(viewer, item, relation, preferences)
    name = users.username_of(profile)
    # An entry of before the session was taken back and shared again: there is a newer one.
    if session is None or name is None or repository.inbox_key(session.id, sharing.shared_at(session)) != entry.sk:
        return
    yield SharedWorkout(session, name, sharing.shared_at(session))


def _shown_to(viewer: str, item: Item | None, relation: Item | None, preferences: Item | None) -> WorkoutSession | None:
    if not isinstance(item, WorkoutItem) or item.deleted:
        return None
    session = repository.session_of(item)
    seen = sharing.visible(viewer, session, users.relation_of(relation), users.privacy_of(preferences))
    return sharing.shown(session) if seen else None


def deliver(owner: str, workout_id: str, *, fresh: bool = False) -> None:
    """Bring the lists of others in line with whom a session is shared with now.

    Nothing but the present state decides, so it does not matter which change it is called for, in which order, or how
    often. What is left in a list by a race is not shown, since seeing is decided when reading. A `fresh` session is in
    no list yet: most stay private, and cost one request.
    """
    item, preferences = store.get_many(repository.workout_ref(owner, workout_id), users.preferences_ref(owner))
    wanted: dict[str, str] = {}
    if isinstance(item, WorkoutItem) and not item.deleted:
        session = repository.session_of(item)
        key = repository.inbox_key(session.id, sharing.shared_at(session))
        audience = sharing.audience_of(session, users.privacy_of(preferences))
        wanted = dict.fromkeys(_recipients(session, audience), key)
    if fresh and not wanted:
        return
    present = {(recipient, key) for recipient, key in repository.delivered(owner, workout_id)}
    missing = [(recipient, key) for recipient, key in wanted.items() if (recipient, key) not in present]
    surplus = [(recipient, key) for recipient, key in present if wanted.get(recipient) != key]
    repository.redeliver(owner, workout_id, missing, surplus)


def _recipients(session: WorkoutSession, audience: Audience) -> Iterator[str]:
    """Whose list a session belongs into. An imported one happened long ago: it is seen, but no news, unless shared."""
    if audience is Audience.PRIVATE or (session.sharing is None and session.source is WorkoutSource.IMPORT):
        return
    if audience is Audience.USERS:
        assert session.sharing is not None
        yield from session.sharing.user_ids
    else:
        yield from users.friend_ids(session.user_id)
