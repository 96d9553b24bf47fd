"""Measurements in a process of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any


def told_by(module: str, *arguments: str) -> dict[str, Any]:
    """The JSON that a module prints; raises `CalledProcessError` when it fails, whose errors are on stderr by then."""
    command = [sys.executable, "-m", module, *arguments]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return found
