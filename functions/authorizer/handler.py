"""REQUEST authorizer: verifies the access token, refuses ended sessions, and passes on who is calling.

The gateway keeps an answer for 60 seconds per token, so the policy covers the whole API, not the one route. A refused
token is denied, which the gateway answers with 401; raising would do so too, but as an error of this function, and
clients whose token has run out are no reason to roll a deployment back.
"""

from __future__ import annotations

from typing import Any

from fitsync.auth import authenticating
from fitsync.kit import hooks
from fitsync.kit.errors import Unauthenticated

_SCHEME = "bearer "
_NOBODY = "nobody"


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """The policy for a token."""
    try:
        principal = authenticating.authenticate(_token(event))
    except Unauthenticated:
        return _policy("Deny", _NOBODY, event["methodArn"], {})
    return _policy("Allow", principal.user_id, event["methodArn"], principal.to_context())


def _token(event: dict[str, Any]) -> str:
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    given = headers.get("authorization") or ""
    if not given.lower().startswith(_SCHEME):
        raise Unauthenticated()
    return str(given[len(_SCHEME) :]).strip()


def _policy(effect: str, who: str, method_arn: str, context: dict[str, str]) -> dict[str, Any]:
    # arn:aws:execute-api:<region>:<account>:<api>/<stage>/<method>/<path…>
    api, stage = method_arn.split("/")[:2]
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": f"{api}/{stage}/*"}
    return {
        "principalId": who,
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": context,
    }


hooks.register()
