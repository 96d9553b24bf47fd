"""REQUEST authorizer of `$connect`: the same check as the REST API's, for a token that a browser can send.

A browser cannot set headers on a WebSocket, so the token comes as the second subprotocol (`fitsync, <token>`) or as the
query parameter `token`. Neither is logged anywhere. The gateway hands the answer's context over with every message.
"""

from __future__ import annotations

from typing import Any

from fitsync.auth import authenticating
from fitsync.kit import hooks
from fitsync.kit.errors import Unauthenticated

_NOBODY = "nobody"


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """The policy for a token: a handshake that is denied gets 403, which has no body to put a reason into."""
    try:
        principal, valid_until = authenticating.authenticate_until(_token(event))
    except Unauthenticated:
        return _policy("Deny", _NOBODY, event["methodArn"], {})
    context = principal.to_context() | {"validUntil": str(int(valid_until.timestamp()))}
    return _policy("Allow", principal.user_id, event["methodArn"], context)


def _token(event: dict[str, Any]) -> str:
    parameters = event.get("queryStringParameters") or {}
    if parameters.get("token"):
        return str(parameters["token"])
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    offered = str(headers.get("sec-websocket-protocol") or "").split(",")
    return offered[1].strip() if len(offered) > 1 else ""


def _policy(effect: str, who: str, method_arn: str, context: dict[str, str]) -> dict[str, Any]:
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": method_arn}
    return {
        "principalId": who,
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": context,
    }


hooks.register()
