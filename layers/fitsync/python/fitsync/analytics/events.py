"""What happens to training statistics."""

from typing import ClassVar

from fitsync.kit.events import DomainEvent


class TrainingChanged(DomainEvent):
    """What a user's sessions add up to has changed. A signal: whoever hears it reads the truth from the service."""

    name: ClassVar[str] = "analytics.training_changed"

    standing_version: int
