"""What one can do with goals; the rest of the product uses only this."""

from __future__ import annotations

from fitsync.goals.board import Board
from fitsync.goals.changing import add_milestone, delete, update
from fitsync.goals.goal import Direction, Goal, GoalMetric, GoalStatus, GoalType, Milestone, Trend
from fitsync.goals.listing import GoalFilter, GoalPage, listing
from fitsync.goals.making import create
from fitsync.goals.pace import METHOD, Outlook, outlook, percent
from fitsync.goals.reading import board
from fitsync.goals.repository import TOMBSTONE_KEPT
from fitsync.goals.terms import Changes, NewGoal
from fitsync.goals.tracking import follow

__all__ = [
    "METHOD",
    "TOMBSTONE_KEPT",
    "Board",
    "Changes",
    "Direction",
    "Goal",
    "GoalFilter",
    "GoalMetric",
    "GoalPage",
    "GoalStatus",
    "GoalType",
    "Milestone",
    "NewGoal",
    "Outlook",
    "Trend",
    "add_milestone",
    "board",
    "create",
    "delete",
    "follow",
    "listing",
    "outlook",
    "percent",
    "update",
]
