"""What is known about the request or message in hand, wherever in the code one is."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fitsync.kit.auth import Principal


@dataclass
class RequestContext:
    """The request's id, its origin, who makes it, and the headers its answer will carry. The answer `expires` when it
    holds links that live for minutes: then it is always sent whole.
    """

    request_id: str
    ip: str = ""
    user_agent: str = ""
    principal: Principal | None = None
    response_headers: dict[str, str] = field(default_factory=dict)
    expires: bool = False


_current: ContextVar[RequestContext | None] = ContextVar("request_context", default=None)


def current() -> RequestContext:
    """The context of the request in hand; an empty one outside of a request."""
    return _current.get() or RequestContext(request_id="none")


@contextlib.contextmanager
def serving(context: RequestContext) -> Iterator[RequestContext]:
    """Make `context` the current one for the duration of the block."""
    before = _current.set(context)
    try:
        yield context
    finally:
        _current.reset(before)
