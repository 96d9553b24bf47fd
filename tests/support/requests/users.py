"""Requests of the area users."""

from __future__ import annotations

from tests.support.requests.base import Prepare, plain

_PROFILE = {
    "username": "countess",
    "firstName": "Ada",
    "lastName": "Lovelace",
    "dateOfBirth": "1990-12-10",
    "gender": "female",
    "fitnessLevel": "intermediate",
    "bio": "Lifts.",
    "location": "London",
    "timezone": "Europe/London",
    "metrics": {"currentWeight": 61.5, "targetWeight": 60, "height": 165, "bodyFatPercentage": 22.5},
}
_PREFERENCES = {
    "units": "imperial",
    "defaultRestTime": 120,
    "workoutsPerWeek": 4,
    "notifications": {"workoutReminders": False},
    "privacy": {"profileVisibility": "friends"},
    "equipment": {"barWeight": 15, "plates": [{"weight": 10, "pairs": 2}, {"weight": 2.5}], "dumbbellStep": 2},
}

PREPARE: dict[str, Prepare] = {
    "getProfile": plain("/v1/users/profile"),
    "updateProfile": plain("/v1/users/profile", _PROFILE),
    "getPreferences": plain("/v1/users/preferences"),
    "updatePreferences": plain("/v1/users/preferences", _PREFERENCES),
}
