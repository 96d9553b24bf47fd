"""What each format says of the same outing, and what becomes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from fitsync.workouts.imports.documents import CellRemark, Column, ImportSource, RowOutcome, RowReason
from fitsync.workouts.imports.errors import FileRefused, OtherSource
from fitsync.workouts.imports.parsed import Note
from tests.support import fit
from tests.support.exports import NOW, options, parsed
from tests.support.recordings import (
    OUTING,
    START,
    Outing,
    begun,
    fit_points,
    fit_run,
    fit_session,
    gpx,
    gzipped,
    only,
    tcx,
    workouts,
    zipped,
)

FORMATS = {"fit": fit_run(), "tcx": tcx().encode(), "gpx": gpx().encode()}
EACH = pytest.mark.parametrize("raw", list(FORMATS.values()), ids=list(FORMATS))


@EACH
def test_an_outing_is_the_same_in_every_format(raw: bytes) -> None:
    workout = only(raw)
    (exercise,) = workout.exercises
    (whole,) = exercise.sets
    assert (workout.started_at, workout.duration_s, workout.paused_s) == (START, 600, 0)
    assert (exercise.name, whole.duration_s, whole.row) == ("Running", 600, 1)
    assert whole.distance_m is not None
    assert abs(whole.distance_m - 1500) < Decimal("0.5")
    activity = workout.activity
    assert activity is not None
    assert (activity.sport, activity.average_heart_rate, activity.max_heart_rate) == ("running", 140, 145)
    assert (activity.elapsed_seconds, activity.active_seconds, activity.moving_seconds) == (600, 600, 600)
    assert activity.elevation_gain_m == activity.elevation_loss_m == 50
    assert workout.route is not None
    assert (workout.route.points, workout.identity) == (2, "2024-05-28T07:32Z#0")


@EACH
def test_the_content_counts_not_the_package(raw: bytes) -> None:
    workout = only(raw)
    assert only(gzipped(raw)) == only(zipped(**{"1234_ACTIVITY.bin": raw})) == workout


@EACH
def test_another_format_than_the_one_named_is_refused(raw: bytes) -> None:
    with pytest.raises(OtherSource, match="not an export of Hevy"):
        parsed(raw, options(source=ImportSource.HEVY))


def test_a_table_is_no_recording() -> None:
    with pytest.raises(FileRefused):
        parsed("title,start_time\n", options(source=ImportSource.FIT))


def test_pauses_of_the_watch_are_no_training() -> None:
    workout = only(fit_run(paused=90))
    assert (workout.duration_s, workout.paused_s) == (600, 90)
    assert workout.exercises[0].sets[0].duration_s == 510


def test_standing_still_counts_where_a_file_has_no_clock_of_its_own() -> None:
    last = gpx().rpartition("<trkpt")[2].partition("</trkseg>")[0]
    later = f"<trkpt{last.replace('07:42:10', '07:52:10')}</trkseg>"
    workout = only(gpx().replace("</trkseg>", later))
    assert (workout.duration_s, workout.paused_s, workout.exercises[0].sets[0].duration_s) == (1200, 600, 600)


def test_laps_of_a_watch_and_of_a_service() -> None:
    (lap,) = only(fit_run()).activity.laps  # type: ignore[union-attr]
    assert (lap.started_at, lap.duration_seconds, lap.distance_m) == (START, 600, 1500)
    assert (lap.average_heart_rate, lap.max_heart_rate) == (140, 145)
    first, second = only(tcx()).activity.laps  # type: ignore[union-attr]
    assert (first.started_at, first.duration_seconds, first.distance_m) == (START, 300, 750)
    assert second.started_at == START + timedelta(seconds=300)


def test_energy_is_the_devices_own() -> None:
    assert only(fit_run(total_calories=123)).activity.calories == 123  # type: ignore[union-attr]
    assert only(tcx()).activity.calories == 80  # type: ignore[union-attr]
    assert only(gpx()).activity.calories is None  # type: ignore[union-attr]


def test_a_watchs_own_sums_come_before_what_its_points_say() -> None:
    activity = only(fit_run(total_ascent=61, total_descent=59, avg_heart_rate=133, total_distance=160_000)).activity
    assert activity is not None
    assert activity.average_heart_rate == 133
    assert activity.elevation_gain_m == 61
    assert activity.elevation_loss_m == 59
    assert activity.distance_m == 1600


@pytest.mark.parametrize(
    ("sport", "sub_sport", "exercise"),
    [
        (1, 3, "Trail Running"),
        (1, 1, "Treadmill Running"),
        (2, 7, "Cycling"),
        (2, 6, "Stationary Bike"),
        (5, 17, "Swimming"),
        (11, 0, "Walking"),
        (17, 0, "Hiking"),
        (15, 14, "Rowing Machine"),
        (15, 0, "Rowing on Water"),
        (41, 0, "Kayaking"),
    ],
)
def test_a_sport_is_an_exercise(sport: int, sub_sport: int, exercise: str) -> None:
    file = parsed(fit_run(sport=sport, sub_sport=sub_sport))
    assert file.workouts[0].exercises[0].name == exercise
    assert file.rows[0].notes == ()


@pytest.mark.parametrize(
    "raw", [fit_run(sport=0), fit_run(sport=200), tcx(sport="Other").encode(), gpx(kind=None).encode()]
)
def test_an_unknown_sport_is_taken_and_said_to_be_unknown(raw: bytes) -> None:
    file = parsed(raw)
    assert file.workouts[0].exercises[0].name == "Other Activity"
    assert file.rows[0].notes == (Note(CellRemark.SPORT_UNKNOWN, Column.SPORT),)


@pytest.mark.parametrize(
    ("word", "exercise"), [("Ride", "Cycling"), ("9", "Running"), ("trail_running", "Trail Running")]
)
def test_gpx_says_it_in_the_words_of_its_writer(word: str, exercise: str) -> None:
    assert only(gpx(kind=word)).exercises[0].name == exercise


@pytest.mark.parametrize(
    ("hours", "zone"),
    [
        (2, "Europe/Madrid"),
        (9, "Etc/GMT-9"),
        (-5, "Etc/GMT+5"),
        (0, "UTC"),
        (5.5, "Asia/Kolkata"),
        (-2.5, "America/St_Johns"),
        (7.25, "Europe/Madrid"),
        (-13, "Europe/Madrid"),
    ],
)
def test_the_clock_that_the_watch_showed_decides_the_day(hours: float, zone: str) -> None:
    file = fit_session(fit_points(begun()))
    end = fit.seconds(START) + OUTING.seconds
    file.add(fit.ACTIVITY, timestamp=end, num_sessions=1, local_timestamp=end + round(hours * 3600) + 1)
    assert only(file.done()).time_zone == zone


def test_several_activities_of_a_file_are_several_workouts() -> None:
    later = Outing(START + timedelta(days=1), hill=0)
    for text in (tcx(later, OUTING), gpx(later, OUTING)):
        file = parsed(text)
        assert [workout.started_at for workout in file.workouts] == [START, later.start]
        assert [row.workout for row in file.rows] == [1, 0]
        assert [workout.activity.elevation_gain_m for workout in file.workouts if workout.activity] == [50, 0]


def test_a_multisport_session_of_tcx_is_its_activities() -> None:
    later = Outing(START + timedelta(hours=1))
    first, second = (
        tcx(outing).partition("<Activities>")[2].partition("</Activities>")[0] for outing in (OUTING, later)
    )
    text = tcx().partition("<Activities>")[0] + (
        f"<Activities><MultiSportSession><Id>2024-05-28T07:32:10Z</Id><FirstSport>{first}</FirstSport>"
        f"<NextSport><Transition/>{second}</NextSport></MultiSportSession></Activities></TrainingCenterDatabase>"
    )
    assert [workout.started_at for workout in workouts(text)] == [START, later.start]


def test_a_triathlon_is_its_sports_without_the_changes_between_them() -> None:
    swim, change = Outing(START, 600), Outing(START + timedelta(seconds=600), 90)
    ride = Outing(START + timedelta(seconds=690), 1200, heart_rate=150)
    file = begun()
    for leg in (swim, change, ride):
        fit_points(file, leg)
    fit_session(file, swim, sport=5)
    fit_session(file, change, sport=3)
    fit_session(file, ride, sport=2)
    found = parsed(file.done())
    assert [workout.exercises[0].name for workout in found.workouts] == ["Swimming", "Cycling"]
    assert [row.outcome for row in found.rows] == [RowOutcome.TAKEN, RowOutcome.SKIPPED, RowOutcome.TAKEN]
    assert found.rows[1].reason is RowReason.TRANSITION
    activity = found.workouts[1].activity
    assert activity is not None
    assert (activity.average_heart_rate, activity.elapsed_seconds) == (150, 1200)


def test_points_alone_make_an_activity_when_the_watch_wrote_no_sum() -> None:
    workout = only(fit_points(begun()).done())
    assert workout.duration_s == 600
    assert workout.exercises[0].sets[0].distance_m == 1500


def test_indoors_there_is_no_route() -> None:
    file = parsed(tcx(points=False))
    assert file.workouts[0].route is None
    assert file.workouts[0].exercises[0].sets[0].distance_m == 1500


@pytest.mark.parametrize(
    ("raw", "reason", "outcome"),
    [
        (gpx(timed=False), RowReason.TIME_MISSING, RowOutcome.REFUSED),
        (gpx(Outing(NOW + timedelta(hours=1))), RowReason.DATE_OUT_OF_RANGE, RowOutcome.REFUSED),
        (gpx(Outing(datetime(1969, 12, 1, tzinfo=UTC))), RowReason.TIME_MISSING, RowOutcome.REFUSED),
        (fit_session(begun(), start_time=1000, total_distance=None).done(), RowReason.TIME_MISSING, RowOutcome.REFUSED),
        (fit_run(total_elapsed_time=15 * 86_400_000), RowReason.NUMBER_OUT_OF_RANGE, RowOutcome.REFUSED),
        (
            fit_session(begun(), total_elapsed_time=0, total_timer_time=0, total_distance=None).done(),
            RowReason.NOTHING_MEASURED,
            RowOutcome.SKIPPED,
        ),
    ],
    ids=["no times", "tomorrow", "before 1970", "clock never set", "longer than any race", "nothing"],
)
def test_what_cannot_be_taken_is_reported(raw: str | bytes, reason: RowReason, outcome: RowOutcome) -> None:
    file = parsed(raw)
    assert file.workouts == ()
    assert [(row.row, row.outcome, row.reason) for row in file.rows] == [(1, outcome, reason)]


def test_what_no_set_can_hold_is_left_out_and_said() -> None:
    days = fit_session(begun(), total_elapsed_time=100_000_000, total_timer_time=100_000_000).done()
    file = parsed(days)
    assert file.workouts[0].exercises[0].sets[0].duration_s is None
    assert file.rows[0].notes == (Note(CellRemark.DURATION_DROPPED, Column.DURATION),)
    far = parsed(fit_run(total_distance=200_000_000))
    assert far.workouts[0].exercises[0].sets[0].distance_m is None
    assert far.rows[0].notes == (Note(CellRemark.MEASURE_DROPPED, Column.DISTANCE),)


def test_points_without_a_time_are_skipped_and_said_to_be() -> None:
    text = gpx().replace("<time>2024-05-28T07:34:10.000Z</time>", "")
    file = parsed(text)
    assert file.rows[0].notes == (Note(CellRemark.POINTS_SKIPPED, Column.POINTS),)
    assert file.workouts[0].duration_s == 600


def test_names_and_notes_are_made_safe() -> None:
    workout = only(gpx(name="=cmd()|x\u202e &lt;b&gt;"))
    assert workout.name == "'=cmd()|x <b>"
    assert only(gpx(name=None)).name == "Running"


def test_more_laps_than_fit_are_said_to_be_dropped() -> None:
    file = fit_points(begun())
    for number in range(301):
        file.add(fit.LAP, timestamp=fit.seconds(START) + number, start_time=fit.seconds(START) + number)
    found = parsed(fit_session(file).done())
    assert len(found.workouts[0].activity.laps) == 300  # type: ignore[union-attr]
    assert found.rows[0].notes == (Note(CellRemark.LAPS_DROPPED, Column.LAPS),)


def test_workouts_without_anything_in_common_keep_their_order() -> None:
    same_minute = Outing(START + timedelta(seconds=20))
    assert [workout.identity for workout in workouts(gpx(OUTING, same_minute))] == [
        "2024-05-28T07:32Z#0",
        "2024-05-28T07:32Z#1",
    ]
