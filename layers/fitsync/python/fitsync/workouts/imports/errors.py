"""Why a whole file cannot be imported. The code becomes the reason of the failed import."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from fitsync.kit.errors import NotFound
from fitsync.workouts.imports.activities.limits import MAX_ACTIVITIES, MAX_POINTS
from fitsync.workouts.imports.documents import MAX_BYTES, MAX_ROWS, ImportSource

_AGAIN = "Export it again and import the new file."

_SHOWN_COLUMNS = 30
_SHOWN_CHARACTERS = 40


class FileRefused(Exception):
    """A file that is not taken at all; nothing of it is stored."""

    code: ClassVar[str] = "FILE_REFUSED"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class FileTooLarge(FileRefused):
    code = "FILE_TOO_LARGE"

    def __init__(self, most: int = MAX_BYTES) -> None:
        super().__init__(f"The file is larger than {most // 1024 // 1024} MB, or becomes so when it is unpacked.")


class TooManyRows(FileRefused):
    code = "TOO_MANY_ROWS"

    def __init__(self) -> None:
        super().__init__(f"The file has more than {MAX_ROWS:,} rows. Split it and import the parts.")


class FileEmpty(FileRefused):
    code = "FILE_EMPTY"

    def __init__(self) -> None:
        super().__init__("The file holds no rows.")


class NotText(FileRefused):
    code = "NOT_TEXT"

    def __init__(self) -> None:
        super().__init__("The file is not a CSV text (UTF-8, UTF-16 or Windows-1252).")


class UnknownFormat(FileRefused):
    code = "UNKNOWN_FORMAT"

    def __init__(self, columns: Sequence[str]) -> None:
        super().__init__(
            "The columns are of no known export. Export again from Hevy or Strong with the app's language set "
            f"to English. Columns found: {shown(columns)}."
        )


class MissingColumns(FileRefused):
    code = "MISSING_COLUMNS"

    def __init__(self, source: ImportSource, missing: Sequence[str], columns: Sequence[str]) -> None:
        super().__init__(
            f"The file looks like an export of {source.label} but lacks {shown(missing)}. "
            f"Columns found: {shown(columns)}."
        )


class OtherSource(FileRefused):
    code = "OTHER_SOURCE"

    def __init__(self, named: ImportSource, found: ImportSource) -> None:
        super().__init__(f"The file is {_kind(found)}, not {_kind(named)}.")


def _kind(source: ImportSource) -> str:
    return f"a recorded {source.label} activity" if source.recording else f"an export of {source.label}"


def shown(columns: Sequence[str]) -> str:
    """Column names fit for a message: printable, short and not too many."""
    names = ["".join(c if c.isprintable() else "?" for c in name)[:_SHOWN_CHARACTERS] for name in columns]
    more = f" and {len(names) - _SHOWN_COLUMNS} more" if len(names) > _SHOWN_COLUMNS else ""
    return ", ".join(f"“{name}”" for name in names[:_SHOWN_COLUMNS]) + more


class FileDamaged(FileRefused):
    code = "FILE_DAMAGED"

    def __init__(self, what: str) -> None:
        super().__init__(f"The file is damaged. {what} {_AGAIN}")


class FileCutOff(FileRefused):
    code = "FILE_CUT_OFF"

    def __init__(self, what: str) -> None:
        super().__init__(f"The file ends too early. {what} {_AGAIN}")


class UnsafeXml(FileRefused):
    code = "UNSAFE_XML"

    def __init__(self, what: str) -> None:
        super().__init__(f"The file is not read, for it could do harm. {what}")


class ArchiveOfSeveral(FileRefused):
    code = "ARCHIVE_OF_SEVERAL"

    def __init__(self, count: int) -> None:
        super().__init__(f"The archive holds {count:,} files. Unpack it and import them one by one.")


class NotAnActivity(FileRefused):
    code = "NOT_AN_ACTIVITY"

    def __init__(self, found: str) -> None:
        super().__init__(f"The file is {found}. Export the activity as FIT, TCX or GPX.")


class NothingRecorded(FileRefused):
    code = "NOTHING_RECORDED"

    def __init__(self, what: str) -> None:
        super().__init__(f"The file holds no recorded activity. {what}")


class TooManyPoints(FileRefused):
    code = "TOO_MANY_POINTS"

    def __init__(self) -> None:
        super().__init__(f"The file has more than {MAX_POINTS:,} recorded points. Split it and import the parts.")


class TooManyActivities(FileRefused):
    code = "TOO_MANY_ACTIVITIES"

    def __init__(self) -> None:
        super().__init__(f"The file holds more than {MAX_ACTIVITIES} activities. Split it and import the parts.")


class FileGone(FileRefused):
    code = "FILE_GONE"

    def __init__(self) -> None:
        super().__init__("The uploaded file is no longer there.")


class Interrupted(FileRefused):
    code = "INTERRUPTED"

    def __init__(self) -> None:
        super().__init__("The import was interrupted several times. What it had stored stays; importing again goes on.")


FAILURE_CODES = sorted(refusal.code for refusal in FileRefused.__subclasses__())
"""Every code that a failed import can carry."""


class ImportNotFound(NotFound):
    code, message = "IMPORT_NOT_FOUND", "There is no such import."
