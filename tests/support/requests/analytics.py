"""Requests of the area analytics, and of progress as a whole, which is answered from it."""

from __future__ import annotations

from tests.support.requests.base import Prepare, plain

PREPARE: dict[str, Prepare] = {
    "getAnalyticsOverview": plain("/v1/analytics/overview"),
    "getAnalyticsStrength": plain("/v1/analytics/strength?range=1y"),
    "getAnalyticsVolume": plain("/v1/analytics/volume?weeks=8"),
    "getAnalyticsFrequency": plain("/v1/analytics/frequency?range=26w"),
    "getUserAnalytics": plain("/v1/analytics/user"),
    "exportEverything": plain("/v1/analytics/export"),
    "getProgress": plain("/v1/progress?range=2y"),
    "getProgressStrength": plain("/v1/progress/strength?weeks=26"),
}
