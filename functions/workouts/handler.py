"""The Lambda entry point of the workouts area."""

from __future__ import annotations

from fitsync.kit.http.app import build_handler, create_app
from functions.workouts.routes import router

handler = build_handler(create_app(router))
