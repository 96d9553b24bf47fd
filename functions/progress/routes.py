"""Routes of progress. What other areas answer under its path comes from a router of its own, taken in below."""

from __future__ import annotations

from fitsync.kit.http.routing import Router
from functions.progress import goals, overview, photos
from functions.progress.body import entry_routes

router = Router("progress")
entries = entry_routes("progress", "/progress/body", one="body_entry", many="body_entries")
for part in (entries, photos.router, goals.router, overview.router):
    router.api.routes.extend(part.api.routes)
