"""What happens to body measurements and pictures."""

from datetime import date, datetime
from typing import ClassVar

from fitsync.kit.events import DomainEvent
from fitsync.progress.documents import PictureKind, Pose


class MetricsRecorded(DomainEvent):
    """Something was measured; `figures` names what, not how much."""

    name: ClassVar[str] = "progress.metrics_recorded"

    entry_id: str
    measured_at: datetime
    figures: tuple[str, ...]


class MetricsUpdated(DomainEvent):
    """A measurement was corrected; `figures` names what it says before or after."""

    name: ClassVar[str] = "progress.metrics_updated"

    entry_id: str
    measured_at: datetime
    figures: tuple[str, ...]


class MetricsDeleted(DomainEvent):
    name: ClassVar[str] = "progress.metrics_deleted"

    entry_id: str
    measured_at: datetime
    figures: tuple[str, ...]


class PhotoAdded(DomainEvent):
    """A progress photo was taken over and can be looked at."""

    name: ClassVar[str] = "progress.photo_added"

    photo_id: str
    pose: Pose
    taken_on: date


class PhotoDeleted(DomainEvent):
    name: ClassVar[str] = "progress.photo_deleted"

    photo_id: str


class PictureDiscarded(DomainEvent):
    """A picture is no longer wanted: its objects are to be removed."""

    name: ClassVar[str] = "progress.picture_discarded"

    picture_id: str
    kind: PictureKind
