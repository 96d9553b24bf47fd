"""The built-in programmes."""

from __future__ import annotations

import pytest

from fitsync.exercises import catalogue as exercises
from fitsync.templates import catalogue
from fitsync.templates.preview import preview
from fitsync.templates.rules import check_plan
from fitsync.templates.targets import Training
from fitsync.templates.template import Goal, Template

PROGRAMMES = catalogue.all_programmes()


def test_there_are_programmes_for_everybody() -> None:
    assert len(PROGRAMMES) >= 20
    assert {programme.content.metadata.goal for programme in PROGRAMMES} == set(Goal)
    days = {max(len(week.training) for week in programme.plan.weeks) for programme in PROGRAMMES}
    assert days >= {2, 3, 4, 5, 6, 7}


def test_names_and_ids_are_unique_and_the_order_is_fixed() -> None:
    assert len({programme.content.name for programme in PROGRAMMES}) == len(PROGRAMMES)
    assert len({programme.id for programme in PROGRAMMES}) == len(PROGRAMMES)
    assert catalogue.get(PROGRAMMES[0].id) == PROGRAMMES[0]
    assert catalogue.get("0" * 26) is None


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda programme: programme.content.name)
def test_a_programme_is_a_valid_template(programme: Template) -> None:
    assert programme.source
    assert programme.content.description
    kinds = {}
    for exercise_id in programme.plan.exercise_ids():
        exercise = exercises.get(exercise_id)
        assert exercise is not None
        kinds[exercise_id] = exercise.kind
    check_plan(programme.plan, kinds)
    for _, planned in programme.plan.exercises():
        assert planned.exercise_id not in planned.alternatives


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda programme: programme.content.name)
def test_a_programme_can_be_seen_to_its_end(programme: Template) -> None:
    plan = programme.plan
    days = list(preview(plan, Training(), plan.total_weeks))
    expected = sum(len(plan.weeks[week % len(plan.weeks)].training) for week in range(plan.total_weeks))
    assert len(days) == expected
    assert all(one.sets and one.reason for day in days for one in day.exercises)
