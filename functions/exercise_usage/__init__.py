"""Counts how often exercises are trained."""
