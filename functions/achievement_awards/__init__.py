"""Achievements follow the data."""
