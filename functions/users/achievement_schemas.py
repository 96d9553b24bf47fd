"""Wire models of achievements."""

from datetime import datetime
from typing import Self

from pydantic import Field

from fitsync.achievements.service import RULES, AchievementCategory, Ahead, Rule, Trophies, ahead, unlocked
from fitsync.kit.wire import Instant, Number, WireModel


class AchievementOut(WireModel):
    """An achievement. `tier` counts within its `family`, the easiest is 1; `threshold` is in `unit`."""

    key: str
    family: str
    tier: int
    category: AchievementCategory
    name: str
    description: str
    threshold: Number
    unit: str


class UnlockedAchievementOut(AchievementOut):
    """An achievement that was earned. `unlockedAt` is when it was awarded, which for imported workouts is later than
    what earned it.
    """

    unlocked_at: Instant

    @classmethod
    def of(cls, rule: Rule, awarded_at: datetime) -> Self:
        """An awarded achievement."""
        return cls(**dict(_shown(rule)), unlocked_at=awarded_at)


class NextAchievementOut(AchievementOut):
    """The next achievement of a family, and how far it has come: `value` in `unit`, `percent` of the threshold."""

    value: Number
    percent: Number

    @classmethod
    def of(cls, one: Ahead) -> Self:
        """An achievement that is still to be earned."""
        return cls(**dict(_shown(one.rule)), value=one.value, percent=one.percent)


class AchievementsOut(WireModel):
    """Everything that was earned, the latest first, and the next of each family, the nearest first."""

    unlocked_count: int
    total: int = Field(description="How many achievements there are.")
    goal_streak: int = Field(description="Goals achieved in a row without missing one.")
    unlocked: list[UnlockedAchievementOut]
    next: list[NextAchievementOut]

    @classmethod
    def of(cls, trophies: Trophies) -> Self:
        """A user's achievements."""
        earned = unlocked(trophies)
        return cls(
            unlocked_count=len(earned),
            total=len(RULES),
            goal_streak=trophies.facts.goal_streak,
            unlocked=[UnlockedAchievementOut.of(rule, awarded_at) for rule, awarded_at in earned],
            next=[NextAchievementOut.of(one) for one in ahead(trophies)],
        )


def _shown(rule: Rule) -> AchievementOut:
    return AchievementOut.model_validate(rule)
