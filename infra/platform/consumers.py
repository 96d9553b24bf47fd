"""The consumers: functions fed by a queue of their own."""

from infra.platform.kinds import CONNECTIONS, MARK, READ, READ_WRITE, BucketUse, Consumer, TableUse
from infra.platform.storage import TABLES

# Audit entries and records of erasures: nobody may delete them.
KEPT_FOR_GOOD = ("privacy",)

CONSUMERS: tuple[Consumer, ...] = (
    Consumer(
        "mailer",
        events=(
            "auth.user_registered",
            "auth.mail_requested",
            "auth.email_verified",
            "auth.signed_in_on_new_device",
            "auth.account_closed",
            "privacy.export_ready",
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
        "goal_tracking",
        events=(
            "progress.metrics_recorded",
            "progress.metrics_updated",
            "progress.metrics_deleted",
            "analytics.training_changed",
            "workouts.set_completed",
            "workouts.workout_cancelled",
            "workouts.workout_deleted",
        ),
        layers=("core", "search", "fitsync"),
        tables=(
            TableUse("goals", ("BatchGetItem", "Query", "PutItem")),
            TableUse("users", ("BatchGetItem",)),
            TableUse("progress", ("Query",)),
            TableUse("workouts", ("BatchGetItem",)),
            TableUse("analytics", ("Query",)),
            CONNECTIONS,
            TableUse("platform", ("GetItem",)),
        ),
        pushes=True,
        shares=("goals",),
        timeout=30,
    ),
    Consumer(
        "achievement_awards",
        events=(
            "analytics.training_changed",
            "goals.goal_achieved",
            "goals.goal_reopened",
            "goals.goal_failed",
            "goals.goal_deleted",
            "progress.metrics_recorded",
            "progress.metrics_deleted",
            "progress.photo_added",
            "progress.photo_deleted",
        ),
        layers=("core", "search", "fitsync"),
        tables=(
            TableUse("achievements", ("GetItem", "PutItem")),
            TableUse("goals", ("GetItem",)),
            TableUse("progress", ("BatchGetItem",)),
            TableUse("workouts", ("BatchGetItem",)),
            TableUse("analytics", ("GetItem",)),
            CONNECTIONS,
            TableUse("platform", ("GetItem",)),
        ),
        pushes=True,
        shares=("users",),
        timeout=30,
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
        "training_stats",
        events=("workouts.workout_completed", "workouts.workout_updated", "workouts.workout_deleted"),
        layers=("core", "fitsync"),
        tables=(TableUse("analytics", ("BatchGetItem", "PutItem")), TableUse("platform", ("GetItem",))),
        timeout=60,
        # The sessions of an import are written together, and few write for the same user at a time.
        batch_size=100,
        batch_window_seconds=1,
        concurrency=5,
    ),
    Consumer(
        "training_rebuild",
        layers=("core", "search", "fitsync"),
        tables=(
            TableUse("analytics", ("GetItem", "BatchGetItem", "Query", "PutItem")),
            TableUse("workouts", READ),
            TableUse("platform", ("GetItem",)),
        ),
        sends_to=("training_rebuild",),
        timeout=60,
        batch_size=1,
        concurrency=5,
        stale_after_minutes=24 * 60,  # everybody's statistics take their time
    ),
    Consumer(
        "account_names",
        events=("users.profile_updated",),
        layers=("core", "fitsync"),
        tables=(TableUse("auth", ("GetItem", "PutItem")), TableUse("platform", ("GetItem",))),
        timeout=20,
    ),
    Consumer(
        "shared_workouts",
        events=(
            "workouts.workout_completed",
            "workouts.workout_shared",
            "workouts.workout_unshared",
            "workouts.workout_deleted",
        ),
        layers=("core", "search", "fitsync"),
        tables=(
            TableUse("workouts", ("BatchGetItem", "Query", "BatchWriteItem")),
            TableUse("users", READ),
            TableUse("platform", ("GetItem",)),
        ),
        timeout=30,  # a thousand friends take about two seconds
    ),
    Consumer(
        "media",
        arrivals=BucketUse("uploads", "media/", ("GetObject",)),
        layers=("core", "media", "fitsync"),
        tables=(TableUse("progress", READ_WRITE), TableUse("users", READ_WRITE), CONNECTIONS),
        buckets=(
            BucketUse("uploads", "media/", ("GetObject", "DeleteObject")),
            BucketUse("media", "photos/", ("PutObject", "DeleteObject")),
            BucketUse("media", "avatars/", ("PutObject", "DeleteObject")),
        ),
        pushes=True,
        shares=("progress",),
        memory=2048,  # the largest picture that is taken takes 1.1 GB (a WebP of 50 megapixels) and 3 s
        timeout=60,
        batch_size=1,
        concurrency=10,
        max_receives=3,
    ),
    Consumer(
        "media_cleanup",
        events=("progress.picture_discarded",),
        layers=("core", "fitsync"),
        buckets=(
            BucketUse("uploads", "media/", ("DeleteObject",)),
            BucketUse("media", "photos/", ("DeleteObject",)),
            BucketUse("media", "avatars/", ("DeleteObject",)),
        ),
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
            "users.friend_requested",
            "users.user_blocked",
            "auth.session_ended",
            "auth.all_sessions_ended",
            "auth.password_reset",
        ),
        layers=("core", "fitsync"),
        tables=(CONNECTIONS, TableUse("users", READ), TableUse("platform", ("GetItem",))),
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
        layers=("core", "search", "activities", "fitsync"),
        tables=(
            TableUse("workouts", (*READ_WRITE, "BatchWriteItem")),
            TableUse("exercises", READ_WRITE),
            TableUse("users", READ),
            TableUse("platform", MARK),
        ),
        buckets=(BucketUse("uploads", "imports/", ("GetObject",)),),
        memory=1769,  # from here on Lambda gives a whole processor; the largest GPX takes 700 MB
        timeout=300,  # the largest file takes about a minute
        batch_size=1,
        concurrency=5,
        max_receives=3,
        stale_after_minutes=60,
    ),
    Consumer(
        "audit",
        events=(
            "auth.user_registered",
            "auth.email_verified",
            "auth.signed_in",
            "auth.password_refused",
            "auth.password_reset",
            "auth.session_ended",
            "auth.all_sessions_ended",
            "auth.account_closed",
            "users.preferences_updated",
            "users.user_blocked",
            "privacy.export_requested",
            "privacy.export_ready",
            "privacy.account_erased",
        ),
        layers=("core", "fitsync"),
        tables=(TableUse("privacy", ("PutItem",)),),
        secrets=("privacy",),
        timeout=20,
    ),
    Consumer(
        "data_export",
        events=("privacy.export_requested",),
        layers=("core", "search", "fitsync"),
        tables=(
            *(TableUse(table.name, READ) for table in TABLES if table.name not in ("privacy", "platform")),
            TableUse("privacy", ("GetItem", "Query", "PutItem")),
            TableUse("platform", ("GetItem",)),
        ),
        buckets=(
            BucketUse("uploads", "exports/", ("PutObject",)),
            BucketUse("media", "photos/", ("GetObject",)),
            BucketUse("media", "avatars/", ("GetObject",)),
        ),
        secrets=("privacy",),
        memory=1024,
        timeout=600,  # 15 GB of pictures at 25 MB/s
        batch_size=1,
        concurrency=5,
        max_receives=2,
        stale_after_minutes=120,
    ),
    Consumer(
        "erasure",
        events=("auth.account_closed",),
        layers=("core", "search", "fitsync"),
        tables=(
            *(
                TableUse(table.name, (*READ_WRITE, "BatchWriteItem"))
                for table in TABLES
                if table.name not in KEPT_FOR_GOOD
            ),
            *(TableUse(name, ("GetItem", "PutItem")) for name in KEPT_FOR_GOOD),
        ),
        buckets=(
            BucketUse("uploads", "imports/", ("ListBucket", "DeleteObject")),
            BucketUse("uploads", "exports/", ("ListBucket", "DeleteObject")),
            BucketUse("uploads", "media/", ("ListBucket", "DeleteObject")),
            BucketUse("media", "photos/", ("ListBucket", "DeleteObject")),
            BucketUse("media", "avatars/", ("ListBucket", "DeleteObject")),
        ),
        secrets=("privacy",),
        sends_to=("erasure",),
        timeout=120,  # it asks for another message after a minute
        batch_size=1,
        concurrency=2,
        stale_after_minutes=20,
    ),
)
