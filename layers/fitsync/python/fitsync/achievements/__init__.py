"""Achievements: declared rules over what a user has done."""
