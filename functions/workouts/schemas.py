"""Wire models of what is asked of a session."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from fitsync.kit import clock
from fitsync.kit.wire import Day, Id, Instant, Int, Kg, Metres, Name, Notes, Rpe, SessionRpe, WireModel, examples
from fitsync.templates.documents import Weekday
from fitsync.workouts.commands import (
    Completion,
    CurrentExercise,
    Details,
    ExercisePlan,
    NewSession,
    SetResult,
    TemplateChoice,
)
from fitsync.workouts.limits import (
    EARLIEST,
    MAX_EXERCISES,
    MAX_NOTE_LENGTH,
    MAX_REPS,
    MAX_REST_SECONDS,
    MAX_SET_SECONDS,
    MAX_SETS,
)
from fitsync.workouts.session import Mood, SetEntry, SetTarget, SetType, WorkoutLocation

# In examples: the barbell bench press of the built-in catalogue.
_BENCH_PRESS = "01KDVDNA00FKX3CWZH5A3W6D4X"

_FIRST_DAY, _LAST_DAY = EARLIEST.date(), date(2199, 12, 31)


def _plausible(value: date) -> date:
    if not _FIRST_DAY <= value <= _LAST_DAY:
        raise ValueError(f"must be from {_FIRST_DAY} to {_LAST_DAY}")
    return value


HistoryDay = Annotated[Day, AfterValidator(_plausible)]
Reps = Annotated[Int, Field(ge=0, le=MAX_REPS)]
SetSeconds = Annotated[Int, Field(ge=0, le=MAX_SET_SECONDS)]
RestSeconds = Annotated[Int, Field(ge=0, le=MAX_REST_SECONDS)]
Rir = Annotated[Int, Field(ge=0, le=10, description="Repetitions left in reserve.")]
ShortNotes = Annotated[str, StringConstraints(max_length=MAX_NOTE_LENGTH)]
Superset = Annotated[Int, Field(ge=1, le=MAX_EXERCISES, description="Exercises with the same number are done in turn.")]
Feeling = Annotated[str, StringConstraints(max_length=50, pattern=r"^[^\x00-\x1f\x7f]*$"), Field(examples=["tired"])]
Energy = Annotated[Int, Field(ge=1, le=10)]


class SetTargetModel(WireModel):
    """What a planned set aims at."""

    weight_kg: Kg | None = None
    reps_min: Reps | None = None
    reps_max: Reps | None = None
    duration_seconds: SetSeconds | None = None
    distance_m: Metres | None = None
    rpe: Rpe | None = None


class SetResultFields(WireModel):
    """What was done in a set. Which measures fit and which are needed depends on the exercise's kind."""

    weight_kg: Kg | None = Field(
        default=None, description="Added weight for body-weight exercises, the help for assisted ones."
    )
    reps: Reps | None = None
    duration_seconds: SetSeconds | None = None
    distance_m: Metres | None = None
    rpe: Rpe | None = None
    rir: Rir | None = None
    rest_seconds: RestSeconds | None = Field(default=None, description="Rest taken after the set.")
    notes: ShortNotes = ""
    completed_at: Instant | None = None


class SetIn(SetResultFields):
    """A set of a list: planned, or done when it has `completedAt`."""

    type: SetType = SetType.NORMAL
    target: SetTargetModel | None = None

    def entry(self) -> SetEntry:
        """The set as the domain knows it."""
        target = SetTarget(**dict(self.target)) if self.target else None
        return SetEntry(**{**dict(self), "target": target})


class ExerciseIn(WireModel):
    """A line of the exercise list."""

    id: Id | None = Field(default=None, description="An entry of the session stays itself; else the new entry's id.")
    exercise_id: Id
    superset: Superset | None = None
    rest_seconds: RestSeconds | None = Field(default=None, description="Planned rest after each set.")
    notes: ShortNotes = ""
    sets: Annotated[list[SetIn], Field(max_length=MAX_SETS)] | None = Field(
        default=None, description="Left out, an entry that stays keeps its sets."
    )

    def plan(self) -> ExercisePlan:
        """The line as the domain knows it."""
        sets = None if self.sets is None else tuple(entry.entry() for entry in self.sets)
        return ExercisePlan(**{**dict(self), "id": self.id or clock.new_id(), "sets": sets})


ExerciseList = Annotated[list[ExerciseIn], Field(max_length=MAX_EXERCISES)]


class MoodModel(WireModel):
    before: Feeling | None = None
    after: Feeling | None = None
    energy: Energy | None = Field(default=None, description="From 1 (none) to 10.")


