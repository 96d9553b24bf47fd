"""The latest of every figure after any sequence of changes, against looking through all entries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fitsync.progress.figures import Change, Latest, Month, Point, Standing, after_change, between, further_months

START = datetime(2024, 11, 28, tzinfo=UTC)
FIGURES = ("weight", "height", "cm:waist")

ids = st.sampled_from([f"{n:026}" for n in range(6)])
instants = st.integers(0, 500).map(lambda hours: START + timedelta(hours=hours * 7))
figures = st.dictionaries(st.sampled_from(FIGURES), st.integers(1, 99).map(Decimal), min_size=1)
points = st.builds(Point, entry_id=ids, at=instants, figures=figures)
changes = st.lists(st.one_of(points, ids), max_size=40)


def brute_force(entries: Mapping[str, Point], figure: str) -> Latest | None:
    holding = [point for point in entries.values() if figure in point.figures]
    if not holding:
        return None
    last = max(holding, key=lambda point: (point.at, point.entry_id))
    return Latest(entry_id=last.entry_id, at=last.at, value=last.figures[figure])


@given(changes)
def test_the_latest_is_that_of_all_entries_whatever_came_changed_and_went(steps: list[Point | str]) -> None:
    entries: dict[str, Point] = {}
    months: dict[str, Month] = {}
    standing = Standing()
    for step in steps:
        entry_id = step.entry_id if isinstance(step, Point) else step
        change = Change(entries.get(entry_id), step if isinstance(step, Point) else None)
        if change.before is None and change.after is None:
            continue
        # Whoever applies a change has read no more than the months it touches and those that are asked for.
        touched = {name: months.get(name, Month()) for name in change.months}
        changed = change.apply(touched)
        needed = further_months(standing, change, changed)
        standing = after_change(standing, change, changed, {name: months[name] for name in needed})
        months.update(changed)
        if isinstance(step, Point):
            entries[entry_id] = step
        else:
            entries.pop(entry_id)
    assert standing.entries == len(entries)
    for figure in FIGURES:
        known = standing.figures.get(figure)
        assert (known.latest if known else None) == brute_force(entries, figure)
    in_order = list(between((months[name] for name in sorted(months)), START, START + timedelta(days=400)))
    assert in_order == sorted(entries.values(), key=lambda point: (point.at, point.entry_id))


@given(changes, st.sets(st.sampled_from(["2024-11", "2024-12", "2025-01", "2025-02", "2025-03", "2025-04"])))
def test_months_asked_for_before_all_touched_ones_are_known_are_enough(
    steps: list[Point | str], unread: set[str]
) -> None:
    entries: dict[str, Point] = {}
    months: dict[str, Month] = {}
    standing = Standing()
    for step in steps:
        entry_id = step.entry_id if isinstance(step, Point) else step
        change = Change(entries.get(entry_id), step if isinstance(step, Point) else None)
        if change.before is None and change.after is None:
            continue
        touched = {name: months.get(name, Month()) for name in change.months}
        seen = {name: month for name, month in touched.items() if name not in unread}
        needed = further_months(standing, change, change.apply(seen))
        changed = change.apply(touched)
        standing = after_change(standing, change, changed, {name: months[name] for name in needed})
        months.update(changed)
        if isinstance(step, Point):
            entries[entry_id] = step
        else:
            entries.pop(entry_id)
    for figure in FIGURES:
        known = standing.figures.get(figure)
        assert (known.latest if known else None) == brute_force(entries, figure)


def test_a_standing_survives_being_stored() -> None:
    point = Point(entry_id="1" * 26, at=START, figures={"weight": Decimal("81.35")})
    change = Change(None, point)
    changed = change.apply({"2024-11": Month()})
    standing = after_change(Standing(), change, changed, {})
    assert Standing.model_validate_json(standing.model_dump_json(exclude_defaults=True)) == standing
    assert standing.value("weight") == Decimal("81.35")
    assert standing.value("height") is None
