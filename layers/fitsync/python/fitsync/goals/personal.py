"""What is kept about people here, for their export and their erasure."""

from __future__ import annotations

from collections.abc import Iterator

from fitsync.goals import repository
from fitsync.goals.goal import Goal
from fitsync.goals.models import GoalItem
from fitsync.kit.erasing import every, partition
from fitsync.kit.personal import ExportFile, ExportRows, Held, PersonalData, Step


def export(user_id: str) -> Iterator[ExportFile]:
    """Every goal that is not deleted; the counts of goals follow from them."""
    items = every(GoalItem, repository.user_key(user_id), repository.GOAL)
    yield ExportRows("goals/goals", Goal, (repository.goal_of(item) for item in items if not item.deleted))


def erase(user_id: str) -> Step:
    """All of it goes."""
    return partition("goals", repository.user_key(user_id))


PERSONAL = PersonalData(
    area="goals",
    tables=("goals",),
    held=(
        Held(
            "goals and milestones",
            "to follow what a user wants to reach",
            "until erasure; 90 days as a tombstone when deleted",
            "goals",
        ),
        Held(
            "counts and outcomes of goals",
            "to tell how many were achieved, and how many in a row",
            "until erasure",
            "goals",
        ),
    ),
    export=export,
    erase=erase,
)
