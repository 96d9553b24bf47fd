"""What a standing tells of the sessions it adds up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from fitsync.analytics.documents import Standing, stats_of
from fitsync.analytics.models import Month
from fitsync.analytics.summing import moved, total
from fitsync.workouts.documents import WorkoutLocation, WorkoutSource
from tests.support.statistics import exercise_totals, totals

# A Friday.
BEGAN = datetime(2025, 1, 3, 5, 59, tzinfo=UTC)
BENCH, ROW, SQUAT = (exercise_totals(name) for name in ("BENCH", "ROW", "SQUAT"))


def added_up(*sessions: Month) -> Standing:
    return total(sessions)


def month(*exercises: object, hours: int = 0, **more: object) -> Month:
    one = totals(f"W{hours}", BEGAN + timedelta(hours=hours), exercises=exercises, **more)
    return Month(sessions={one.workout_id: stats_of(one, 1)})


def test_favourites_are_the_exercises_of_most_sessions() -> None:
    standing = added_up(month(BENCH, SQUAT), month(ROW, SQUAT, hours=24), month(ROW, hours=48), month(BENCH, hours=72))
    more_rows = exercise_totals("ROW", sets=9)
    assert [one for one, _ in standing.favourites(2)] == ["BENCH", "ROW"]
    assert [one for one, _ in added_up(month(BENCH), month(more_rows, hours=1)).favourites(5)] == ["ROW", "BENCH"]


def test_an_exercise_is_called_what_it_was_called_most() -> None:
    renamed = exercise_totals("BENCH", name="My bench")
    standing = added_up(month(BENCH), month(renamed, hours=24), month(renamed, hours=48))
    assert (standing.exercises["BENCH"].name, standing.exercises["BENCH"].sessions) == ("My bench", 3)
    assert added_up(month(BENCH), month(renamed, hours=24)).exercises["BENCH"].name == "Bench"


def test_sessions_by_hour_weekday_and_place() -> None:
    # Friday 05:59, 06:59 and 22:59, then Saturday 04:59 and Sunday 04:59.
    standing = added_up(
        month(hours=0, location=WorkoutLocation.HOME),
        month(hours=1, source=WorkoutSource.IMPORT),
        month(hours=17, location=WorkoutLocation.OUTDOOR, template_id="T"),
        month(hours=23),
        month(hours=47),
    )
    assert [standing.between_hours(0, 5), standing.between_hours(6, 22), standing.between_hours(0, 23)] == [3, 2, 5]
    assert (standing.weekend_sessions, standing.imported, standing.from_templates) == (2, 1, 1)
    assert standing.locations == {WorkoutLocation.HOME: 1, WorkoutLocation.OUTDOOR: 1}


def test_a_correction_is_taken_over_whole() -> None:
    before, after = month(BENCH, volume=Decimal(900)), month(ROW, volume=Decimal(1000), calories=1)
    standing = moved(added_up(before), before, after)
    assert standing == added_up(after)
    assert set(standing.exercises) == {"ROW"}
    assert moved(standing, after, Month()) == Standing()
