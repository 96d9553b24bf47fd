"""Exercises over HTTP."""
