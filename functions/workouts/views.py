"""Wire models of sessions on their way out."""

from decimal import Decimal
from typing import Self

from pydantic import Field

from fitsync.kit.wire import Id, Instant, Number, WireModel
from fitsync.users.documents import Audience
from fitsync.workouts import detection, formulas
from fitsync.workouts.detection import PersonalRecord
from fitsync.workouts.kinds import ExerciseKind
from fitsync.workouts.metrics import volume_of
from fitsync.workouts.records import RecordKind
from fitsync.workouts.service import PerformedSet
from fitsync.workouts.session import (
    ExerciseEntry,
    SetEntry,
    SetType,
    Sharing,
    WorkoutLocation,
    WorkoutSession,
    WorkoutSource,
    WorkoutStatus,
)
from fitsync.workouts.summary import WorkoutSummary
from functions.workouts.activity_views import ActivityOut, RouteOut
from functions.workouts.resting import RestOut, rest_of
from functions.workouts.schemas import MoodModel, SetTargetModel
from functions.workouts.template_views import BarLoadOut, TemplateDayOut, TemplateTargetsOut


class PersonalRecordOut(WireModel):
    """A record that fell. Weights in kg, volume in kg times repetitions, pace in seconds per kilometre."""

    kind: RecordKind
    value: Number
    previous: Number
    improvement_percent: Number | None
    brzycki_kg: Number | None = Field(description="Brzycki's estimate, where the value is Epley's.")


class OneRepMaxOut(WireModel):
    """One-rep maximum in kg, estimated from 1 to 10 repetitions."""

    epley: Number
    brzycki: Number


class SetOut(WireModel):
    """A set; done once it has `completedAt`."""

    index: int
    type: SetType
    target: SetTargetModel | None
    weight_kg: Number | None
    reps: int | None
    duration_seconds: int | None
    distance_m: Number | None
    rpe: Number | None
    rir: int | None
    rest_seconds: int | None
    notes: str
    completed_at: Instant | None
    volume: Number
    estimated_one_rep_max: OneRepMaxOut | None
    personal_records: list[PersonalRecordOut]

    @classmethod
    def of(
        cls, session: WorkoutSession, exercise: ExerciseEntry, index: int, fallen: tuple[PersonalRecord, ...]
    ) -> Self:
        """The set at `index` as the client sees it."""
        entry: SetEntry = exercise.sets[index]
        return cls(
            **{
                **dict(entry),
                "target": SetTargetModel(**dict(entry.target)) if entry.target else None,
                "index": index,
                "volume": volume_of(session, exercise, entry),
                "estimated_one_rep_max": _one_rep_max(exercise, entry),
                "personal_records": [PersonalRecordOut(**dict(record)) for record in fallen],
            }
        )


def _one_rep_max(exercise: ExerciseEntry, entry: SetEntry) -> OneRepMaxOut | None:
    if exercise.kind is not ExerciseKind.WEIGHT_REPS or entry.weight_kg is None or entry.reps is None:
        return None
    epley, brzycki = formulas.epley(entry.weight_kg, entry.reps), formulas.brzycki(entry.weight_kg, entry.reps)
    return OneRepMaxOut(epley=epley, brzycki=brzycki) if epley is not None and brzycki is not None else None


class WorkoutExerciseOut(WireModel):
    """An exercise of the session. `volume` in kg times repetitions, without warm-ups."""

    id: Id
    order: int
    exercise_id: Id
    name: str
    kind: ExerciseKind
    primary_muscles: list[str]
    secondary_muscles: list[str]
    superset: int | None
    rest_seconds: int | None
    notes: str
    volume: Number
    plan: TemplateTargetsOut | None = Field(description="Where its targets come from, in a session of a template.")
    sets: list[SetOut]


class WorkoutMetricsOut(WireModel):
    """Totals as of the last change. Volume in kg times repetitions, energy in kcal."""

    total_volume: Number
    average_rpe: Number | None
    calories: int
    total_rest_seconds: int
    total_reps: int
    total_distance_m: Number
    set_count: int
    record_count: int
    duration_seconds: int


class WorkoutSharingOut(WireModel):
    """Whom the owner decided to show the session to. `userIds` are told to the owner alone."""

    visibility: Audience
    user_ids: list[Id]
    message: str
    shared_at: Instant

    @classmethod
    def of(cls, sharing: Sharing) -> Self:
        """The decision as the client sees it."""
        return cls(visibility=sharing.audience, **sharing.model_dump(exclude={"audience"}))


