"""What training adds up to, for whoever asks. Nothing here writes."""

from __future__ import annotations

from datetime import date

from fitsync.analytics import repository
from fitsync.analytics.documents import SessionStats, Standing
from fitsync.analytics.repository import standing_ref
from fitsync.analytics.streaks import Streaks, streaks_of, week_start

__all__ = [
    "SessionStats",
    "Standing",
    "Streaks",
    "sessions_between",
    "standing",
    "standing_ref",
    "streaks",
    "week_start",
]


def sessions_between(user_id: str, start: date, end: date) -> list[SessionStats]:
    """The user's completed sessions of the local days from `start` to `end`, both included, in the order they began.

    One query; five years of 300 sessions each stay within one page of it.
    """
    return repository.sessions_in(repository.months(user_id, start, end), start, end)


def standing(user_id: str) -> Standing:
    """What all of the user's completed sessions add up to, in one request; an empty one for a new user."""
    return repository.find_standing(user_id).standing


def streaks(of: Standing, today: date, workouts_per_week: int) -> Streaks:
    """The streaks of a standing. `today` is the user's own day, `workouts_per_week` the target from the preferences."""
    return streaks_of(of.calendar, today, workouts_per_week)
