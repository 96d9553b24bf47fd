"""Reads the catalogue's sources: facts, families and MET values."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent

_EQUIPMENT = {
    None: "bodyweight",
    "body only": "bodyweight",
    "kettlebells": "kettlebell",
    "bands": "band",
    "foam roll": "foam_roller",
    "e-z curl bar": "ez_bar",
    "medicine ball": "medicine_ball",
    "exercise ball": "exercise_ball",
}
_LEVELS = {"expert": "advanced"}
_TYPES = {"cardio": "cardio", "stretching": "flexibility"}
_TAGS = {
    "plyometrics": "plyometric",
    "olympic weightlifting": "olympic",
    "powerlifting": "powerlifting",
    "strongman": "strongman",
}


@dataclass(frozen=True)
class Facts:
    """What is known of an exercise apart from how it is taught."""

    name: str
    level: str
    mechanic: str | None
    equipment: str
    primary: tuple[str, ...]
    secondary: tuple[str, ...]
    type: str
    tag: str | None


@dataclass(frozen=True)
class Member:
    """An exercise of a family, before the texts are put together."""

    facts: Facts
    family: str
    shared: Mapping[str, Any]
    own: Mapping[str, Any]

    def value(self, key: str, default: Any = None) -> Any:
        """The exercise's own value of `key`, or its family's."""
        return self.own.get(key, self.shared.get(key, default))


@dataclass(frozen=True)
class Sources:
    members: tuple[Member, ...]
    merged: Mapping[str, tuple[str, ...]]
    """Names of facts that describe the same exercise as another one, by the name of that one."""
    met: Mapping[str, float]


def read() -> Sources:
    """All sources; raises ValueError when a fact has no family or a member no fact."""
    facts = {fact.name: fact for fact in _facts()}
    members: list[Member] = []
    merged: dict[str, list[str]] = {}
    for family, shared in _families():
        for name, own in shared.pop("of").items():
            if "merge" in own:
                merged.setdefault(own["merge"], []).append(name)
                continue
            known = _like(facts, name, own["extra"]) if "extra" in own else facts[name]
            members.append(Member(known, family, shared, own))
    covered = {member.facts.name for member in members} | {name for names in merged.values() for name in names}
    if missing := set(facts) - covered:
        raise ValueError(f"no family for {sorted(missing)}")
    met = {code: entry["met"] for code, entry in tomllib.loads((FOLDER / "met.toml").read_text("utf-8")).items()}
    return Sources(tuple(members), {name: tuple(names) for name, names in merged.items()}, met)


def _families() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((FOLDER / "families").glob("*.toml")):
        yield from tomllib.loads(path.read_text("utf-8")).items()


def _facts() -> Iterator[Facts]:
    for line in (FOLDER / "facts.jsonl").read_text("utf-8").splitlines():
        yield _fact(json.loads(line))


def _like(facts: Mapping[str, Facts], name: str, extra: Mapping[str, Any]) -> Facts:
    """The facts of an exercise that shares all but `extra` with another one."""
    model = facts[extra["like"]]
    equipment = _equipment(name, extra["equipment"]) if "equipment" in extra else model.equipment
    return Facts(
        name,
        extra.get("level", model.level),
        model.mechanic,
        equipment,
        model.primary,
        model.secondary,
        model.type,
        None,
    )


def _fact(raw: Mapping[str, Any]) -> Facts:
    return Facts(
        name=raw["name"],
        level=_LEVELS.get(raw["level"], raw["level"]),
        mechanic=raw["mechanic"],
        equipment=_equipment(raw["name"], raw["equipment"]),
        primary=tuple(muscle.replace(" ", "_") for muscle in raw["primaryMuscles"]),
        secondary=tuple(muscle.replace(" ", "_") for muscle in raw["secondaryMuscles"]),
        type=_TYPES.get(raw["category"], "strength"),
        tag=_TAGS.get(raw["category"]),
    )


def _equipment(name: str, raw: str | None) -> str:
    if "Smith" in name:
        return "smith_machine"
    return _EQUIPMENT.get(raw) or str(raw)
