"""What can go wrong with profiles, friends and blocks."""

from __future__ import annotations

from fitsync.kit.errors import Conflict, NotFound, ValidationFailed


class ProfileNotFound(NotFound):
    code, message = "PROFILE_NOT_FOUND", "There is no such profile."


class UsernameTaken(Conflict):
    code, message = "USERNAME_TAKEN", "Somebody else has this username."


class UserNotFound(NotFound):
    """Nobody has this id or name, or nobody that the user may know of."""

    code, message = "USER_NOT_FOUND", "There is no such user."


class FriendNotFound(NotFound):
    code, message = "FRIEND_NOT_FOUND", "You have no such friend, and sent no such request."


class FriendRequestNotFound(NotFound):
    code, message = "FRIEND_REQUEST_NOT_FOUND", "There is no such request to answer."


class UserNotBlocked(NotFound):
    code, message = "USER_NOT_BLOCKED", "You do not block this user."


class UserBlockedByYou(Conflict):
    code, message = "USER_BLOCKED_BY_YOU", "You block this user; lift the block first."


class NotYourself(ValidationFailed):
    code, message = "NOT_YOURSELF", "This is about somebody else than yourself."


class FriendLimitReached(Conflict):
    """`details.whose` is `own` or `other`, `details.limit` how many friends anybody can have."""

    code, message = "FRIEND_LIMIT_REACHED", "One of you has as many friends as anybody can have."


class FriendRequestLimitReached(Conflict):
    """`details.limit` is how many requests can wait for an answer at a time."""

    code = "FRIEND_REQUEST_LIMIT_REACHED"
    message = "Too many of your requests wait for an answer; withdraw one."


class BlockLimitReached(Conflict):
    code, message = "BLOCK_LIMIT_REACHED", "You block as many users as anybody can."
