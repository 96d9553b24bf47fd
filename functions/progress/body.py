"""Routes of body measurements."""

from __future__ import annotations

from fitsync.kit.http.routing import Router

router = Router("progress")
