"""The platform's health."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from fitsync import __version__
from fitsync.kit import clock, snapshot
from fitsync.kit.settings import settings
from fitsync.ops import checks
from fitsync.ops.checks import Finding, State

# However often it is asked, a process passes the question on once in this time.
KEEP = timedelta(seconds=5)


class Health(NamedTuple):
    """The state of every dependency; `up` only while all of them are."""

    status: State
    checks: Mapping[str, Finding]
    version: str
    stage: str
    at: datetime


_last: Health | None = None


def health() -> Health:
    """How the platform is, not older than `KEEP`.

    Mail is not asked: it leaves through a queue that waits for SES, so no request fails when SES does.
    """
    global _last  # noqa: PLW0603 - one per process
    if _last is None or not clock.now() - KEEP < _last.at <= clock.now():
        checks.prepare()
        found = checks.run(checks.checks(settings()))
        status: State = "up" if all(one.status == "up" for one in found.values()) else "down"
        _last = Health(status, found, __version__, settings().stage, clock.now())
    return _last


@snapshot.forgets
def reset() -> None:
    """Forget the last answer."""
    global _last  # noqa: PLW0603 - one per process
    _last = None
    checks.reset()
