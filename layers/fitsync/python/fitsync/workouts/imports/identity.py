"""What makes an imported workout the same one when the file comes again.

Neither Hevy nor Strong gives a workout an identifier that lasts: Strong's `Workout #` counts anew when an old workout
is deleted. What lasts is when it started, as the app wrote it. So a workout's id is made of the user, the wall-clock
minute of its start, and its place among the file's workouts of that minute, and of nothing else:

- the same file, or a longer export that overlaps it, gives the same ids and adds nothing;
- a workout that was renamed or edited in the other app since keeps its id, and FitSync's copy stays as it is: from
  the import on it is the person's own, and what they did to it here must not be undone by a file;
- the time zone is not part of it, so an import repeated after moving adds nothing either;
- the app is not part of it, and neither are seconds: who carried their history from Strong over to Hevy (which drops
  the seconds) and imports both exports gets each workout once;
- a workout whose start was moved in the other app is another workout.

A recording says when it started in UTC, whatever its format, so the minute in its identity is one of UTC and marked so.
Formats and devices differ by seconds about the same start (the watch was started, the first position was found), which
may fall on either side of a full minute: two recordings that start less than `NEAR` apart are the same one.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from fitsync.kit import clock

NEAR: Final = timedelta(minutes=1)
_MINUTE: Final = "%Y-%m-%dT%H:%M"
_UTC: Final = "Z"


def of_recording(started_at: datetime, ordinal: int) -> str:
    """The identity of the file's `ordinal`-th recording that started in that minute, counted from 0 on."""
    return f"{started_at.astimezone(UTC).strftime(_MINUTE)}{_UTC}#{ordinal}"


def neighbours(identity: str) -> list[str]:
    """The identities of recordings in the minutes before and after; none for a workout of a table."""
    minute = identity.partition("#")[0]
    if not minute.endswith(_UTC):
        return []
    at = datetime.strptime(minute.removesuffix(_UTC), _MINUTE).replace(tzinfo=UTC)
    return [of_recording(at + step, 0) for step in (-NEAR, NEAR)]


def session_id(user_id: str, identity: str) -> str:
    """The session's id: ULID-shaped, sorting by the start of the workout as its clock showed it."""
    minute = identity.partition("#")[0].removesuffix(_UTC)
    wall = datetime.strptime(minute, _MINUTE).replace(tzinfo=UTC)
    return clock.derived_id("imported-session", user_id, identity, at=wall)
