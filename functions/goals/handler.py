"""The Lambda entry point of the goals area."""

from __future__ import annotations

from fitsync.kit.http.app import build_handler, create_app
from functions.goals.routes import router

handler = build_handler(create_app(router))
