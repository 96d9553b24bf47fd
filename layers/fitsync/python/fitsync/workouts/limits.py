"""Bounds of a session. A stored session at all of them at once stays far below DynamoDB's 400 KB per item."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

MAX_EXERCISES = 50
MAX_SETS = 500
MAX_NOTE_LENGTH = 500
MAX_SESSION_NOTES_LENGTH = 2000
# All notes of a session's sets and exercises together: at four bytes a character 40 KB.
MAX_TOTAL_NOTES_LENGTH = 10_000

# Chosen by hand, one by one; who wants to reach more shares with friends.
MAX_SHARED_WITH = 50
MAX_SHARE_MESSAGE_LENGTH = 500

MAX_WEIGHT_KG = 2000
MAX_REPS = 1000
MAX_DISTANCE_M = 1_000_000
MAX_SET_SECONDS = 86_400
MAX_REST_SECONDS = 3600

# A session forgotten for longer than this ended with its last set.
MAX_SESSION_LENGTH = timedelta(hours=24)
# How far ahead a device's clock may run before its times are refused.
CLOCK_TOLERANCE = timedelta(minutes=2)
# A plan further ahead than this is a typing error.
MAX_PLAN_AHEAD = timedelta(days=366)
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
