"""Progression over twelve weeks as tables, worked out by hand from the schemes that are named."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from fitsync.templates.loading import Carrier
from fitsync.templates.plan import SetGroup, Weight, WeightType
from fitsync.templates.progression import Deload
from fitsync.templates.targets import Training
from fitsync.templates.vocabulary import Weekday
from tests.unit.templates.builders import BARBELL, LIFT, Lifter, group, kg, percent, plan, rule

ONCE_A_WEEK = (Weekday.MONDAY,)
THREE_MISSES = Deload(percent=Decimal(10), after_misses=3)


def test_novice_linear_progression() -> None:
    """Starting Strength (Rippetoe and Kilgore 2005): 3x5, 2.5 kg more every session, 10 % off after three misses."""
    lifter = Lifter(plan([group(3, 5, load=kg(60))], rules=[rule("load", 2.5)], deload=THREE_MISSES))
    met = ()
    missed = (5, 5, 4)
    weeks = [
        # Monday, Wednesday, Friday: what is asked, and what is done of it
        ((60, met), (62.5, met), (65, met)),
        ((67.5, met), (70, met), (72.5, met)),
        ((75, met), (77.5, met), (80, missed)),
        ((80, met), (82.5, met), (85, missed)),
        ((85, missed), (85, met), (87.5, missed)),
        # 87.5 kg less 10 % is 78.75 kg; the next load below it that two plates of 1.25 kg make is 77.5 kg.
        ((87.5, missed), (87.5, missed), (77.5, met)),
        ((80, met), (82.5, met), (85, met)),
        ((87.5, met), (90, met), (92.5, met)),
        ((95, missed), (95, met), (97.5, met)),
        ((100, missed), (100, missed), (100, missed)),
        ((90, met), (92.5, met), (95, met)),
        ((97.5, met), (100, met), (102.5, met)),
    ]
    asked = []
    for week in weeks:
        for _, reps in week:
            asked.append(lifter.loads)
            lifter.train(*reps)
    assert asked == [[load] * 3 for week in weeks for load, _ in week]


def test_double_progression_with_dumbbells() -> None:
    """Helms, Morgan and Valdez (2019): repetitions from 8 to 12, then the next dumbbell and 8 again."""
    ceiling = rule("reps", 1, value=12, then="raise_load", reset_to=8, load_step={"amount": "2.5"})
    training = Training(carriers={LIFT: Carrier.DUMBBELL})
    lifter = Lifter(plan([group(3, 8, 12, load=kg(20))], rules=[ceiling], days=ONCE_A_WEEK), training)
    table = [
        # load, target, done
        (20, 8, (8, 8, 8)),
        (20, 9, (9, 9, 9)),
        (20, 10, (10, 10, 9)),
        (20, 10, (10, 10, 10)),
        (20, 11, (12, 12, 12)),  # more than asked, on every set: the range is done
        (22.5, 8, (8, 8, 8)),
        (22.5, 9, (9, 8, 8)),
        (22.5, 9, (9, 9, 9)),
        (22.5, 10, (10, 10, 10)),
        (22.5, 11, (11, 11, 11)),
        (22.5, 12, (12, 12, 12)),
        (25, 8, (8, 8, 8)),
    ]
    asked = []
    for _, _, reps in table:
        asked.append((lifter.loads[0], lifter.today.sets[0].reps_max))
        lifter.train(*reps)
    assert asked == [(load, target) for load, target, _ in table]


def test_five_three_one() -> None:
    """Wendler (2011): percentages of 90 % of the one-rep maximum; 5 kg more on it every four weeks.

    A squat of 150 kg gives a training max of 135 kg. Loads are rounded to 2.5 kg, the lighter of two as close.
    """
    weeks = [
        [group(1, 5, load=percent(65)), group(1, 5, load=percent(75)), group(1, 5, load=percent(85), open_end=True)],
        [group(1, 3, load=percent(70)), group(1, 3, load=percent(80)), group(1, 3, load=percent(90), open_end=True)],
        [group(1, 5, load=percent(75)), group(1, 3, load=percent(85)), group(1, 1, load=percent(95), open_end=True)],
        [group(1, 5, load=percent(40)), group(1, 5, load=percent(50)), group(1, 5, load=percent(60))],
    ]
    followed = plan(*weeks, rules=[rule("load", 5, "every_cycle")], days=ONCE_A_WEEK, base_percent=90)
    lifter = Lifter(followed, replace(BARBELL, one_rep_maxes={LIFT: Decimal(150)}))
    table = [
        # training max 135: 87.75, 101.25, 114.75; 94.5, 108, 121.5; 101.25, 114.75, 128.25; 54, 67.5, 81
        [87.5, 100, 115],
        [95, 107.5, 122.5],
        [100, 115, 127.5],
        [55, 67.5, 80],
        # 140: 91, 105, 119; 98, 112, 126; 105, 119, 133; 56, 70, 84
        [90, 105, 120],
        [97.5, 112.5, 125],
        [105, 120, 132.5],
        [55, 70, 85],
        # 145: 94.25, 108.75, 123.25; 101.5, 116, 130.5; 108.75, 123.25, 137.75; 58, 72.5, 87
        [95, 107.5, 122.5],
        [102.5, 115, 130],
        [107.5, 122.5, 137.5],
        [57.5, 72.5, 87.5],
    ]
    asked = []
    for _ in table:
        asked.append(lifter.loads)
        lifter.train()
        # A new record does not change a training max that has been set.
        lifter.training = replace(lifter.training, one_rep_maxes={LIFT: Decimal(180)})
    assert asked == table


def test_small_percentages_with_a_lighter_week_in_every_fourth() -> None:
    """ACSM (2009) advises 2 to 10 % more once the load is mastered; here 2.5 %, and 10 % off in weeks 4, 8, 12.

    Exact: 100, 102.5, 105.063 (light: 94.557), 105.063 … each 1.025 times the one before.
    """
    followed = plan(
        [group(3, 8, load=kg(100))],
        rules=[rule("load", "2.5%")],
        deload=Deload(percent=Decimal(10), every_weeks=4),
        days=ONCE_A_WEEK,
    )
    lifter = Lifter(followed)
    asked = []
    for _ in range(12):
        asked.append(lifter.loads[0])
        lifter.train()
    # 100, 102.5, 105.063, 107.690 less 10 % is 96.92; 107.690, 110.382, 113.142, 115.971 less 10 % is 104.37;
    # 115.971, 118.870, 121.842, 124.888 less 10 % is 112.40. Lighter days are rounded down.
    assert asked == [100, 102.5, 105, 95, 107.5, 110, 112.5, 102.5, 115, 120, 122.5, 110]


def test_effort_rises_to_nine_and_the_load_follows_the_record() -> None:
    """Zourdos et al. (2016): RPE 7 leaves 3 in reserve, so five at RPE 7 are eight to failure: 1RM / (1 + 8/30)."""
    sets = [SetGroup(count=3, reps=group(3, 5).reps, weight=Weight(type=WeightType.RPE, value=Decimal(7)))]
    followed = plan(sets, rules=[rule("rpe", 0.5, "lowest_set", value=9)], days=ONCE_A_WEEK)
    lifter = Lifter(followed, replace(BARBELL, one_rep_maxes={LIFT: Decimal(120)}))
    asked = []
    for _ in range(12):
        first = lifter.today.sets[0]
        asked.append((float(first.rpe or 0), lifter.loads[0]))
        lifter.train()
    # 120/1.26667 = 94.7, /1.25 = 96, /1.23333 = 97.3, /1.21667 = 98.6, /1.2 = 100
    assert asked == [(7, 95), (7.5, 95), (8, 97.5), (8.5, 97.5), *[(9, 100)] * 8]


def test_shorter_rests() -> None:
    """Klika and Jordan (2013) keep the rests of a circuit short: five seconds less a session, down to 45."""
    followed = plan([group(3, 15)], rules=[rule("rest", -5, "lowest_set", value=45)], rest_seconds=75, days=ONCE_A_WEEK)
    lifter = Lifter(followed)
    asked = []
    for _ in range(12):
        asked.append(lifter.today.rest_seconds)
        lifter.train()
    assert asked == [75, 70, 65, 60, 55, 50, *[45] * 6]


def test_more_sets_then_the_next_kettlebell() -> None:
    """Tsatsouline (2013): sets are added up to ten; then the next kettlebell, and five sets."""
    more = rule("sets", 1, value=10, then="raise_load", reset_to=5, load_step={"amount": "4"})
    training = Training(carriers={LIFT: Carrier.DUMBBELL})
    training = replace(training, equipment=training.equipment.model_copy(update={"dumbbell_step": Decimal(4)}))
    lifter = Lifter(plan([group(5, 10, load=kg(16))], rules=[more], days=ONCE_A_WEEK), training)
    asked = []
    for _ in range(12):
        asked.append((len(lifter.loads), lifter.loads[0]))
        lifter.train()
    assert asked == [(n, 16) for n in range(5, 11)] + [(n, 20) for n in range(5, 11)]