class WorkoutCreate(WireModel):
    """With `plannedFor` the session is planned, without it starts now."""

    model_config = examples(
        {
            "id": "01KD9V8R2M4T6X8Z0B2D4F6H8J",
            "name": "Push",
            "location": "gym",
            "mood": {"before": "rested", "energy": 7},
            "exercises": [
                {
                    "exerciseId": _BENCH_PRESS,
                    "restSeconds": 120,
                    "sets": [{"type": "warmup", "target": {"weightKg": 40, "repsMin": 8, "repsMax": 10}}, {}, {}],
                }
            ],
        }
    )

    id: Id | None = Field(default=None, description="Chosen by the client; sending it again gives the same session.")
    name: Name = "Workout"
    planned_for: Instant | None = None
    started_at: Instant | None = Field(
        default=None, description="When it began, at most a day ago, for a session started without a connection."
    )
    location: WorkoutLocation | None = None
    mood: MoodModel = Field(default_factory=MoodModel)
    notes: Notes = ""
    exercises: ExerciseList = Field(default_factory=list)
    template_id: Id | None = Field(
        default=None, description="Makes the exercises of today's targets of a template; it takes no `exercises`."
    )
    week: Annotated[Int, Field(ge=1, le=520)] | None = Field(
        default=None, description="The week of the template, counted from 1 on; with `day` next when left out."
    )
    day: Weekday | None = Field(default=None, description="The day of the template; the next one when left out.")

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if self.template_id is None and (self.week is not None or self.day is not None):
            raise ValueError("week and day belong to a templateId")
        if (self.week is None) is not (self.day is None):
            raise ValueError("week and day belong together")
        if self.template_id is not None and self.exercises:
            raise ValueError("the exercises of a template are its own")
        return self

    def choice(self) -> TemplateChoice | None:
        """The day of a template that was asked for."""
        return TemplateChoice(self.template_id, self.week, self.day) if self.template_id else None

    def new(self, user_id: str) -> NewSession:
        """The session to make for a user."""
        return NewSession(
            id=self.id or clock.new_id(),
            user_id=user_id,
            # A session of a template is called like its day, unless it is given a name.
            name=self.name if self.template_id is None or "name" in self.model_fields_set else "",
            planned_for=self.planned_for,
            started_at=self.started_at,
            location=self.location,
            mood=Mood(**dict(self.mood)),
            notes=self.notes,
            exercises=tuple(line.plan() for line in self.exercises),
        )


class WorkoutUpdate(WireModel):
    """A field left out stays as it is; null clears location, mood and notes. The list of exercises is replaced."""

    model_config = examples({"name": "Push, heavy", "notes": "Slept badly.", "mood": {"before": "tired", "energy": 4}})

    name: Name | None = None
    planned_for: Instant | None = Field(default=None, description="Only while the session is planned.")
    location: WorkoutLocation | None = None
    mood: MoodModel | None = None
    notes: Notes | None = None
    exercises: ExerciseList | None = None
    status: Literal["cancelled"] | None = Field(default=None, description="Gives the session up.")

    def details(self) -> Details:
        """The fields that were sent, as the domain knows them."""
        sent: dict[str, object] = {
            name: getattr(self, name)
            for name in self.model_fields_set & {"name", "planned_for"}
            if getattr(self, name) is not None
        }
        if "location" in self.model_fields_set:
            sent["location"] = self.location
        if "notes" in self.model_fields_set:
            sent["notes"] = self.notes or ""
        if "mood" in self.model_fields_set:
            sent["mood"] = (self.mood or MoodModel(before=None, after=None, energy=None)).model_dump(exclude_unset=True)
        if self.exercises is not None:
            sent["exercises"] = tuple(line.plan() for line in self.exercises)
        return Details.model_validate(sent)


class CurrentExerciseIn(WireModel):
    """Without `exerciseId` the exercise at the index becomes the current one; with it, that one takes the place."""

    model_config = examples({"exerciseId": _BENCH_PRESS, "restSeconds": 120})

    exercise_id: Id | None = None
    superset: Superset | None = None
    rest_seconds: RestSeconds | None = None
    notes: ShortNotes | None = None

    def command(self, index: int) -> CurrentExercise:
        """The request as the domain knows it."""
        return CurrentExercise(index=index, new_entry_id=clock.new_id(), **self.model_dump(exclude_unset=True))


class SetCompletion(SetResultFields):
    """A set as done. Name the exercise when the request may be sent again: the current one may have moved on."""

    model_config = examples({"exerciseIndex": 0, "type": "normal", "weightKg": 82.5, "reps": 8, "rpe": 8.5})

    exercise_index: Annotated[Int, Field(ge=0, lt=MAX_EXERCISES)] | None = Field(
        default=None, description="The current exercise when left out."
    )
    type: SetType | None = Field(default=None, description="As planned when left out.")

    def result(self, set_index: int) -> SetResult:
        """The set as the domain knows it."""
        return SetResult(set_index=set_index, **dict(self))


class RestIn(WireModel):
    model_config = examples({"seconds": 90})

    seconds: RestSeconds | None = Field(
        default=None, description="As the exercise or the user's preferences say when left out; 0 ends a running rest."
    )


class CompletionIn(WireModel):
    model_config = examples({"moodAfter": "tired", "energy": 6, "sessionRpe": 7.5, "notes": "All sets done."})

    ended_at: Instant | None = Field(default=None, description="Now when left out.")
    mood_after: Feeling | None = None
    energy: Energy | None = None
    session_rpe: SessionRpe | None = Field(
        default=None, description="How hard the session was as a whole: 0 rest, 5 hard, 10 maximal."
    )
    notes: Notes | None = None

    def completion(self) -> Completion:
        """The request as the domain knows it."""
        return Completion(**dict(self))
