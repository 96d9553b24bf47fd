"""What others may know of goals. Nothing here writes."""

from __future__ import annotations

from fitsync.goals import repository
from fitsync.goals.board import Board


def board(user_id: str) -> Board:
    """How many goals a user has at work and has achieved, and how many in a row, in one request."""
    return repository.find_board(user_id)
