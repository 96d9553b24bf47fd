"""Writes the committed catalogue: `python -m tools.catalogue.build`."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from fitsync.exercises import catalogue
from fitsync.exercises.summary import ExerciseSummary
from tools.catalogue.compose import compose
from tools.catalogue.sources import FOLDER, read

# The month of the catalogue's first edition; a change in the sources changes the suffix of the version.
_EDITION = "2026.11"
# Every id carries this instant in its ULID timestamp: 2026-01-01T00:00:00Z in milliseconds.
_EPOCH_MS = 1_767_225_600_000
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VARIATIONS = 8
_ALTERNATIVES = 6

_FIELDS = ExerciseSummary._fields


def files() -> dict[str, bytes]:
    """The catalogue's files by name, built from the sources; the same sources give the same bytes."""
    exercises = built()
    digest = hashlib.sha256(orjson.dumps(exercises)).hexdigest()[:12]
    texts = bytearray()
    rows = []
    for exercise in exercises:
        line = orjson.dumps(exercise["texts"])
        rows.append([*(exercise[field] for field in _FIELDS), len(texts), len(line)])
        texts += line + b"\n"
    head = orjson.dumps({"version": f"{_EDITION}-{digest}", "fields": _FIELDS})[:-1]
    lines = b",\n".join(orjson.dumps(row) for row in rows)
    return {"index.json": head + b',"rows":[\n' + lines + b"\n]}\n", "texts.jsonl": bytes(texts)}


def built() -> list[dict[str, Any]]:
    """Every exercise with its texts and its relations, by name."""
    sources = read()
    exercises = sorted((compose(member, sources) for member in sources.members), key=lambda made: made["name"].lower())
    for field in ("slug", "name"):
        if repeated := [value for value, times in Counter(made[field] for made in exercises).items() if times > 1]:
            raise ValueError(f"{field} used twice: {repeated}")
    known = known_ids()
    for exercise in exercises:
        exercise["id"] = known.get(exercise["slug"]) or id_of(exercise["slug"])
    _relate(exercises)
    return exercises


def known_ids() -> dict[str, str]:
    """The ids given so far, by slug. One is never changed; a renamed exercise keeps it under its new slug."""
    path = FOLDER / "ids.json"
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}


def id_of(slug: str) -> str:
    """The ULID of a new exercise: a fixed instant and 80 bits of the slug's SHA-256."""
    number = _EPOCH_MS << 80 | int.from_bytes(hashlib.sha256(f"fitsync.exercise:{slug}".encode()).digest()[:10], "big")
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))


def _relate(exercises: Sequence[dict[str, Any]]) -> None:
    """Give each exercise its variations (its family) and alternatives (related families, same muscles)."""
    families: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for exercise in exercises:
        families[exercise["family"]].append(exercise)
    for exercise in exercises:
        others = [other for other in families[exercise["family"]] if other is not exercise]
        exercise["texts"]["variations"] = _ids(sorted(others, key=lambda other: _distance(exercise, other)))[
            :_VARIATIONS
        ]
        chosen: list[dict[str, Any]] = []
        for family in exercise["related"]:
            ranked = sorted(families[family], key=lambda other: _distance(exercise, other))
            chosen += [other for other in ranked if _muscles(exercise) & _muscles(other)][:2]
        chosen = chosen or [other for other in exercises if _same_purpose(exercise, other)]
        chosen.sort(key=lambda other: _distance(exercise, other))
        exercise["texts"]["alternatives"] = _ids(chosen[:_ALTERNATIVES])


def _distance(exercise: dict[str, Any], other: dict[str, Any]) -> tuple[Any, ...]:
    """Smaller is closer: the same main muscle first, then well-known ones, then the same level of difficulty."""
    return (
        exercise["primary_muscles"][0] not in other["primary_muscles"],
        -other["common"],
        exercise["difficulty"] != other["difficulty"],
        exercise["unilateral"] != other["unilateral"],
        other["name"],
    )


def _same_purpose(exercise: dict[str, Any], other: dict[str, Any]) -> bool:
    return (
        exercise["family"] != other["family"]
        and exercise["exercise_type"] == other["exercise_type"]
        and exercise["primary_muscles"][0] in other["primary_muscles"]
    )


def _muscles(exercise: dict[str, Any]) -> set[str]:
    return {*exercise["primary_muscles"], *exercise["secondary_muscles"]}


def _ids(exercises: Iterable[dict[str, Any]]) -> list[str]:
    return [exercise["id"] for exercise in exercises]


def main() -> None:
    """Write the catalogue and remember the ids of new exercises."""
    ids = known_ids() | {exercise["slug"]: exercise["id"] for exercise in built()}
    (FOLDER / "ids.json").write_text(json.dumps(dict(sorted(ids.items())), indent=0) + "\n", "utf-8")
    for name, content in files().items():
        (catalogue.FOLDER / name).write_bytes(content)
        print(f"{name}: {len(content):,} bytes")


if __name__ == "__main__":
    main()
