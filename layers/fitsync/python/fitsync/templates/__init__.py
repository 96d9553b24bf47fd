"""Workout templates: plans over weeks, the built-in programmes, and the rules by which a plan grows with its user."""
