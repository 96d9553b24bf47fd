"""The one declaration of every table, bucket, secret and function of the platform.

Plain data without CDK: the stacks, the tools and the tests loop over it. A function may touch what is written
here and nothing else: its role, its environment and its layers are derived from its declaration.
"""

from collections.abc import Iterator

from infra.platform.consumers import CONSUMERS
from infra.platform.gate import AUTHORIZER, KEY_ROTATION, PUBLISHER, SOCKET, SOCKET_AUTHORIZER
from infra.platform.http import HTTP_AREAS
from infra.platform.kinds import (
    Authorizer,
    Bucket,
    BucketUse,
    Consumer,
    Function,
    HttpArea,
    Index,
    Layer,
    Publisher,
    Rotation,
    Secret,
    Socket,
    SocketAuthorizer,
    Table,
)
from infra.platform.storage import BUCKETS, SECRETS, TABLES

__all__ = [
    "AUTHORIZER",
    "BUCKETS",
    "CONSUMERS",
    "HTTP_AREAS",
    "KEY_ROTATION",
    "PROJECT",
    "PUBLISHER",
    "SECRETS",
    "SOCKET",
    "SOCKET_AUTHORIZER",
    "TABLES",
    "Authorizer",
    "Bucket",
    "BucketUse",
    "Consumer",
    "Function",
    "HttpArea",
    "Index",
    "Layer",
    "Publisher",
    "Rotation",
    "Secret",
    "Socket",
    "SocketAuthorizer",
    "Table",
    "function",
    "functions",
    "table",
]

PROJECT = "fitsync"


def functions() -> Iterator[Function]:
    """Every function, in the order it is documented."""
    yield from HTTP_AREAS
    yield AUTHORIZER
    yield SOCKET_AUTHORIZER
    yield SOCKET
    yield PUBLISHER
    yield from CONSUMERS
    yield KEY_ROTATION


def function(name: str) -> Function:
    """The declaration of one function; raises KeyError for an unknown name."""
    return {f.name: f for f in functions()}[name]


def table(name: str) -> Table:
    """The declaration of one table; raises KeyError for an unknown name."""
    return {t.name: t for t in TABLES}[name]
