"""The in-process AWS behind the platform's own HTTP connections, as moto is behind botocore's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders
from moto.core.models import botocore_stubber

from fitsync.kit.direct.answers import Answer
from fitsync.kit.direct.connections import Connections


@contextmanager
def in_process() -> Iterator[None]:
    """Answer what is sent to AWS's own endpoints in this process; another endpoint is asked itself."""
    over_the_network = Connections.send

    def send(connections: Connections, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        if not connections.host.endswith(".amazonaws.com"):
            return over_the_network(connections, method, path, headers, body)
        url = f"https://{connections.host}{path}"
        request = AWSPreparedRequest(method, url, HTTPHeaders.from_dict(headers), body, stream_output=False)
        response = botocore_stubber(f"before-send.{connections.host.partition('.')[0]}", request)
        assert response is not None
        names = {name.lower(): str(value) for name, value in response.headers.items()}
        return Answer(response.status_code, names, response.content)

    Connections.send = send  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        Connections.send = over_the_network  # type: ignore[method-assign]
