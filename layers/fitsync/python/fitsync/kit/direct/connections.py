"""Kept-alive HTTP connections to one endpoint."""

from __future__ import annotations

import contextlib
import functools
import select
import ssl
from collections import deque
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

import botocore
from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
    SSLError,
)

from fitsync.kit.direct.answers import Answer
from fitsync.kit.settings import settings


class Connections:
    """Connections to `endpoint`, one per request under way; timeouts in seconds."""

    def __init__(self, endpoint: str, *, connect_timeout: float, read_timeout: float) -> None:
        parts = urlsplit(endpoint)
        self.endpoint = endpoint
        self.host = parts.netloc
        self.path = parts.path
        self._secure = parts.scheme == "https"
        self._connect_timeout, self._read_timeout = connect_timeout, read_timeout
        self._idle: deque[HTTPConnection] = deque()

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a request and wait for its answer, whatever its status.

        Raises botocore's `ConnectTimeoutError`, `EndpointConnectionError`, `SSLError`, `ReadTimeoutError` or
        `ConnectionClosedError`; after the last two nobody knows whether the request was acted on.
        """
        connection = self._idle_one() or self._connected()
        try:
            answer = self._exchange(connection, method, path, headers, body)
        except BaseException:
            connection.close()
            raise
        if connection.sock is not None:  # None once the other side said that it would close
            self._idle.append(connection)
        return answer

    def close(self) -> None:
        """Close what is idle."""
        while self._idle:
            self._idle.pop().close()

    def _idle_one(self) -> HTTPConnection | None:
        """A connection that is still open: a function may have been frozen for minutes since it was used."""
        while self._idle:
            with contextlib.suppress(IndexError):  # another thread may take the last one
                connection = self._idle.pop()
                if connection.sock is not None and not _readable(connection):
                    return connection
                connection.close()
        return None

    def _connected(self) -> HTTPConnection:
        parts = urlsplit(self.endpoint)
        host, port = parts.hostname or "", parts.port
        connection = (
            HTTPSConnection(host, port, timeout=self._connect_timeout, context=_trust())
            if self._secure
            else HTTPConnection(host, port, timeout=self._connect_timeout)
        )
        try:
            connection.connect()
        except TimeoutError as error:
            raise ConnectTimeoutError(endpoint_url=self.endpoint, error=error) from error
        except ssl.SSLCertVerificationError as error:
            raise SSLError(endpoint_url=self.endpoint, error=error) from error
        except OSError as error:
            raise EndpointConnectionError(endpoint_url=self.endpoint, error=error) from error
        connection.sock.settimeout(self._read_timeout)
        return connection

    def _exchange(
        self, connection: HTTPConnection, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> Answer:
        with self._named_failures():
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.putheader("content-length", str(len(body)))
            connection.endheaders(body)
            response = connection.getresponse()
            content = response.read()
        return Answer(response.status, {name.lower(): value for name, value in response.headers.items()}, content)

    @contextlib.contextmanager
    def _named_failures(self) -> Iterator[None]:
        try:
            yield
        except TimeoutError as error:
            raise ReadTimeoutError(endpoint_url=self.endpoint, error=error) from error
        except (OSError, HTTPException) as error:
            raise ConnectionClosedError(endpoint_url=self.endpoint, error=error) from error


def _readable(connection: HTTPConnection) -> bool:
    """Whether there is something to read on an idle connection, which can only be its end."""
    poll = select.poll()
    poll.register(connection.sock, select.POLLIN | select.POLLHUP)
    return bool(poll.poll(0))


@functools.cache
def _trust() -> ssl.SSLContext:
    """The authorities that botocore trusts, or those of `AWS_CA_BUNDLE`."""
    bundled = Path(botocore.__file__).with_name("cacert.pem")
    return ssl.create_default_context(cafile=settings().environment.get("AWS_CA_BUNDLE") or str(bundled))
