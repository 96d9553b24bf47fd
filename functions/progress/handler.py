"""The Lambda entry point of the progress area."""

from __future__ import annotations

from fitsync.kit.http.app import build_handler, create_app
from functions.progress.routes import router

handler = build_handler(create_app(router))
