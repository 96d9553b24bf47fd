"""Body measurements: one store behind two ways, and the profile that follows it."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

import pytest

from fitsync.kit import clock
from fitsync.progress import service
from fitsync.users import service as users
from tests.support.accounts import STARTED, Member, member
from tests.support.api import Api, principal
from tests.support.bus import stored_events
from tests.support.devices import device
from tests.support.gateway import Gateway
from tests.support.requests.progress import body_entry, recorded

BODY, METRICS = "/v1/progress/body", "/v1/users/metrics"
WAYS = pytest.mark.parametrize("path", [BODY, METRICS])


@pytest.fixture
def me() -> Member:
    return member()


def at(days: float) -> str:
    return wire(STARTED + timedelta(days=days))


def wire(instant: datetime) -> str:
    return instant.isoformat().replace("+00:00", "Z")


def profile(api: Api) -> dict[str, Any]:
    return dict(api.get("/v1/users/profile").data["metrics"])


@WAYS
def test_an_entry_is_what_was_sent(me: Member, path: str) -> None:
    made = me.api.post(path, body_entry(measuredAt="2026-03-01T07:00:00+02:00"))
    assert (made.status, made.etag) == (201, '"1"')
    assert me.api.get(BODY).data == me.api.get(METRICS).data == [made.data]
    entry = made.data
    assert entry["measuredAt"] == "2026-03-01T05:00:00.000Z"
    assert (entry["weight"], entry["measurements"]) == (61.5, {"waist": 71.5, "leftBicep": 28.5})
    index = entry["bodyMassIndex"]
    assert (index["value"], index["normalFrom"], index["normalBelow"]) == (22.6, 18.5, 25)


@WAYS
def test_the_same_id_again_is_the_same_entry(me: Member, path: str) -> None:
    body = body_entry(id=clock.new_id())
    first, again = me.api.post(path, body), me.api.post(path, {**body, "weight": 99})
    assert (first.status, again.status) == (201, 200)
    assert again.data == first.data
    assert me.api.delete(f"{path}/{body['id']}").status == 204
    assert me.api.post(path, body).code == "BODY_ENTRY_DELETED"


def test_an_entry_without_a_figure_is_refused(me: Member) -> None:
    assert me.api.post(BODY, {"mood": "tired"}).status == 422
    entry_id = me.api.post(BODY, {"weight": 80}).data["id"]
    emptied = me.api.put(f"{BODY}/{entry_id}", {"weight": None})
    assert (emptied.status, emptied.code) == (409, "BODY_ENTRY_EMPTY")


@pytest.mark.parametrize(
    "body",
    [
        {"weight": 19},
        {"weight": 501},
        {"weight": "80"},
        {"weight": 80, "measuredAt": "2026-03-02"},
        {"weight": 80, "measuredAt": "1899-12-31T23:59:59Z"},
        {"weight": 80, "measuredAt": "9999-01-01T00:00:00Z"},
        {"bodyFatPercentage": 1.9},
        {"bodyFatPercentage": 101},
        {"height": 49},
        {"restingHeartRate": 24},
        {"restingHeartRate": 58.5},
        {"measurements": {"Waist": 80}},
        {"measurements": {"waist": 0}},
        {"measurements": {"waist": 301}},
        {"measurements": {"a" * 33: 80}},
        {"measurements": {f"name{n}": 10 for n in range(21)}},
        {"weight": 80, "notes": "x" * 2001},
        {"weight": 80, "photo": "x"},
    ],
)
def test_what_no_body_measures_is_refused(me: Member, body: dict[str, Any]) -> None:
    assert me.api.post(BODY, body).code == "VALIDATION_FAILED"
    assert me.api.get(BODY).data == []


def test_a_change_keeps_what_it_does_not_name_and_needs_the_right_version(me: Member) -> None:
    entry_id = recorded(me.api)
    changed = me.api.put(f"{METRICS}/{entry_id}", {"notes": None, "mood": None, "measurements": {"hips": 96}})
    assert changed.data["weight"] == 61.5
    assert (changed.data["notes"], changed.data["mood"], changed.data["measurements"]) == ("", None, {"hips": 96})
    stale = me.api.put(f"{BODY}/{entry_id}", {"weight": 61}, headers={"If-Match": '"1"'})
    assert (stale.status, stale.code) == (412, "PRECONDITION_FAILED")
    assert me.api.delete(f"{BODY}/{entry_id}", headers={"If-Match": '"1"'}).status == 412
    assert me.api.delete(f"{BODY}/{entry_id}", headers={"If-Match": changed.etag}).status == 204
    assert me.api.put(f"{BODY}/{entry_id}", {"weight": 61}).code == "BODY_ENTRY_NOT_FOUND"
    assert me.api.get(BODY).data == []


def test_the_history_comes_newest_first_in_pages_and_spans(me: Member) -> None:
    with clock.fixed(STARTED):
        for day in (-5, -1, -3, -2, -4):
            assert me.api.post(BODY, {"weight": 80 + day, "measuredAt": at(day)}).status == 201
        assert [entry["weight"] for entry in me.api.get(BODY).data] == [79, 78, 77, 76, 75]
        first = me.api.get(f"{BODY}?limit=2")
        rest = me.api.get(f"{METRICS}?limit=5&cursor={first.json['meta']['nextCursor']}")
        assert [entry["weight"] for entry in (*first.data, *rest.data)] == [79, 78, 77, 76, 75]
        span = me.api.get(f"{BODY}?from={at(-4)}&to={at(-2)}")
        assert [entry["weight"] for entry in span.data] == [77, 76]
        assert me.api.get(f"{BODY}?from={at(-2)}&to={at(-4)}").status == 422
        assert len(me.api.get(f"{BODY}?from=0999-12-31T00:00:00Z").data) == 5
        assert me.api.get(f"{BODY}?from=9999-12-31T00:00:00Z").data == []
        assert me.api.get(f"{BODY}?to=0999-12-31T00:00:00Z").data == []


def test_the_profile_shows_the_latest_measured_whatever_comes_changes_and_goes(me: Member) -> None:
    """Random changes of entries, months apart, against looking through all of them."""
    rng = random.Random(7)
    entries: dict[str, dict[str, Any]] = {}
    with clock.fixed(STARTED):
        for _ in range(60):
            clock.advance(2)
            body = {name: value for name, value in _figures(rng).items() if rng.random() < 0.6} or {"weight": 80}
            body["measuredAt"] = at(-rng.randrange(400) / 3)
            match rng.choice(["create", "create", "change", "delete"]):
                case "change" if entries:
                    entry_id = rng.choice(sorted(entries))
                    cleared = {"weight": None, "height": None, "bodyFatPercentage": None, "measurements": None}
                    entries[entry_id] = me.api.put(f"{BODY}/{entry_id}", {**cleared, **body}).data
                case "delete" if entries:
                    entry_id = rng.choice(sorted(entries))
                    assert me.api.delete(f"{BODY}/{entry_id}").status == 204
                    del entries[entry_id]
                case _:
                    made = me.api.post(BODY, body).data
                    entries[made["id"]] = made
            assert profile(me.api) == {
                "currentWeight": _last(entries, "weight"),
                "targetWeight": None,
                "height": _last(entries, "height"),
                "bodyFatPercentage": _last(entries, "bodyFatPercentage"),
            }
        user_id = me.principal.user_id
        latest = service.latest_measurements(user_id)
        waists = {k: {**e, "waist": e["measurements"].get("waist")} for k, e in entries.items()}
        waist = latest.get(service.named("waist"))
        assert (float(waist.value) if waist else None) == _last(waists, "waist")
        assert service.counts(user_id).entries == len(entries)
        points = service.measurements(user_id, STARTED - timedelta(days=60), STARTED)
        begin = wire(STARTED - timedelta(days=60)).replace("Z", ".000Z")
        assert [point.entry_id for point in points] == [
            entry["id"]
            for entry in sorted(entries.values(), key=lambda entry: (entry["measuredAt"], entry["id"]))
            if begin <= entry["measuredAt"] < wire(STARTED).replace("Z", ".000Z")
        ]


def _figures(rng: random.Random) -> dict[str, Any]:
    return {
        "weight": rng.randrange(600, 900) / 10,
        "height": rng.randrange(150, 190),
        "bodyFatPercentage": rng.randrange(10, 30),
        "measurements": {"waist": rng.randrange(60, 100)},
    }


def _last(entries: dict[str, dict[str, Any]], name: str) -> float | None:
    holding = [entry for entry in entries.values() if entry[name] is not None]
    last = max(holding, key=lambda entry: (entry["measuredAt"], entry["id"]), default=None)
    return last[name] if last else None


def test_a_weight_in_the_profile_is_recorded_and_one_of_the_past_does_not_replace_it(me: Member) -> None:
    with clock.fixed(STARTED):
        me.api.put("/v1/users/profile", {"metrics": {"currentWeight": 72.5, "targetWeight": 70}})
        (entry,) = me.api.get(METRICS).data
        assert (entry["weight"], entry["measuredAt"]) == (72.5, "2026-03-02T06:30:00.000Z")
        me.api.put("/v1/users/profile", {"metrics": {"currentWeight": 72.5}, "bio": "Lifts."})
        assert len(me.api.get(METRICS).data) == 1
        me.api.post(METRICS, {"weight": 75, "measuredAt": at(-30)})
        assert profile(me.api)["currentWeight"] == 72.5
        assert str(users.training_facts(me.principal.user_id).weight_kg) == "72.5"
        assert me.api.delete(f"{METRICS}/{entry['id']}").status == 204
        assert profile(me.api) == {
            "currentWeight": 75,
            "targetWeight": 70,
            "height": None,
            "bodyFatPercentage": None,
        }


def test_what_was_measured_cannot_be_cleared_in_the_profile(me: Member) -> None:
    me.api.put("/v1/users/profile", {"metrics": {"currentWeight": 72.5, "targetWeight": 70}})
    refused = me.api.put("/v1/users/profile", {"metrics": {"currentWeight": None}})
    assert refused.json["error"]["details"]["fields"][0]["field"] == "body.metrics.currentWeight"
    cleared = me.api.put("/v1/users/profile", {"metrics": None})
    assert (cleared.data["metrics"]["currentWeight"], cleared.data["metrics"]["targetWeight"]) == (72.5, None)


def test_entries_of_others_are_not_there(me: Member) -> None:
    entry_id = recorded(me.api)
    stranger = Api(principal())
    assert stranger.get(BODY).data == []
    assert stranger.put(f"{METRICS}/{entry_id}", {"weight": 80}).code == "BODY_ENTRY_NOT_FOUND"


def test_a_month_and_the_names_of_measurements_are_bounded(me: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fitsync.progress.entries.MAX_ENTRIES_PER_MONTH", 3)
    monkeypatch.setattr("fitsync.progress.entries.MAX_NAMES", 4)
    with clock.fixed(STARTED):
        ids = [me.api.post(BODY, {"measurements": {f"name{n}": 30}}).data["id"] for n in range(3)]
        assert me.api.post(BODY, {"weight": 80}).code == "TOO_MANY_BODY_ENTRIES"
        assert me.api.put(f"{BODY}/{ids[0]}", {"weight": 80}).status == 200
        month_before = {"measuredAt": at(-31), "measurements": {"name3": 30, "name4": 30}}
        assert me.api.post(BODY, month_before).code == "TOO_MANY_MEASUREMENT_NAMES"


def test_events_say_what_was_measured_but_not_how_much(me: Member) -> None:
    entry_id = recorded(me.api)
    me.api.put(f"{BODY}/{entry_id}", {"weight": 61})
    (event,) = stored_events("progress")
    assert event.name == "progress.metrics_updated"
    assert event.data["figures"] == ["body_fat", "height", "leftBicep", "resting_heart_rate", "waist", "weight"]
    me.api.delete(f"{BODY}/{entry_id}")
    (event,) = stored_events("progress")
    assert (event.name, "61" in str(event.data["figures"])) == ("progress.metrics_deleted", False)


@WAYS
def test_other_devices_are_told(me: Member, gateway: Gateway, path: str) -> None:
    watch = device(me.principal, gateway)
    made = me.api.post(path, body_entry())
    me.api.put(f"{path}/{made.data['id']}", {"weight": 61})
    me.api.delete(f"{path}/{made.data['id']}")
    told = [message["data"] for message in watch.received if message["event"] == "sync:progress"]
    assert [one["cause"] for one in told] == ["metrics:recorded", "metrics:updated", "metrics:deleted"]
    assert (told[0]["entry"], told[1]["entry"]["weight"], told[2]["entry"]) == (made.data, 61, None)
