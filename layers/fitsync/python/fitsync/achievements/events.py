"""What happens to achievements."""

from typing import ClassVar

from fitsync.achievements.rules import AchievementCategory
from fitsync.kit.events import DomainEvent


class AchievementUnlocked(DomainEvent):
    """A user has earned something. An import may unlock many at once."""

    name: ClassVar[str] = "achievements.achievement_unlocked"

    key: str
    title: str
    description: str
    category: AchievementCategory


class AchievementRevoked(DomainEvent):
    """The data no longer support an achievement: a workout was deleted or corrected."""

    name: ClassVar[str] = "achievements.achievement_revoked"

    key: str
