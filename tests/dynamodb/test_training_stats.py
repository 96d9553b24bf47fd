"""What statistics cost with a short history and a long one, how much five years are, and several writers at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from random import Random

import pytest

from fitsync.analytics import rebuilding, service
from fitsync.analytics.documents import SessionStats
from fitsync.analytics.projection import TotalsChange
from fitsync.exercises import catalogue
from fitsync.exercises.summary import ExerciseSummary
from fitsync.kit import clock, limits
from fitsync.workouts.documents import ExerciseTotals, WorkoutTotals
from functions.training_stats.handler import handler
from tests.support.api import Api, principal
from tests.support.bus import deliver
from tests.support.counting import Tape, assert_true, user
from tests.support.engine import Engine
from tests.support.history import train
from tests.support.meter import Meter, metered
from tests.support.statistics import exercise_totals, totals
from tests.support.threads import together

pytestmark = pytest.mark.usefixtures("emptied")

NOW = datetime(2026, 3, 20, 18, tzinfo=UTC)
TODAY = NOW.date()
USER = "01JD8Z5Q4M9V6T3X2R7C0B1N8K"


def counted(*sessions: WorkoutTotals) -> None:
    service.record(USER, [TotalsChange(each.workout_id, 1, None, each) for each in sessions])


def trained(workouts: int) -> None:
    """So many past workouts: ten this month, and 90 in each month before."""
    began = [NOW - timedelta(days=1 + number) for number in range(10)]
    month = datetime(2026, 3, 1, tzinfo=UTC)
    while len(began) < workouts:
        month = (month - timedelta(days=1)).replace(day=1)
        began += [month + timedelta(hours=7 * number) for number in range(min(90, workouts - len(began)))]
    counted(*(totals(clock.derived_id(str(number), at=at), at) for number, at in enumerate(began)))


class TestCost:
    """With ten past workouts and with ten thousand."""

    @pytest.mark.parametrize("workouts", [10, 10_000])
    def test_it_does_not_grow_with_the_history(self, workouts: int, dynamodb: Engine) -> None:
        with clock.fixed(NOW):
            trained(workouts)
            meters: dict[str, Meter] = {}
            new, corrected = totals("NEW", NOW), totals("NEW", NOW, calories=301)
            steps: dict[str, Callable[[], object]] = {
                "event": partial(service.record, USER, [TotalsChange("NEW", 2, None, new)]),
                "duplicate": partial(service.record, USER, [TotalsChange("NEW", 2, None, new)]),
                "correction": partial(service.record, USER, [TotalsChange("NEW", 3, new, corrected)]),
                "deletion": partial(service.record, USER, [TotalsChange("NEW", 4, corrected, None)]),
                "standing": partial(service.standing, USER),
                "a week": partial(service.sessions_between, USER, TODAY - timedelta(days=7), TODAY),
            }
            for name, step in steps.items():
                with metered() as meters[name]:
                    step()
        requests = {name: (meter.reads, meter.writes) for name, meter in meters.items()}
        assert requests == {
            "event": (1, 1),
            "duplicate": (1, 0),
            "correction": (1, 1),
            "deletion": (1, 1),
            "standing": (1, 0),
            "a week": (1, 0),
        }
        if dynamodb.measures_capacity:
            # Two items below 1 KB: read consistently, and written in a transaction at twice the price of a write.
            units = {name: (meter.read_units, meter.write_units) for name, meter in meters.items()}
            assert units == {
                "event": (2, 4),
                "duplicate": (2, 0),
                "correction": (2, 4),
                "deletion": (2, 4),
                "standing": (1, 0),
                "a week": (1, 0),
            }


class TestFiveYears:
    """1,500 workouts of 27 sets: 40,500 sets."""

    SESSIONS, SETS = 1500, (5, 5, 5, 4, 4, 4)

    def _session(self, number: int, dice: Random) -> WorkoutTotals:
        began = NOW - timedelta(days=1826 * (number + 1) / self.SESSIONS, seconds=dice.randrange(7200))
        known = [one for one in catalogue.all_exercises() if one.kind == "weight_reps"][:40]
        lines = tuple(self._line(one, sets, dice) for one, sets in zip(dice.sample(known, 6), self.SETS, strict=True))
        return totals(
            clock.derived_id(str(number), at=began),
            began,
            workout_name=dice.choice(["Push day", "Pull day", "Leg day"]),
            duration_seconds=dice.randrange(3000, 5400),
            volume=sum((line.volume for line in lines), Decimal(0)),
            calories=dice.randrange(200, 600),
            average_rpe=Decimal(dice.randrange(600, 1000)) / 100,
            session_rpe=Decimal(dice.randrange(8, 20)) / 2,
            set_count=27,
            template_id=clock.derived_id("template", str(number % 12)),
            exercises=lines,
        )

    def _line(self, one: ExerciseSummary, sets: int, dice: Random) -> ExerciseTotals:
        reps, weight = dice.randrange(4, 12) * sets, Decimal(dice.randrange(8, 80)) * Decimal("2.5")
        return exercise_totals(
            one.id,
            name=one.name,
            primary_muscles=tuple(one.primary_muscles),
            secondary_muscles=tuple(one.secondary_muscles),
            sets=sets,
            hard_sets=dice.randrange(sets + 1),
            reps=reps,
            volume=weight * reps - dice.randrange(100),
            best_weight_kg=weight,
            one_rep_max_kg=weight + Decimal(dice.randrange(3000)) / 100,
        )

    def test_all_of_it_is_read_by_one_query(self, dynamodb: Engine) -> None:
        dice = Random(5)
        with clock.fixed(NOW):
            counted(*(self._session(number, dice) for number in range(self.SESSIONS)))
            with metered() as meter:
                found = service.sessions_between(USER, date(2021, 3, 1), TODAY)
            with metered() as second:
                standing = service.standing(USER)
        assert (len(found), sum(self._sets(one) for one in found)) == (1500, 40_500)
        assert (standing.sessions, standing.sets) == (1500, 40_500)
        assert (meter.reads, second.reads) == (1, 1)
        if dynamodb.measures_capacity:
            # A page of a query holds 1 MB, which is 256 units.
            assert meter.read_units < 100
            assert second.read_units == 1

    def _sets(self, session: SessionStats) -> int:
        return sum(line.sets for line in session.exercises)


class TestTogether:
    @pytest.fixture
    def api(self) -> Api:
        limits.reset()
        return Api(principal())

    @pytest.mark.parametrize("attempt", range(3))
    def test_several_consumers_and_a_rebuild_lose_nothing(self, api: Api, attempt: int) -> None:
        train(user(api), 60)
        events = Random(attempt).sample(Tape().record(), 60)
        batches = [events[start : start + 15] for start in range(0, 60, 15)]
        writers = [partial(deliver, handler, batch) for batch in batches]
        month = (clock.now() - timedelta(hours=1)).strftime("%Y-%m")
        together([*writers, partial(_made_anew, user(api), month)])
        assert deliver(handler, events) == []
        assert_true(user(api))


def _made_anew(user_id: str, month: str) -> list[str]:
    rebuilding.rebuild_month(user_id, month)
    rebuilding.rebuild_standing(user_id)
    return []
