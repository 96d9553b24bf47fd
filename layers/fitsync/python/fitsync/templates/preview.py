"""The plan ahead, as if every session were met."""

from collections.abc import Iterator
from dataclasses import replace

from fitsync.kit.documents import Document
from fitsync.templates.plan import Slot, WeeklyPlan
from fitsync.templates.targets import ExerciseTargets, Training, lane_of, performed, targets
from fitsync.templates.vocabulary import Weekday


class PreviewDay(Document):
    """A training day to come, with its targets."""

    week: int
    weekday: Weekday
    name: str
    exercises: tuple[ExerciseTargets, ...]


def preview(plan: WeeklyPlan, training: Training, weeks: int, first_week: int = 1) -> Iterator[PreviewDay]:
    """The training days of `weeks` weeks from `first_week` on; each takes all sessions before it as met."""
    lanes = dict(training.lanes)
    for week in range(first_week, first_week + weeks):
        for weekday in plan.weeks[(week - 1) % len(plan.weeks)].training:
            slot = Slot(week, weekday)
            day = plan.day(slot)
            assert day is not None
            found = targets(plan, slot, replace(training, lanes=lanes))
            for one in reversed(found):
                # Of several with one lane the first counts, as in a session.
                lanes[lane_of(one.planned)] = performed(one)
            yield PreviewDay(week=week, weekday=weekday, name=day.name, exercises=found)
