"""Metrics in CloudWatch's embedded metric format: a log line, no request."""

from __future__ import annotations

import sys
from typing import Literal, TypeAlias

import orjson

from fitsync.kit import clock
from fitsync.kit.settings import settings

Unit: TypeAlias = Literal["Count", "Milliseconds"]

NAMESPACE = "FitSync"


def embedded(name: str, value: float, unit: Unit = "Count", **dimensions: str) -> dict[str, object]:
    """The fields that make a log line record one value of the metric `name`.

    It is kept under `dimensions`; keep the number of their values small.
    """
    labels = {"service": settings().service, **dimensions}
    metric = {"Namespace": NAMESPACE, "Dimensions": [list(labels)], "Metrics": [{"Name": name, "Unit": unit}]}
    about = {"Timestamp": int(clock.now().timestamp() * 1000), "CloudWatchMetrics": [metric]}
    return {"_aws": about, **labels, name: value}


def emit(name: str, value: float, unit: Unit = "Count", **dimensions: str) -> None:
    """Record one value of the metric `name` in a line of its own (see `embedded`)."""
    sys.stdout.write(orjson.dumps(embedded(name, value, unit, **dimensions)).decode() + "\n")
    sys.stdout.flush()
