"""Wire models of body measurements, for both ways to them: `/v1/progress/body` and `/v1/users/metrics`."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from fitsync.kit import clock
from fitsync.kit.wire import BodyKg, Id, Instant, Int, Line, Notes, Number, WireModel, examples, measure
from fitsync.progress.documents import Entry, EntryContent
from fitsync.progress.limits import CLOCK_SKEW, FIRST_DAY, MAX_MEASUREMENTS
from fitsync.progress.models import EntryItem
from fitsync.progress.trend import body_mass_index
from fitsync.users.fields import BodyFatPercent, HeightCm


def _measurable(value: datetime) -> datetime:
    if not FIRST_DAY <= value <= clock.now() + CLOCK_SKEW:
        raise ValueError(f"must be between {FIRST_DAY:%Y} and now")
    return value


MeasuredAt: TypeAlias = Annotated[Instant, AfterValidator(_measurable)]
MeasurementName: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][A-Za-z0-9]{0,31}$")]
# The largest waist on record is 302 cm (Guinness World Records), beyond what lengths of a body go to here.
MeasuredCm: TypeAlias = Annotated[Decimal, *measure(0, 300, "0.1", above=True)]
Measurements: TypeAlias = Annotated[
    dict[MeasurementName, MeasuredCm],
    Field(
        max_length=MAX_MEASUREMENTS,
        description="Lengths in cm by name: `chest`, `waist`, `hips`, `bicep`, `thigh`, or any other.",
        examples=[{"waist": 78.5, "hips": 96}],
    ),
]
# The lowest resting heart rate on record is 26 (Guinness World Records); none exceeds the maximal heart rate, 220 less
# the age (Fox et al. 1971, Annals of Clinical Research 3(6):404-432).
RestingHeartRate: TypeAlias = Annotated[Int, Field(ge=25, le=220, description="Beats per minute.")]
Mood: TypeAlias = Annotated[Line, Field(max_length=50, examples=["rested"])]

_FIGURES = ("weight", "body_fat_percentage", "height", "resting_heart_rate")


class BodyEntryCreate(WireModel):
    """What was measured, at least one figure. Weight in kg, lengths in cm; `measuredAt` defaults to now."""

    model_config = examples(
        {
            "measuredAt": "2026-03-02T06:30:00Z",
            "weight": 61.5,
            "bodyFatPercentage": 22.5,
            "measurements": {"waist": 71.5, "hips": 96, "leftBicep": 28.5},
            "restingHeartRate": 58,
            "mood": "rested",
            "notes": "Before breakfast.",
        }
    )

    id: Id | None = None
    measured_at: MeasuredAt | None = None
    weight: BodyKg | None = None
    body_fat_percentage: BodyFatPercent | None = None
    height: HeightCm | None = None
    measurements: Measurements = Field(default_factory=dict)
    resting_heart_rate: RestingHeartRate | None = None
    mood: Mood | None = None
    notes: Notes = ""

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.measurements and all(getattr(self, name) is None for name in _FIGURES):
            raise ValueError("must say at least one figure")
        return self

    def content(self) -> EntryContent:
        """What was measured."""
        said = self.model_dump(exclude={"id"})
        return EntryContent.model_validate({**said, "measured_at": self.measured_at or clock.now()})


class BodyEntryUpdate(WireModel):
    """A field left out stays as it is; null clears it. `measurements` are replaced as a whole."""

    model_config = examples({"weight": 61.2, "notes": "Weighed again."})

    measured_at: MeasuredAt | None = None
    weight: BodyKg | None = None
    body_fat_percentage: BodyFatPercent | None = None
    height: HeightCm | None = None
    measurements: Measurements | None = None
    resting_heart_rate: RestingHeartRate | None = None
    mood: Mood | None = None
    notes: Notes | None = None

    def applied_to(self, content: EntryContent) -> EntryContent:
        """`content` with the fields that were sent; an instant cannot be cleared."""
        sent = self.model_dump(exclude_unset=True)
        if self.measured_at is None:
            sent.pop("measured_at", None)
        for name, empty in (("measurements", {}), ("notes", "")):
            if name in sent and sent[name] is None:
                sent[name] = empty
        return content.model_copy(update=sent)


class BodyMassIndex(WireModel):
    """kg/m². From `normalFrom` on and below `normalBelow` is the normal range of adults of the reference."""

    value: Number
    normal_from: Number = Decimal("18.5")
    normal_below: Number = Decimal(25)
    reference: Literal["WHO Technical Report Series 894 (2000), table 2.1"] = (
        "WHO Technical Report Series 894 (2000), table 2.1"
    )


class BodyEntryOut(WireModel):
    """What was measured at one moment. Weight in kg, lengths in cm. The body mass index is there where the height was
    known when the entry was written.
    """

    id: Id
    measured_at: Instant
    weight: BodyKg | None
    body_fat_percentage: BodyFatPercent | None
    height: HeightCm | None
    measurements: dict[str, MeasuredCm]
    resting_heart_rate: int | None
    body_mass_index: BodyMassIndex | None
    mood: str | None
    notes: str
    version: int
    created_at: Instant
    updated_at: Instant

    @classmethod
    def of(cls, item: EntryItem) -> Self:
        """The stored entry as the client sees it."""
        entry: Entry = item.document
        return cls(
            id=entry.id,
            body_mass_index=_index_of(entry),
            version=int(item.version or 0),
            created_at=entry.created_at,
            updated_at=entry.updated_at,
            **dict(entry.content),
        )


def _index_of(entry: Entry) -> BodyMassIndex | None:
    weight = entry.content.weight
    if weight is None or entry.known_height is None:
        return None
    return BodyMassIndex(value=body_mass_index(weight, entry.known_height))
