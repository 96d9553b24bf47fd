"""Acting once per business key, however often a message is delivered."""

from __future__ import annotations

import contextlib
from datetime import timedelta

from pynamodb.attributes import TTLAttribute

from fitsync.kit import clock
from fitsync.kit.store import Action, ConditionFailed, Item, create, write

# Longer than any message can live: SQS keeps one 14 days at most, in the queue and again in its dead-letter queue.
REMEMBER = timedelta(days=30)


class Done(Item):
    """pk `DONE#<consumer>#<key>`, sk `DONE`: this consumer has acted on this key."""

    table = "platform"
    expires_at = TTLAttribute()


def claim(consumer: str, key: str) -> Action:
    """The action that makes a transaction happen only the first time; put it into the effect's own transaction.

    The transaction raises `ConditionFailed` naming this action's position when the key was claimed before.
    """
    return create(Done(f"DONE#{consumer}#{key}", "DONE", expires_at=clock.now() + REMEMBER))


def done(consumer: str, key: str) -> bool:
    """Whether `consumer` has acted on `key`, for effects that cannot join a transaction (mail)."""
    return Done.find(f"DONE#{consumer}#{key}", "DONE") is not None


def remember(consumer: str, key: str) -> None:
    """Note that `consumer` has acted on `key`; for use after such an effect."""
    with contextlib.suppress(ConditionFailed):
        write(claim(consumer, key))
