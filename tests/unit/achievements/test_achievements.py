"""Achievements are what their rules say, and nothing else decides."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from fitsync.achievements.catalogue import RULES
from fitsync.achievements.documents import Facts, Trophies
from fitsync.achievements.gathering import _ids
from fitsync.achievements.judging import ahead, came, judged, unlocked
from fitsync.achievements.rules import AchievementCategory

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
facts = st.builds(
    Facts,
    workouts=st.integers(0, 1200),
    volume=st.integers(0, 2_000_000).map(Decimal),
    longest_weeks=st.integers(0, 120),
    bench_press_kg=st.integers(0, 200).map(Decimal),
    squat_kg=st.integers(0, 300).map(Decimal),
    deadlift_kg=st.integers(0, 350).map(Decimal),
    longest_run_m=st.integers(0, 50_000).map(Decimal),
    goals_achieved=st.integers(0, 30),
)


def test_there_are_plenty_with_a_name_of_their_own() -> None:
    assert len(RULES) >= 40
    assert len({rule.key for rule in RULES}) == len(RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert {rule.category for rule in RULES} == set(AchievementCategory)
    assert all(rule.description.endswith(".") and "{" not in rule.description for rule in RULES)


def test_every_fact_earns_something_and_nothing_earns_nothing() -> None:
    asked = {rule.fact for rule in RULES}
    assert set(Facts.model_fields) <= asked
    assert not any(rule.met(Facts()) for rule in RULES)


def test_within_a_family_each_is_harder_than_the_one_before() -> None:
    for easier, harder in pairwise(RULES):
        if easier.family == harder.family:
            assert (harder.tier, harder.fact) == (easier.tier + 1, easier.fact)
            assert harder.threshold > easier.threshold
        else:
            assert harder.tier == 1


def test_known_measures_are_exact() -> None:
    by_key = {rule.key: rule for rule in RULES}
    assert [by_key[f"run_{tier}"].threshold for tier in (3, 4)] == [Decimal("21097.5"), 42195]
    assert by_key["thousand_pounds_1"].threshold == Decimal("0.45359237") * 1000
    assert by_key["squat_4"].threshold == 20 + 40 * 4


def test_the_exercises_that_rules_ask_about_are_in_the_catalogue() -> None:
    assert len(_ids()) == 8


@given(st.lists(facts, min_size=1, max_size=6))
def test_the_last_facts_decide_whatever_came_before(history: list[Facts]) -> None:
    trophies = Trophies()
    for number, each in enumerate(history):
        for _ in range(2):
            trophies = judged(trophies, each, NOW + timedelta(hours=number))
    assert set(trophies.awarded) == {rule.key for rule in RULES if rule.met(history[-1])}
    assert trophies.awarded.keys() == judged(Trophies(), history[-1], NOW).awarded.keys()


@given(facts, facts)
def test_what_stays_keeps_its_time_and_what_comes_is_told_once(first: Facts, second: Facts) -> None:
    before = judged(Trophies(), first, NOW)
    after = judged(before, second, NOW + timedelta(days=1))
    kept = before.awarded.keys() & after.awarded.keys()
    assert all(after.awarded[key] == NOW for key in kept)
    assert {rule.key for rule in came(before, after)} == after.awarded.keys() - before.awarded.keys()
    assert came(after, judged(after, second, NOW + timedelta(days=2))) == []


@given(facts)
def test_the_next_of_each_family_is_the_first_that_is_not_earned(done: Facts) -> None:
    trophies = judged(Trophies(), done, NOW)
    nearest = ahead(trophies)
    assert {one.rule.key for one in nearest}.isdisjoint(trophies.awarded)
    families = {rule.family for rule in RULES if not rule.met(done)}
    assert {one.rule.family for one in nearest} == families
    assert all(one.rule.tier == 1 + sum(r.family == one.rule.family and r.met(done) for r in RULES) for one in nearest)
    assert all(0 <= one.percent < 100 for one in nearest)
    assert [one.percent for one in nearest] == sorted((one.percent for one in nearest), reverse=True)
    assert {rule.key for rule, _ in unlocked(trophies)} == trophies.awarded.keys()
