"""What can go wrong with accounts and sign-in."""

from __future__ import annotations

from fitsync.kit.errors import Conflict, FitSyncError, Forbidden, NotFound, RateLimited, Unauthenticated


class EmailTaken(Conflict):
    code, message = "EMAIL_TAKEN", "There is an account with this e-mail address already."


class WeakPassword(FitSyncError):
    code, status = "WEAK_PASSWORD", 422
    message = "This password is too easy to guess or has appeared in a breach; choose another one."


class InvalidCredentials(Unauthenticated):
    """The same for an unknown address and for a wrong password."""

    code, message = "INVALID_CREDENTIALS", "The e-mail address or the password is wrong."


class WrongPassword(Forbidden):
    """The caller is signed in, but could not show that they know the password."""

    code, message = "WRONG_PASSWORD", "The password is wrong."


class AccountLocked(RateLimited):
    """Given for unknown addresses as well, so that it says nothing of who has an account."""

    code, message = "ACCOUNT_LOCKED", "Too many failed sign-ins; wait before trying again."


class EmailNotVerified(Forbidden):
    code, message = "EMAIL_NOT_VERIFIED", "Confirm your e-mail address first."


class AccountDisabled(Forbidden):
    code, message = "ACCOUNT_DISABLED", "This account has been switched off."


class InvalidRefreshToken(Unauthenticated):
    code, message = "INVALID_REFRESH_TOKEN", "The refresh token is not valid any more; sign in again."


class RefreshTokenReused(InvalidRefreshToken):
    """An old token of the family came back: somebody may have stolen it, so the session is over."""

    code = "REFRESH_TOKEN_REUSED"
    message = "The refresh token had been used before, so this session was ended; sign in again."


class InvalidOneTimeToken(FitSyncError):
    code, status, message = "INVALID_TOKEN", 400, "This link has been used before or is too old."


class SessionNotFound(NotFound):
    code, message = "SESSION_NOT_FOUND", "There is no such session."
