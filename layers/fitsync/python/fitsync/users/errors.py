"""What can go wrong with profiles."""

from __future__ import annotations

from fitsync.kit.errors import Conflict, NotFound


class ProfileNotFound(NotFound):
    code, message = "PROFILE_NOT_FOUND", "There is no such profile."


class UsernameTaken(Conflict):
    code, message = "USERNAME_TAKEN", "Somebody else has this username."
