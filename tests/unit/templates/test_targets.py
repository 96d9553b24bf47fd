"""Single decisions of progression, and the words for them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from fitsync.templates.loading import Carrier
from fitsync.templates.plan import Day, Reps, SetGroup, Slot, Week, WeeklyPlan, Weight, WeightType
from fitsync.templates.progression import Deload
from fitsync.templates.targets import Training, targets
from fitsync.templates.vocabulary import SetPurpose, Weekday
from fitsync.users.service import Units
from tests.unit.templates.builders import BARBELL, LIFT, Lifter, exercise, group, kg, percent, plan, rule

THREE_MISSES = Deload(percent=Decimal(10), after_misses=3)
TIMES = "\N{MULTIPLICATION SIGN}"


def lifter(*sets: SetGroup, training: Training = BARBELL, **about: Any) -> Lifter:
    return Lifter(plan(list(sets), **about), training)


def test_the_reason_is_in_the_answer() -> None:
    ada = lifter(group(3, 8, load=kg(60)), rules=[rule("load", 2.5)], deload=THREE_MISSES)
    assert ada.today.reason == "The first time: 60 kg, as the plan says."
    ada.train()
    assert ada.today.reason == f"Last time 3{TIMES}8 at 60 kg, all met: 62.5 kg."
    ada.train(8, 8, 7)
    assert ada.today.reason == "Last time 8, 8, 7 at 62.5 kg, target missed (1 of 3): again 62.5 kg."
    ada.train(8, 7)
    assert ada.today.reason == "Last time 8, 7 at 62.5 kg, target missed (2 of 3): again 62.5 kg."
    ada.train(7, 7, 7)
    assert ada.today.reason == f"Last time 3{TIMES}7 at 62.5 kg, target missed (3 of 3), 10 % less: 55 kg."


def test_reasons_speak_the_users_units() -> None:
    ada = lifter(group(3, 5, load=kg(60)), rules=[rule("load", 2.5)], training=replace(BARBELL, units=Units.IMPERIAL))
    ada.train()
    assert ada.today.reason == f"Last time 3{TIMES}5 at 132.3 lb, all met: 137.8 lb."


def test_plates_come_with_the_load() -> None:
    today = lifter(group(3, 5, load=kg(102.5))).today
    [(load, made)] = today.plates.items()
    assert load == "102.5"
    assert [(float(plate.weight_kg), plate.per_side) for plate in made.plates] == [(25, 1), (15, 1), (1.25, 1)]


def test_without_a_load_the_user_chooses_and_goes_on_from_there() -> None:
    ada = lifter(group(3, 5), rules=[rule("load", 2.5)])
    assert ada.loads == [None] * 3
    assert "choose a load" in ada.today.reason
    ada.train(5, 5, 5, load=47.5)
    assert ada.loads == [50] * 3


def test_an_exercise_without_rules_repeats_the_last_load() -> None:
    planned = exercise(group(3, 5)).model_copy(update={"progression": None})
    ada = Lifter(WeeklyPlan(total_weeks=4, weeks=(Week(days={Weekday.MONDAY: Day(exercises=(planned,))}),)), BARBELL)
    ada.train(5, 5, 5, load=42.5)
    assert ada.loads == [42.5] * 3
    ada.train(3, 3, 3)
    assert ada.loads == [42.5] * 3


def test_more_than_asked_counts() -> None:
    ada = lifter(group(3, 5, load=kg(60)), rules=[rule("load", 2.5)])
    ada.train(5, 5, 5, load=70)
    assert ada.loads == [72.5] * 3


def test_less_than_asked_is_a_miss() -> None:
    ada = lifter(group(3, 5, load=kg(60)), rules=[rule("load", 2.5)])
    ada.train(5, 5, 5, load=50)
    assert ada.loads == [60] * 3


@pytest.mark.parametrize(
    ("when", "done", "next_load"),
    [
        ("all_sets", (12, 12, 12), 52.5),
        ("all_sets", (12, 12, 11), 50),
        ("lowest_set", (9, 8, 8), 52.5),
        ("lowest_set", (12, 12, 7), 50),
        ("every_session", (6, 6, 6), 52.5),
    ],
)
def test_when_a_step_is_taken(when: str, done: tuple[int, ...], next_load: float) -> None:
    ada = lifter(group(3, 8, 12, load=kg(50)), rules=[rule("load", 2.5, when)])
    ada.train(*done)
    assert ada.loads == [next_load] * 3


def test_a_ceiling_holds() -> None:
    ada = lifter(group(3, 5, load=kg(60)), rules=[rule("load", 2.5, value=62.5)])
    ada.train()
    ada.train()
    assert ada.loads == [62.5] * 3
    assert ada.today.reason == f"Last time 3{TIMES}5 at 62.5 kg, all met: again 62.5 kg."


def test_assisted_exercises_get_less_help() -> None:
    training = Training(carriers={LIFT: Carrier.MACHINE}, assisted=frozenset({LIFT}))
    ada = lifter(group(3, 8, load=kg(30)), rules=[rule("load", -5)], training=training, deload=THREE_MISSES)
    ada.train()
    assert ada.loads == [25] * 3
    ada.train(8, 8, 8, load=30)
    assert ada.loads == [25] * 3


def test_warm_up_sets_follow_the_working_load() -> None:
    warm = SetGroup(type=SetPurpose.WARMUP, reps=Reps(min=5, max=5), weight=percent(50))
    ada = lifter(warm, group(3, 5, load=kg(100)), rules=[rule("load", 5)])
    assert ada.loads == [50, 100, 100, 100]
    ada.train()
    assert ada.loads == [52.5, 105, 105, 105]


def test_supplemental_sets_follow_the_training_max_of_the_main_lift() -> None:
    main = exercise(group(1, 5, load=percent(85)), rules=[rule("load", 5, "every_cycle")], base_percent=90)
    more = exercise(group(5, 10, load=percent(50)), base_percent=90).model_copy(update={"progression": None})
    followed = WeeklyPlan(total_weeks=8, weeks=(Week(days={Weekday.MONDAY: Day(exercises=(main, more))}),))
    training = replace(BARBELL, one_rep_maxes={LIFT: Decimal(100)})
    first, second = targets(followed, Slot(1, Weekday.MONDAY), training)
    assert (first.sets[0].weight_kg, second.sets[0].weight_kg) == (Decimal("77.5"), Decimal(45))
    assert first.lane != second.lane


def test_percentages_without_a_record_ask_for_a_choice_until_there_is_one() -> None:
    ada = lifter(group(3, 5, load=percent(75)), rules=[rule("load", 5, "every_cycle")], base_percent=90)
    assert ada.loads == [None] * 3
    ada.train(5, 5, 5, load=80)
    ada.training = replace(ada.training, one_rep_maxes={LIFT: Decimal(100)})
    assert ada.loads == [67.5] * 3


def test_a_lighter_week_without_load_takes_repetitions() -> None:
    ada = lifter(
        group(3, 10, load=Weight(type=WeightType.BODYWEIGHT)),
        rules=[rule("reps", 1, value=20)],
        deload=Deload(percent=Decimal(20), every_weeks=2),
        training=Training(),
        days=(Weekday.MONDAY,),
    )
    ada.train()
    assert [one.reps_max for one in ada.today.sets] == [8] * 3
    ada.train()
    assert [one.reps_max for one in ada.today.sets] == [11] * 3
