"""Wire models of what a user asks for."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints

from fitsync.goals.goal import GoalMetric, GoalType, Milestone
from fitsync.goals.limits import MAX_DESCRIPTION_LENGTH, MAX_MILESTONES, MAX_PER_WEEK, MAX_UNIT_LENGTH
from fitsync.goals.terms import Changes, NewGoal
from fitsync.kit import clock
from fitsync.kit.wire import Amount, Day, Id, Int, Line, Name, WireModel, examples
from functions.goals.figures import FIGURES

GoalDescription: TypeAlias = Annotated[str, StringConstraints(max_length=MAX_DESCRIPTION_LENGTH)]
GoalUnit: TypeAlias = Annotated[Line, StringConstraints(min_length=1, max_length=MAX_UNIT_LENGTH)]
MeasuredName: TypeAlias = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][A-Za-z0-9]{0,31}$"),
    Field(description="`weight`, `bodyFatPercentage`, `restingHeartRate`, or the name of a length such as `waist`."),
]


class MilestoneIn(WireModel):
    """A value on the way from start to target."""

    model_config = examples({"value": 95, "notes": "Half-way."})

    value: Amount
    notes: Line = ""

    def milestone(self) -> Milestone:
        """The milestone, not reached yet."""
        return Milestone(value=self.value, notes=self.notes)


Milestones: TypeAlias = Annotated[list[MilestoneIn], Field(max_length=MAX_MILESTONES)]


class GoalCreate(WireModel):
    """A goal. `metric` says what it measures: by default `measurement` (weight), `one_rep_max` (strength),
    `total_distance` (endurance), `weeks_kept` (habit) or `manual` (custom).

    Values are in kg, %, bpm, cm, m, s, s/km, repetitions, workouts or weeks, as the metric has it; only a custom goal
    names its `unit`. It begins at the latest measurement or record, or at `startValue` where nothing is known, or at 0
    for what is added up from its first day. A habit counts the weeks (from Monday) with `sessionsPerWeek` workouts.
    """

    model_config = examples(
        {
            "type": "strength",
            "title": "Press a hundred",
            "exerciseId": "01KDVDNA00RMQ0GXQNXB2801XS",
            "metric": "max_weight",
            "targetValue": 100,
            "targetDate": "2026-12-31",
            "milestones": [{"value": 80, "notes": "Four plates."}],
        },
        {
            "type": "habit",
            "title": "Three times a week",
            "sessionsPerWeek": 3,
            "targetValue": 8,
            "targetDate": "2026-06-30",
        },
    )

    id: Id | None = None
    type: GoalType
    title: Name
    description: GoalDescription = ""
    metric: GoalMetric | None = None
    exercise_id: Id | None = None
    measurement: MeasuredName | None = None
    sessions_per_week: Annotated[Int, Field(ge=1, le=MAX_PER_WEEK)] | None = None
    unit: GoalUnit | None = None
    start_value: Amount | None = None
    target_value: Amount
    target_date: Day | None = Field(default=None, description="The last day to reach it, in the user's time zone.")
    milestones: Milestones = Field(default_factory=list)

    def goal(self, user_id: str) -> NewGoal:
        """What is asked for."""
        return NewGoal(
            id=self.id or clock.new_id(),
            user_id=user_id,
            type=self.type,
            title=self.title,
            description=self.description,
            metric=self.metric,
            exercise_id=self.exercise_id,
            measurement=FIGURES.get(self.measurement, self.measurement) if self.measurement else None,
            sessions_per_week=self.sessions_per_week,
            unit=self.unit,
            start_value=self.start_value,
            target_value=self.target_value,
            target_date=self.target_date,
            milestones=[one.milestone() for one in self.milestones],
        )


class GoalUpdate(WireModel):
    """A field left out stays as it is; `targetDate` null takes the date away. `milestones` are replaced as a whole.
    `status` pauses a goal or lets it go on; `currentValue` is for custom goals, all others follow the data.
    """

    model_config = examples({"title": "Press more", "targetDate": "2026-12-31"})

    title: Name | None = None
    description: GoalDescription | None = None
    target_value: Amount | None = None
    target_date: Day | None = None
    current_value: Amount | None = None
    status: Literal["active", "paused"] | None = None
    milestones: Milestones | None = None

    def changes(self) -> Changes:
        """What is to change."""
        return Changes(
            title=self.title,
            description=self.description,
            target_value=self.target_value,
            target_date=self.target_date,
            dates="target_date" in self.model_fields_set,
            current_value=self.current_value,
            paused=None if self.status is None else self.status == "paused",
            milestones=None if self.milestones is None else [one.milestone() for one in self.milestones],
        )
