"""Workout templates over HTTP."""
