"""Kept-alive HTTP connections to one endpoint."""

from __future__ import annotations

import functools
import hmac
import select
import socket
import ssl
from collections import deque
from collections.abc import Mapping
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
from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

from fitsync.kit import snapshot
from fitsync.kit.direct.answers import Answer
from fitsync.kit.settings import settings

_PORTS = {"http": 80, "https": 443}
_CHUNK_BYTES = 64 * 1024
# Below this, another answer follows, which is the one that counts (RFC 9110, section 15.2).
_FINAL = 200


class Connections:
    """Connections to `endpoint`, one per request under way; timeouts in seconds."""

    def __init__(self, endpoint: str, *, connect_timeout: float, read_timeout: float) -> None:
        parts = urlsplit(endpoint)
        self.endpoint = endpoint
        self.host = parts.netloc
        self.path = parts.path
        self._address = (parts.hostname or "", parts.port or _PORTS[parts.scheme])
        self._secure = parts.scheme == "https"
        self._connect_timeout, self._read_timeout = connect_timeout, read_timeout
        self._idle: deque[socket.socket] = deque()

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a request and wait for its answer, whatever its status.

        Raises botocore's `ConnectTimeoutError`, `EndpointConnectionError`, `SSLError`, `ReadTimeoutError` or
        `ConnectionClosedError`; after the last two nobody knows whether the request was acted on.
        """
        connection = self._idle_one() or self._connected()
        kept_alive = False
        try:
            connection.sendall(_written(method, path, headers, body))
            answer, kept_alive = _read(connection)
        except TimeoutError as error:
            raise ReadTimeoutError(endpoint_url=self.endpoint, error=error) from error
        except (OSError, HttpParserError, HttpParserUpgrade) as error:
            raise ConnectionClosedError(endpoint_url=self.endpoint, error=error) from error
        finally:
            if kept_alive:
                self._idle.append(connection)
            else:
                connection.close()
        return answer

    def close(self) -> None:
        """Close what is idle."""
        while self._idle:
            self._idle.pop().close()

    def _idle_one(self) -> socket.socket | None:
        """A connection that is still open: a function may have been frozen for minutes since it was used."""
        while self._idle:
            try:
                connection = self._idle.pop()
            except IndexError:  # another thread took the last one
                break
            if not _readable(connection):
                return connection
            connection.close()
        return None

    def _connected(self) -> socket.socket:
        try:
            connection = socket.create_connection(self._address, self._connect_timeout)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._secure:
                connection = _secured(connection, self._address[0])
        except TimeoutError as error:
            raise ConnectTimeoutError(endpoint_url=self.endpoint, error=error) from error
        except ssl.SSLCertVerificationError as error:
            raise SSLError(endpoint_url=self.endpoint, error=error) from error
        except OSError as error:
            raise EndpointConnectionError(endpoint_url=self.endpoint, error=error) from error
        connection.settimeout(self._read_timeout)
        return connection


class _Found:
    """What the parser has found in an answer so far; of several in a row, in the last one."""

    def __init__(self) -> None:
        self.on_message_begin()

    def on_message_begin(self) -> None:
        self.headers: dict[str, str] = {}
        self.parts: list[bytes] = []
        self.complete = False

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_body(self, body: bytes) -> None:
        self.parts.append(body)

    def on_message_complete(self) -> None:
        self.complete = True


def _written(method: str, path: str, headers: Mapping[str, str], body: bytes) -> bytes:
    """The request as it goes over the wire."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}content-length: {len(body)}\r\n\r\n".encode("latin-1") + body


def _read(connection: socket.socket) -> tuple[Answer, bool]:
    """The whole answer, and whether another request may follow; raises `ConnectionError` when it ends before."""
    found = _Found()
    parser = HttpResponseParser(found)
    while not found.complete or parser.get_status_code() < _FINAL:
        received = connection.recv(_CHUNK_BYTES)
        if not received:
            raise ConnectionResetError("closed before the end of the answer")
        parser.feed_data(received)
    kept_alive = parser.get_http_version() == "1.1" and found.headers.get("connection", "").lower() != "close"
    return Answer(parser.get_status_code(), found.headers, b"".join(found.parts)), kept_alive


def _secured(connection: socket.socket, host: str) -> ssl.SSLSocket:
    try:
        return _trust().wrap_socket(connection, server_hostname=host)
    except BaseException:
        connection.close()
        raise


def _readable(connection: socket.socket) -> bool:
    """Whether there is something to read on an idle connection, which can only be its end."""
    poll = select.poll()
    poll.register(connection, select.POLLIN | select.POLLHUP)
    return bool(poll.poll(0))


@functools.cache
def _trust() -> ssl.SSLContext:
    """The authorities that botocore trusts, or those of `AWS_CA_BUNDLE`."""
    bundled = Path(botocore.__file__).with_name("cacert.pem")
    return ssl.create_default_context(cafile=settings().environment.get("AWS_CA_BUNDLE") or str(bundled))


@snapshot.ahead
def prepare() -> None:
    """Read the authorities, and let the libraries find what they look up once."""
    _trust()
    "localhost".encode("idna")
    hmac.digest(b"", b"", "sha256")
