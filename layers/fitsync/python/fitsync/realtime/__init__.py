"""Devices that are connected now: what they are told, the rooms they share, and the end of a rest."""
