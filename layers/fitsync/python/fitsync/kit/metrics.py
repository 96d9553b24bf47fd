"""Metrics in CloudWatch's embedded metric format: a log line, no request."""

from __future__ import annotations

import sys
from typing import Literal, TypeAlias

import orjson

from fitsync.kit import clock
from fitsync.kit.settings import settings

Unit: TypeAlias = Literal["Count", "Milliseconds"]

NAMESPACE = "FitSync"


def emit(name: str, value: float, unit: Unit = "Count", **dimensions: str) -> None:
    """Record one value of the metric `name` under `dimensions` (keep the number of their values small)."""
    labels = {"service": settings().service, **dimensions}
    metric = {"Namespace": NAMESPACE, "Dimensions": [list(labels)], "Metrics": [{"Name": name, "Unit": unit}]}
    line = {
        "_aws": {"Timestamp": int(clock.now().timestamp() * 1000), "CloudWatchMetrics": [metric]},
        **labels,
        name: value,
    }
    sys.stdout.write(orjson.dumps(line).decode() + "\n")
    sys.stdout.flush()
