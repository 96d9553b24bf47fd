"""Every area that keeps something about people, in the order in which they are erased.

What is made of other data goes before what it is made of; the account goes last, so that until then an erasure that
was interrupted finds whom it is about, and the address and the username stay taken.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Final

from fitsync.kit.personal import PersonalData

ORDER: Final = (
    "realtime",
    "achievements",
    "goals",
    "analytics",
    "progress",
    "workouts",
    "templates",
    "exercises",
    "privacy",
    "users",
    "auth",
)


def areas() -> Iterator[PersonalData]:
    """What each area declares, imported when its turn comes: messages that come again, or stop halfway, need few."""
    for name in ORDER:
        declared: PersonalData = importlib.import_module(f"fitsync.{name}.personal").PERSONAL
        yield declared
