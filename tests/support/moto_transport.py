"""The in-process AWS behind the store's own HTTP connections, as moto is behind botocore's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders
from moto.core.models import botocore_stubber

from fitsync.kit.dynamodb.connections import Answer, Connections


@contextmanager
def in_process_dynamodb() -> Iterator[None]:
    """Answer what is sent to AWS's own endpoint in this process; another endpoint is asked itself."""
    over_the_network = Connections.post

    def post(connections: Connections, headers: Mapping[str, str], body: bytes) -> Answer:
        if not connections.host.endswith(".amazonaws.com"):
            return over_the_network(connections, headers, body)
        request = AWSPreparedRequest(
            "POST", connections.endpoint + connections.path, HTTPHeaders.from_dict(headers), body, stream_output=False
        )
        response = botocore_stubber("before-send.dynamodb", request)
        assert response is not None
        names = {name.lower(): str(value) for name, value in response.headers.items()}
        return Answer(response.status_code, names, response.content)

    Connections.post = post  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        Connections.post = over_the_network  # type: ignore[method-assign]
