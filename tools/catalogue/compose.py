"""Puts one exercise together from its facts, its family and what sets it apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tools.catalogue.sources import Member, Sources

# What an entry may say; everything else it holds is a word or sentence for the family's texts.
_ENTRY_KEYS = {
    "about", "alternatives", "also", "common", "direction", "equip", "extra", "hide", "kind", "level", "mechanic",
    "met", "mistakes", "muscles", "name", "pattern", "secondary", "steps", "tags", "tips", "type", "uni", "warnings",
}  # fmt: skip
_LIMB = re.compile(r"\b(one|single)[- ](arm|leg|legged|handed)\b", re.IGNORECASE)
# A step that changes sides: said anywhere, or meant by "the other leg" near the end.
_SIDES = re.compile(
    r"other side|chang\w* (sides|legs|arms|hands|feet|to|direction)|alternat|switch|both directions|swap|each side"
    r"|one (arm|wrist|side) after|opposite knee; |into the next lunge|retrace|to the other",
    re.IGNORECASE,
)
_OTHER_LIMB = re.compile(r"other (arm|leg|hand|foot)", re.IGNORECASE)
# A bench that the exercise cannot do without; "a bench or the floor" is none.
_BENCH = re.compile(r"(?<!or )(?<!or a )\bbench\b(?! or)")
_FREE_LOADS = {"band", "barbell", "cable", "dumbbell", "ez_bar", "kettlebell"}
_PLACEHOLDER = re.compile(r"\{(\w+)\}")

_LOADS = {
    "band": ("band", "band"),
    "barbell": ("bar", "bar"),
    "cable": ("attachment", "handle"),
    "chains": ("handles", "handle"),
    "dumbbell": ("dumbbells", "dumbbell"),
    "ez_bar": ("bar", "bar"),
    "kettlebell": ("kettlebells", "kettlebell"),
    "landmine": ("bar", "bar"),
    "machine": ("handles", "handle"),
    "medicine_ball": ("ball", "ball"),
    "plate": ("plate", "plate"),
    "smith_machine": ("bar", "bar"),
    "trap_bar": ("bar", "bar"),
}


def compose(member: Member, sources: Sources) -> dict[str, Any]:
    """One exercise with its texts; raises ValueError when a text has a gap or an entry a word nobody uses."""
    facts = member.facts
    name: str = member.own.get("name", facts.name)
    equipment = tuple(member.value("equip", (facts.equipment,)))
    unilateral = bool(member.value("uni", bool(_LIMB.search(f"{name} {facts.name}"))))
    tags = (*member.value("tags", ()), *((facts.tag,) if facts.tag else ()))
    code: str = member.value("met")
    # The name in the facts is an alias too, unless it means another exercise to most people.
    former = () if member.own.get("hide") else (facts.name,)
    aliases = (*former, *member.own.get("also", ()), *sources.merged.get(facts.name, ()))
    primary = tuple(member.own.get("muscles", facts.primary))
    texts = _texts(member, equipment[0], unilateral)
    if equipment[0] in _FREE_LOADS and any(_BENCH.search(step) for step in texts["instructions"]):
        equipment = tuple(dict.fromkeys((*equipment, "bench")))
    return {
        "slug": slug_of(name),
        "name": name,
        "aliases": _without(name, aliases),
        "kind": member.value("kind", "weight_reps"),
        "difficulty": member.value("level", facts.level),
        "exercise_type": member.value("type", facts.type),
        "pattern": member.value("pattern"),
        "direction": member.value("direction") if member.value("pattern") in ("push", "pull") else None,
        "mechanic": member.value("mechanic", facts.mechanic),
        "equipment": equipment,
        "primary_muscles": primary,
        "secondary_muscles": tuple(
            muscle for muscle in member.own.get("secondary", facts.secondary) if muscle not in primary
        ),
        "unilateral": unilateral,
        "met": sources.met[code],
        "met_code": code,
        "tags": tuple(dict.fromkeys(tags)),
        "common": member.own.get("common", 0),
        "family": member.family,
        "related": tuple(member.value("alternatives", ())),
        "texts": texts,
    }


def slug_of(name: str) -> str:
    """The slug of an exercise's name."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("'", "")).strip("-")


def _without(name: str, aliases: Iterable[str]) -> tuple[str, ...]:
    return tuple(alias for alias in dict.fromkeys(aliases) if alias != name)


def _texts(member: Member, equipment: str, unilateral: bool) -> dict[str, Any]:
    own = {key: value for key, value in member.own.items() if key not in _ENTRY_KEYS}
    words = {**_words(equipment, unilateral), **member.shared.get("vars", {}), **own}
    used: set[str] = set()

    def fill(text: str) -> str:
        for _ in range(3):  # a sentence put in may have gaps of its own
            used.update(_PLACEHOLDER.findall(text))
            text = _PLACEHOLDER.sub(lambda match: str(words[match[1]]), text)
        return text

    try:
        steps = [fill(step) for step in member.value("steps")]
        described = " ".join(fill(text) for text in _descriptions(member))
    except KeyError as gap:
        raise ValueError(f"{member.facts.name}: nothing for {gap}") from gap
    # Words that only the family's own steps use are no mistake in an entry with steps of its own.
    if "steps" not in member.own and (unused := set(own) - used):
        raise ValueError(f"{member.facts.name}: nothing uses {sorted(unused)}")
    both = any(_SIDES.search(step) for step in steps) or any(_OTHER_LIMB.search(step) for step in steps[-2:])
    if unilateral and not both:
        steps.append("Finish the set, then repeat it on the other side.")
    return {
        "description": described,
        "instructions": [step for step in steps if step],
        "warnings": [fill(text) for text in member.value("warnings")],
        "common_mistakes": list(member.value("mistakes")),
        "tips": list(member.value("tips")),
    }


def _descriptions(member: Member) -> list[str]:
    texts = [member.shared["about"], member.own.get("about", "")]
    # An entry with a pattern of its own is too far from its family to be introduced by it.
    if "pattern" in member.own or "type" in member.own:
        texts = [member.own.get("about") or member.shared["about"]]
    return [text for text in dict.fromkeys(texts) if text]


def _words(equipment: str, unilateral: bool) -> Mapping[str, str]:
    several, single = _LOADS.get(equipment, ("weight", "weight"))
    load = single if unilateral else several
    plural = load.endswith("s")
    return {"load": load, "it": "them" if plural else "it", "is": "are" if plural else "is"}
