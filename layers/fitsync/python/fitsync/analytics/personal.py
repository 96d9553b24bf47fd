"""What is kept about people here, for their export and their erasure."""

from __future__ import annotations

from collections.abc import Iterator

from fitsync.analytics import repository
from fitsync.analytics.documents import SessionStats, Standing
from fitsync.analytics.models import MonthItem
from fitsync.kit.erasing import every, partition
from fitsync.kit.personal import ExportFile, ExportRows, Held, PersonalData, Step


def export(user_id: str) -> Iterator[ExportFile]:
    """What each session contributes, month by month, and what all of them add up to."""
    months = every(MonthItem, repository.user_key(user_id), repository.MONTH)
    yield ExportRows(
        "analytics/sessions",
        SessionStats,
        (session for item in months for session in repository.in_order(item.month.sessions.values())),
    )
    yield ExportRows("analytics/standing", Standing, [repository.find_standing(user_id).standing])


def erase(user_id: str) -> Step:
    """Nobody else has a share in it."""
    return partition("analytics", repository.user_key(user_id))


PERSONAL = PersonalData(
    area="analytics",
    tables=("analytics",),
    held=(
        Held(
            "training statistics",
            "what completed sessions add up to, by month and in all: for statistics, streaks, goals and achievements",
            "as long as the sessions, and until erasure; that a session was deleted, for 30 days and the next training",
            "analytics",
        ),
    ),
    export=export,
    erase=erase,
)
