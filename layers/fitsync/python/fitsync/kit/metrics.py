"""Metrics in CloudWatch's embedded metric format: a log line, no request."""

from __future__ import annotations

from typing import Literal, TypeAlias

from aws_lambda_powertools.metrics import MetricUnit, single_metric

from fitsync.kit.settings import settings

Unit: TypeAlias = Literal["Count", "Milliseconds"]

NAMESPACE = "FitSync"


def emit(name: str, value: float, unit: Unit = "Count", **dimensions: str) -> None:
    """Record one value of the metric `name` under `dimensions` (keep the number of their values small)."""
    with single_metric(name=name, unit=MetricUnit(unit), value=value, namespace=NAMESPACE) as metric:
        metric.add_dimension("service", settings().service)
        for label, text in dimensions.items():
            metric.add_dimension(label, text)
