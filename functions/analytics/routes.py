"""Routes of analytics. Each answers as JSON, and those with a chart as a finished picture.

What draws is imported by the first picture: most calls want data.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import Query, Response

from fitsync.analytics import answers
from fitsync.kit import snapshot
from fitsync.kit.auth import Access
from fitsync.kit.http.dependencies import CurrentUser
from fitsync.kit.http.pictures import Format, WantedFormat, WantedTheme, picture
from fitsync.kit.http.routing import Router
from fitsync.kit.wire import Envelope, ok
from functions.analytics import export
from functions.analytics.overview_schemas import OverviewOut, UserAnalyticsOut
from functions.analytics.queries import ExerciseId, Weeks
from functions.analytics.strength_schemas import StrengthOut
from functions.analytics.volume_schemas import FrequencyOut, VolumeOut

router = Router("analytics")

snapshot.imports("fitsync.analytics.charts")
router.api.routes.extend(export.router.api.routes)


class VolumeChart(StrEnum):
    GROUPS = "groups"
    MUSCLES = "muscles"


class FrequencyChart(StrEnum):
    CALENDAR = "calendar"
    HOURS = "hours"


@router.get(
    "/analytics/overview",
    access=Access.USER,
    summary="Totals, weeks, favourites and training load",
    description="The chart is the training load by week or month.",
    picture=True,
    response_model=Envelope[OverviewOut],
)
async def get_analytics_overview(
    user: CurrentUser, weeks: Weeks, wanted: WantedFormat = Format.JSON, theme: WantedTheme = "light"
) -> Envelope[OverviewOut] | Response:
    answer = answers.overview(user.user_id, weeks)
    if wanted is Format.SVG:
        from fitsync.analytics import charts

        return picture(charts.load_chart(answer, theme))
    return ok(OverviewOut.of(answer))


@router.get(
    "/analytics/strength",
    access=Access.PREMIUM,
    summary="Estimated one-rep maxima, their trend, plateaus and consistency",
    description="The chart is of the exercise asked for, or of that of most workouts.",
    picture=True,
    response_model=Envelope[StrengthOut],
)
async def get_analytics_strength(
    user: CurrentUser,
    weeks: Weeks,
    exercise_id: ExerciseId = None,
    wanted: WantedFormat = Format.JSON,
    theme: WantedTheme = "light",
) -> Envelope[StrengthOut] | Response:
    answer = answers.strength_of(user.user_id, weeks, exercise_id)
    if wanted is Format.SVG:
        from fitsync.analytics import charts

        return picture(charts.strength_answer_chart(answer, theme))
    return ok(StrengthOut.of(answer))


@router.get(
    "/analytics/volume",
    access=Access.USER,
    summary="Volume over time, and hard sets by muscle",
    picture=True,
    response_model=Envelope[VolumeOut],
)
async def get_analytics_volume(
    user: CurrentUser,
    weeks: Weeks,
    wanted: WantedFormat = Format.JSON,
    theme: WantedTheme = "light",
    chart: Annotated[
        VolumeChart, Query(description="`groups` over time, or `muscles` of the last four weeks.")
    ] = VolumeChart.GROUPS,
) -> Envelope[VolumeOut] | Response:
    answer = answers.volume_of(user.user_id, weeks)
    if wanted is Format.SVG:
        from fitsync.analytics import charts

        drawn = charts.volume_chart if chart is VolumeChart.GROUPS else charts.muscles_chart
        return picture(drawn(answer, theme))
    return ok(VolumeOut.of(answer))


@router.get(
    "/analytics/frequency",
    access=Access.USER,
    summary="When and how regularly the user trains",
    picture=True,
    response_model=Envelope[FrequencyOut],
)
async def get_analytics_frequency(
    user: CurrentUser,
    weeks: Weeks,
    wanted: WantedFormat = Format.JSON,
    theme: WantedTheme = "light",
    chart: Annotated[
        FrequencyChart, Query(description="A `calendar` (by month beyond a year), or the `hours` of the week.")
    ] = FrequencyChart.CALENDAR,
) -> Envelope[FrequencyOut] | Response:
    answer = answers.frequency_of(user.user_id, weeks)
    if wanted is Format.SVG:
        from fitsync.analytics import charts

        drawn = charts.calendar_chart if chart is FrequencyChart.CALENDAR else charts.hours_chart
        return picture(drawn(answer, theme))
    return ok(FrequencyOut.of(answer))


@router.get("/analytics/user", access=Access.USER, summary="Workouts and progress at a glance")
async def get_user_analytics(user: CurrentUser) -> Envelope[UserAnalyticsOut]:
    return ok(UserAnalyticsOut.of(answers.summary_of(user.user_id)))
