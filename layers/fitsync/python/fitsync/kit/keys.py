"""Items of which only the key matters."""

from __future__ import annotations

import functools

from fitsync.kit.store import Item


@functools.cache
def keys_of(table: str) -> type[Item]:
    """A model of any item of a declared table that knows nothing but its key."""
    return type(f"KeyIn{table.capitalize()}", (Item,), {"table": table})
