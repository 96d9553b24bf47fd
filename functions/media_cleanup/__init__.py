"""Removes the objects of discarded pictures."""
