"""What can be declared: tables, buckets, secrets, and the kinds of function with what each may touch."""

from dataclasses import dataclass
from typing import Literal

Layer = Literal["core", "http", "crypto", "search", "activities", "media", "fitsync"]
TableAction = Literal[
    "GetItem",
    "BatchGetItem",
    "Query",
    "ConditionCheckItem",
    "PutItem",
    "UpdateItem",
    "DeleteItem",
    "BatchWriteItem",
]

READ: tuple[TableAction, ...] = ("GetItem", "BatchGetItem", "Query")
WRITE: tuple[TableAction, ...] = ("PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem")
READ_WRITE: tuple[TableAction, ...] = READ + WRITE
# A lease of the rate limiter is one UpdateItem; its state is read back from the answer.
LEASE: tuple[TableAction, ...] = ("GetItem", "UpdateItem")
# A consumer's marker is put in the transaction of its effect.
MARK: tuple[TableAction, ...] = ("PutItem", "GetItem")


@dataclass(frozen=True)
class Index:
    """A secondary index. `include` names the projected attributes; None projects everything."""

    name: str
    pk: str
    sk: str | None = None
    local: bool = False
    include: tuple[str, ...] | None = None
    numeric: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table with the keys `pk` and `sk` (strings), TTL on `expires_at` and a stream of both images."""

    name: str
    indexes: tuple[Index, ...] = ()
    stream: bool = True


@dataclass(frozen=True)
class Bucket:
    """A private bucket. Clients upload with presigned posts; what is left under `abandoned` expires after a day."""

    name: str
    abandoned: tuple[str, ...] = ()


@dataclass(frozen=True)
class Secret:
    """A generated secret of `length` characters. A rotated one keeps its previous value valid beside the new."""

    name: str
    purpose: str
    length: int = 64
    rotated_by: str | None = None
    rotation_days: int = 30


@dataclass(frozen=True)
class TableUse:
    table: str
    actions: tuple[TableAction, ...]


@dataclass(frozen=True)
class BucketUse:
    bucket: str
    prefix: str
    actions: tuple[Literal["GetObject", "PutObject", "DeleteObject", "ListBucket"], ...]


@dataclass(frozen=True)
class Function:
    """One folder under `functions/`: one Lambda, one role. Memory in MiB by the rule of bench/memory.py, timeout in
    seconds.

    A function that `watches` may ask whether every secret, bucket and the bus are there, and sees nothing in them. One
    that `pushes` may write to WebSocket connections. `sends_to` are consumers whose queues it fills, `shares` other
    folders of `functions/` whose wire models it carries. Somebody waits for the answer of an `awaited` one: it starts
    from a snapshot where the stage has SnapStart, which costs as long as the version stands and with every start.
    """

    name: str
    layers: tuple[Layer, ...]
    tables: tuple[TableUse, ...] = ()
    buckets: tuple[BucketUse, ...] = ()
    secrets: tuple[str, ...] = ()
    sends_mail: bool = False
    watches: bool = False
    pushes: bool = False
    sends_to: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
    awaited: bool = False
    memory: int = 512
    timeout: int = 10
    environment: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class HttpArea(Function):
    """An area of the REST API; its routes are declared in `functions/<name>/routes.py`."""

    awaited: bool = True
    memory: int = 1024
    timeout: int = 28  # the gateway gives up after 29 s


@dataclass(frozen=True)
class Consumer(Function):
    """A function fed by its own queue: domain events of the bus, objects arriving in a bucket, or, without either,
    messages that other functions send. A batch of more than ten has to wait for `batch_window_seconds` to fill.
    """

    memory: int = 256
    events: tuple[str, ...] = ()
    arrivals: BucketUse | None = None
    batch_size: int = 10
    batch_window_seconds: int = 0
    concurrency: int = 10
    max_receives: int = 5
    stale_after_minutes: int = 15

    @property
    def visibility_timeout(self) -> int:
        """Seconds after which a message that nobody has finished is delivered again.

        AWS advises six times the function's timeout and the batch's window, so that a throttled batch is not.
        """
        return 6 * self.timeout + self.batch_window_seconds


@dataclass(frozen=True)
class Publisher(Function):
    """The function that puts the domain events of the table streams on the bus."""


@dataclass(frozen=True)
class Authorizer(Function):
    """The REST API's token check; its answer is cached for `cache_seconds` per Authorization header."""

    awaited: bool = True
    cache_seconds: int = 60


@dataclass(frozen=True)
class SocketAuthorizer(Function):
    """The WebSocket API's token check, made once per connection."""

    awaited: bool = True


@dataclass(frozen=True)
class Socket(Function):
    """The function behind the WebSocket API."""

    awaited: bool = True


@dataclass(frozen=True)
class Rotation(Function):
    """A Secrets Manager rotation function; `secrets` names the ones it rotates."""

    memory: int = 256


# Finding connections, and forgetting those that are gone, with the rooms they were in.
CONNECTIONS = TableUse("connections", (*READ_WRITE, "BatchWriteItem"))
