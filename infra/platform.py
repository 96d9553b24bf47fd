"""The one declaration of every table, bucket, secret and function of the platform.

Plain data without CDK: the stacks, the tools and the tests loop over it. A function may touch what is written
here and nothing else: its role, its environment and its layers are derived from its declaration.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

PROJECT = "fitsync"

Layer = Literal["core", "http", "crypto", "search", "fitsync"]
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
    actions: tuple[Literal["GetObject", "PutObject", "DeleteObject"], ...]


@dataclass(frozen=True)
class Function:
    """One folder under `functions/`: one Lambda, one role. Memory in MiB, timeout in seconds.

    A function that `watches` may ask whether every secret, bucket and the bus are there, and sees nothing in them. One
    that `pushes` may write to WebSocket connections. `sends_to` are consumers whose queues it fills, `shares` other
    folders of `functions/` whose wire models it carries.
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
    memory: int = 512
    timeout: int = 10
    environment: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class HttpArea(Function):
    """An area of the REST API; its routes are declared in `functions/<name>/routes.py`."""

    memory: int = 1024
    timeout: int = 28  # the gateway gives up after 29 s


@dataclass(frozen=True)
class Consumer(Function):
    """A function fed by its own queue: domain events of the bus, objects arriving in a bucket, or, without either,
    messages that other functions send.
    """

    events: tuple[str, ...] = ()
    arrivals: BucketUse | None = None
    batch_size: int = 10
    concurrency: int = 10
    max_receives: int = 5
    stale_after_minutes: int = 15


@dataclass(frozen=True)
class Publisher(Function):
    """The function that puts the domain events of the table streams on the bus."""


@dataclass(frozen=True)
class Authorizer(Function):
    """The REST API's token check; its answer is cached for `cache_seconds` per Authorization header."""

    cache_seconds: int = 60


@dataclass(frozen=True)
class SocketAuthorizer(Function):
    """The WebSocket API's token check, made once per connection."""


@dataclass(frozen=True)
class Socket(Function):
    """The function behind the WebSocket API."""


@dataclass(frozen=True)
class Rotation(Function):
    """A Secrets Manager rotation function; `secrets` names the ones it rotates."""


TABLES: tuple[Table, ...] = (
    Table("auth"),
    Table("users"),
    Table(
        "exercises",
        indexes=(
            Index("creator", pk="creator", include=("summary",)),
            Index("approved", pk="approved", include=("summary",)),
        ),
    ),
    Table(
        "workouts",
        indexes=(
            Index("history", pk="pk", sk="history_key", local=True, include=("summary",)),
            Index("changes", pk="pk", sk="changed_key", local=True, include=()),
            Index("by_template", pk="pk", sk="template_key", local=True, include=("outcome",)),
        ),
    ),
    Table(
        "templates",
        indexes=(
            Index("newest", pk="listing", sk="age_rank", numeric=("age_rank",)),
            Index("use", pk="listing", sk="use_rank", numeric=("use_rank",)),
            Index("rating", pk="listing", sk="rating_rank", numeric=("rating_rank",)),
            Index("featured", pk="featured", sk="featured_rank", numeric=("featured_rank",)),
        ),
    ),
    Table("connections", stream=False),
    Table("platform", stream=False),
)

# Finding connections, and forgetting those that are gone, with the rooms they were in.
CONNECTIONS = TableUse("connections", (*READ_WRITE, "BatchWriteItem"))

BUCKETS: tuple[Bucket, ...] = (Bucket("uploads", abandoned=("imports/",)),)

SECRETS: tuple[Secret, ...] = (
    Secret("tokens", "the seed of the key that signs access tokens", rotated_by="key_rotation"),
    Secret("cursors", "the key that authenticates paging cursors"),
)

HTTP_AREAS: tuple[HttpArea, ...] = (
    HttpArea(
        "auth",
        layers=("core", "http", "crypto", "fitsync"),
        tables=(
            TableUse("auth", READ_WRITE),
            TableUse("users", READ_WRITE),
            TableUse("platform", LEASE),
        ),
        secrets=("tokens", "cursors"),
        memory=1769,  # one full vCPU: a bcrypt hash of cost 12 is CPU alone
    ),
    HttpArea(
        "users",
        layers=("core", "http", "fitsync"),
        tables=(TableUse("users", READ_WRITE), CONNECTIONS, TableUse("platform", LEASE)),
        secrets=("cursors",),
        pushes=True,
    ),
    HttpArea(
        "exercises",
        layers=("core", "http", "search", "fitsync"),
        tables=(TableUse("exercises", READ_WRITE), TableUse("platform", LEASE)),
        secrets=("cursors",),
    ),
    HttpArea(
        "workouts",
        layers=("core", "http", "search", "fitsync"),
        tables=(
            TableUse("workouts", READ_WRITE),
            TableUse("templates", ("BatchGetItem",)),
            TableUse("exercises", READ),
            TableUse("users", READ),
            CONNECTIONS,
            TableUse("platform", LEASE),
        ),
        buckets=(BucketUse("uploads", "imports/", ("PutObject",)),),
        secrets=("cursors",),
        pushes=True,
        sends_to=("rest_timer",),
    ),
    HttpArea(
        "sync",
        layers=("core", "http", "search", "fitsync"),
        tables=(
            TableUse("workouts", READ_WRITE),
            TableUse("exercises", READ),
            TableUse("users", READ),
            CONNECTIONS,
            TableUse("templates", ("BatchGetItem",)),
            TableUse("platform", (*LEASE, "PutItem")),
        ),
        secrets=("cursors",),
        pushes=True,
        sends_to=("rest_timer",),
        shares=("users", "workouts"),
    ),
    HttpArea(
        "templates",
        layers=("core", "http", "search", "fitsync"),
        tables=(
            TableUse("templates", READ_WRITE),
            TableUse("workouts", READ),
            TableUse("exercises", READ),
            TableUse("users", READ),
            TableUse("platform", LEASE),
        ),
        secrets=("cursors",),
        shares=("workouts",),
    ),
    HttpArea(
        "ops",
        layers=("core", "http", "fitsync"),
        tables=(
            *(TableUse(table.name, ("GetItem",)) for table in TABLES if table.name != "platform"),
            TableUse("platform", LEASE),
        ),
        watches=True,
    ),
)

