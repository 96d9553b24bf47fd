"""What is stored about a user's profile, friends and blocks, in the table `users`.

| access pattern | key |
| --- | --- |
| own profile | pk `USER#<id>`, sk `PROFILE` |
| own preferences | pk `USER#<id>`, sk `PREFERENCES` |
| what training needs (weight, zone, units, rest) | both of the above in one batch |
| is a username taken, and by whom | pk `USERNAME#<lower case>`, sk `USERNAME` |
| how a user stands to another, or to several at once | pk `USER#<id>`, sk `RELATION#<other>` |
| a user's requests, friends and blocks, newest first | index `relations`: listed_of `<id>`, `listed_key` |
| how many friends, open requests and blocks a user has | pk `USER#<id>`, sk `RELATIONS` |

How two people stand to each other is written twice, under each of them, in one transaction: so who reads anything of
somebody else learns with one item under their own key whether they are friends, or blocked by either side.
"""

import functools
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import Field
from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from fitsync.kit.documents import Document
from fitsync.kit.store import DocumentAttribute, Item, VersionedItem, optional
from fitsync.users.ties import Standing, Tie


class Gender(StrEnum):
    MALE = "male"
    FEMALE = "female"
    OTHER = "other"


class FitnessLevel(StrEnum):
    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Units(StrEnum):
    METRIC = "metric"
    IMPERIAL = "imperial"


class Visibility(StrEnum):
    PUBLIC = "public"
    FRIENDS = "friends"
    PRIVATE = "private"


class BodyMetrics(Document):
    """The user's latest figures; their history is kept by the progress area."""

    current_weight: Decimal | None = None
    target_weight: Decimal | None = None
    height: Decimal | None = None
    body_fat_percentage: Decimal | None = None


class Profile(Document):
    """What a user says about themselves. Weights in kg, height in cm, `timezone` an IANA name. `profile_picture` is the
    id of a picture that the progress area keeps.
    """

    first_name: str | None = None
    last_name: str | None = None
    date_of_birth: date | None = None
    gender: Gender | None = None
    fitness_level: FitnessLevel | None = None
    profile_picture: str | None = None
    bio: str | None = None
    location: str | None = None
    timezone: str = "UTC"
    metrics: BodyMetrics = Field(default_factory=BodyMetrics)


class NotificationSettings(Document):
    workout_reminders: bool = True
    progress_updates: bool = True
    social_activity: bool = True
    ai_recommendations: bool = True


class PrivacySettings(Document):
    profile_visibility: Visibility = Visibility.PRIVATE
    workout_sharing: bool = False
    progress_sharing: bool = False

    @property
    def shares_workouts(self) -> bool:
        """Whether others see of training what was not decided for one session: a private profile shows nothing."""
        return self.workout_sharing and self.profile_visibility is not Visibility.PRIVATE

    @property
    def shares_workouts_with_anyone(self) -> bool:
        """Whether strangers see it too."""
        return self.workout_sharing and self.profile_visibility is Visibility.PUBLIC


class Plate(Document):
    """A weight plate in kg, and how many pairs of it there are; None is as many as needed."""

    weight: Decimal
    pairs: int | None = None


# IPF Technical Rules Book, "Bars and discs": a bar with collars of 25 kg (20 kg without), discs of these weights.
_STANDARD_PLATES_KG = tuple(map(Decimal, ("25", "20", "15", "10", "5", "2.5", "1.25")))


@functools.cache
def _standard_plates() -> tuple[Plate, ...]:
    return tuple(Plate(weight=kg) for kg in _STANDARD_PLATES_KG)


class EquipmentSettings(Document):
    """What the user loads weights with, in kg; suggested loads are rounded to it.

    Only bar and plates are standardised. The other steps are starting values that each gym decides: dumbbells go up
    by what the smallest pair of plates adds to a bar, weight stacks by 5 kg.
    """

    bar_weight: Decimal = Decimal(20)
    plates: tuple[Plate, ...] = Field(default_factory=_standard_plates)
    dumbbell_step: Decimal = Decimal("2.5")
    machine_step: Decimal = Decimal(5)


# ACSM (2009, Med Sci Sports Exerc 41(3):687-708) advises two or three days a week for novices and three or four for the
# intermediate.
WORKOUTS_PER_WEEK = 3


class Preferences(Document):
    """How the product behaves for a user. `default_rest_time` in seconds; `workouts_per_week` is the weekly target."""

    units: Units = Units.METRIC
    # ACSM (2009, Med Sci Sports Exerc 41(3):687-708) advises 1-2 min between sets for novices and hypertrophy.
    default_rest_time: int = 90
    workouts_per_week: int = WORKOUTS_PER_WEEK
    notifications: NotificationSettings = Field(default_factory=NotificationSettings)
    privacy: PrivacySettings = Field(default_factory=PrivacySettings)
    equipment: EquipmentSettings = Field(default_factory=EquipmentSettings)


class ProfileItem(VersionedItem):
    table = "users"
    user_id = UnicodeAttribute()
    username = UnicodeAttribute()
    profile = DocumentAttribute(Profile)
    created_at = UTCDateTimeAttribute()
    updated_at = UTCDateTimeAttribute()


class PreferencesItem(VersionedItem):
    table = "users"
    user_id = UnicodeAttribute()
    preferences = DocumentAttribute(Preferences)
    updated_at = UTCDateTimeAttribute()


class UsernameItem(Item):
    """Owns a username: whoever writes it first has it."""

    table = "users"
    user_id = UnicodeAttribute()


class RelationsIndex(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """A user's requests, friends and blocks in the order they are listed."""

    class Meta:
        index_name = "relations"
        projection = KeysOnlyProjection()

    listed_of = UnicodeAttribute(hash_key=True)
    listed_key = UnicodeAttribute(range_key=True)


class RelationItem(VersionedItem):
    """How a user stands to another, and the events of changing it. Strangers have none, or one that is to expire."""

    table = "users"
    relations = RelationsIndex()
    listed_of = optional(UnicodeAttribute())
    listed_key = optional(UnicodeAttribute())
    standing = UnicodeAttribute(default=Standing.NONE.value)
    blocks = BooleanAttribute(default=False)
    blocked = BooleanAttribute(default=False)
    since = UTCDateTimeAttribute()

    @property
    def tie(self) -> Tie:
        return Tie(Standing(self.standing), blocks=bool(self.blocks), blocked=bool(self.blocked))

    @property
    def expired(self) -> bool:
        """Never: what has expired says that there is nothing, and the next change goes on from its version."""
        return False


class RelationsItem(VersionedItem):
    """Counts what a user has of others."""

    table = "users"
    friends = NumberAttribute(default=0)
    sent = NumberAttribute(default=0)
    blocks = NumberAttribute(default=0)
