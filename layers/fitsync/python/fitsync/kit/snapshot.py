"""What a function does ahead of its first event when it starts from a snapshot (Lambda SnapStart).

The runtime imports the handler, runs `prepare`, and keeps the memory; every copy goes on from there with `resume`,
hours or weeks later. So what is only slow to make may be in it, and what is secret, counted, timed, connected or drawn
by lot may not: docs/decisions/0029. Without snapshots nothing of this runs.
"""

from __future__ import annotations

import functools
import gc
import importlib
from collections.abc import Callable
from typing import TypeVar

from fitsync.kit import clock

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


# `kit.clock` imports it for the first id.
imports("ulid")


def forgets(drop: F) -> F:
    """Have `drop` called where nothing may be left of what a module has read, counted or connected to."""
    _kept.append(drop)
    return drop


def forget() -> None:
    """Drop what this process keeps of the world: for a snapshot, and between tests."""
    for drop in _kept:
        drop()


def prepare() -> None:
    """Make ready what events will need, and keep nothing else."""
    # What only has the hooks of this module at hand carries no pydantic.
    from fitsync.kit import deferred

    # What one of them imports may add others.
    for build in _ahead:
        build()
    deferred.build()
    forget()
    # What is there now stays: no collection of a copy looks at it again, nor loads its memory for that.
    gc.collect()
    gc.freeze()


def resume() -> None:
    """Become a process of its own. Secrets and ids come from the system's generator, which no copy shares."""
    forget()
    clock.reseed()


def register() -> None:
    """Have the runtime call `prepare` and `resume`; one that does not know snapshots has nothing to register with."""
    try:
        import snapshot_restore_py as runtime
    except ImportError:
        return
    runtime.register_before_snapshot(prepare)
    runtime.register_after_restore(resume)
