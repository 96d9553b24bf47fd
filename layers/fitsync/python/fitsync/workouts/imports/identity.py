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
"""

from __future__ import annotations

from datetime import UTC, datetime

from fitsync.kit import clock


def session_id(user_id: str, identity: str) -> str:
    """The session's id: ULID-shaped, sorting by the start of the workout as its clock showed it."""
    wall = datetime.strptime(identity.partition("#")[0], "%Y-%m-%dT%H:%M").replace(tzinfo=UTC)
    return clock.derived_id("imported-session", user_id, identity, at=wall)
