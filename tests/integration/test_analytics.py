"""Analytics and progress, as a user sees them."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pytest

from fitsync.kit import clock
from fitsync.kit.auth import Role
from fitsync.workouts.documents import WorkoutTotals
from tests.support.accounts import STARTED, Member, member
from tests.support.api import Api
from tests.support.pipeline import Pipeline
from tests.support.training import exercise, lift, started
from tests.support.years import BENCH, CURL, SQUAT, did, keep, session, years_of_training

pytestmark = pytest.mark.usefixtures("stopped_clock")

TODAY = STARTED.date()  # Monday, 2 March 2026
MONDAY = TODAY - timedelta(weeks=1)
ROUTES = ("analytics/overview", "analytics/strength", "analytics/volume", "analytics/frequency")
CHARTS = (*ROUTES, "analytics/volume?chart=muscles", "analytics/frequency?chart=hours", "progress", "progress/strength")
MAX_BYTES = 100_000


@pytest.fixture
def lifter() -> Member:
    """A user of the premium plan."""
    return member(role=Role.PREMIUM)


def kept(user: Member, *sessions: WorkoutTotals) -> Api:
    keep(user.principal.user_id, sessions)
    return user.api


class TestFromWorkoutToChart:
    def test_a_workout_shows_once_its_event_has_come(self, lifter: Member) -> None:
        pipeline = Pipeline()
        workout_id = started(lifter.api)
        lift(lifter.api, workout_id, 0, weightKg=100, reps=5, rpe=8)
        lift(lifter.api, workout_id, 1, weightKg=90, reps=8, rpe=9)
        clock.advance(3000)
        assert lifter.api.post(f"/v1/workouts/{workout_id}/complete", {"sessionRpe": 6}).status == 200
        pipeline.run()
        overview = lifter.api.get("/v1/analytics/overview").data
        assert (overview["totals"]["sessions"], overview["totals"]["sets"], overview["totals"]["volume"]) == (
            1,
            2,
            1220,
        )
        assert overview["lifetime"] == overview["totals"]
        assert overview["trainingLoad"]["acute"] == 6 * 50
        assert (overview["trainingLoad"]["ratedSessions"], overview["trainingLoad"]["complete"]) == (1, False)
        assert overview["favourites"][0]["exerciseId"] == exercise()
        [known] = lifter.api.get("/v1/progress/strength").data["exercises"]
        assert (known["exerciseId"], known["sessions"]) == (exercise(), 1)
        # 100 kg for five are worth more than 90 kg for eight: 100 * (1 + 5/30) against 90 * (1 + 8/30).
        assert known["strength"]["latest"]["oneRepMaxKg"] == 116.67
        records = {record["kind"]: record for record in known["records"]}
        assert (records["max_weight"]["value"], records["max_weight"]["workoutId"]) == (100, workout_id)
        one_rep_max = records["estimated_one_rep_max"]
        assert (one_rep_max["value"], one_rep_max["brzyckiKg"], one_rep_max["reps"]) == (116.67, 112.5, 5)


class TestOverview:
    def test_weeks_begin_on_monday_and_end_today(self, lifter: Member) -> None:
        api = kept(lifter, session(MONDAY, rpe=5), session(MONDAY + timedelta(days=6), rpe=5), session(TODAY))
        overview = api.get("/v1/analytics/overview?weeks=4").data
        assert overview["period"] == {"start": "2026-02-09", "end": "2026-03-02", "step": "week"}
        assert [(point["start"], point["sessions"], point["load"]) for point in overview["points"]] == [
            ("2026-02-09", 0, 0),
            ("2026-02-16", 0, 0),
            ("2026-02-23", 2, 600),
            ("2026-03-02", 1, 0),
        ]

    def test_the_load_knows_what_was_before_the_range(self, lifter: Member) -> None:
        api = kept(lifter, *(session(TODAY - timedelta(days=days), rpe=5) for days in range(0, 56, 2)))
        load = api.get("/v1/analytics/overview?weeks=4").data["trainingLoad"]
        assert load["complete"]
        assert load["acute"] == 1200
        assert load["chronic"] == 1050
        assert load["ratio"] == 1.14
        assert load["smoothedRatio"] == pytest.approx(1.13, abs=0.1)
        assert load["strain"] == pytest.approx(1200 * load["monotony"], rel=0.01)

    def test_today_is_the_day_where_the_user_is(self, lifter: Member) -> None:
        api = kept(lifter, session(TODAY))
        assert api.put("/v1/users/profile", {"timezone": "Pacific/Niue"}).status == 200
        with clock.fixed(STARTED.replace(hour=5)):
            assert api.get("/v1/analytics/overview").data["period"]["end"] == "2026-03-01"
            assert api.get("/v1/progress/strength").data["period"]["end"] == "2026-03-01"

    def test_a_glance_at_the_user(self, lifter: Member) -> None:
        api = kept(lifter, *(session(TODAY - timedelta(days=days)) for days in (0, 2, 4, 300)))
        assert api.post("/v1/progress/body", {"weight": 82.5}).status == 201
        glance = api.get("/v1/analytics/user").data
        assert (glance["lifetime"]["sessions"], glance["recent"]["sessions"]) == (4, 3)
        assert (glance["weightKg"], glance["firstDay"]) == (82.5, str(TODAY - timedelta(days=300)))
        assert glance["strength"] == {"progressing": 0, "plateau": 0, "declining": 0, "unknown": 1}


class TestStrength:
    def test_it_belongs_to_the_premium_plan(self) -> None:
        answer = member().api.get("/v1/analytics/strength")
        assert (answer.status, answer.code) == (403, "PREMIUM_REQUIRED")

    def test_a_plateau_is_found_and_explained(self, lifter: Member) -> None:
        stuck = [session(TODAY - timedelta(days=4 * n), did(BENCH, one_rep_max=100)) for n in range(20)]
        rising = [session(TODAY - timedelta(days=4 * n), did(SQUAT, one_rep_max=150 - n), hour=8) for n in range(19)]
        strength = kept(lifter, *stuck, *rising).get("/v1/analytics/strength").data
        assert strength["statuses"] == {"progressing": 1, "plateau": 1, "declining": 0, "unknown": 0}
        bench, squat = strength["exercises"]
        assert (bench["verdict"]["status"], bench["verdict"]["changePercent"], bench["trendKgPerWeek"]) == (
            "plateau",
            0,
            0,
        )
        assert (squat["verdict"]["status"], squat["trendKgPerWeek"]) == ("progressing", 1.75)

    def test_one_exercise_can_be_asked_for(self, lifter: Member) -> None:
        api = kept(lifter, session(TODAY, did(BENCH), did(SQUAT)))
        for path in ("analytics/strength", "progress/strength"):
            found = api.get(f"/v1/{path}?exerciseId={SQUAT}").data
            assert [one["exerciseId"] for one in found["exercises"]] == [SQUAT]

    def test_records_of_an_exercise_that_rests_are_still_known(self, lifter: Member) -> None:
        api = kept(lifter, session(TODAY - timedelta(days=200), did(SQUAT)))
        assert api.get("/v1/progress/strength?weeks=4").data["exercises"] == []
        [squat] = api.get(f"/v1/progress/strength?weeks=4&exerciseId={SQUAT}").data["exercises"]
        assert (squat["name"], squat["sessions"], squat["strength"]) == ("Barbell Back Squat", 0, None)

    def test_workouts_before_the_period_are_not_counted_in_any_zone(self, lifter: Member) -> None:
        start = MONDAY - timedelta(weeks=3)
        before = [session(start - timedelta(days=days), did(SQUAT)) for days in (1, 5)]
        api = kept(lifter, *before, session(start, did(SQUAT)), session(start - timedelta(days=2), did(BENCH)))
        with clock.fixed(STARTED.replace(year=MONDAY.year, month=MONDAY.month, day=MONDAY.day)):
            found = api.get("/v1/progress/strength?weeks=4").data
        assert (found["period"]["start"], found["total"]) == (str(start), 1)
        assert [(one["exerciseId"], one["sessions"]) for one in found["exercises"]] == [(SQUAT, 1)]

    def test_an_exercise_never_done_is_not_there(self, lifter: Member) -> None:
        assert lifter.api.get(f"/v1/progress/strength?exerciseId={CURL}").data["exercises"] == []


class TestVolumeAndFrequency:
    def test_helping_muscles_count_half_and_bands_are_told(self, lifter: Member) -> None:
        sessions = [session(TODAY - timedelta(days=days), did(BENCH, sets=6), did(CURL, sets=2)) for days in (0, 3, 6)]
        volume = kept(lifter, *sessions).get("/v1/analytics/volume?weeks=4").data
        muscles = {one["muscle"]: (one["recentWeeklySets"], one["recentBand"]) for one in volume["muscles"]}
        assert muscles == {
            "chest": (18, "high"),
            "triceps": (9, "moderate"),
            "shoulders": (9, "moderate"),
            "biceps": (6, "moderate"),
            "forearms": (3, "low"),
        }
        assert volume["landmarks"] == {"moderateFrom": 5, "highFrom": 10, "highUpTo": 20}
        assert [point["sets"] for point in volume["points"]] == [0, 0, 16, 8]
        assert volume["weeklyHardSets"] == 24

    def test_days_hours_and_the_weekly_target(self, lifter: Member) -> None:
        sessions = [session(MONDAY + timedelta(days=days), hour=6) for days in (0, 2, 4)]
        api = kept(lifter, *sessions, session(TODAY, hour=19))
        assert api.put("/v1/users/preferences", {"workoutsPerWeek": 3}).status == 200
        found = api.get("/v1/analytics/frequency?weeks=4").data
        assert [one["day"] for one in found["days"]] == ["2026-02-23", "2026-02-25", "2026-02-27", "2026-03-02"]
        assert (found["hours"][0][6], found["hours"][0][19], len(found["hours"][0])) == (1, 1, 24)
        assert (found["consistency"]["weeks"], found["consistency"]["targetShare"]) == (1, 1)
        assert (found["streaks"]["currentWeeks"], found["streaks"]["weekSessions"]) == (1, 1)


class TestProgress:
    def test_weight_has_a_trend(self, lifter: Member) -> None:
        for day in range(28, -1, -1):
            at = STARTED - timedelta(days=day)
            body = {"weight": round(80 + day / 7, 2), "measuredAt": at.isoformat().replace("+00:00", "Z")}
            assert lifter.api.post("/v1/progress/body", body).status == 201
        found = lifter.api.get("/v1/progress?weeks=8").data
        weight = found["weight"]
        assert weight["changeKgPerWeek"] == pytest.approx(-1, abs=0.01)
        assert (weight["latest"]["weightKg"], weight["latest"]["day"]) == (80, str(TODAY))
        assert 80 < weight["latest"]["trendKg"] < 82
        assert [point["day"] for point in weight["points"]][-2:] == ["2026-03-01", "2026-03-02"]

    def test_streaks_and_weeks(self, lifter: Member) -> None:
        found = kept(lifter, session(TODAY), session(TODAY - timedelta(days=1))).get("/v1/progress?weeks=4").data
        assert (found["streaks"]["currentDays"], found["streaks"]["weekMet"]) == (2, False)
        assert [week["sessions"] for week in found["training"]] == [0, 0, 1, 1]


class TestRanges:
    @pytest.mark.parametrize("path", [*ROUTES, "progress", "progress/strength"])
    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("weeks=3", "query.weeks"),
            ("weeks=262", "query.weeks"),
            ("weeks=x", "query.weeks"),
            ("range=3w", "query.range"),
            ("range=1y&weeks=52", "query.range"),
            ("format=png", "query.format"),
            ("theme=sepia", "query.theme"),
        ],
    )
    def test_what_is_not_a_range_is_named(self, lifter: Member, path: str, query: str, field: str) -> None:
        answer = lifter.api.get(f"/v1/{path}?{query}")
        assert (answer.status, answer.code) == (422, "VALIDATION_FAILED")
        assert [one["field"] for one in answer.json["error"]["details"]["fields"]] == [field]

    @pytest.mark.parametrize("path", ["analytics/strength", "progress/strength"])
    def test_an_exercise_is_named_by_its_id(self, lifter: Member, path: str) -> None:
        assert lifter.api.get(f"/v1/{path}?exerciseId=squat").code == "VALIDATION_FAILED"


class TestSize:
    @pytest.mark.parametrize("named", ["4w", "12w", "26w", "1y", "2y", "5y"])
    def test_five_years_fit_into_every_answer(self, lifter: Member, named: str) -> None:
        history = years_of_training(TODAY, 1500)
        assert sum(one.set_count for one in history) == 40_500
        api = kept(lifter, *history)
        for path in (*ROUTES, "progress", "progress/strength"):
            answer = api.get(f"/v1/{path}?range={named}")
            assert answer.status == 200
            assert len(answer.body.encode()) < MAX_BYTES, path
        for path in CHARTS:
            answer = api.get(f"/v1/{path}{'&' if '?' in path else '?'}range={named}&format=svg")
            assert len(answer.body.encode()) < MAX_BYTES, path


class TestCharts:
    @pytest.mark.parametrize("path", CHARTS)
    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_a_chart_is_a_picture_that_may_do_nothing(self, lifter: Member, path: str, theme: str) -> None:
        mark = "&" if "?" in path else "?"
        api = kept(lifter, session(TODAY, did(SQUAT, name='<b>Squat</b> & "co"'), rpe=7))
        answer = api.get(f"/v1/{path}{mark}format=svg&theme={theme}")
        assert answer.status == 200
        assert answer.headers["content-type"] == "image/svg+xml"
        assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert ElementTree.fromstring(answer.body).get("role") == "img"

    @pytest.mark.parametrize("path", CHARTS)
    def test_a_new_user_is_told_that_there_is_nothing_yet(self, lifter: Member, path: str) -> None:
        mark = "&" if "?" in path else "?"
        answer = lifter.api.get(f"/v1/{path}{mark}format=svg")
        assert "Nothing here yet" in answer.body

    def test_weights_are_written_in_the_unit_of_the_user(self, lifter: Member) -> None:
        api = kept(lifter, session(TODAY, did(SQUAT, one_rep_max=100)))
        assert "Estimated 1RM 100 kg" in api.get("/v1/progress/strength?format=svg").body
        assert api.put("/v1/users/preferences", {"units": "imperial"}).status == 200
        assert "Estimated 1RM 220.5 lb" in api.get("/v1/progress/strength?format=svg").body

    @pytest.mark.parametrize("path", [*ROUTES, "analytics/user", "progress", "progress/strength"])
    def test_a_new_user_gets_zeros(self, lifter: Member, path: str) -> None:
        answer = lifter.api.get(f"/v1/{path}")
        assert answer.status == 200
        totals = answer.data.get("totals") or answer.data.get("lifetime") or {}
        assert not any(totals.values())

    def test_nobody_sees_anybody_elses(self, lifter: Member) -> None:
        kept(lifter, session(TODAY))
        other = member("grace", role=Role.PREMIUM)
        assert other.api.get("/v1/analytics/overview").data["lifetime"]["sessions"] == 0
        assert other.api.get("/v1/progress/strength").data["exercises"] == []
