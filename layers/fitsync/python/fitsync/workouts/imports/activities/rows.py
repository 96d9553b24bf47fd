"""The report of a recording, row by row, while it is being built."""

from __future__ import annotations

from collections.abc import Mapping

from fitsync.workouts.imports.documents import RowOutcome
from fitsync.workouts.imports.parsed import Note, RowRefused, RowReport


class Rows:
    """Rows in file order, counted from 1 on. Workouts go by the index that they were given while reading."""

    def __init__(self) -> None:
        self._reports: list[RowReport] = []

    def take(self, workout: int, notes: tuple[Note, ...] = ()) -> int:
        """One more row, part of `workout`; its number."""
        number = len(self._reports) + 1
        self._reports.append(RowReport(number, RowOutcome.TAKEN, notes=notes, workout=workout))
        return number

    def refuse(self, refusal: RowRefused) -> None:
        """One more row that is not taken."""
        number = len(self._reports) + 1
        self._reports.append(RowReport(number, refusal.outcome, refusal.reason, refusal.field))

    def reports(self, places: Mapping[int, int]) -> tuple[RowReport, ...]:
        """All rows, with the final places of the workouts."""
        return tuple(row if row.workout is None else row._replace(workout=places[row.workout]) for row in self._reports)
