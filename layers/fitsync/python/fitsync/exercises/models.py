"""What is stored of exercises, in the table `exercises`. The catalogue itself is data in the package.

| access pattern | key |
| --- | --- |
| one custom exercise | pk `EXERCISE#<id>`, sk `EXERCISE` |
| a user's rating of an exercise; all of a user | pk `USER#<user>`, sk `RATING#<exercise>` |
| how much a custom exercise is used and liked | pk `EXERCISE#<id>`, sk `STATS` |
| the same of a catalogue exercise, as the sum of its shards | pk `STATS#<0 to 3>`, sk `<id>` |
| a user's custom exercises in brief | index `creator` |
| the approved custom exercises in brief | index `approved` |
| how many custom exercises a user has | pk `CREATOR#<user>`, sk `CUSTOMS` |
| what lists show of everybody's exercises | pk `DIGEST`, sk `DIGEST` |

Everybody trains the same few dozen exercises, so their counters are spread over shards. The digest sums them up and
holds the approved exercises in brief; it is rebuilt about once a minute while people train, so that a list reads one
item instead of every shard. A deleted exercise stays as a tombstone until its TTL.
"""

from datetime import datetime
from typing import Any, Final, Literal, TypeAlias

from pydantic import Field
from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

from fitsync.exercises.vocabulary import Difficulty, Equipment, ExerciseType, Kind, Muscle, Pattern
from fitsync.kit.documents import Document
from fitsync.kit.store import DocumentAttribute, Item, VersionedItem, optional

SHARDS: Final = 4

Status: TypeAlias = Literal["private", "approved"]
"""A custom exercise is its creator's until an administrator approves it for everybody."""


class CustomExercise(Document):
    """What a user says about an exercise of their own."""

    name: str
    kind: Kind
    difficulty: Difficulty = "beginner"
    exercise_type: ExerciseType = "strength"
    pattern: Pattern = "isolation"
    equipment: tuple[Equipment, ...] = ()
    primary_muscles: tuple[Muscle, ...] = ()
    secondary_muscles: tuple[Muscle, ...] = ()
    unilateral: bool = False
    tags: tuple[str, ...] = ()
    description: str = ""
    instructions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    common_mistakes: tuple[str, ...] = ()
    tips: tuple[str, ...] = ()


class Stats(Document):
    """How often an exercise was part of a completed workout, and its ratings from 1 to 5."""

    usage: int = 0
    rating_sum: int = 0
    rating_count: int = 0

    @property
    def average_rating(self) -> float | None:
        """To two decimals; None without a rating."""
        return round(self.rating_sum / self.rating_count, 2) if self.rating_count else None

    def __add__(self, other: "Stats") -> "Stats":
        return Stats(
            usage=self.usage + other.usage,
            rating_sum=self.rating_sum + other.rating_sum,
            rating_count=self.rating_count + other.rating_count,
        )


class Digest(Document):
    """Everybody's exercises as of `built_at`: counters by id, and approved custom exercises as rows of JSON values."""

    built_at: datetime
    stats: dict[str, Stats] = Field(default_factory=dict)
    approved: tuple[tuple[object, ...], ...] = ()


class CreatorIndex(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """Custom exercises by who made them."""

    class Meta:
        index_name = "creator"
        projection = IncludeProjection(["summary"])

    creator = UnicodeAttribute(hash_key=True)


class ApprovedIndex(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """Custom exercises that everybody may see."""

    class Meta:
        index_name = "approved"
        projection = IncludeProjection(["summary"])

    approved = UnicodeAttribute(hash_key=True)


class ExerciseItem(VersionedItem):
    """A custom exercise. `creator` and `approved` exist only while it is to be found in their index."""

    table = "exercises"
    by_creator = CreatorIndex()
    by_approval = ApprovedIndex()
    creator = optional(UnicodeAttribute())
    approved = optional(UnicodeAttribute())
    exercise_id = UnicodeAttribute()
    creator_id = UnicodeAttribute()
    exercise = DocumentAttribute(CustomExercise)
    summary = UnicodeAttribute()
    deleted = BooleanAttribute(default=False)
    created_at = UTCDateTimeAttribute()
    updated_at = UTCDateTimeAttribute()

    @property
    def status(self) -> Status:
        return "approved" if self.approved else "private"


class RatingItem(VersionedItem):
    table = "exercises"
    stars = NumberAttribute()


class StatsItem(Item):
    table = "exercises"
    usage = NumberAttribute(default=0)
    rating_sum = NumberAttribute(default=0)
    rating_count = NumberAttribute(default=0)

    @property
    def stats(self) -> Stats:
        return Stats(usage=int(self.usage), rating_sum=int(self.rating_sum), rating_count=int(self.rating_count))


class CustomsItem(Item):
    """Counts a user's custom exercises."""

    table = "exercises"
    number = NumberAttribute()


class DigestItem(VersionedItem):
    table = "exercises"
    digest = DocumentAttribute(Digest)
