"""The functions that are neither an area nor a consumer: the authorizers, the WebSocket API, events, rotation."""

from infra.platform.kinds import (
    CONNECTIONS,
    LEASE,
    READ,
    READ_WRITE,
    Authorizer,
    Publisher,
    Rotation,
    Socket,
    SocketAuthorizer,
    TableUse,
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
    layers=("core", "fitsync"),
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
    timeout=28,  # the gateway gives up after 29 s
)

PUBLISHER = Publisher("publisher", layers=("core", "fitsync"), timeout=30)

KEY_ROTATION = Rotation("key_rotation", layers=("fitsync",), secrets=("tokens",), timeout=30)
