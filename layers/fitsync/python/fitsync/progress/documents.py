"""What is said of a body, and pictures of it: plain values. Weights in kg, lengths in cm, heart rate per minute."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from fitsync.kit.documents import Document

WEIGHT, BODY_FAT, HEIGHT, RESTING_HEART_RATE = "weight", "body_fat", "height", "resting_heart_rate"
_NAMED = "cm:"


def named(name: str) -> str:
    """The figure of a named measurement: `waist` is the figure `cm:waist`."""
    return _NAMED + name


def name_of(figure: str) -> str | None:
    """The name of the measurement that a figure is; None for weight, body fat, height and heart rate."""
    return figure.removeprefix(_NAMED) if figure.startswith(_NAMED) else None


class EntryContent(Document):
    """What a user measured at one moment. `measurements` are lengths by name."""

    measured_at: datetime
    weight: Decimal | None = None
    body_fat_percentage: Decimal | None = None
    height: Decimal | None = None
    resting_heart_rate: int | None = None
    measurements: Mapping[str, Decimal] = Field(default_factory=dict)
    mood: str | None = None
    notes: str = ""

    @property
    def figures(self) -> dict[str, Decimal]:
        """Everything that was measured, by figure."""
        rate = self.resting_heart_rate
        given = {
            WEIGHT: self.weight,
            BODY_FAT: self.body_fat_percentage,
            HEIGHT: self.height,
            RESTING_HEART_RATE: Decimal(rate) if rate is not None else None,
        }
        measured = {figure: value for figure, value in given.items() if value is not None}
        return measured | {named(name): value for name, value in self.measurements.items()}


class Entry(Document):
    """An entry of the history. `known_height` is the user's height when it was written, for the body mass index."""

    id: str
    user_id: str
    content: EntryContent
    known_height: Decimal | None = None
    created_at: datetime
    updated_at: datetime


class PictureKind(StrEnum):
    PHOTO = "photo"
    AVATAR = "avatar"


class Pose(StrEnum):
    FRONT = "front"
    SIDE = "side"
    BACK = "back"


class PictureStatus(StrEnum):
    """Where a picture is in its life. Until its file has been looked at it is pending."""

    PENDING = "pending"
    READY = "ready"
    REFUSED = "refused"


class PictureType(StrEnum):
    """The types of file that are taken."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"


class Refusal(Document):
    """Why a file was not taken. The code is stable."""

    code: str
    message: str


class Picture(Document):
    """A progress photo, or a profile picture (then without pose and day). `size` in bytes, as it was announced; width
    and height of the largest stored version.
    """

    id: str
    user_id: str
    kind: PictureKind
    status: PictureStatus = PictureStatus.PENDING
    pose: Pose | None = None
    taken_on: date | None = None
    content_type: PictureType
    size: int
    width: int | None = None
    height: int | None = None
    refusal: Refusal | None = None
    created_at: datetime
    updated_at: datetime
