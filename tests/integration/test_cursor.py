from __future__ import annotations

import base64

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fitsync.kit import cursor, secrets
from fitsync.kit.errors import InvalidCursor
from tests.support.environment import VARIABLES, client

POSITION: dict[str, str | int] = {"key": "2026-03-02T06:30:00Z#01JD8Z5Q4M9V6T3X2R7C0B1N8K", "first": 40}
SAME_TABLES = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)


@SAME_TABLES
@given(st.dictionaries(st.text(), st.text() | st.integers(-(2**53), 2**53), max_size=5), st.text())
def test_a_cursor_gives_its_position_back(position: dict[str, str | int], scope: str) -> None:
    made = cursor.encode(position, scope=scope)
    assert set(made) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert cursor.decode(made, scope=scope) == position


@SAME_TABLES
@given(st.text(max_size=200))
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidCursor):
        cursor.decode(text, scope="workouts")


def test_a_cursor_with_one_bit_changed_is_refused() -> None:
    raw = base64.urlsafe_b64decode(cursor.encode(POSITION, scope="workouts") + "==")
    for place in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises(InvalidCursor):
            cursor.decode(base64.urlsafe_b64encode(changed).decode().rstrip("="), scope="workouts")


@pytest.mark.parametrize("scope", ["", "Workouts", "workouts ", "workouts:ada", "exercises"])
def test_a_cursor_is_good_for_its_own_listing_only(scope: str) -> None:
    with pytest.raises(InvalidCursor):
        cursor.decode(cursor.encode(POSITION, scope="workouts"), scope=scope)


def test_a_cursor_survives_one_rotation_of_its_key_and_not_two() -> None:
    made = cursor.encode(POSITION, scope="workouts")
    for value, survives in (("a" * 64, True), ("b" * 64, False)):
        client("secretsmanager").put_secret_value(SecretId=VARIABLES["SECRET_CURSORS"], SecretString=value)
        secrets.reset()
        if survives:
            assert cursor.decode(made, scope="workouts") == POSITION
        else:
            with pytest.raises(InvalidCursor):
                cursor.decode(made, scope="workouts")
