"""Wire models of profile and preferences."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self, TypeAlias

from pydantic import AfterValidator, Field, StringConstraints, field_validator

from fitsync.kit import clock
from fitsync.kit.wire import BodyKg, Day, Id, Instant, Int, Line, Name, WireModel, examples, measure
from fitsync.progress.service import Links
from fitsync.users.fields import BodyFatPercent, HeightCm, TimeZone, Username
from fitsync.users.models import PreferencesItem, ProfileItem
from fitsync.users.service import FitnessLevel, Gender, Preferences, Profile, Units, Visibility
from functions.progress.photo_schemas import PictureLinks

# The oldest person on record reached 122 years (Jeanne Calment, 1875-1997).
_MAX_AGE_YEARS = 125
# The age of digital consent that GDPR article 8 sets unless a member state lowers it.
_MIN_AGE_YEARS = 16
# Two a day: more than ACSM (2009, Med Sci Sports Exerc 41(3):687-708) advises even elite lifters.
_MAX_WORKOUTS_PER_WEEK = 14


def _age_allowed(value: date) -> date:
    today = clock.now().date()
    age = today.year - value.year - ((today.month, today.day) < (value.month, value.day))
    if not _MIN_AGE_YEARS <= age <= _MAX_AGE_YEARS:
        raise ValueError(f"age must be between {_MIN_AGE_YEARS} and {_MAX_AGE_YEARS} years")
    return value


BirthDate = Annotated[Day, AfterValidator(_age_allowed)]


class BodyMetricsIn(WireModel):
    """Weights in kg, height in cm. Weight, height and body fat are recorded as measured now when they are new: see
    `/v1/users/metrics`.
    """

    current_weight: BodyKg | None = None
    target_weight: BodyKg | None = None
    height: HeightCm | None = None
    body_fat_percentage: BodyFatPercent | None = None

    @field_validator("current_weight", "height", "body_fat_percentage")
    @classmethod
    def _measured(cls, value: Decimal | None) -> Decimal | None:
        if value is None:
            raise ValueError("is the latest one measured: delete the body entries that say so instead")
        return value


class BodyMetricsOut(WireModel):
    """The latest figures measured; `targetWeight` is what the user set. Weights in kg, height in cm."""

    current_weight: BodyKg | None
    target_weight: BodyKg | None
    height: HeightCm | None
    body_fat_percentage: BodyFatPercent | None


class ProfileUpdate(WireModel):
    """A field left out stays as it is; null clears it. Of `metrics`, null clears only the target weight."""

    model_config = examples(
        {
            "firstName": "Ada",
            "dateOfBirth": "1990-12-10",
            "fitnessLevel": "intermediate",
            "timezone": "Europe/London",
            "metrics": {"currentWeight": 61.5, "height": 165},
        }
    )

    username: Username | None = None
    first_name: Name | None = None
    last_name: Name | None = None
    date_of_birth: BirthDate | None = None
    gender: Gender | None = None
    fitness_level: FitnessLevel | None = None
    bio: Annotated[str, StringConstraints(max_length=500)] | None = None
    location: Line | None = None
    timezone: TimeZone | None = None
    profile_picture: None = Field(
        default=None, description="Null takes the picture away; upload a new one to change it."
    )
    metrics: BodyMetricsIn | None = None

    def applied_to(self, profile: Profile) -> Profile:
        """`profile` with the fields that were sent; a cleared time zone is UTC again."""
        sent = self.model_dump(exclude_unset=True, exclude={"username", "metrics", "timezone"})
        if "timezone" in self.model_fields_set:
            sent["timezone"] = self.timezone or "UTC"
        if "metrics" in self.model_fields_set:
            measured = self.metrics.model_dump(exclude_unset=True) if self.metrics else {"target_weight": None}
            sent["metrics"] = profile.metrics.model_copy(update=measured)
        return profile.model_copy(update=sent)


class ProfileOut(WireModel):
    """Weights in kg, height in cm."""

    id: Id
    username: str
    first_name: str | None
    last_name: str | None
    date_of_birth: date | None
    gender: Gender | None
    fitness_level: FitnessLevel | None
    profile_picture: PictureLinks | None = Field(description="While there are links, the whole profile is sent always.")
    bio: str | None
    location: str | None
    timezone: str
    metrics: BodyMetricsOut
    version: int
    created_at: Instant
    updated_at: Instant

    @classmethod
    def of(cls, item: ProfileItem, picture: Links | None) -> Self:
        """The stored profile as the client sees it, with links to its picture."""
        shown = {name: value for name, value in dict(item.profile).items() if name != "profile_picture"}
        return cls(
            id=item.user_id,
            profile_picture=PictureLinks.model_validate(picture) if picture else None,
            username=item.username,
            version=item.version,
            created_at=item.created_at,
            updated_at=item.updated_at,
            **shown,
        )


class NotificationSettingsModel(WireModel):
    workout_reminders: bool = Field(default=True, strict=True)
    progress_updates: bool = Field(default=True, strict=True)
    social_activity: bool = Field(default=True, strict=True)
    ai_recommendations: bool = Field(default=True, strict=True)


class PrivacySettingsModel(WireModel):
    profile_visibility: Visibility = Visibility.PRIVATE
    workout_sharing: bool = Field(default=False, strict=True)
    progress_sharing: bool = Field(default=False, strict=True)


LoadKg: TypeAlias = Annotated[Decimal, *measure(0, 100, "0.001", above=True)]
StepKg: TypeAlias = Annotated[Decimal, *measure(0, 50, "0.001", above=True)]


class PlateModel(WireModel):
    """A weight plate in kg. `pairs` is how many pairs there are; null is as many as needed."""

    weight: LoadKg
    pairs: Annotated[Int, Field(ge=1, le=50)] | None = None


class EquipmentModel(WireModel):
    """What weights the user has, in kg: suggested loads are rounded to what can be loaded with them."""

    bar_weight: LoadKg
    plates: Annotated[list[PlateModel], Field(min_length=1, max_length=20)]
    dumbbell_step: StepKg
    machine_step: StepKg


class EquipmentUpdate(WireModel):
    """A field left out stays as it is. The list of plates is replaced."""

    bar_weight: LoadKg | None = None
    plates: Annotated[list[PlateModel], Field(min_length=1, max_length=20)] | None = None
    dumbbell_step: StepKg | None = None
    machine_step: StepKg | None = None

    @field_validator("plates")
    @classmethod
    def _distinct(cls, plates: list[PlateModel] | None) -> list[PlateModel] | None:
        if plates and len({plate.weight for plate in plates}) != len(plates):
            raise ValueError("names a weight twice")
        return plates


class PreferencesUpdate(WireModel):
    """A field left out stays as it is."""

    model_config = examples(
        {
            "units": "metric",
            "defaultRestTime": 120,
            "workoutsPerWeek": 4,
            "notifications": {"workoutReminders": False},
            "privacy": {"profileVisibility": "friends"},
        }
    )

    units: Units | None = None
    default_rest_time: Annotated[Int, Field(ge=0, le=3600)] | None = None
    workouts_per_week: Annotated[Int, Field(ge=1, le=_MAX_WORKOUTS_PER_WEEK)] | None = None
    notifications: NotificationSettingsModel | None = None
    privacy: PrivacySettingsModel | None = None
    equipment: EquipmentUpdate | None = None

    def applied_to(self, preferences: Preferences) -> Preferences:
        """`preferences` with the fields that were sent."""
        sent = self.model_dump(exclude_unset=True, exclude_none=True)
        nested = {
            name: getattr(preferences, name) for name in ("notifications", "privacy", "equipment") if name in sent
        }
        for name, settings in nested.items():
            sent[name] = type(settings).model_validate({**dict(settings), **sent[name]})
        return preferences.model_copy(update=sent)


class PreferencesOut(WireModel):
    """`defaultRestTime` in seconds; `workoutsPerWeek` is the weekly target that streaks are counted by."""

    units: Units
    default_rest_time: int
    workouts_per_week: int
    notifications: NotificationSettingsModel
    privacy: PrivacySettingsModel
    equipment: EquipmentModel
    version: int
    updated_at: Instant

    @classmethod
    def of(cls, item: PreferencesItem) -> Self:
        """The stored preferences as the client sees them."""
        return cls.shown(version=item.version or 0, updated_at=item.updated_at, **dict(item.preferences))
