"""Body entries: recording, correcting and deleting them, and what is known from them.

Every change is one transaction of the entry, the figures of its month, the user's standing, and the profile when the
latest weight, height or body fat is another one afterwards. Entries are independent of each other, so a change that
meets another one is made again on what that one left.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fitsync.kit import clock
from fitsync.kit.store import Action
from fitsync.progress import figures, repository, shelf
from fitsync.progress.documents import BODY_FAT, HEIGHT, WEIGHT, Entry, EntryContent, PictureKind, name_of
from fitsync.progress.errors import (
    BodyEntryDeleted,
    BodyEntryEmpty,
    BodyEntryNotFound,
    TooManyBodyEntries,
    TooManyMeasurementNames,
)
from fitsync.progress.events import MetricsDeleted, MetricsRecorded, MetricsUpdated
from fitsync.progress.figures import Change, Point, Standing, month_of
from fitsync.progress.limits import MAX_ENTRIES_PER_MONTH, MAX_NAMES
from fitsync.progress.models import EntryItem, PictureItem
from fitsync.progress.pictures import discarding
from fitsync.progress.repository import State
from fitsync.progress.trying import until_written, written
from fitsync.users import service as users
from fitsync.users.service import BodyMetrics, Profile, ProfileItem

T = TypeVar("T")


def record(user_id: str, entry_id: str, content: EntryContent) -> tuple[EntryItem, bool]:
    """The entry, and whether it is new. The same id again gives the same entry, as it is by now.

    Raises `BodyEntryDeleted`, `IdTaken`, `TooManyBodyEntries` and `TooManyMeasurementNames`.
    """
    return until_written(lambda: _record(user_id, entry_id, content))


def _record(user_id: str, entry_id: str, content: EntryContent) -> tuple[EntryItem, bool]:
    state = repository.find_state(user_id, entry_id, {month_of(content.measured_at)}, (users.profile_ref(user_id),))
    if state.entry is not None:
        return _existing(state.entry), False
    item, standing, actions = creation(user_id, entry_id, content, state)
    return written(item, *actions, *users.measured(state.others[0], metrics_of(standing))), True


def creation(
    user_id: str, entry_id: str, content: EntryContent, state: State
) -> tuple[EntryItem, Standing, list[Action]]:
    """A new entry with the writes that record it, and the standing afterwards; the first write is the entry's."""
    now = clock.now()
    standing, actions = _figured(user_id, state, Change(None, _point(entry_id, content)))
    entry = Entry(
        id=entry_id,
        user_id=user_id,
        content=content,
        known_height=standing.value(HEIGHT),
        created_at=now,
        updated_at=now,
    )
    item = repository.new_entry(entry)
    event = MetricsRecorded(entry_id=entry_id, measured_at=content.measured_at, figures=_names(content))
    return item, standing, [repository.save_entry(item, entry, event), *actions]


def _existing(item: EntryItem) -> EntryItem:
    if item.deleted:
        raise BodyEntryDeleted()
    return item


def update(
    user_id: str, entry_id: str, revise: Callable[[EntryContent], EntryContent], check: Callable[[int], None]
) -> EntryItem:
    """Change an entry; `check` is given the version that the change is made to.

    Raises `BodyEntryNotFound`, `BodyEntryEmpty`, and as `record` does.
    """
    return until_written(lambda: _update(user_id, entry_id, revise, check))


def _update(
    user_id: str, entry_id: str, revise: Callable[[EntryContent], EntryContent], check: Callable[[int], None]
) -> EntryItem:
    state, item = _present(user_id, entry_id, check)
    entry: Entry = item.document
    content = revise(entry.content)
    if not content.figures:
        raise BodyEntryEmpty()
    change = Change(_point(entry_id, entry.content), _point(entry_id, content))
    standing, actions = _figured(user_id, state, change)
    event = MetricsUpdated(
        entry_id=entry_id,
        measured_at=content.measured_at,
        figures=tuple(sorted({*_names(entry.content), *_names(content)})),
    )
    height = content.height or standing.value(HEIGHT)
    changed = entry.model_copy(update={"content": content, "known_height": height, "updated_at": clock.now()})
    saved = repository.save_entry(item, changed, event)
    return written(item, saved, *actions, *users.measured(state.others[0], metrics_of(standing)))


