"""Looks at pictures that were uploaded."""
