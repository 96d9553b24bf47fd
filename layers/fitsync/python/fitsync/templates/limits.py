"""Bounds of a template. A stored template at all of them at once stays far below DynamoDB's 400 KB per item."""

from __future__ import annotations

MAX_TOTAL_WEEKS = 52
MAX_WEEKS = 12
MAX_DAY_EXERCISES = 30
MAX_EXERCISES = 250
MAX_SET_GROUPS = 6
MAX_SETS = 20
MAX_DAY_SETS = 100
MAX_ACTIVITIES = 15
MAX_ALTERNATIVES = 5
MAX_RULES = 3
MAX_FOCUS_AREAS = 8
MAX_TAGS = 10
MAX_NOTE_LENGTH = 500
MAX_DESCRIPTION_LENGTH = 2000
# All notes and instructions of a template together: at four bytes a character 60 KB.
MAX_TOTAL_NOTES_LENGTH = 15_000

MAX_REPS = 1000
MAX_SECONDS = 86_400
MAX_REST_SECONDS = 3600
MAX_DISTANCE_M = 1_000_000
MAX_WEIGHT_KG = 2000