def delete(user_id: str, entry_id: str, check: Callable[[int], None]) -> EntryItem:
    """Delete an entry; the figures before it are the latest again. The tombstone. Raises `BodyEntryNotFound`."""
    return until_written(lambda: _delete(user_id, entry_id, check))


def _delete(user_id: str, entry_id: str, check: Callable[[int], None]) -> EntryItem:
    state, item = _present(user_id, entry_id, check)
    content = item.document.content
    standing, actions = _figured(user_id, state, Change(_point(entry_id, content), None))
    event = MetricsDeleted(entry_id=entry_id, measured_at=content.measured_at, figures=_names(content))
    buried = repository.bury_entry(item, event, clock.now())
    return written(item, buried, *actions, *users.measured(state.others[0], metrics_of(standing)))


def _present(user_id: str, entry_id: str, check: Callable[[int], None]) -> tuple[State, EntryItem]:
    # Most entries are made in the month that they are about, and an id says when it was made.
    guess = month_of(clock.made_at(entry_id))
    state = repository.find_state(user_id, entry_id, {guess}, (users.profile_ref(user_id),))
    item = state.entry
    if item is None or item.deleted:
        raise BodyEntryNotFound()
    check(int(item.version or 0))
    return state, item


def _figured(user_id: str, state: State, change: Change) -> tuple[Standing, list[Action]]:
    """The standing after a change, and the writes of it and of the months it touches."""
    before = state.standing.standing
    months = {name: item.month for name, item in state.months.items()}
    further = figures.further_months(before, change, change.apply(months))
    missing = (change.months | further) - months.keys()
    if missing:
        state.months.update(repository.find_months(user_id, missing))
        months = {name: item.month for name, item in state.months.items()}
    changed = change.apply(months)
    if change.after and len(changed[month_of(change.after.at)].points) > MAX_ENTRIES_PER_MONTH:
        raise TooManyBodyEntries()
    standing = figures.after_change(before, change, changed, months)
    names = sum(1 for figure in standing.figures if name_of(figure))
    if names > MAX_NAMES and names > sum(1 for figure in before.figures if name_of(figure)):
        raise TooManyMeasurementNames()
    return standing, repository.save_figures(state, standing, changed, clock.now())


def _point(entry_id: str, content: EntryContent) -> Point:
    return Point(entry_id=entry_id, at=content.measured_at, figures=content.figures)


def _names(content: EntryContent) -> tuple[str, ...]:
    return tuple(name_of(figure) or figure for figure in sorted(content.figures))


def metrics_of(standing: Standing) -> BodyMetrics:
    """What a profile shows of the latest figures."""
    return BodyMetrics(
        current_weight=standing.value(WEIGHT),
        height=standing.value(HEIGHT),
        body_fat_percentage=standing.value(BODY_FAT),
    )


def update_profile(item: ProfileItem, profile: Profile, username: str | None = None) -> ProfileItem:
    """Replace a profile just read, and the username when one is given. Weight, height and body fat that are new are
    recorded as measured now; a picture that is taken away is discarded.

    Raises `UsernameTaken`, or `ConcurrentChange` when another device was faster.
    """
    old, new = item.profile.metrics, profile.metrics
    content = EntryContent(
        measured_at=clock.now(),
        weight=_if_new(old.current_weight, new.current_weight),
        height=_if_new(old.height, new.height),
        body_fat_percentage=_if_new(old.body_fat_percentage, new.body_fat_percentage),
    )
    discarded = item.profile.profile_picture if profile.profile_picture is None else None
    if not content.figures and discarded is None:
        return users.update_profile(item, profile, username)
    others = (shelf.picture_ref(PictureKind.AVATAR, item.user_id, discarded),) if discarded else ()
    state = repository.find_state(item.user_id, None, {month_of(content.measured_at)}, others)
    actions: list[Action] = []
    if content.figures:
        _, standing, actions = creation(item.user_id, clock.new_id(), content, state)
        metrics = metrics_of(standing).model_copy(update={"target_weight": new.target_weight})
        profile = profile.model_copy(update={"metrics": metrics})
    actions += [discarding(each, clock.now()) for each in state.others if isinstance(each, PictureItem)]
    return users.update_profile(item, profile, username, actions)


def _if_new(old: T | None, new: T | None) -> T | None:
    return new if new != old else None
