"""Exercises: the built-in catalogue, search, custom exercises, ratings and popularity."""
