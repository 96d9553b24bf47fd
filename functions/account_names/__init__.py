"""Keeps the username of accounts."""
