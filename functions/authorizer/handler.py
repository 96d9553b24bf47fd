"""REQUEST authorizer: verifies the access token, refuses ended sessions, and passes on who is calling.

The gateway keeps an answer for 60 seconds per token, so the policy covers the whole API, not the one route.
"""

from __future__ import annotations

from typing import Any

from fitsync.auth import service
from fitsync.kit.auth import Principal
from fitsync.kit.errors import Unauthenticated

_SCHEME = "bearer "


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """The policy for a genuine token; any other ends in 401."""
    try:
        principal = service.authenticate(_token(event))
    except Unauthenticated:
        # API Gateway answers 401 for this very text and 500 for any other.
        raise Exception("Unauthorized") from None
    return _policy(principal, event["methodArn"])


def _token(event: dict[str, Any]) -> str:
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    given = headers.get("authorization") or ""
    if not given.lower().startswith(_SCHEME):
        raise Unauthenticated()
    return str(given[len(_SCHEME) :]).strip()


def _policy(principal: Principal, method_arn: str) -> dict[str, Any]:
    # arn:aws:execute-api:<region>:<account>:<api>/<stage>/<method>/<path…>
    api, stage = method_arn.split("/")[:2]
    return {
        "principalId": principal.user_id,
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": f"{api}/{stage}/*"},
            ],
        },
        "context": principal.to_context(),
    }