class WorkoutOut(WireModel):
    """A session. `durationSeconds` is the time trained, without pauses, up to `updatedAt` or the end."""

    id: Id
    name: str
    status: WorkoutStatus
    source: WorkoutSource
    planned_for: Instant | None
    started_at: Instant | None
    ended_at: Instant | None
    paused_at: Instant | None
    paused_seconds: int
    duration_seconds: int
    time_zone: str
    body_weight_kg: Number | None
    location: WorkoutLocation | None
    mood: MoodModel
    session_rpe: Number | None = Field(description="How hard the session was as a whole, from 0 to 10.")
    notes: str
    exercises: list[WorkoutExerciseOut]
    current_exercise_index: int
    current_set_index: int
    rest: RestOut | None
    metrics: WorkoutMetricsOut
    template: TemplateDayOut | None = Field(description="The day of the template that it was made from.")
    sharing: WorkoutSharingOut | None = Field(
        description="Null until its owner decides; till then `workoutSharing` in their preferences does."
    )
    activity: ActivityOut | None = Field(description="What a device recorded of it, in an imported session.")
    route: RouteOut | None
    version: int
    created_at: Instant
    updated_at: Instant

    @classmethod
    def of(cls, session: WorkoutSession) -> Self:
        """The session as its reader sees it."""
        fallen = detection.of_session(session)
        own = {name: getattr(session, name) for name in cls.model_fields if hasattr(session, name)}
        return cls(
            **{
                **own,
                "duration_seconds": session.active_seconds(session.updated_at),
                "current_exercise_index": session.current_exercise,
                "current_set_index": session.current_set,
                "mood": MoodModel(**dict(session.mood)),
                "metrics": WorkoutMetricsOut(**dict(session.metrics)),
                "rest": rest_of(session),
                "sharing": WorkoutSharingOut.of(session.sharing) if session.sharing else None,
                "template": TemplateDayOut.model_validate(session.template) if session.template else None,
                "activity": ActivityOut.of(session.activity) if session.activity else None,
                "route": RouteOut.model_validate(session.route) if session.route else None,
                "exercises": [
                    _exercise(session, order, [fallen.get((order, index), ()) for index in range(len(entry.sets))])
                    for order, entry in enumerate(session.exercises)
                ],
            }
        )


def set_of(session: WorkoutSession, exercise_index: int, set_index: int) -> SetOut:
    """One set of the session, with the records that it holds there."""
    fallen = detection.of_session(session).get((exercise_index, set_index), ())
    return SetOut.of(session, session.exercises[exercise_index], set_index, fallen)


def _exercise(session: WorkoutSession, order: int, fallen: list[tuple[PersonalRecord, ...]]) -> WorkoutExerciseOut:
    entry = session.exercises[order]
    own = {name: getattr(entry, name) for name in WorkoutExerciseOut.model_fields if hasattr(entry, name)}
    return WorkoutExerciseOut(
        **{
            **own,
            "order": order,
            "plan": TemplateTargetsOut(reason=entry.plan.reason, plates=BarLoadOut.all_of(entry.plan.plates))
            if entry.plan
            else None,
            "primary_muscles": list(entry.primary_muscles),
            "secondary_muscles": list(entry.secondary_muscles),
            "volume": sum((volume_of(session, entry, done) for done in entry.sets), Decimal(0)),
            "sets": [SetOut.of(session, entry, index, fallen[index]) for index in range(len(entry.sets))],
        }
    )


class SetCompletedOut(WireModel):
    """The set just done, the records it broke, and the session with it."""

    exercise_index: int
    set_index: int
    personal_records: list[PersonalRecordOut]
    workout: WorkoutOut

    @classmethod
    def of(cls, performed: PerformedSet) -> Self:
        """The outcome as the client sees it."""
        return cls(
            exercise_index=performed.exercise_index,
            set_index=performed.set_index,
            personal_records=[PersonalRecordOut(**dict(record)) for record in performed.records],
            workout=WorkoutOut.of(performed.session),
        )


class ExerciseLineOut(WireModel):
    exercise_id: Id
    name: str
    set_count: int


class WorkoutSummaryOut(WireModel):
    """A session as the history lists it."""

    id: Id
    name: str
    status: WorkoutStatus
    source: WorkoutSource
    planned_for: Instant | None
    started_at: Instant | None
    ended_at: Instant | None
    location: WorkoutLocation | None
    exercises: list[ExerciseLineOut]
    metrics: WorkoutMetricsOut
    version: int

    @classmethod
    def of(cls, summary: WorkoutSummary) -> Self:
        """The session in brief as its owner sees it."""
        return cls(
            **{
                **dict(summary),
                "exercises": [ExerciseLineOut(**dict(line)) for line in summary.exercises],
                "metrics": WorkoutMetricsOut(**dict(summary.metrics)),
            }
        )
