"""Where the platform keeps things: its tables, buckets and secrets."""

from infra.platform.kinds import Bucket, Index, Secret, Table

TABLES: tuple[Table, ...] = (
    Table("auth"),
    Table("users", indexes=(Index("relations", pk="listed_of", sk="listed_key", include=()),)),
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
            Index("sent", pk="sender", sk="sent_key", include=()),
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
    Table(
        "progress",
        indexes=(
            Index("history", pk="pk", sk="history_key", local=True, include=("document", "version", "expires_at")),
            Index(
                "changes",
                pk="pk",
                sk="changed_key",
                local=True,
                include=("document", "version", "expires_at", "deleted"),
            ),
        ),
    ),
    Table("analytics"),
    Table("achievements"),
    Table("goals", indexes=(Index("followed", pk="pk", sk="followed_key", local=True),)),
    Table("privacy"),
    Table("connections", stream=False),
    Table("platform", stream=False),
)

BUCKETS: tuple[Bucket, ...] = (
    Bucket("uploads", abandoned=("imports/", "exports/", "media/")),
    Bucket("media"),
)

SECRETS: tuple[Secret, ...] = (
    Secret("tokens", "the seed of the key that signs access tokens", rotated_by="key_rotation"),
    Secret("cursors", "the key that authenticates paging cursors"),
    Secret("privacy", "the key that hides user ids in what outlives them: audit entries, records of erasures"),
)
