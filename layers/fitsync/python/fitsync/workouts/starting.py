"""From a template to a session: today's targets for one user, and the plan ahead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from fitsync.exercises import reading as exercises
from fitsync.exercises.documents import ExerciseSummary
from fitsync.kit import clock
from fitsync.templates import reading as templates
from fitsync.templates.documents import SessionOutcome
from fitsync.templates.errors import NotATrainingDay
from fitsync.templates.reading import (
    Followed,
    Following,
    MissedDays,
    PreviewDay,
    Slot,
    Template,
    Training,
)
from fitsync.users import reading as users
from fitsync.users.reading import TrainingFacts
from fitsync.workouts import repository, templated
from fitsync.workouts.commands import NewSession, TemplateChoice, UserFacts
from fitsync.workouts.session import TemplateDay

# An exercise that is in none of the last so many sessions of a template starts anew: three weeks of daily training.
LOOKED_BACK = 21


class Ahead(NamedTuple):
    """What comes next in a template for a user: how they follow it, the next slot, and what targets depend on."""

    template: Template
    following: Following | None
    next: Slot
    training: Training
    exercises: dict[str, ExerciseSummary]


def ahead(user_id: str, template_id: str) -> Ahead:
    """What comes next; raises `TemplateNotFound`, or `ExerciseNotFound` for an exercise deleted since."""
    found, user = _opened(user_id, template_id)
    return _ahead(user_id, found.template, found.following, user)


def _opened(user_id: str, template_id: str) -> tuple[Followed, TrainingFacts]:
    found = templates.for_training(user_id, template_id, users.training_facts_keys(user_id))
    return found, users.training_facts_of(found.others)


def follow(user_id: str, template_id: str, missed_days: MissedDays, started_on: date | None) -> Ahead:
    """Follow a plan from a day on: as before, or from today (local to the user) when none is named.

    Raises `TemplateNotFound` or `ExerciseNotFound`.
    """
    found, user = _opened(user_id, template_id)
    today = clock.now().astimezone(user.zone).date()
    since = started_on or (found.following.started_on if found.following else today)
    how = Following(started_on=since, missed_days=missed_days)
    # Once in a programme, and nothing else here writes templates.
    from fitsync.templates import service

    service.follow(user_id, template_id, how)
    return _ahead(user_id, found.template, how, user)


def _ahead(user_id: str, template: Template, following: Following | None, user: TrainingFacts) -> Ahead:
    outcomes = repository.outcomes(user_id, template.id, LOOKED_BACK)
    wanted = {planned.exercise_id for _, planned in template.plan.exercises()}
    found = {one.id: one for one in exercises.find_many(sorted(wanted), user_id)}
    based_on_records = sorted(_based_on_records(template))
    records = repository.find_records(user_id, based_on_records) if based_on_records else {}
    return Ahead(
        template=template,
        following=following,
        next=_next(template, following, outcomes, user),
        training=templated.training(user, outcomes, {key: item.records for key, item in records.items()}, found),
        exercises=found,
    )


def _based_on_records(template: Template) -> Iterable[str]:
    """The exercises whose loads follow from a one-rep maximum."""
    return {
        planned.exercise_id
        for _, planned in template.plan.exercises()
        if planned.weight_type in (templates.WeightType.PERCENTAGE, templates.WeightType.RPE)
    }


def _next(template: Template, following: Following | None, outcomes: list[SessionOutcome], user: TrainingFacts) -> Slot:
    today = clock.now().astimezone(user.zone).date()
    return templates.next_slot(template.plan, following, outcomes, today)


def from_template(new: NewSession, choice: TemplateChoice) -> NewSession:
    """The session to make from a day of a template, with today's targets.

    Raises `TemplateNotFound`, `NotATrainingDay`, or `ExerciseNotFound`.
    """
    found, user = _opened(new.user_id, choice.template_id)
    template = found.template
    coming = _ahead(new.user_id, template, found.following, user)
    slot = Slot(choice.week or coming.next.week, choice.weekday or coming.next.weekday)
    day = template.plan.day(slot)
    if day is None:
        raise NotATrainingDay.at("body.day", f"week {slot.week} has no training on {slot.weekday.value}")
    today = templates.targets(template.plan, slot, coming.training)
    return replace(
        new,
        name=new.name or day.name or template.content.name,
        user=UserFacts(user.zone.key, user.weight_kg, user.default_rest_seconds),
        exercises=tuple(templated.plan_of(one) for one in today),
        template=TemplateDay(
            id=template.id,
            name=template.content.name,
            version=template.version,
            week=slot.week,
            weekday=slot.weekday,
        ),
    )


def preview(user_id: str, template_id: str, weeks: int) -> tuple[Ahead, list[PreviewDay]]:
    """The user's next `weeks` weeks of a template, as if every session were met."""
    coming = ahead(user_id, template_id)
    return coming, list(templates.preview(coming.template.plan, coming.training, weeks, coming.next.week))
