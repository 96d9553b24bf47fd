"""A workout session as it is stored: what was planned, what was done, and where the user stands in it."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, TypeAlias

from pydantic import Field

from fitsync.kit.documents import Document
from fitsync.templates.documents import Breakdown, LaneState, Weekday
from fitsync.users.documents import Audience
from fitsync.workouts.activity import Activity, Route
from fitsync.workouts.kinds import ExerciseKind
from fitsync.workouts.limits import (
    MAX_DISTANCE_M,
    MAX_NOTE_LENGTH,
    MAX_REPS,
    MAX_REST_SECONDS,
    MAX_SESSION_NOTES_LENGTH,
    MAX_SET_SECONDS,
    MAX_SHARE_MESSAGE_LENGTH,
    MAX_WEIGHT_KG,
)

Weight: TypeAlias = Annotated[Decimal, Field(ge=0, le=MAX_WEIGHT_KG, multiple_of=Decimal("0.001"))]
Reps: TypeAlias = Annotated[int, Field(ge=0, le=MAX_REPS)]
Duration: TypeAlias = Annotated[int, Field(ge=0, le=MAX_SET_SECONDS)]
Distance: TypeAlias = Annotated[Decimal, Field(ge=0, le=MAX_DISTANCE_M, multiple_of=Decimal("0.01"))]
Rest: TypeAlias = Annotated[int, Field(ge=0, le=MAX_REST_SECONDS)]
Rpe: TypeAlias = Annotated[Decimal, Field(ge=6, le=10, multiple_of=Decimal("0.5"))]
# Borg's category-ratio scale of a whole session, from rest (0) to maximal (10): Foster et al. 2001, J Strength Cond Res
# 15(1):109-115. Unlike the RPE of a set it starts at zero.
SessionRpe: TypeAlias = Annotated[Decimal, Field(ge=0, le=10, multiple_of=Decimal("0.5"))]
Rir: TypeAlias = Annotated[int, Field(ge=0, le=10)]
Note: TypeAlias = Annotated[str, Field(max_length=MAX_NOTE_LENGTH)]


class WorkoutStatus(StrEnum):
    """Where a session is in its life."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    PAUSED = "paused"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class SetType(StrEnum):
    """What a set is for. A warm-up counts neither for volume nor for records."""

    NORMAL = "normal"
    WARMUP = "warmup"
    DROP = "drop"
    FAILURE = "failure"


class WorkoutLocation(StrEnum):
    """Where the session takes place."""

    HOME = "home"
    GYM = "gym"
    OUTDOOR = "outdoor"


class WorkoutSource(StrEnum):
    """How the session came here."""

    APP = "app"
    IMPORT = "import"


class SetTarget(Document):
    """What a planned set aims at."""

    weight_kg: Weight | None = None
    reps_min: Reps | None = None
    reps_max: Reps | None = None
    duration_seconds: Duration | None = None
    distance_m: Distance | None = None
    rpe: Rpe | None = None


class SetFigures(Document):
    """What was done in a set. `rest_seconds` is the rest taken after it."""

    weight_kg: Weight | None = None
    reps: Reps | None = None
    duration_seconds: Duration | None = None
    distance_m: Distance | None = None
    rpe: Rpe | None = None
    rir: Rir | None = None
    rest_seconds: Rest | None = None
    notes: Note = ""
    completed_at: datetime | None = None


class SetEntry(SetFigures):
    """A set, planned or done; done once it has `completed_at`."""

    type: SetType = SetType.NORMAL
    target: SetTarget | None = None

    @property
    def done(self) -> bool:
        """Whether the set was performed."""
        return self.completed_at is not None

    @property
    def counts(self) -> bool:
        """Whether the set is work: done, and no warm-up."""
        return self.done and self.type is not SetType.WARMUP


class ExerciseFacts(Document):
    """What a session keeps of an exercise, so that a later change of the catalogue changes no history."""

    exercise_id: str
    name: str
    kind: ExerciseKind
    met: Decimal | None = None
    primary_muscles: tuple[str, ...] = ()
    secondary_muscles: tuple[str, ...] = ()


class EntryPlan(Document):
    """Where an exercise of a template stood when the session was made, and why its targets are what they are.

    `plates` loads the bar, by load in kg as text. The session keeps this, whatever becomes of the template.
    """

    lane: str
    state: LaneState
    reason: str
    plates: dict[str, Breakdown] = Field(default_factory=dict)


