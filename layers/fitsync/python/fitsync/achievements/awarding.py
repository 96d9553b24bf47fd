"""Awarding achievements: judging a user's anew, whatever the reason."""

from __future__ import annotations

from collections.abc import Sequence

from fitsync.achievements import repository
from fitsync.achievements.events import AchievementRevoked, AchievementUnlocked
from fitsync.achievements.gathering import facts_of
from fitsync.achievements.judging import came, judged
from fitsync.achievements.rules import Rule
from fitsync.kit import backoff, clock, store
from fitsync.kit.errors import ConcurrentChange
from fitsync.kit.events import DomainEvent

_TRIES = 5


def award(user_id: str) -> list[Rule]:
    """Judge the user's achievements by the facts as they are now; those that are new.

    Raises `ConcurrentChange` when others kept being faster.
    """
    for _ in backoff.tries(_TRIES):
        item = repository.find(user_id)
        before = item.trophies
        after = judged(before, facts_of(user_id), clock.now())
        if after == before:
            return []
        unlocked, lost = came(before, after), came(after, before)
        try:
            repository.save(item, after, _events(unlocked, lost))
        except store.ConditionFailed:
            continue
        return unlocked
    raise ConcurrentChange()


def _events(unlocked: Sequence[Rule], lost: Sequence[Rule]) -> list[DomainEvent]:
    return [
        *(
            AchievementUnlocked(key=rule.key, title=rule.name, description=rule.description, category=rule.category)
            for rule in unlocked
        ),
        *(AchievementRevoked(key=rule.key) for rule in lost),
    ]
