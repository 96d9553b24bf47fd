"""Everything that can go wrong, each with one stable code and one HTTP status.

An area adds an error by subclassing the closest one here and giving it a `code` and a `message`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Self, TypeAlias

JsonValue: TypeAlias = "bool | int | float | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"

_TYPES = {
    400: "validation_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found",
    405: "not_found",
    409: "conflict",
    412: "conflict",
    413: "validation_error",
    415: "validation_error",
    422: "validation_error",
    429: "rate_limit",
    500: "internal_error",
    503: "unavailable",
}

_by_code: dict[str, type[FitSyncError]] = {}


class FitSyncError(Exception):
    """Base of every refusal. `details` is shown to the client, so it never holds internals."""

    code: ClassVar[str]
    status: ClassVar[int]
    message: ClassVar[str]

    def __init__(
        self,
        message: str | None = None,
        *,
        details: Mapping[str, JsonValue] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.text = message or self.message
        self.details = dict(details) if details else None
        self.headers = dict(headers) if headers else {}
        super().__init__(self.text)

    def __init_subclass__(cls) -> None:
        code = cls.__dict__.get("code")
        if code is None:
            return
        known = _by_code.setdefault(code, cls)
        if known.__qualname__ != cls.__qualname__:
            raise TypeError(f"error code {code} belongs to {known.__qualname__}")

    @classmethod
    def type(cls) -> str:
        """The family of the error, decided by its status."""
        return _TYPES[cls.status]


def catalogue() -> dict[str, type[FitSyncError]]:
    """Every error class that has been imported, by code."""
    return dict(sorted(_by_code.items()))


class MalformedJson(FitSyncError):
    code, status, message = "MALFORMED_JSON", 400, "The body is not valid JSON."


class InvalidCursor(FitSyncError):
    code, status = "INVALID_CURSOR", 400
    message = "The cursor is not one that this listing gave out."


class ValidationFailed(FitSyncError):
    """A well-formed request whose fields break a rule; `details.fields` names them."""

    code, status, message = "VALIDATION_FAILED", 422, "Some fields are not valid."

    @classmethod
    def at(cls, field: str, reason: str) -> Self:
        """The refusal of one field: its wire path (`body.sets.0.rpe`) and why."""
        return cls(details={"fields": [{"field": field, "reason": reason}]})


class Unauthenticated(FitSyncError):
    code, status, message = "UNAUTHENTICATED", 401, "Sign in first: the access token is missing or not valid."


class Forbidden(FitSyncError):
    code, status, message = "FORBIDDEN", 403, "Your role does not allow this."


class PremiumRequired(Forbidden):
    code, message = "PREMIUM_REQUIRED", "This is part of the premium plan."


class NotFound(FitSyncError):
    code, status, message = "NOT_FOUND", 404, "There is nothing here."


class RouteNotFound(NotFound):
    code, message = "ROUTE_NOT_FOUND", "The API has no such path."


class MethodNotAllowed(FitSyncError):
    code, status, message = "METHOD_NOT_ALLOWED", 405, "The path does not take this method."


class Conflict(FitSyncError):
    code, status, message = "CONFLICT", 409, "The request does not fit the current state."


class IdTaken(Conflict):
    """A client-chosen id that cannot be used; says nothing of what holds it."""

    code, message = "ID_TAKEN", "This id cannot be used; choose another one."


class ConcurrentChange(Conflict):
    code, message = "CONCURRENT_CHANGE", "Somebody else changed this at the same moment; try again."


class PreconditionFailed(FitSyncError):
    code, status = "PRECONDITION_FAILED", 412
    message = "The resource has changed since the version named by If-Match."


class PayloadTooLarge(FitSyncError):
    code, status, message = "PAYLOAD_TOO_LARGE", 413, "The body is larger than this API takes."


class UnsupportedMediaType(FitSyncError):
    code, status, message = "UNSUPPORTED_MEDIA_TYPE", 415, "Send the body as application/json."


class RateLimited(FitSyncError):
    code, status, message = "RATE_LIMITED", 429, "Too many requests; wait and try again."

    @classmethod
    def until(cls, seconds: int) -> Self:
        """The refusal that is over in `seconds`."""
        return cls(details={"retryAfterSeconds": seconds}, headers={"Retry-After": str(seconds)})


class InternalError(FitSyncError):
    code, status, message = "INTERNAL_ERROR", 500, "Something went wrong on our side."


class Misconfigured(InternalError):
    """A setting the function needs is missing; the name goes to the log, never to the client."""

    code, message = "MISCONFIGURED", "Something went wrong on our side."

    def __init__(self, key: str) -> None:
        super().__init__()
        self.add_note(f"environment variable {key} is not set")


class Unavailable(FitSyncError):
    code, status, message = "UNAVAILABLE", 503, "A part of the service is down; try again shortly."
