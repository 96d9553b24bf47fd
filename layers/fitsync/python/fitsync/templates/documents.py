"""What other areas keep of templates: what a session aimed at and what was done of it, from which progression works.

A session keeps, per exercise, the state that its targets were made of. The next targets follow from the last session
alone, so nothing else has to be stored, and correcting or deleting a session corrects what comes after it.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum

from fitsync.kit.documents import Document
from fitsync.templates.vocabulary import SetPurpose, Weekday

__all__ = [
    "Breakdown",
    "JudgedSet",
    "LaneOutcome",
    "LaneState",
    "PlateLoad",
    "SessionOutcome",
    "TargetSet",
    "Verdict",
    "Weekday",
    "latest_lanes",
]


class PlateLoad(Document):
    """So many plates of one weight on each side."""

    weight_kg: Decimal
    per_side: int


class Breakdown(Document):
    """How a bar is loaded, heaviest plates first (they go on first)."""

    bar_kg: Decimal
    plates: tuple[PlateLoad, ...]


class LaneState(Document):
    """Where an exercise stands. `load_kg` is exact: the working load, or what percentages are taken of; it is rounded
    to what can be loaded only when targets are made. `misses` counts misses in a row, `cycle` how often the weeks of
    the plan had been gone through. `light` marks a deload week, in which nothing is judged.
    """

    load_kg: Decimal | None = None
    reps: int | None = None
    sets: int | None = None
    rest_seconds: int | None = None
    rpe: Decimal | None = None
    duration_seconds: int | None = None
    misses: int = 0
    cycle: int = 0
    light: bool = False


class TargetSet(Document):
    """What a set aims at. Without `reps_max` there are as many as possible from `reps_min` up."""

    type: SetPurpose = SetPurpose.NORMAL
    weight_kg: Decimal | None = None
    reps_min: int | None = None
    reps_max: int | None = None
    duration_seconds: int | None = None
    distance_m: Decimal | None = None
    rpe: Decimal | None = None


class JudgedSet(Document):
    """A working set: its target, and what was done (all None when it was left out)."""

    target: TargetSet
    weight_kg: Decimal | None = None
    reps: int | None = None
    duration_seconds: int | None = None
    distance_m: Decimal | None = None
    rpe: Decimal | None = None

    @property
    def done(self) -> bool:
        """Whether anything was done."""
        return any(value is not None for value in (self.reps, self.duration_seconds, self.distance_m))

    def reached(self, *, top: bool, assisted: bool) -> bool:
        """Whether the set was done as planned: the top of its range, or at least the bottom, with the load asked for.

        The weight of an assisted exercise is help, so less of it is more.
        """
        target = self.target
        if not self.done or not self._load_reached(assisted=assisted):
            return False
        wanted = target.reps_max if top and target.reps_max is not None else target.reps_min
        if wanted is not None and (self.reps or 0) < wanted:
            return False
        if target.duration_seconds is not None and (self.duration_seconds or 0) < target.duration_seconds:
            return False
        if target.distance_m is not None and (self.distance_m or 0) < target.distance_m:
            return False
        return not (top and target.rpe is not None and self.rpe is not None and self.rpe > target.rpe)

    def _load_reached(self, *, assisted: bool) -> bool:
        wanted = self.target.weight_kg
        if wanted is None:
            return True
        lifted = self.weight_kg or Decimal(0)
        return lifted <= wanted if assisted else lifted >= wanted


class Verdict(StrEnum):
    """How a session went: all targets met, all sets still within their range, or missed."""

    MET = "met"
    IN_RANGE = "in_range"
    MISSED = "missed"


class LaneOutcome(Document):
    """What the last session with an exercise started from, and its working sets."""

    state: LaneState
    sets: tuple[JudgedSet, ...]

    def verdict(self, *, assisted: bool = False) -> Verdict:
        """How it went."""
        if all(one.reached(top=True, assisted=assisted) for one in self.sets):
            return Verdict.MET
        if all(one.reached(top=False, assisted=assisted) for one in self.sets):
            return Verdict.IN_RANGE
        return Verdict.MISSED

    def loads(self) -> list[Decimal]:
        """The loads of the sets done, in kg."""
        return [one.weight_kg for one in self.sets if one.done and one.weight_kg is not None]


class SessionOutcome(Document):
    """A completed session of a template: the user's local day, the slot of the plan, and how its exercises went."""

    on: date
    week: int
    weekday: Weekday
    lanes: dict[str, LaneOutcome]


def latest_lanes(newest_first: Iterable[SessionOutcome]) -> dict[str, LaneOutcome]:
    """By lane, the outcome of the last session with it."""
    found: dict[str, LaneOutcome] = {}
    for lane, outcome in _all(newest_first):
        found.setdefault(lane, outcome)
    return found


def _all(sessions: Iterable[SessionOutcome]) -> Iterator[tuple[str, LaneOutcome]]:
    for session in sessions:
        yield from session.lanes.items()
