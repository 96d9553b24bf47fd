"""What is kept about people here, for their export and their erasure."""

from __future__ import annotations

from collections.abc import Iterator

from fitsync.achievements import repository
from fitsync.achievements.documents import Trophies
from fitsync.achievements.models import TrophiesItem
from fitsync.kit.erasing import every, partition
from fitsync.kit.personal import ExportFile, ExportRows, Held, PersonalData, Step


def export(user_id: str) -> Iterator[ExportFile]:
    """The achievements with what they are judged by."""
    items = every(TrophiesItem, repository.user_key(user_id), repository.TROPHIES)
    yield ExportRows("achievements/achievements", Trophies, (item.trophies for item in items))


def erase(user_id: str) -> Step:
    """All of it goes."""
    return partition("achievements", repository.user_key(user_id))


PERSONAL = PersonalData(
    area="achievements",
    tables=("achievements",),
    held=(
        Held(
            "achievements",
            "what was awarded and when, and the sums, streaks, bests and counts that decide it",
            "until erasure",
            "achievements",
        ),
    ),
    export=export,
    erase=erase,
)
