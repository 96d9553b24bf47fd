"""Structured JSON logs: one line each, with the request that it belongs to."""

from __future__ import annotations

import functools
import json
import sys
import traceback
from typing import Final, Literal, TextIO, TypeAlias

import orjson

from fitsync.kit import clock, context
from fitsync.kit.settings import settings, trace_id

Level: TypeAlias = Literal["DEBUG", "INFO", "WARNING", "ERROR"]

_LEVELS: Final = {"DEBUG": 10, "INFO": 20, "WARNING": 30, "ERROR": 40, "CRITICAL": 50}


class Log:
    """Writes lines of at least `level`. Fields are plain values; anything else is written as its text."""

    def __init__(self, service: str, level: str, stream: TextIO) -> None:
        self._service, self._least, self._stream = service, _LEVELS.get(level, _LEVELS["INFO"]), stream

    def info(self, message: str, **fields: object) -> None:
        """What happens in the course of things."""
        self._write("INFO", message, fields)

    def warning(self, message: str, *, exc_info: BaseException | None = None, **fields: object) -> None:
        """What somebody may want to look at."""
        self._write("WARNING", message, fields, exc_info)

    def error(self, message: str, *, exc_info: BaseException | None = None, **fields: object) -> None:
        """What somebody has to look at, with the exception that shows it."""
        self._write("ERROR", message, fields, exc_info)

    def exception(self, message: str, **fields: object) -> None:
        """An error with the exception that is being handled."""
        self._write("ERROR", message, fields, sys.exception())

    def _write(self, level: Level, message: str, fields: dict[str, object], error: BaseException | None = None) -> None:
        if _LEVELS[level] < self._least:
            return
        line: dict[str, object] = {
            "level": level,
            "message": message,
            "timestamp": clock.now().isoformat(timespec="milliseconds"),
            "service": self._service,
        }
        if request_id := context.current().request_id:
            line["request_id"] = request_id
        if trace := trace_id():
            line["xray_trace_id"] = trace
        line |= fields
        if error is not None:
            line["exception_name"] = type(error).__name__
            line["exception"] = "".join(traceback.format_exception(error))
        # One write, so that lines of several threads do not mix.
        self._stream.write(_text(line))
        self._stream.flush()


def _text(line: dict[str, object]) -> str:
    try:
        return orjson.dumps(line, default=str, option=orjson.OPT_APPEND_NEWLINE).decode()
    except orjson.JSONEncodeError:
        # Half a surrogate pair, a number of more than 64 bits: nothing keeps a line from the log.
        return json.dumps(line, default=str) + "\n"


@functools.cache
def logger() -> Log:
    """The log of this function."""
    # MiniStack answers five times faster when a function writes to stderr, and Lambda reads either stream.
    stream = sys.stderr if settings().is_local else sys.stdout
    return Log(settings().service, settings().log_level, stream)
