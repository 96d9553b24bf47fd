"""Catching up after a time without a connection."""
