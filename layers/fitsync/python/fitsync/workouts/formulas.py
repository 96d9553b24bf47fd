"""Training arithmetic: one-rep maximum, volume, pace and energy. Every formula carries its source."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from fitsync.workouts.kinds import ExerciseKind

# Both one-rep-max formulas are linear or nearly so, and hold for at most ten repetitions to failure
# (Brzycki 1993; Reynolds, Gordon & Robergs 2006, J Strength Cond Res 20(3):584-592).
MAX_REPS_FOR_ONE_REP_MAX = 10

# The Compendium of Physical Activities (Ainsworth et al. 2011), code 02054: resistance training, multiple exercises.
DEFAULT_MET = Decimal("3.5")
# The reference body behind 1 MET = 3.5 ml O2/kg/min (Byrne et al. 2005, J Appl Physiol 99(3):1112-1119).
DEFAULT_BODY_WEIGHT_KG = Decimal(70)

# A pace is given per kilometre, so a set shorter than one kilometre has none.
MIN_PACE_DISTANCE_M = Decimal(1000)

_HUNDREDTH = Decimal("0.01")


def rounded(value: Decimal) -> Decimal:
    """To two decimals, half up: what a person reads on a plate or a watch."""
    return value.quantize(_HUNDREDTH, ROUND_HALF_UP)


def epley(weight_kg: Decimal, reps: int) -> Decimal | None:
    """One-rep maximum in kg: w(1 + r/30) for 2 to 10 reps, the weight itself for one; None outside.

    Epley, B. (1985). Poundage Chart. Boyd Epley Workout. Lincoln, NE: Body Enterprises.
    """
    if not _estimable(weight_kg, reps):
        return None
    return rounded(weight_kg if reps == 1 else weight_kg * (30 + reps) / 30)


def brzycki(weight_kg: Decimal, reps: int) -> Decimal | None:
    """One-rep maximum in kg: w * 36/(37 - r) for 1 to 10 reps; None outside.

    Brzycki, M. (1993). Strength testing: predicting a one-rep max from reps-to-fatigue. JOPERD 64(1):88-90.
    """
    if not _estimable(weight_kg, reps):
        return None
    return rounded(weight_kg * 36 / (37 - reps))


def _estimable(weight_kg: Decimal, reps: int) -> bool:
    return weight_kg > 0 and 1 <= reps <= MAX_REPS_FOR_ONE_REP_MAX


def set_volume(
    kind: ExerciseKind, weight_kg: Decimal | None, reps: int | None, body_weight_kg: Decimal | None
) -> Decimal:
    """The volume load of one set: kilograms lifted times repetitions.

    A body-weight exercise lifts the body plus what is hung on it, an assisted one the body less the help; when
    the body's weight is unknown, only what was hung on it counts. Other kinds have no volume load.
    """
    if reps is None:
        return Decimal(0)
    weight = weight_kg or Decimal(0)
    body = body_weight_kg or Decimal(0)
    if kind is ExerciseKind.WEIGHT_REPS:
        return weight * reps
    if kind is ExerciseKind.BODYWEIGHT_REPS:
        return (body + weight) * reps
    if kind is ExerciseKind.ASSISTED_BODYWEIGHT:
        return max(body - weight, Decimal(0)) * reps
    return Decimal(0)


def pace_seconds_per_km(distance_m: Decimal, duration_seconds: int) -> Decimal | None:
    """Seconds per kilometre; None below one kilometre or without time."""
    if distance_m < MIN_PACE_DISTANCE_M or duration_seconds <= 0:
        return None
    return rounded(duration_seconds * Decimal(1000) / distance_m)


def kilocalories(met: Decimal, body_weight_kg: Decimal, seconds: Decimal | int) -> Decimal:
    """Energy spent: MET * 3.5 * kg / 200 per minute.

    American College of Sports Medicine, Guidelines for Exercise Testing and Prescription (metabolic equations).
    """
    return met * Decimal("3.5") * body_weight_kg / 200 * seconds / 60


def improvement_percent(value: Decimal, previous: Decimal) -> Decimal | None:
    """How much better `value` is than `previous`, in percent of the latter, whichever way better goes.

    None when the previous value was zero.
    """
    if previous == 0:
        return None
    return rounded(abs(value - previous) * 100 / previous)
