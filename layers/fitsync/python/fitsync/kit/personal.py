"""What an area keeps about people: one declaration per area, which export, erasure and the data map go through.

An area that stores anything about a person declares it as `PERSONAL` in its `personal.py`. Only the privacy area and
tests read it, so that the area itself does not carry it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeAlias

from pydantic import BaseModel

# Items or objects that one step of an erasure removes at most: about ten seconds of deletions one after the other.
STEP_ITEMS = 500


class Prefix(NamedTuple):
    """Objects of people: a declared bucket and the prefix under which they are; `""` for the whole bucket."""

    bucket: str
    prefix: str


class Held(NamedTuple):
    """One kind of data as a person would ask about it: what it is, what for, how long, and where."""

    what: str
    purpose: str
    kept: str
    where: str


class ExportRows(NamedTuple):
    """A JSON file of the archive, `<name>.json`: a list of `rows`, each a `model`, read as they are written.

    `name` is `<area>/<kind>`; the archive describes it with the model's JSON schema.
    """

    name: str
    model: type[BaseModel]
    rows: Iterable[BaseModel]


class ExportObject(NamedTuple):
    """A stored object that goes into the archive as it is, under `name` (with its ending)."""

    name: str
    bucket: str
    key: str


class ExportText(NamedTuple):
    """A text file of the archive under `name` (with its ending): what it is, and its lines with their ends."""

    name: str
    about: str
    lines: Iterable[str]


ExportFile: TypeAlias = ExportRows | ExportObject | ExportText


class Step(NamedTuple):
    """What one step of an erasure did: how many items or objects it removed or changed, and whether any are left."""

    removed: int
    done: bool


class PersonalData(NamedTuple):
    """What `area` keeps about a person.

    `tables` and `prefixes` are the declared tables, and prefixes of buckets, that hold it. `export` yields the files of
    what a user owns. `erase` removes at most about `STEP_ITEMS` and says whether it is done; it is called until it is,
    possibly over several messages, and again later to find nothing: a step that was interrupted anywhere is repeated
    whole.
    """

    area: str
    tables: tuple[str, ...]
    held: tuple[Held, ...]
    export: Callable[[str], Iterator[ExportFile]]
    erase: Callable[[str], Step]
    prefixes: tuple[Prefix, ...] = ()
