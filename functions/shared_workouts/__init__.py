"""Puts shared sessions into the lists of those they are shared with."""
