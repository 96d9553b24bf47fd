"""The areas of the REST API: one function each."""

from infra.platform.kinds import CONNECTIONS, LEASE, READ, READ_WRITE, WRITE, BucketUse, HttpArea, TableUse
from infra.platform.storage import TABLES

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
        layers=("core", "http", "crypto", "fitsync"),
        tables=(
            TableUse("users", READ_WRITE),
            # The password is asked for before everything is erased.
            TableUse("auth", ("GetItem", "BatchGetItem", *WRITE)),
            TableUse("progress", READ_WRITE),
            TableUse("achievements", ("GetItem",)),
            CONNECTIONS,
            TableUse("platform", LEASE),
        ),
        buckets=(
            BucketUse("uploads", "media/avatars/", ("PutObject",)),
            BucketUse("media", "avatars/", ("GetObject",)),
        ),
        secrets=("cursors",),
        pushes=True,
        shares=("progress",),
    ),
    HttpArea(
        "exercises",
        layers=("core", "http", "search", "fitsync"),
        tables=(TableUse("exercises", READ_WRITE), TableUse("platform", LEASE)),
        secrets=("cursors",),
    ),
    HttpArea(
        "workouts",
        layers=("core", "http", "fitsync"),
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
        layers=("core", "http", "fitsync"),
        tables=(
            TableUse("workouts", READ_WRITE),
            TableUse("exercises", READ),
            TableUse("users", READ),
            CONNECTIONS,
            TableUse("templates", ("BatchGetItem",)),
            TableUse("progress", ("BatchGetItem", "Query")),
            TableUse("platform", (*LEASE, "PutItem")),
        ),
        secrets=("cursors",),
        pushes=True,
        sends_to=("rest_timer",),
        shares=("progress", "users", "workouts"),
    ),
    HttpArea(
        "templates",
        layers=("core", "http", "fitsync"),
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
        "progress",
        layers=("core", "http", "fitsync"),
        tables=(
            TableUse("progress", READ_WRITE),
            TableUse("users", READ_WRITE),
            TableUse("goals", ("Query",)),
            TableUse("analytics", ("BatchGetItem", "Query")),
            TableUse("workouts", ("BatchGetItem",)),
            CONNECTIONS,
            TableUse("platform", LEASE),
        ),
        buckets=(BucketUse("uploads", "media/photos/", ("PutObject",)), BucketUse("media", "photos/", ("GetObject",))),
        secrets=("cursors",),
        pushes=True,
        shares=("analytics", "goals"),
    ),
    HttpArea(
        "analytics",
        layers=("core", "http", "fitsync"),
        tables=(
            TableUse("analytics", ("BatchGetItem", "Query")),
            TableUse("users", ("BatchGetItem",)),
            TableUse("privacy", ("GetItem", "PutItem")),
            TableUse("platform", LEASE),
        ),
        # A link to an archive is signed with the rights of who gives it.
        buckets=(BucketUse("uploads", "exports/", ("GetObject",)),),
        secrets=("privacy",),
    ),
    HttpArea(
        "goals",
        layers=("core", "http", "fitsync"),
        tables=(
            TableUse("goals", READ_WRITE),
            TableUse("users", ("BatchGetItem",)),
            TableUse("progress", ("Query",)),
            TableUse("workouts", ("BatchGetItem",)),
            TableUse("analytics", ("Query",)),
            TableUse("exercises", READ),
            CONNECTIONS,
            TableUse("platform", LEASE),
        ),
        secrets=("cursors",),
        pushes=True,
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
