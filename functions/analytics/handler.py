"""The Lambda entry point of the analytics area."""

from __future__ import annotations

from fitsync.kit.http.app import build_handler, create_app
from functions.analytics.routes import router

handler = build_handler(create_app(router))
