"""The standing as a sum of sessions: adding and taking away are exact inverses of each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeVar

from fitsync.analytics.documents import ExerciseUse, SessionStats, Standing
from fitsync.analytics.models import Month

K = TypeVar("K")


def moved(standing: Standing, before: Month, after: Month) -> Standing:
    """The standing once `before` has become `after`."""
    left = [one for key, one in before.sessions.items() if after.sessions.get(key) != one]
    came = [one for key, one in after.sessions.items() if before.sessions.get(key) != one]
    return _plus(_plus(standing, left, -1), came, 1)


def total(months: Iterable[Month]) -> Standing:
    """What all sessions of some months add up to."""
    return _plus(Standing(), [session for month in months for session in month.sessions.values()], 1)


def _plus(standing: Standing, sessions: list[SessionStats], sign: int) -> Standing:
    """The standing with sessions added (sign 1) or taken away (sign -1)."""
    if not sessions:
        return standing
    hours = list(standing.hours)
    for session in sessions:
        hours[session.local_hour] += sign
    locations = Counter(session.location for session in sessions if session.location)
    days = Counter(session.local_date for session in sessions)
    return Standing(
        sessions=standing.sessions + sign * len(sessions),
        imported=standing.imported + sign * sum(session.imported for session in sessions),
        from_templates=standing.from_templates + sign * sum(session.template_id is not None for session in sessions),
        duration_seconds=standing.duration_seconds + sign * sum(session.duration_seconds for session in sessions),
        volume=standing.volume + sign * sum((session.volume for session in sessions), Decimal(0)),
        sets=standing.sets + sign * sum(done.sets for session in sessions for done in session.exercises),
        hard_sets=standing.hard_sets + sign * sum(session.hard_sets for session in sessions),
        reps=standing.reps + sign * sum(session.reps for session in sessions),
        distance_m=standing.distance_m + sign * sum((session.distance_m for session in sessions), Decimal(0)),
        calories=standing.calories + sign * sum(session.calories for session in sessions),
        records=standing.records + sign * sum(session.record_count for session in sessions),
        hours=tuple(hours),
        locations=_counted(standing.locations, locations, sign),
        exercises=_uses(standing.exercises, sessions, sign),
        calendar=standing.calendar.plus({day: sign * count for day, count in days.items()}),
    )


def _uses(before: Mapping[str, ExerciseUse], sessions: list[SessionStats], sign: int) -> dict[str, ExerciseUse]:
    uses = dict(before)
    for session in sessions:
        for done in session.exercises:
            use = uses.get(done.exercise_id, ExerciseUse())
            uses[done.exercise_id] = ExerciseUse(
                sessions=use.sessions + sign,
                sets=use.sets + sign * done.sets,
                names=_counted(use.names, {done.name: 1}, sign),
            )
    return {exercise_id: use for exercise_id, use in uses.items() if use.sessions}


def _counted(before: Mapping[K, int], counts: Mapping[K, int], sign: int) -> dict[K, int]:
    """Counts added up, without those that came to nothing."""
    keys = dict.fromkeys((*before, *counts))
    added = {key: before.get(key, 0) + sign * counts.get(key, 0) for key in keys}
    return {key: count for key, count in added.items() if count}
