"""The way from an export of sets, one a row, to workouts and the report of its rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from fitsync.workouts.imports.documents import MAX_ROWS, Column
from fitsync.workouts.imports.errors import FileEmpty, OtherSource, TooManyRows
from fitsync.workouts.imports.grouping import Grouping
from fitsync.workouts.imports.layout import Layout, layout_of
from fitsync.workouts.imports.parsed import Options, ParsedFile
from fitsync.workouts.imports.reading import opened, records
from fitsync.workouts.imports.rows import Rejected, Row, RowReader


@contextmanager
def read(file: BinaryIO, options: Options) -> Iterator[tuple[Layout, Iterator[Row | Rejected]]]:
    """The layout of a seekable file and an iterator over its rows, one in memory at a time.

    Raises a FileRefused for a file that is no known export.
    """
    with opened(file) as lines:
        layout = layout_of(_header(lines))
        if options.source and options.source is not layout.source:
            raise OtherSource(options.source, layout.source)
        rows = records(lines, layout.delimiter, layout.width)
        yield layout, RowReader(layout, options).read(rows)


def parse(file: BinaryIO, options: Options) -> ParsedFile:
    """The workouts of an export of sets.

    Rows of one workout may stand anywhere in the file, so the workouts (not the text) are held until its end:
    about 1 KB a row, at most `MAX_ROWS` of them.
    """
    grouping = Grouping()
    count = 0
    with read(file, options) as (layout, rows):
        for row in rows:
            count += 1
            if count > MAX_ROWS:
                raise TooManyRows
            grouping.add(row)
    if count == 0:
        raise FileEmpty
    workouts, reports = grouping.result()
    return ParsedFile(layout.source, workouts, reports, _assumed(layout), layout.ignored)


def _header(lines: Iterator[str]) -> str:
    """The first line that says something. Excel may put `sep=;` before the header."""
    for line in lines:
        text = line.strip()
        if text and not text.casefold().startswith("sep="):
            return text
    raise FileEmpty


def _assumed(layout: Layout) -> tuple[Column, ...]:
    pairs = ((Column.WEIGHT, Column.WEIGHT_UNIT), (Column.DISTANCE, Column.DISTANCE_UNIT))
    return tuple(
        column
        for column, unit in pairs
        if column in layout.columns and column not in layout.units and unit not in layout.columns
    )
