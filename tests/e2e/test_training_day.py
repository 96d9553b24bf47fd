"""One training day of a new user, over HTTP, on the deployed local stage."""

from __future__ import annotations

import pytest

from tests.e2e.client import PASSWORD, Client
from tests.e2e.polling import eventually
from tools.local import LocalStage

HEVY = """"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index","set_type","weight_kg","reps","distance_km","duration_seconds","rpe"
"Push Day","2 Mar 2026, 18:00","2 Mar 2026, 19:05","","Bench Press (Barbell)",,"",0,"warmup",40,10,,,
"Push Day","2 Mar 2026, 18:00","2 Mar 2026, 19:05","","Bench Press (Barbell)",,"",1,"normal",80,5,,,8
"Push Day","2 Mar 2026, 18:00","2 Mar 2026, 19:05","","Bench Press (Barbell)",,"",2,"normal",82.5,5,,,9
"Push Day","2 Mar 2026, 18:00","2 Mar 2026, 19:05","","Grandma's Secret Press",,"",0,"normal",20,12,,,
"Broken","2 Mar 2026, 20:00","2 Mar 2026, 20:30","","Bench Press (Barbell)",,"",0,"normal",heavy,5,,,
"""  # noqa: E501 - the format has long lines

STRONG = """Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds;Notes;Workout Notes;Workout Duration
2026-03-04 07:30:00;Legs;Squat (Barbell);W;95;lbs;5;;;;0;;;55m
2026-03-04 07:30:00;Legs;Squat (Barbell);1;225;lbs;5;8;;;0;;;55m
2026-03-04 07:30:00;Legs;Squat (Barbell);2;225;lbs;5;8.5;;;0;;;55m
"""  # noqa: E501 - the format has long lines


@pytest.fixture
def client(strict_stage: LocalStage) -> Client:
    return Client(strict_stage)


def test_a_training_day(client: Client) -> None:
    email = "ada@example.org"
    client.call(
        "POST",
        "/auth/register",
        {"email": email, "password": PASSWORD, "username": "ada", "timezone": "Europe/Athens"},
        status=201,
    )
    client.call("GET", f"/auth/verify-email?token={client.mailed_token(email)}")
    tokens = client.call("POST", "/auth/login", {"email": email, "password": PASSWORD})
    client.token = tokens["accessToken"]
    client.call("PUT", "/users/profile", {"metrics": {"currentWeight": 72.5}})

    bench = client.call("GET", "/exercises/search?query=barbel+benhc+pres")[0]
    assert bench["name"] == "Barbell Bench Press"

    hevy = client.import_file("hevy.csv", HEVY)
    assert (hevy["counts"]["taken"], hevy["counts"]["refused"]) == (4, 1)
    rows = client.call("GET", f"/workouts/import/{hevy['id']}/rows?outcome=refused")
    assert [(row["row"], row["field"]) for row in rows] == [(6, "weight")]
    client.import_file("strong.csv", STRONG)
    again = client.import_file("hevy.csv", HEVY)
    assert again["counts"]["sessionsCreated"] == 0

    workout = client.call(
        "POST", "/workouts", {"name": "Evening push", "exercises": [{"exerciseId": bench["id"]}]}, status=201
    )
    path = f"/workouts/{workout['id']}"
    below = client.call("PUT", f"{path}/set/0", {"weightKg": 80, "reps": 5, "rpe": 8})
    assert below["personalRecords"] == []
    record = client.call("PUT", f"{path}/set/1", {"weightKg": 85, "reps": 5, "rpe": 9})
    heaviest = next(one for one in record["personalRecords"] if one["kind"] == "max_weight")
    assert (heaviest["value"], heaviest["previous"]) == (85, 82.5)

    client.call("POST", f"{path}/rest", {"seconds": 120})
    assert client.call("POST", f"{path}/pause")["status"] == "paused"
    client.call("POST", f"{path}/pause", status=409)
    assert client.call("POST", f"{path}/resume")["status"] == "in_progress"
    done = client.call("POST", f"{path}/complete", {"moodAfter": "energetic"})
    assert done["metrics"]["totalVolume"] == 825
    assert done["metrics"]["recordCount"] >= 1

    history = client.call("GET", "/workouts")
    assert [one["name"] for one in history] == ["Evening push", "Legs", "Push Day"]
    legs = client.call("GET", f"/workouts/{history[1]['id']}")
    assert legs["exercises"][0]["sets"][1]["weightKg"] == 102.06
    assert legs["startedAt"] == "2026-03-04T05:30:00.000Z"

    popular = eventually(
        lambda: next((one for one in client.call("GET", "/exercises/popular") if one["id"] == bench["id"]), None)
    )
    assert popular["name"] == bench["name"]

    refreshed = client.call("POST", "/auth/refresh", {"refreshToken": tokens["refreshToken"]})
    client.token = refreshed["accessToken"]
    client.call("POST", "/auth/logout", status=204)
    client.call("POST", "/auth/refresh", {"refreshToken": refreshed["refreshToken"]}, status=401)
    # The gateway keeps what the authorizer said of a token for a minute.
    eventually(lambda: client.is_signed_out() or None, seconds=75, every=1)
