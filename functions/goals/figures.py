"""What the measured figures of goals are called on the wire, where that is not their own name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fitsync.progress.documents import BODY_FAT, RESTING_HEART_RATE

FIGURES: Mapping[str, str] = MappingProxyType({"bodyFatPercentage": BODY_FAT, "restingHeartRate": RESTING_HEART_RATE})
