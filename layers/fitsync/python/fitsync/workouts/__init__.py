"""Workout sessions, their sets, and the personal records that come of them."""
