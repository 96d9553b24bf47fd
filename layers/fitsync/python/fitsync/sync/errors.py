"""What can be refused of catching up."""

from __future__ import annotations

from fitsync.kit.errors import InvalidCursor


class SyncCursorExpired(InvalidCursor):
    """Deletions are not remembered for longer; a device that was away so long starts anew."""

    code, message = "SYNC_CURSOR_EXPIRED", "The cursor is too old: read everything again, without a cursor."
