"""Structured JSON logs."""

from __future__ import annotations

import functools
import sys

from aws_lambda_powertools import Logger

from fitsync.kit.settings import settings


@functools.cache
def logger() -> Logger:
    """The logger of this function; every line carries the request id that is bound to it."""
    # MiniStack answers five times faster when a function writes to stderr, and Lambda reads either stream.
    stream = sys.stderr if settings().is_local else sys.stdout
    return Logger(service=settings().service, stream=stream, utc=True, serialize_stacktrace=False)
