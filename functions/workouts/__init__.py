"""Workout sessions and history import over HTTP."""
