"""How answers appear in the OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fitsync.kit.errors import FitSyncError

ERROR_SCHEMA = "ErrorEnvelope"
SVG = "image/svg+xml"

EXAMPLE_TIME = "2026-01-31T06:30:00.000Z"
EXAMPLE_ID = "01JD8Z5Q4M9V6T3X2R7C0B1N8K"


def responses(errors: Iterable[type[FitSyncError]]) -> dict[int | str, dict[str, Any]]:
    """FastAPI's `responses` for `errors`: one entry per status, one example per code.

    The schema is a reference, which `tools.openapi` resolves: a model here would be built anew for every status of
    every route whenever a function starts.
    """
    by_status: dict[int | str, dict[str, Any]] = {}
    for error in sorted(set(errors), key=lambda error: (error.status, error.code)):
        content: dict[str, Any] = {"schema": {"$ref": f"#/components/schemas/{ERROR_SCHEMA}"}, "examples": {}}
        entry = by_status.setdefault(error.status, {"description": "", "content": {"application/json": content}})
        entry["description"] = ", ".join(filter(None, [entry["description"], error.code]))
        entry["content"]["application/json"]["examples"][error.code] = {"value": _example(error)}
    return by_status


def _example(error: type[FitSyncError]) -> dict[str, object]:
    body = {"code": error.code, "type": error.type(), "message": error.message, "details": None}
    return {"success": False, "error": body, "requestId": EXAMPLE_ID, "timestamp": EXAMPLE_TIME}
