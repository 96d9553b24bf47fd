"""Acting once per business key, however often a message is delivered."""

from __future__ import annotations

import contextlib
import hashlib
from datetime import timedelta

from pynamodb.attributes import TTLAttribute

from fitsync.kit import clock
from fitsync.kit.store import Action, ConditionFailed, Item, create, write

# Longer than any message can live: SQS keeps one 14 days at most, in the queue and again in its dead-letter queue.
REMEMBER = timedelta(days=30)


class Done(Item):
    """pk `DONE#<consumer>#<digest of the key>`, sk `DONE`: this consumer has acted on this key.

    Keys are made of ids, some of them people's: a digest outlives an erased user without naming them.
    """

    table = "platform"
    expires_at = TTLAttribute()


def claim(consumer: str, key: str) -> Action:
    """The action that makes a transaction happen only the first time; put it into the effect's own transaction.

    The transaction raises `ConditionFailed` naming this action's position when the key was claimed before.
    """
    return create(Done(_pk(consumer, key), "DONE", expires_at=clock.now() + REMEMBER))


def done(consumer: str, key: str) -> bool:
    """Whether `consumer` has acted on `key`, for effects that cannot join a transaction (mail)."""
    return Done.find(_pk(consumer, key), "DONE") is not None


def remember(consumer: str, key: str) -> None:
    """Note that `consumer` has acted on `key`; for use after such an effect."""
    with contextlib.suppress(ConditionFailed):
        write(claim(consumer, key))


def _pk(consumer: str, key: str) -> str:
    return f"DONE#{consumer}#{hashlib.sha256(key.encode()).hexdigest()[:32]}"
