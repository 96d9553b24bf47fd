"""What modules say for the sake of snapshots (Lambda SnapStart): what they make late, and what they keep.

A function is copied, with its memory, into every process that starts from its snapshot, hours or weeks later
(`kit.hooks`). So what is only slow to make may be in it, and what is secret, counted, timed, connected or drawn by lot
may not: docs/decisions/0029.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable
from typing import TypeVar

F = TypeVar("F", bound=Callable[[], object])

_ahead: list[Callable[[], object]] = []
_kept: list[Callable[[], object]] = []


def ahead(build: F) -> F:
    """Have `build` called before a snapshot is taken. It makes what would otherwise be made when first needed, asks no
    service for anything, and leaves nothing behind that ages or that two processes must not share.
    """
    _ahead.append(build)
    return build


def imports(*modules: str) -> None:
    """Have modules imported before a snapshot is taken that are imported where they are needed, and seldom are."""
    _ahead.extend(functools.partial(importlib.import_module, module) for module in modules)


def forgets(drop: F) -> F:
    """Have `drop` called where nothing may be left of what a module has read, counted or connected to."""
    _kept.append(drop)
    return drop


def make_ahead() -> None:
    """Make everything that is made late."""
    # What one of them imports may add others.
    for build in _ahead:
        build()


def forget() -> None:
    """Drop what this process keeps of the world: for a snapshot, and between tests."""
    for drop in _kept:
        drop()
