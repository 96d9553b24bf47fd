"""The platform as one WSGI application: a request becomes the gateway's event, the area's real handler answers."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, TypeAlias
from urllib.parse import quote

from fitsync.kit.auth import Principal
from tests.support.api import LambdaContext, handler_for, rest_event

StartResponse: TypeAlias = Callable[[str, list[tuple[str, str]]], object]


class Platform:
    """Every area behind one entrance. `user` is whom the authorizer vouches for; None is an anonymous call."""

    def __init__(self) -> None:
        self.user: Principal | None = None

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        raw = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        # WSGI hands over the decoded path, the gateway an encoded one.
        path = quote(environ["PATH_INFO"].encode("latin-1"))
        event = rest_event(
            environ["REQUEST_METHOD"],
            f"{path}?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else path,
            base64.b64encode(raw).decode() if raw else None,
            user=self.user,
            headers=_headers(environ),
        )
        event["isBase64Encoded"] = bool(raw)
        answer = handler_for(path)(event, LambdaContext())
        status = int(answer["statusCode"])
        listed = [(name, str(value)) for name, value in answer["headers"].items()]
        for name, values in (answer.get("multiValueHeaders") or {}).items():
            listed += [(name, value) for value in values]
        start_response(f"{status} {HTTPStatus(status).phrase}", listed)
        body = answer.get("body") or ""
        return [base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()]


def _headers(environ: dict[str, Any]) -> dict[str, str]:
    sent = {key[5:].replace("_", "-").lower(): str(value) for key, value in environ.items() if key.startswith("HTTP_")}
    if "CONTENT_TYPE" in environ:
        sent["Content-Type"] = environ["CONTENT_TYPE"]
    return {name.title() if name != "Content-Type" else name: value for name, value in sent.items()}
