"""The Lambda entry point of the exercises area."""

from __future__ import annotations

from fitsync.kit.http.app import build_handler, create_app
from functions.exercises.routes import router

handler = build_handler(create_app(router))
