"""Runs an import when its file has reached the bucket."""
