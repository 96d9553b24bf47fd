"""How the exercises of a user develop: records, estimates and trends, for whoever shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from fitsync.analytics import reading
from fitsync.analytics.documents import ExerciseUse, SessionStats
from fitsync.analytics.periods import Period
from fitsync.analytics.reader import Reader, any_zones, reader_of, refs
from fitsync.analytics.strength import MAX_LIFTS, ExerciseStrength, strength
from fitsync.kit import store
from fitsync.workouts import reading as workouts
from fitsync.workouts.documents import ExerciseRecords


class ExerciseProgress(NamedTuple):
    """What is known of an exercise: its name, all its records, and where the lift is heading, if it has an estimate."""

    exercise_id: str
    name: str
    sessions: int
    records: ExerciseRecords
    strength: ExerciseStrength | None


class ProgressAnswer(NamedTuple):
    """`exercises` are at most `MAX_LIFTS` of `total`."""

    reader: Reader
    period: Period
    total: int
    exercises: list[ExerciseProgress]


def progress_of(user_id: str, weeks: int, exercise_id: str | None) -> ProgressAnswer:
    """Records, estimates and trends of the exercises of most sessions, or of one."""
    wide = any_zones(weeks)
    sessions = reading.sessions_between(user_id, wide[0].start, wide[-1].end)
    # Which period it is says the user's zone, which is read together with the records.
    ranks = {of: _ranked(_within(sessions, of), exercise_id) for of in wide}
    read = list(dict.fromkeys(name for ranked in ranks.values() for name in _shown(ranked, exercise_id)))
    about = refs(user_id)
    found = store.get_many(*about, *workouts.records_refs(user_id, read))
    asker = reader_of(user_id, found[: len(about)])
    records = dict(zip(read, workouts.records_among(found[len(about) :], read), strict=True))
    of = asker.period(weeks)
    ranked = ranks[of]
    lifts = {lift.exercise_id: lift for lift in strength(_within(sessions, of), of, exercise_id)}
    uses = dict(ranked)
    return ProgressAnswer(
        reader=asker,
        period=of,
        total=len(ranked),
        exercises=[
            ExerciseProgress(
                exercise_id=key,
                name=uses[key].name if key in uses else asker.standing.exercises[key].name,
                sessions=uses[key].sessions if key in uses else 0,
                records=records[key],
                strength=lifts.get(key),
            )
            for key in _shown(ranked, exercise_id)
            if key in uses or key in asker.standing.exercises
        ],
    )


def _within(sessions: Sequence[SessionStats], of: Period) -> list[SessionStats]:
    return [session for session in sessions if of.start <= session.local_date <= of.end]


def _shown(ranked: Sequence[tuple[str, ExerciseUse]], exercise_id: str | None) -> list[str]:
    """The exercises of an answer; one that is asked for is there though it was not trained of late."""
    return [name for name, _ in ranked[:MAX_LIFTS]] or ([exercise_id] if exercise_id else [])


def _ranked(sessions: Sequence[SessionStats], exercise_id: str | None) -> list[tuple[str, ExerciseUse]]:
    """The exercises of some sessions, those of most sessions first, under the name they went by last."""
    times: Counter[str] = Counter()
    sets: Counter[str] = Counter()
    names: dict[str, str] = {}
    for session in sessions:
        for done in session.exercises:
            if exercise_id in (None, done.exercise_id):
                times[done.exercise_id] += 1
                sets[done.exercise_id] += done.sets
                names[done.exercise_id] = done.name
    uses = {key: ExerciseUse(sessions=times[key], sets=sets[key], names={name: 1}) for key, name in names.items()}
    return sorted(uses.items(), key=lambda each: (-each[1].sessions, -each[1].sets, each[0]))
