"""What a user's devices are told of achievements."""

from collections.abc import Iterable
from typing import Literal

from fitsync.achievements.rules import Rule
from fitsync.kit.wire import WireModel
from fitsync.realtime.devices import to_user
from fitsync.realtime.outgoing import Event
from fitsync.realtime.push import CONSUMER_PATIENCE_SECONDS, best_effort
from functions.users.achievement_schemas import AchievementOut


class AchievementsSync(WireModel):
    """`sync:progress`: achievements were unlocked."""

    cause: Literal["achievements:unlocked"] = "achievements:unlocked"
    achievements: list[AchievementOut]


def tell(user_id: str, unlocked: Iterable[Rule]) -> None:
    """Tell the user's devices of new achievements; does not raise."""
    told = AchievementsSync(achievements=[AchievementOut.model_validate(rule) for rule in unlocked])
    with best_effort():
        to_user(user_id, Event.SYNC_PROGRESS, told, patience=CONSUMER_PATIENCE_SECONDS)