class TemplateDay(Document):
    """The day of a template that a session was made from: its week, counted from 1 on, and its weekday."""

    id: str
    name: str
    version: int
    week: int
    weekday: Weekday


class ExerciseEntry(ExerciseFacts):
    """An exercise in a session. `id` stays when the list is reordered; equal `superset`s are done in turn."""

    id: str
    superset: int | None = None
    rest_seconds: Rest | None = None
    notes: Note = ""
    sets: tuple[SetEntry, ...] = ()
    plan: EntryPlan | None = None

    @property
    def open_set(self) -> int | None:
        """The index of the first planned set that is not done; None when all are."""
        return next((index for index, entry in enumerate(self.sets) if not entry.done), None)


class RunningRest(Document):
    """A rest timer, and the set it follows (entry id and set index)."""

    started_at: datetime
    planned_seconds: int
    entry_id: str | None = None
    set_index: int | None = None


class Mood(Document):
    """How the user felt; `energy` from 1 to 10."""

    before: str | None = None
    after: str | None = None
    energy: Annotated[int, Field(ge=1, le=10)] | None = None


class Metrics(Document):
    """Totals over the session as of its last change. Volume in kg times repetitions, without warm-ups."""

    total_volume: Decimal = Decimal(0)
    average_rpe: Decimal | None = None
    calories: int = 0
    total_rest_seconds: int = 0
    total_reps: int = 0
    total_distance_m: Decimal = Decimal(0)
    set_count: int = 0
    record_count: int = 0
    duration_seconds: int = 0


class Sharing(Document):
    """Whom the owner has shown the session to, by their own decision. `user_ids` are those chosen for `USERS`."""

    audience: Audience
    user_ids: tuple[str, ...] = ()
    message: Annotated[str, Field(max_length=MAX_SHARE_MESSAGE_LENGTH)] = ""
    shared_at: datetime


class WorkoutSession(Document):
    """The aggregate. `version` is its item's; `bests_before` holds, per exercise, the user's bests of other
    sessions when this one last changed them, against which its own records are told. `route` is for its owner alone.
    """

    id: str
    user_id: str
    name: str
    status: WorkoutStatus
    created_at: datetime
    updated_at: datetime
    version: int = 0
    source: WorkoutSource = WorkoutSource.APP
    time_zone: str = "UTC"
    body_weight_kg: Decimal | None = None
    default_rest_seconds: int | None = None
    planned_for: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    paused_at: datetime | None = None
    paused_seconds: int = 0
    exercises: tuple[ExerciseEntry, ...] = ()
    current_exercise: int = 0
    rest: RunningRest | None = None
    location: WorkoutLocation | None = None
    mood: Mood = Field(default_factory=Mood)
    session_rpe: SessionRpe | None = None
    notes: Annotated[str, Field(max_length=MAX_SESSION_NOTES_LENGTH)] = ""
    metrics: Metrics = Field(default_factory=Metrics)
    bests_before: dict[str, dict[str, Decimal]] = Field(default_factory=dict)
    template: TemplateDay | None = None
    sharing: Sharing | None = None
    activity: Activity | None = None
    route: Route | None = None

    @property
    def at(self) -> datetime:
        """The instant that places the session in the history."""
        return self.started_at or self.planned_for or self.created_at

    @property
    def counted(self) -> bool:
        """Whether what was done in it counts for records and totals."""
        return self.status in (WorkoutStatus.IN_PROGRESS, WorkoutStatus.PAUSED, WorkoutStatus.COMPLETED)

    @property
    def current_set(self) -> int:
        """The set to do next in the current exercise: the first open one, else one more."""
        if self.current_exercise >= len(self.exercises):
            return 0
        entry = self.exercises[self.current_exercise]
        return len(entry.sets) if entry.open_set is None else entry.open_set

    def done_sets(self) -> Iterator[tuple[int, int, ExerciseEntry, SetEntry]]:
        """Every set done: exercise index, set index, exercise, set."""
        for exercise_index, exercise in enumerate(self.exercises):
            for set_index, entry in enumerate(exercise.sets):
                if entry.done:
                    yield exercise_index, set_index, exercise, entry

    def active_seconds(self, now: datetime) -> int:
        """Seconds trained up to the end, or `now` while it runs, without pauses."""
        if self.started_at is None:
            return 0
        end = self.ended_at or self.paused_at or now
        return max(0, int((end - self.started_at).total_seconds()) - self.paused_seconds)
