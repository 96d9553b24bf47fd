"""Keeps the statistics of templates."""