AUTHORIZER = Authorizer(
    "authorizer",
    layers=("core", "crypto", "fitsync"),
    tables=(TableUse("auth", ("BatchGetItem",)),),
    secrets=("tokens",),
)

SOCKET_AUTHORIZER = SocketAuthorizer(
    "socket_authorizer",
    layers=("core", "crypto", "fitsync"),
    tables=(TableUse("auth", ("BatchGetItem",)),),
    secrets=("tokens",),
)

SOCKET = Socket(
    "realtime",
    layers=("core", "search", "fitsync"),
    tables=(
        CONNECTIONS,
        TableUse("workouts", READ_WRITE),
        TableUse("templates", ("BatchGetItem",)),
        TableUse("exercises", READ),
        TableUse("users", READ),
        TableUse("platform", (*LEASE, "PutItem")),
    ),
    pushes=True,
    sends_to=("rest_timer",),
    shares=("workouts",),
    memory=1024,
    timeout=28,  # the gateway gives up after 29 s
)

PUBLISHER = Publisher("publisher", layers=("core", "fitsync"), timeout=30)

CONSUMERS: tuple[Consumer, ...] = (
    Consumer(
        "mailer",
        events=(
            "auth.user_registered",
            "auth.mail_requested",
            "auth.email_verified",
            "auth.signed_in_on_new_device",
        ),
        layers=("core", "fitsync"),
        tables=(TableUse("auth", ("GetItem", "PutItem")), TableUse("platform", MARK)),
        sends_mail=True,
        timeout=20,
    ),
    Consumer(
        "exercise_usage",
        events=("workouts.workout_completed",),
        layers=("core", "search", "fitsync"),
        tables=(TableUse("exercises", READ_WRITE), TableUse("platform", MARK)),
        timeout=20,
    ),
    Consumer(
        "template_stats",
        events=(
            "templates.template_favorited",
            "templates.template_unfavorited",
            "workouts.workout_started",
            "workouts.workout_completed",
        ),
        layers=("core", "search", "fitsync"),
        tables=(TableUse("templates", ("UpdateItem",)), TableUse("platform", MARK)),
        timeout=20,
    ),
    Consumer(
        "live_feed",
        events=(
            "workouts.workout_started",
            "workouts.workout_paused",
            "workouts.workout_resumed",
            "workouts.set_completed",
            "workouts.workout_completed",
            "auth.session_ended",
            "auth.all_sessions_ended",
            "auth.password_reset",
        ),
        layers=("core", "fitsync"),
        tables=(CONNECTIONS, TableUse("users", READ)),
        pushes=True,
        timeout=20,
    ),
    Consumer(
        "rest_timer",
        layers=("core", "search", "fitsync"),
        tables=(CONNECTIONS, TableUse("workouts", READ), TableUse("platform", MARK)),
        pushes=True,
        sends_to=("rest_timer",),
        shares=("workouts",),
        timeout=20,
        batch_size=1,  # a rest ends at its second, whatever ends beside it
        concurrency=50,
        max_receives=3,
        stale_after_minutes=20,
    ),
    Consumer(
        "workout_import",
        arrivals=BucketUse("uploads", "imports/", ("GetObject",)),
        layers=("core", "search", "fitsync"),
        tables=(
            TableUse("workouts", (*READ_WRITE, "BatchWriteItem")),
            TableUse("exercises", READ_WRITE),
            TableUse("users", READ),
            TableUse("platform", MARK),
        ),
        buckets=(BucketUse("uploads", "imports/", ("GetObject",)),),
        memory=1024,
        timeout=300,  # the largest file takes about a minute
        batch_size=1,
        concurrency=5,
        max_receives=3,
        stale_after_minutes=60,
    ),
)

KEY_ROTATION = Rotation("key_rotation", layers=("fitsync",), secrets=("tokens",), timeout=30)


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
