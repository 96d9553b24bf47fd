"""`docs/errors.md`: every stable error code, its status and what it means."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from itertools import groupby
from pathlib import Path

import fitsync
from fitsync.kit import errors
from fitsync.kit.errors import FitSyncError

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "docs" / "errors.md"

_HEAD = """\
# Error codes

Every refusal has the same body; `code` is stable, each one has one status, and `message` may change.

```json
{
  "success": false,
  "error": {"code": "WORKOUT_NOT_FOUND", "type": "not_found", "message": "There is no such workout.", "details": null},
  "requestId": "01JD8Z5Q4M9V6T3X2R7C0B1N8K",
  "timestamp": "2026-01-31T06:30:00.000Z"
}
```

`details.fields` of a validation error lists `{"field", "reason"}`. A 429 carries `Retry-After`. Made by `make openapi`.
"""


def codes() -> dict[str, type[FitSyncError]]:
    """Every error that a client can meet, of every area."""
    for module in pkgutil.walk_packages(fitsync.__path__, "fitsync."):
        if module.name.endswith(".errors"):
            importlib.import_module(module.name)
    return {code: error for code, error in errors.catalogue().items() if error.__module__.startswith("fitsync.")}


def rendered() -> str:
    """The page, one table per area."""
    ordered = sorted(
        codes().values(), key=lambda error: (_area(error) != "kit", _area(error), error.status, error.code)
    )
    sections = [_HEAD]
    for area, found in groupby(ordered, _area):
        title = "Everywhere" if area == "kit" else area.capitalize()
        rows = [f"| `{error.code}` | {error.status} | `{error.type()}` | {_meaning(error)} |" for error in found]
        table = "\n".join(["| code | status | type | meaning |", "| --- | --- | --- | --- |", *rows])
        sections.append(f"## {title}\n\n{table}\n")
    return "\n".join(sections)


def _area(error: type[FitSyncError]) -> str:
    return error.__module__.split(".")[1]


def _meaning(error: type[FitSyncError]) -> str:
    """The message, and what the class itself says beyond it."""
    own = inspect.cleandoc(error.__dict__.get("__doc__") or "").replace("\n", " ")
    return " ".join(filter(None, [error.message, own])).replace("|", "\\|")
