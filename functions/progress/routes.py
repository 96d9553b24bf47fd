"""Routes of progress. What other areas answer under its path comes from a router of its own, taken in below."""

from __future__ import annotations

from fitsync.kit.http.routing import Router
from functions.progress import body, goals, overview, photos

router = Router("progress")
for part in (body.router, photos.router, goals.router, overview.router):
    router.api.routes.extend(part.api.routes)
