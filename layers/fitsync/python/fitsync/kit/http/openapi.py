"""How errors appear in the OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fitsync.kit.errors import FitSyncError
from fitsync.kit.wire import ErrorEnvelope

_EXAMPLE_TIME = "2026-01-31T06:30:00.000Z"
_EXAMPLE_REQUEST = "01JD8Z5Q4M9V6T3X2R7C0B1N8K"


def responses(errors: Iterable[type[FitSyncError]]) -> dict[int | str, dict[str, Any]]:
    """FastAPI's `responses` for `errors`: one entry per status, one example per code."""
    by_status: dict[int | str, dict[str, Any]] = {}
    for error in sorted(set(errors), key=lambda error: (error.status, error.code)):
        entry = by_status.setdefault(
            error.status,
            {"model": ErrorEnvelope, "description": "", "content": {"application/json": {"examples": {}}}},
        )
        entry["description"] = ", ".join(filter(None, [entry["description"], error.code]))
        entry["content"]["application/json"]["examples"][error.code] = {"value": _example(error)}
    return by_status


def _example(error: type[FitSyncError]) -> dict[str, object]:
    body = {"code": error.code, "type": error.type(), "message": error.message, "details": None}
    return {"success": False, "error": body, "requestId": _EXAMPLE_REQUEST, "timestamp": _EXAMPLE_TIME}
