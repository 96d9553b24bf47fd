"""What Lambda's runtime calls before it takes a snapshot of a function, and in every copy before its first event.

Without snapshots nothing of this runs.
"""

from __future__ import annotations

import gc

from fitsync.kit import clock, deferred, snapshot


def register() -> None:
    """Have the runtime call `prepare` and `resume`; one that does not know snapshots has nothing to register with."""
    try:
        import snapshot_restore_py as runtime
    except ImportError:
        return
    runtime.register_before_snapshot(prepare)
    runtime.register_after_restore(resume)


def prepare() -> None:
    """Make ready what events will need, and keep nothing else."""
    snapshot.make_ahead()
    deferred.build()
    snapshot.forget()
    # What is there now stays: no collection of a copy looks at it again, nor loads its memory for that.
    gc.collect()
    gc.freeze()


def resume() -> None:
    """Become a process of its own. Secrets and ids come from the system's generator, which no copy shares."""
    snapshot.forget()
    clock.reseed()
