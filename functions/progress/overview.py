"""Routes of progress as a whole, and of strength."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from fastapi import Response

from fitsync.analytics import lifting
from fitsync.analytics.periods import Period
from fitsync.analytics.reader import Reader, reader
from fitsync.kit import snapshot
from fitsync.kit.auth import Access
from fitsync.kit.http.dependencies import CurrentUser
from fitsync.kit.http.pictures import Format, WantedFormat, WantedTheme, picture
from fitsync.kit.http.routing import Router
from fitsync.kit.wire import Envelope, ok
from fitsync.progress import service as progress
from fitsync.progress.weight import WARM_UP_DAYS, WeightTrend, weight_trend
from functions.analytics.queries import ExerciseId, Weeks
from functions.progress.overview_schemas import ProgressOut, ProgressStrengthOut

router = Router("progress")

snapshot.imports("fitsync.progress.charts", "fitsync.analytics.charts")


@router.get(
    "/progress",
    access=Access.USER,
    summary="Streaks, the weekly target, and how training and weight develop",
    description="The chart is the body weight with its trend.",
    picture=True,
    response_model=Envelope[ProgressOut],
)
async def get_progress(
    user: CurrentUser, weeks: Weeks, wanted: WantedFormat = Format.JSON, theme: WantedTheme = "light"
) -> Envelope[ProgressOut] | Response:
    asker = reader(user.user_id)
    period = asker.period(weeks)
    weight = _weight(asker, period)
    if wanted is Format.SVG:
        from fitsync.progress.charts import weight_chart

        return picture(weight_chart(weight, theme, imperial=asker.imperial))
    return ok(ProgressOut.of(asker, period, weight))


@router.get(
    "/progress/strength",
    access=Access.USER,
    summary="Records, estimated one-rep maxima and their trend, by exercise",
    description="The chart is of the exercise asked for, or of that of most workouts that has an estimate.",
    picture=True,
    response_model=Envelope[ProgressStrengthOut],
)
async def get_progress_strength(
    user: CurrentUser,
    weeks: Weeks,
    exercise_id: ExerciseId = None,
    wanted: WantedFormat = Format.JSON,
    theme: WantedTheme = "light",
) -> Envelope[ProgressStrengthOut] | Response:
    answer = lifting.progress_of(user.user_id, weeks, exercise_id)
    if wanted is Format.SVG:
        from fitsync.analytics.charts import strength_chart

        lift = next((one.strength for one in answer.exercises if one.strength), None)
        return picture(strength_chart(lift, answer.period, theme, imperial=answer.reader.imperial))
    return ok(ProgressStrengthOut.of(answer))


def _weight(asker: Reader, period: Period) -> WeightTrend:
    """The weights of a period, by the days where the user is."""
    start = datetime.combine(period.start - timedelta(days=WARM_UP_DAYS), time(), asker.facts.zone)
    end = datetime.combine(period.end + timedelta(days=1), time(), asker.facts.zone)
    points = progress.measurements(asker.user_id, start.astimezone(UTC), end.astimezone(UTC))
    return weight_trend(points, asker.facts.zone, period.start)
