"""The notation of built-in programmes.

Sets are written `3x5`, `3x8-12`, `1x5+` (as many as possible), `3x45s`, `1x20min`, `4x400m`; after an `@` the load:
`@65%` of the one-rep maximum, `@rpe8`, `@20` kg; before them `warmup` for sets that are none to count. A name in
their place stands for the sets that the week gives to this name. Exercises are named by their slug in the catalogue.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from fitsync.exercises.documents import ExerciseSummary, catalogue_exercises
from fitsync.templates.plan import Activity, Day, PlannedExercise, Reps, SetGroup, Week, WeeklyPlan, Weight, WeightType
from fitsync.templates.progression import Ceiling, Deload, Progression, Rule, Step, StepUnit, When
from fitsync.templates.template import Category, Content, Goal, Level, Metadata, Sharing
from fitsync.templates.vocabulary import WEEKDAYS, SetPurpose, Weekday

_SETS = re.compile(
    r"(?P<warmup>warmup )?(?P<count>\d+)x(?P<low>\d+)(?:-(?P<high>\d+)|(?P<open>\+)|(?P<unit>s|min|m))?"
    r"(?:@(?:(?P<percent>[\d.]+)%|rpe(?P<rpe>[\d.]+)|(?P<kg>[\d.]+)))?"
)


class Programme(NamedTuple):
    """A programme's content, its source, and its place among the featured ones."""

    content: Content
    source: str
    featured: int


def read(text: str) -> Programme:
    """The programme in a file's text; raises KeyError or ValueError naming what it does not know."""
    raw = tomllib.loads(text, parse_float=Decimal)
    progressions = {name: _progression(value) for name, value in raw.get("progressions", {}).items()}
    weeks = tuple(_week(week, raw["days"], progressions) for week in raw["weeks"])
    plan = WeeklyPlan(total_weeks=raw["total_weeks"], weeks=weeks)
    content = Content(
        name=raw["name"],
        description=" ".join(raw["description"].split()),
        metadata=_metadata(raw, plan),
        weekly_plan=plan,
        sharing=Sharing(is_public=True, is_published=True, category=Category(raw["category"])),
    )
    return Programme(content, raw["source"], raw["featured"])


@functools.cache
def _by_slug() -> dict[str, ExerciseSummary]:
    return {exercise.slug: exercise for exercise in catalogue_exercises()}


@functools.cache
def _by_id() -> dict[str, ExerciseSummary]:
    return {exercise.id: exercise for exercise in catalogue_exercises()}


def _metadata(raw: Mapping[str, Any], plan: WeeklyPlan) -> Metadata:
    found = [_by_id()[planned.exercise_id] for _, planned in plan.exercises()]
    return Metadata(
        difficulty=Level(raw["difficulty"]),
        goal=Goal(raw["goal"]),
        duration=raw["minutes"],
        primary_muscles=tuple(sorted({muscle for exercise in found for muscle in exercise.primary_muscles})),
        equipment=tuple(sorted({item for exercise in found for item in exercise.equipment})),
        tags=tuple(raw.get("tags", ())),
    )


def _week(raw: Mapping[str, Any], days: Mapping[str, Any], progressions: Mapping[str, Progression]) -> Week:
    named = raw.get("sets", {})
    return Week(
        days={Weekday(weekday): _day(days[raw[weekday]], named, progressions) for weekday in WEEKDAYS if weekday in raw}
    )


def _day(raw: Mapping[str, Any], named: Mapping[str, Any], progressions: Mapping[str, Progression]) -> Day:
    return Day(
        name=raw["name"],
        focus_areas=tuple(raw.get("focus", ())),
        estimated_duration=raw.get("minutes"),
        exercises=tuple(_exercise(line, named, progressions) for line in raw["exercises"]),
        warmup=tuple(_activity(line) for line in raw.get("warmup", ())),
        cooldown=tuple(_activity(line) for line in raw.get("cooldown", ())),
    )


def _activity(raw: Mapping[str, Any]) -> Activity:
    exercise = _by_slug()[raw["exercise"]]
    return Activity(exercise_id=exercise.id, duration_seconds=raw["seconds"], instructions=raw.get("text", ""))


def _exercise(
    raw: Mapping[str, Any], named: Mapping[str, Any], progressions: Mapping[str, Progression]
) -> PlannedExercise:
    exercise = _by_slug()[raw["exercise"]]
    sets = raw["sets"]
    written: Sequence[str] = named[sets] if isinstance(sets, str) and sets in named else sets
    if isinstance(written, str):
        written = [written]
    return PlannedExercise(
        exercise_id=exercise.id,
        sets=tuple(_sets(text, exercise) for text in written),
        rest_seconds=raw.get("rest"),
        superset=raw.get("superset"),
        notes=raw.get("notes", ""),
        alternatives=tuple(_by_slug()[slug].id for slug in raw.get("or", ())),
        track=raw.get("track", ""),
        base_percent=Decimal(raw.get("base_percent", 100)),
        progression=progressions[raw["progress"]] if "progress" in raw else None,
    )


def _sets(text: str, exercise: ExerciseSummary) -> SetGroup:
    found = _SETS.fullmatch(text)
    if found is None:
        raise ValueError(f"cannot read the sets {text!r} of {exercise.slug}")
    low, unit = int(found["low"]), found["unit"]
    high = None if found["open"] else int(found["high"] or low)
    return SetGroup(
        count=int(found["count"]),
        type=SetPurpose.WARMUP if found["warmup"] else SetPurpose.NORMAL,
        reps=None if unit else Reps(min=low, max=high),
        weight=_weight(found, exercise),
        duration_seconds={"s": low, "min": low * 60}.get(unit or ""),
        distance_m=Decimal(low) if unit == "m" else None,
    )


def _weight(found: re.Match[str], exercise: ExerciseSummary) -> Weight:
    if found["percent"]:
        return Weight(type=WeightType.PERCENTAGE, value=Decimal(found["percent"]))
    if found["rpe"]:
        return Weight(type=WeightType.RPE, value=Decimal(found["rpe"]))
    loaded = exercise.kind in ("weight_reps", "weight_distance", "assisted_bodyweight")
    kind = WeightType.FIXED if loaded else WeightType.BODYWEIGHT
    return Weight(type=kind, value=Decimal(found["kg"]) if found["kg"] else None)


def _progression(raw: Mapping[str, Any]) -> Progression:
    deload = raw.get("deload")
    return Progression(
        rules=tuple(_rule(rule) for rule in raw.get("rules", ())),
        deload=Deload.model_validate(deload) if deload else None,
    )


def _rule(raw: Mapping[str, Any]) -> Rule:
    ceiling = raw.get("ceiling")
    return Rule(
        axis=raw["axis"],
        step=_step(raw["step"]),
        when=When(raw.get("when", When.ALL_SETS)),
        ceiling=Ceiling(
            value=Decimal(ceiling["value"]),
            then=ceiling.get("then", "hold"),
            reset_to=Decimal(ceiling["reset_to"]) if "reset_to" in ceiling else None,
            load_step=_step(ceiling["load_step"]) if "load_step" in ceiling else None,
        )
        if ceiling
        else None,
    )


def _step(raw: object) -> Step:
    text = str(raw)
    if text.endswith("%"):
        return Step(amount=Decimal(text[:-1]), unit=StepUnit.PERCENT)
    return Step(amount=Decimal(text))
