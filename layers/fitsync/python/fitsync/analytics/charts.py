"""The pictures of analytics, from its answers. Text is for people: in their units, with an estimate called one."""

from __future__ import annotations

import calendar
from datetime import date

from fitsync.analytics.answers import FrequencyAnswer, Overview, StrengthAnswer, VolumeAnswer
from fitsync.analytics.periods import Period, Step
from fitsync.analytics.strength import ExerciseStrength, Status
from fitsync.analytics.volume import HIGH_FROM, HIGH_UP_TO, MODERATE_FROM
from fitsync.kit.charts.bars import Bar, BarChart, Column, ColumnChart, bar_chart, column_chart
from fitsync.kit.charts.frame import Heading
from fitsync.kit.charts.heat import Calendar, Cell, Grid, calendar_map, grid_map
from fitsync.kit.charts.lines import LineChart, Value, line_chart
from fitsync.kit.charts.text import number, signed
from fitsync.kit.charts.theme import ThemeName
from fitsync.kit.units import mass, mass_unit

_TIMES = "\N{MULTIPLICATION SIGN}"
_DOT = " \N{MIDDLE DOT} "
_DO_TRAIN = "Finish a workout and it shows here"
_STATUS_TEXT = {
    Status.PROGRESSING: "progressing",
    Status.PLATEAU: "on a plateau",
    Status.DECLINING: "declining",
    Status.UNKNOWN: "too few sessions lately to tell",
}


def strength_chart(lift: ExerciseStrength | None, of: Period, theme: ThemeName, *, imperial: bool) -> str:
    """Estimated one-rep maxima of an exercise with their trend."""
    unit = mass_unit(imperial=imperial)
    if lift is None:
        heading = Heading("Strength", f"Estimated one-rep max, {unit}", "There is no estimate of strength yet.")
        return line_chart(LineChart(heading, (), (), "", "", "Finish a workout with weights"), theme)
    values = [Value(one.day, mass(one.one_rep_max_kg, imperial=imperial)) for one in lift.lifts]
    trend: list[Value] = []
    weekly = ""
    if lift.trend:
        ends = (values[0].day, values[-1].day)
        trend = [Value(day, mass(max(lift.trend.at(day), 0), imperial=imperial)) for day in ends]
        weekly = f"{_DOT}{signed(mass(lift.trend.per_week, imperial=imperial), 2)} {unit} a week"
    latest = f"{number(mass(lift.latest.one_rep_max_kg, imperial=imperial))} {unit}"
    heading = Heading(
        lift.name,
        f"Estimated 1RM {latest}{weekly}",
        f"Estimated one-rep maximum of {lift.name} {_during(of)}: latest {latest}, best "
        f"{number(mass(lift.best.one_rep_max_kg, imperial=imperial))} {unit} on {_day(lift.best.day)}{weekly}; "
        f"{_STATUS_TEXT[lift.verdict.status]}.",
    )
    best_of = "Best of the week" if of.step is Step.WEEK else "Best of the month"
    return line_chart(LineChart(heading, values, trend, f"{best_of}, {unit}", "Trend (Theil-Sen)", ""), theme)


def strength_answer_chart(answer: StrengthAnswer, theme: ThemeName) -> str:
    """The first exercise of an answer."""
    lift = answer.lifts[0] if answer.lifts else None
    return strength_chart(lift, answer.period, theme, imperial=answer.reader.imperial)


def volume_chart(answer: VolumeAnswer, theme: ThemeName) -> str:
    """Hard sets by muscle group, a column for each week or month."""
    groups = answer.volume.groups
    starts = [point.start for point in answer.volume.points]
    each = "week" if answer.period.step is Step.WEEK else "month"
    columns = [
        Column(start, f"{_day(start)}: {number(sum(amounts))} sets", [float(amount) for amount in amounts])
        for start, amounts in zip(starts, zip(*groups.values(), strict=True), strict=True)
    ]
    mean = number(answer.volume.weekly_hard_sets)
    heading = Heading(
        f"Sets by muscle group and {each}",
        f"{mean} hard sets a week",
        f"Hard sets by muscle group and {each} {_during(answer.period)}: {answer.totals.hard_sets} sets in "
        f"{answer.totals.sessions} workouts, {mean} a week. For a muscle that helps a set counts half.",
    )
    return column_chart(ColumnChart(heading, [group.capitalize() for group in groups], columns, _DO_TRAIN), theme)


