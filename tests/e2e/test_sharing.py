"""A run recorded by a watch, imported and shown to a friend, on the deployed local stage."""

from __future__ import annotations

from typing import Any

from tests.e2e.client import befriended, signed_up
from tests.e2e.polling import eventually
from tests.support.recordings import fit_run, gzipped
from tools.local import LocalStage


def test_a_run_is_shared_without_the_way_it_took(strict_stage: LocalStage) -> None:
    ada, grace, eve = (signed_up(strict_stage, name) for name in ("ada", "grace", "eve"))
    befriended(ada, grace)
    recorded = fit_run()
    assert ada.import_file("run.fit", recorded)["counts"]["sessionsCreated"] == 1
    assert ada.import_file("run.fit.gz", gzipped(recorded))["counts"]["sessionsCreated"] == 0
    run = ada.call("GET", f"/workouts/{ada.call('GET', '/workouts')[0]['id']}")
    assert run["activity"]["distanceM"] > 0
    assert run["route"]["polyline"]

    seen = f"/workouts/{run['id']}?userId={ada.call('GET', '/users/profile')['id']}"
    grace.call("GET", seen, status=404)
    ada.call("POST", f"/workouts/{run['id']}/share", {"visibility": "friends", "message": "Along the river."})

    def arrived() -> dict[str, Any] | None:
        return next(iter(grace.call("GET", "/workouts/shared")), None)

    shared = eventually(arrived)
    assert shared["message"] == "Along the river."
    assert shared["workout"]["id"] == run["id"]
    found = grace.call("GET", seen)
    assert found["activity"]["distanceM"] == run["activity"]["distanceM"]
    assert found["route"] is None
    eve.call("GET", seen, status=404)

    ada.call("POST", f"/workouts/{run['id']}/share", {"visibility": "private"})
    grace.call("GET", seen, status=404)
    assert grace.call("GET", "/workouts/shared") == []
