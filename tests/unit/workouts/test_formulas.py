from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitsync.workouts import formulas
from fitsync.workouts.kinds import ExerciseKind

weights = st.decimals(min_value="0.5", max_value=2000, places=3)
valid_reps = st.integers(1, formulas.MAX_REPS_FOR_ONE_REP_MAX)


@pytest.mark.parametrize(
    ("weight", "reps", "epley", "brzycki"),
    [
        (100, 1, "100.00", "100.00"),
        (100, 5, "116.67", "112.50"),
        (100, 10, "133.33", "133.33"),
        (60, 8, "76.00", "74.48"),
    ],
)
def test_one_rep_max_worked_examples(weight: int, reps: int, epley: str, brzycki: str) -> None:
    assert formulas.epley(Decimal(weight), reps) == Decimal(epley)
    assert formulas.brzycki(Decimal(weight), reps) == Decimal(brzycki)


@pytest.mark.parametrize(("weight", "reps"), [(100, 0), (100, 11), (0, 5)])
def test_no_one_rep_max_outside_the_valid_range(weight: int, reps: int) -> None:
    assert formulas.epley(Decimal(weight), reps) is None
    assert formulas.brzycki(Decimal(weight), reps) is None


@given(weights, valid_reps)
def test_estimates_never_fall_below_the_weight_and_epley_is_the_higher(weight: Decimal, reps: int) -> None:
    epley, brzycki = formulas.epley(weight, reps), formulas.brzycki(weight, reps)
    assert epley is not None
    assert brzycki is not None
    assert epley >= brzycki >= formulas.rounded(weight)


@given(weights, st.integers(1, formulas.MAX_REPS_FOR_ONE_REP_MAX - 1))
def test_one_more_rep_is_a_higher_estimate(weight: Decimal, reps: int) -> None:
    for formula in (formulas.epley, formulas.brzycki):
        fewer, more = formula(weight, reps), formula(weight, reps + 1)
        assert fewer is not None
        assert more is not None
        assert more > fewer


@pytest.mark.parametrize(
    ("kind", "weight", "reps", "body", "volume"),
    [
        (ExerciseKind.WEIGHT_REPS, "62.5", 8, "80", "500"),
        (ExerciseKind.BODYWEIGHT_REPS, None, 10, "80", "800"),
        (ExerciseKind.BODYWEIGHT_REPS, "10", 5, "80", "450"),
        (ExerciseKind.BODYWEIGHT_REPS, "10", 5, None, "50"),
        (ExerciseKind.ASSISTED_BODYWEIGHT, "30", 6, "80", "300"),
        (ExerciseKind.ASSISTED_BODYWEIGHT, "30", 6, None, "0"),
        (ExerciseKind.REPS_ONLY, None, 20, "80", "0"),
        (ExerciseKind.WEIGHT_DISTANCE, "40", None, "80", "0"),
    ],
)
def test_volume_by_kind(
    kind: ExerciseKind, weight: str | None, reps: int | None, body: str | None, volume: str
) -> None:
    given_weight = None if weight is None else Decimal(weight)
    given_body = None if body is None else Decimal(body)
    assert formulas.set_volume(kind, given_weight, reps, given_body) == Decimal(volume)


def test_running_ten_minutes_at_ten_met_and_seventy_kilos_takes_122_kcal() -> None:
    # 10 * 3.5 * 70 / 200 = 12.25 kcal a minute.
    assert formulas.kilocalories(Decimal(10), Decimal(70), 600) == Decimal("122.5")


def test_five_kilometres_in_25_minutes_is_five_minutes_each() -> None:
    assert formulas.pace_seconds_per_km(Decimal(5000), 1500) == Decimal(300)
    assert formulas.pace_seconds_per_km(Decimal(999), 200) is None
    assert formulas.pace_seconds_per_km(Decimal(5000), 0) is None


def test_improvement_is_positive_whichever_way_better_goes() -> None:
    assert formulas.improvement_percent(Decimal(105), Decimal(100)) == Decimal(5)
    assert formulas.improvement_percent(Decimal(285), Decimal(300)) == Decimal(5)
    assert formulas.improvement_percent(Decimal(5), Decimal(0)) is None
