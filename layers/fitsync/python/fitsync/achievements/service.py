"""What one can see of achievements; awarding them needs more and is apart (`awarding`)."""

from __future__ import annotations

from fitsync.achievements import repository
from fitsync.achievements.catalogue import RULES
from fitsync.achievements.documents import Facts, Trophies
from fitsync.achievements.judging import Ahead, ahead, unlocked
from fitsync.achievements.models import TrophiesItem
from fitsync.achievements.rules import AchievementCategory, Rule

__all__ = [
    "RULES",
    "AchievementCategory",
    "Ahead",
    "Facts",
    "Rule",
    "Trophies",
    "TrophiesItem",
    "ahead",
    "find",
    "unlocked",
]


def find(user_id: str) -> TrophiesItem:
    """The user's achievements, in one request; version 0 while nothing was done."""
    return repository.find(user_id)
