"""Log lines and metrics, as CloudWatch reads them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from fitsync.kit import clock, metrics
from fitsync.kit.context import RequestContext, serving
from fitsync.kit.log import Log
from fitsync.kit.settings import settings
from tests.support.accounts import STARTED


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SERVICE_NAME", "workouts")
    monkeypatch.delenv("_X_AMZN_TRACE_ID", raising=False)
    settings.cache_clear()
    with clock.fixed(STARTED):
        yield
    settings.cache_clear()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_says_what_when_where_and_for_which_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_X_AMZN_TRACE_ID", "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1")
    stream = io.StringIO()
    with serving(RequestContext(request_id="r-1")):
        Log("workouts", "INFO", stream).info("request", status=200, weight=Decimal("2.5"), text="línea\nnueva")
    assert lines(stream) == [
        {
            "level": "INFO",
            "message": "request",
            "timestamp": "2026-03-02T06:30:00.000+00:00",
            "service": "workouts",
            "request_id": "r-1",
            "xray_trace_id": "1-5759e988-bd862e3fe1be46a994272793",
            "status": 200,
            "weight": "2.5",
            "text": "línea\nnueva",
        }
    ]


def test_an_exception_is_told_with_its_causes() -> None:
    stream = io.StringIO()
    log = Log("workouts", "INFO", stream)
    try:
        try:
            raise KeyError("first")
        except KeyError as error:
            raise ValueError("second") from error
    except ValueError as error:
        log.exception("while it is handled")
        told = error
    log.error("afterwards", exc_info=told)
    for line in lines(stream):
        assert (line["level"], line["exception_name"]) == ("ERROR", "ValueError")
        assert "KeyError: 'first'" in line["exception"]
        assert "ValueError: second" in line["exception"]


@pytest.mark.parametrize("value", ["half of \ud83c", 2**70, {1: "key"}])
def test_a_line_is_written_whatever_is_in_it(value: object) -> None:
    stream = io.StringIO()
    Log("workouts", "INFO", stream).info("odd", value=value)
    (line,) = lines(stream)
    assert line["value"] in (value, {"1": "key"})


@pytest.mark.parametrize(
    ("level", "expected"), [("DEBUG", 3), ("INFO", 3), ("WARNING", 2), ("ERROR", 1), ("CRITICAL", 0), ("odd", 3)]
)
def test_lines_below_the_level_are_left_out(level: str, expected: int) -> None:
    stream = io.StringIO()
    log = Log("workouts", level, stream)
    log.info("one")
    log.warning("two")
    log.error("three")
    assert len(lines(stream)) == expected


def test_a_metric_is_a_line_in_the_embedded_metric_format(capsys: pytest.CaptureFixture[str]) -> None:
    metrics.emit("RequestDuration", 12.5, "Milliseconds", resource="GET /v1/workouts", status="2xx")
    assert json.loads(capsys.readouterr().out) == {
        "_aws": {
            "Timestamp": int(STARTED.timestamp() * 1000),
            "CloudWatchMetrics": [
                {
                    "Namespace": "FitSync",
                    "Dimensions": [["service", "resource", "status"]],
                    "Metrics": [{"Name": "RequestDuration", "Unit": "Milliseconds"}],
                }
            ],
        },
        "service": "workouts",
        "resource": "GET /v1/workouts",
        "status": "2xx",
        "RequestDuration": 12.5,
    }
