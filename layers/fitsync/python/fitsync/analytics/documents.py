"""What a completed session contributes to statistics, and what all of a user's sessions add up to."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from pydantic import Field

from fitsync.analytics.calendar import Calendar
from fitsync.kit.documents import Document
from fitsync.workouts.documents import ExerciseTotals, WorkoutLocation, WorkoutSource, WorkoutTotals

HOURS = 24


class SessionStats(Document):
    """A completed session. `version` is that of the session; `local_date` and `local_hour` (0 to 23) say when it began
    where the user was. `session_rpe` (0 to 10) rates the whole session, `average_rpe` its sets.
    """

    workout_id: str
    name: str
    version: int
    source: WorkoutSource
    local_date: date
    local_hour: int
    started_at: datetime
    duration_seconds: int = 0
    volume: Decimal = Decimal(0)
    calories: int = 0
    session_rpe: Decimal | None = None
    average_rpe: Decimal | None = None
    set_count: int = 0
    location: WorkoutLocation | None = None
    template_id: str | None = None
    exercises: tuple[ExerciseTotals, ...] = ()
    record_count: int = 0

    @property
    def imported(self) -> bool:
        """Whether the session came from another product."""
        return self.source is WorkoutSource.IMPORT

    @property
    def reps(self) -> int:
        """Repetitions of all exercises."""
        return sum(exercise.reps for exercise in self.exercises)

    @property
    def hard_sets(self) -> int:
        """Sets taken close to failure."""
        return sum(exercise.hard_sets for exercise in self.exercises)

    @property
    def distance_m(self) -> Decimal:
        """Metres covered."""
        return sum((exercise.distance_m for exercise in self.exercises), Decimal(0))


class ExerciseUse(Document):
    """How often an exercise was trained: sessions, working sets, and the sessions by the name it went by then."""

    sessions: int = 0
    sets: int = 0
    names: dict[str, int] = Field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name it went by most often; of equals the first in the alphabet."""
        return min(self.names, key=lambda name: (-self.names[name], name), default="")


class Totals(Document):
    """Sums over sessions. Volume in kg times repetitions, distance in m, energy in kcal; `sets` without warm-ups."""

    sessions: int = 0
    duration_seconds: int = 0
    volume: Decimal = Decimal(0)
    sets: int = 0
    hard_sets: int = 0
    reps: int = 0
    distance_m: Decimal = Decimal(0)
    calories: int = 0
    records: int = 0


class Standing(Totals):
    """Sums over every completed session of a user, and on which days they were.

    `hours` counts sessions by the local hour they began in.
    """

    imported: int = 0
    from_templates: int = 0
    hours: tuple[int, ...] = (0,) * HOURS
    locations: dict[WorkoutLocation, int] = Field(default_factory=dict)
    exercises: dict[str, ExerciseUse] = Field(default_factory=dict)
    calendar: Calendar = Field(default_factory=Calendar)

    def between_hours(self, first: int, last: int) -> int:
        """Sessions that began in a local hour from `first` to `last`, both included."""
        return sum(self.hours[first : last + 1])

    @property
    def weekend_sessions(self) -> int:
        """Sessions on a Saturday or Sunday."""
        return sum(count for day, count in self.calendar.days() if day.isoweekday() > 5)

    def favourites(self, limit: int) -> list[tuple[str, ExerciseUse]]:
        """The exercises of most sessions, with their ids; of equals those with more sets."""
        ranked = sorted(self.exercises.items(), key=lambda each: (-each[1].sessions, -each[1].sets, each[0]))
        return ranked[:limit]


def stats_of(totals: WorkoutTotals, version: int) -> SessionStats:
    """The contribution of a session, as its version `version` adds up."""
    return SessionStats(
        workout_id=totals.workout_id,
        name=totals.workout_name,
        version=version,
        source=totals.source,
        local_date=totals.local_date,
        local_hour=totals.started_at.astimezone(ZoneInfo(totals.time_zone)).hour,
        started_at=totals.started_at,
        duration_seconds=totals.duration_seconds,
        volume=totals.volume,
        calories=totals.calories,
        session_rpe=totals.session_rpe,
        average_rpe=totals.average_rpe,
        set_count=totals.set_count,
        location=totals.location,
        template_id=totals.template_id,
        exercises=totals.exercises,
        record_count=len(totals.records),
    )
