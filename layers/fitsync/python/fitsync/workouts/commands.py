"""What can be asked of a session. A command carries decided values: ids are chosen, exercises looked up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from pydantic import Field

from fitsync.kit.documents import Document
from fitsync.templates.documents import Weekday
from fitsync.users.documents import Audience
from fitsync.workouts.session import (
    EntryPlan,
    ExerciseFacts,
    Mood,
    Note,
    Rest,
    SessionRpe,
    SetEntry,
    SetFigures,
    SetType,
    TemplateDay,
    WorkoutLocation,
    WorkoutSource,
)


class ExercisePlan(Document):
    """One line of an exercise list. An `id` that the session has keeps that entry and, without `sets`, its sets."""

    id: str
    exercise_id: str
    superset: int | None = None
    rest_seconds: Rest | None = None
    notes: Note = ""
    sets: tuple[SetEntry, ...] | None = None
    plan: EntryPlan | None = None


class Details(Document):
    """Changes of what surrounds the sets; only the fields that are set are changed."""

    name: str = ""
    notes: str = ""
    location: WorkoutLocation | None = None
    mood: Mood = Field(default_factory=Mood)
    planned_for: datetime | None = None
    exercises: tuple[ExercisePlan, ...] = ()


class SetResult(SetFigures):
    """A set as done. `exercise_index` defaults to the current exercise, `type` to the planned one."""

    set_index: int
    exercise_index: int | None = None
    type: SetType | None = None


class CurrentExercise(Document):
    """Which exercise is done now; with `exercise_id`, that one takes the place (or is added at the end)."""

    index: int
    new_entry_id: str
    exercise_id: str | None = None
    superset: int | None = None
    rest_seconds: Rest | None = None
    notes: Note | None = None


class Completion(Document):
    """The end of a session, and how it was."""

    ended_at: datetime | None = None
    mood_after: str | None = None
    energy: int | None = None
    session_rpe: SessionRpe | None = None
    notes: str | None = None


class UserFacts(NamedTuple):
    """What a session takes from its user's profile when it is made."""

    time_zone: str = "UTC"
    body_weight_kg: Decimal | None = None
    default_rest_seconds: int | None = None


@dataclass(frozen=True)
class NewSession:
    """A session to make: planned when `planned_for` is given, else started at `started_at`, by default now."""

    id: str
    user_id: str
    name: str
    user: UserFacts = UserFacts()  # noqa: RUF009 - it never changes
    planned_for: datetime | None = None
    started_at: datetime | None = None
    location: WorkoutLocation | None = None
    mood: Mood = field(default_factory=Mood)
    notes: str = ""
    exercises: tuple[ExercisePlan, ...] = ()
    facts: Mapping[str, ExerciseFacts] = field(default_factory=dict)
    source: WorkoutSource = WorkoutSource.APP
    template: TemplateDay | None = None


class ShareChoice(NamedTuple):
    """Whom to share a session with: `user_ids` are those chosen for the audience `USERS`."""

    audience: Audience
    user_ids: frozenset[str] = frozenset()
    message: str = ""


class TemplateChoice(NamedTuple):
    """The template to make a session from. Without week and weekday it is the day that is next for the user."""

    template_id: str
    week: int | None = None
    weekday: Weekday | None = None
