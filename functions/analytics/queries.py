"""What a question may say: how far back it goes, and which exercise it is about."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query

from fitsync.analytics.periods import DEFAULT_WEEKS, MAX_WEEKS, MIN_WEEKS, Range
from fitsync.kit.errors import ValidationFailed
from fitsync.kit.wire import Id


async def _wanted_weeks(
    weeks: Annotated[
        int | None,
        Query(ge=MIN_WEEKS, le=MAX_WEEKS, description="So many weeks, the running one included."),
    ] = None,
    named: Annotated[
        Range | None,
        Query(alias="range", description=f"The same by name; {DEFAULT_WEEKS} weeks when both are left out."),
    ] = None,
) -> int:
    if weeks is not None and named is not None:
        raise ValidationFailed.at("query.range", "does not go with weeks")
    return weeks or (named.weeks if named else DEFAULT_WEEKS)


Weeks = Annotated[int, Depends(_wanted_weeks)]
"""How many weeks an answer is about, the running one included."""

ExerciseId = Annotated[
    Id | None, Query(alias="exerciseId", description="Only this exercise; those of most workouts when left out.")
]