def muscles_chart(answer: VolumeAnswer, theme: ThemeName) -> str:
    """Weekly hard sets of each muscle in the last four weeks, against what studies have found to matter."""
    muscles = answer.volume.muscles
    told = ", ".join(f"{_named(one.muscle)} {number(one.recent_weekly)}" for one in muscles)
    heading = Heading(
        "Weekly sets per muscle",
        "Hard sets in a mean week of the last four",
        f"Hard sets per muscle in a mean week of the last four: {told or 'none'}. "
        f"Lines at {MODERATE_FROM}, {HIGH_FROM} and {HIGH_UP_TO} sets.",
    )
    bars = [Bar(_named(one.muscle), float(one.recent_weekly)) for one in muscles]
    return bar_chart(BarChart(heading, bars, (MODERATE_FROM, HIGH_FROM, HIGH_UP_TO), _DO_TRAIN), theme)


def calendar_chart(answer: FrequencyAnswer, theme: ThemeName) -> str:
    """The days of up to a year by minutes of training, or the months of several years by sessions."""
    days = {day.day: day for day in answer.frequency.days}
    count = sum(sessions for _, sessions in answer.frequency.steps)
    consistency = answer.frequency.consistency
    subtitle = f"{_workouts(count)}{_DOT}{number(consistency.sessions_per_week)} a week"
    about = f"{_workouts(count)} {_during(answer.period)}."
    if answer.period.step is Step.MONTH:
        return grid_map(_months(Heading("Workouts by month", subtitle, about), answer), theme)
    cells = {
        day: Cell(one.seconds / 60 or 1, f"{_day(day)}: {_workouts(one.sessions)}, {round(one.seconds / 60)} min")
        for day, one in days.items()
    }
    heading = Heading("Training days", subtitle, about)
    return calendar_map(Calendar(heading, answer.period.start, answer.period.end, cells, _DO_TRAIN), theme)


def hours_chart(answer: FrequencyAnswer, theme: ThemeName) -> str:
    """When in the week the workouts began."""
    counts = answer.frequency.hours
    total = sum(map(sum, counts))
    busiest = max(
        ((count, day, hour) for day, row in enumerate(counts) for hour, count in enumerate(row)),
        key=lambda each: each[0],
    )
    mostly = f"{calendar.day_name[busiest[1]]} at {busiest[2]}:00" if total else ""
    heading = Heading(
        "When you train",
        _workouts(total) + (f"{_DOT}most on {mostly}" if total else ""),
        f"Workouts by weekday and hour {_during(answer.period)}: {total}" + (f", most on {mostly}." if total else "."),
    )
    rows = [
        (
            calendar.day_abbr[day],
            [Cell(count, f"{calendar.day_name[day]} {hour}:00: {_workouts(count)}") for hour, count in enumerate(row)],
        )
        for day, row in enumerate(counts)
    ]
    names = [str(hour) if hour % 3 == 0 else "" for hour in range(24)]
    return grid_map(Grid(heading, names, rows, _DO_TRAIN), theme)


def load_chart(answer: Overview, theme: ThemeName) -> str:
    """Training load by week or month."""
    load = answer.load
    each = "week" if answer.period.step is Step.WEEK else "month"
    ratio = "" if load.ratio is None else f"{_DOT}ratio {number(load.ratio, 2)}"
    heading = Heading(
        f"Training load by {each}",
        f"Last 7 days {number(load.acute, 0)}{_DOT}mean week {number(load.chronic, 0)}{ratio}",
        f"Training load (effort {_TIMES} minutes) by {each} {_during(answer.period)}: {number(load.acute, 0)} in the "
        f"last 7 days, {number(load.chronic, 0)} in a mean week of the last 28 days.",
    )
    columns = [Column(one.start, f"{_day(one.start)}: {number(one.load, 0)}", [one.load]) for one in answer.points]
    return column_chart(ColumnChart(heading, ["Load"], columns, "Rate how hard a workout was when you end it"), theme)


def _months(heading: Heading, answer: FrequencyAnswer) -> Grid:
    counts = dict(answer.frequency.steps)
    years = range(answer.period.start.year, answer.period.end.year + 1)
    months = {year: [date(year, month, 1) for month in range(1, 13)] for year in years}
    rows = [(str(year), [_month(first, counts.get(first)) for first in firsts]) for year, firsts in months.items()]
    return Grid(heading, [name[0] for name in calendar.month_abbr[1:]], rows, _DO_TRAIN, shown=True)


def _month(first: date, count: int | None) -> Cell | None:
    if count is None:
        return None
    return Cell(count, f"{calendar.month_name[first.month]} {first.year}: {_workouts(count)}")


def _workouts(count: int) -> str:
    return f"{number(count)} workout" + ("" if count == 1 else "s")


def _named(muscle: str) -> str:
    return muscle.replace("_", " ").capitalize()


def _day(day: date) -> str:
    return f"{day.day} {calendar.month_abbr[day.month]} {day.year}"


def _during(of: Period) -> str:
    return f"from {_day(of.start)} to {_day(of.end)}"
