"""The whole way from an activity file to workouts and the report of its rows."""

from __future__ import annotations

from fitsync.workouts.imports.activities import building, fit, gpx, markup, tcx
from fitsync.workouts.imports.activities.recording import Recorded
from fitsync.workouts.imports.documents import ImportSource
from fitsync.workouts.imports.errors import FileTooLarge
from fitsync.workouts.imports.parsed import Options, ParsedFile


def parse(raw: bytes, source: ImportSource, options: Options) -> ParsedFile:
    """Every activity of an unpacked file. Raises a FileRefused, and then nothing is taken."""
    if len(raw) > source.max_bytes:
        raise FileTooLarge(source.max_bytes)
    workouts, rows = building.built(_recorded(raw, source), options)
    return ParsedFile(source, workouts, rows)


def _recorded(raw: bytes, source: ImportSource) -> list[Recorded]:
    if source is ImportSource.FIT:
        return fit.read(raw)
    text = markup.checked(raw)
    return tcx.read(text) if source is ImportSource.TCX else gpx.read(text)
