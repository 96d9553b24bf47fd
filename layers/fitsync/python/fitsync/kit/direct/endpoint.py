"""One endpoint of a service, and signed requests to it."""

from __future__ import annotations

from collections.abc import Mapping

from fitsync.kit import clock
from fitsync.kit.direct import signing
from fitsync.kit.direct.answers import Answer
from fitsync.kit.direct.connections import Connections
from fitsync.kit.settings import settings


class Endpoint:
    """Where a service is; `service` is what signatures call it. Timeouts in seconds."""

    def __init__(self, url: str, service: str, *, connect_timeout: float, read_timeout: float) -> None:
        self._service, self._region = service, settings().region
        self._connections = Connections(url, connect_timeout=connect_timeout, read_timeout=read_timeout)

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """The answer to one request, whatever its status; `path` is below the endpoint's, and escaped.

        Raises what `Connections.send` does, and botocore's `NoCredentialsError`.
        """
        connections = self._connections
        full = connections.path + path or "/"
        complete = signing.signed(
            headers,
            signing.credentials(),
            service=self._service,
            region=self._region,
            method=method,
            host=connections.host,
            path=full,
            body=body,
            at=clock.now(),
        )
        return connections.send(method, full, complete, body)

    def close(self) -> None:
        """Close the connections that are idle."""
        self._connections.close()
