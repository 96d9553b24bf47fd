"""The built-in programmes: one TOML file each, in a short notation that `notation.py` reads. Read on first use."""

from __future__ import annotations

import functools
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fitsync.kit import clock, snapshot
from fitsync.templates.template import Template

if TYPE_CHECKING:
    from fitsync.templates.catalogue.notation import Programme

FOLDER: Final = Path(__file__).parent

# The ids' time half; a programme's id depends on nothing but its file's name.
_PUBLISHED = datetime(2026, 1, 1, tzinfo=UTC)


@functools.cache
def _slugs() -> dict[str, str]:
    """The file name of every programme, without its ending, by template id."""
    return {id_of(path.stem): path.stem for path in sorted(FOLDER.glob("*.toml"))}


def id_of(slug: str) -> str:
    """The template id of the programme in the file of that name."""
    return clock.derived_id("programme", slug, at=_PUBLISHED)


def has(template_id: str) -> bool:
    """Whether a built-in programme has this id."""
    return template_id in _slugs()


@functools.cache
def _programme(slug: str) -> Programme:
    # Most templates are not built in, and whoever uses those needs neither the notation nor the exercises it names.
    from fitsync.templates.catalogue.notation import read

    return read((FOLDER / f"{slug}.toml").read_text(encoding="utf-8"))


def get(template_id: str) -> Template | None:
    """The built-in programme with this id."""
    slug = _slugs().get(template_id)
    return _template(slug) if slug else None


@functools.cache
def _template(slug: str) -> Template:
    programme = _programme(slug)
    return Template(
        id=id_of(slug),
        created_by=None,
        content=programme.content,
        created_at=_PUBLISHED,
        updated_at=_PUBLISHED,
        source=programme.source,
    )


@snapshot.ahead
@functools.cache
def all_programmes() -> tuple[Template, ...]:
    """Every built-in programme, in the order in which they are featured."""
    by_order = sorted(_slugs().values(), key=lambda slug: (_programme(slug).featured, slug))
    return tuple(_template(slug) for slug in by_order)
