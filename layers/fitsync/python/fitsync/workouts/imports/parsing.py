"""From a file, whatever it is, to workouts and the report of its rows."""

from __future__ import annotations

import io
from typing import BinaryIO

from fitsync.workouts.imports.activities.opening import format_of, unpacked
from fitsync.workouts.imports.errors import OtherSource
from fitsync.workouts.imports.parsed import Options, ParsedFile


def parse(file: BinaryIO, options: Options) -> ParsedFile:
    """Every workout of the file and what became of every row. Raises a FileRefused, and then nothing is taken.

    What the file is shows in its content, and only what reads its kind is loaded.
    """
    raw = unpacked(file)
    source = format_of(raw)
    if source is None:
        from fitsync.workouts.imports import tables

        return tables.parse(io.BytesIO(raw), options)
    if options.source and options.source is not source:
        raise OtherSource(options.source, source)
    from fitsync.workouts.imports.activities import reading

    return reading.parse(raw, source, options)
