"""Keeps training statistics."""
