"""Rotation of generated secrets."""
