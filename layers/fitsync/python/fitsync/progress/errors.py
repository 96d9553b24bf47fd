"""What can go wrong with body measurements and pictures."""

from __future__ import annotations

from fitsync.kit.errors import Conflict, NotFound
from fitsync.progress.limits import MAX_ENTRIES_PER_MONTH, MAX_NAMES, MAX_PHOTOS


class BodyEntryNotFound(NotFound):
    code, message = "BODY_ENTRY_NOT_FOUND", "There is no such body entry."


class BodyEntryDeleted(Conflict):
    """A client sends the id of an entry that was deleted meanwhile."""

    code, message = "BODY_ENTRY_DELETED", "This body entry was deleted; choose another id for a new one."


class BodyEntryEmpty(Conflict):
    """A change would leave an entry without any figure."""

    code, message = "BODY_ENTRY_EMPTY", "A body entry needs at least one figure; delete it instead."


class TooManyBodyEntries(Conflict):
    code, message = "TOO_MANY_BODY_ENTRIES", f"A month holds at most {MAX_ENTRIES_PER_MONTH} body entries."


class TooManyMeasurementNames(Conflict):
    code = "TOO_MANY_MEASUREMENT_NAMES"
    message = f"At most {MAX_NAMES} different measurements can be kept; use the names used before."


class PhotoNotFound(NotFound):
    code, message = "PHOTO_NOT_FOUND", "There is no such photo."


class PhotoDeleted(Conflict):
    """A client sends the id of a photo that was deleted meanwhile."""

    code, message = "PHOTO_DELETED", "This picture was deleted; choose another id for a new one."


class TooManyPhotos(Conflict):
    code, message = "TOO_MANY_PHOTOS", f"An account holds at most {MAX_PHOTOS:,} progress photos; delete some first."
