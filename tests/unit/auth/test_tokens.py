from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitsync.auth import keys, tokens
from fitsync.auth.digests import digest, same
from fitsync.auth.tokens import RefreshToken
from fitsync.kit import clock

USER, SESSION = "01JD8Z5Q4M9V6T3X2R7C0B1N8K", "01JD8Z6A1B2C3D4E5F6G7H8J9K"


def test_a_refresh_token_is_read_back_from_its_text() -> None:
    token = RefreshToken.new(USER, SESSION)
    assert RefreshToken.parse(str(token)) == token
    assert len(str(token)) <= 400


def test_the_next_token_keeps_its_family_and_changes_its_secret() -> None:
    token = RefreshToken.new(USER, SESSION)
    following = token.rotated()
    assert (following.user_id, following.session_id, following.family) == (USER, SESSION, token.family)
    assert following.rotating != token.rotating


@given(st.text(max_size=400))
def test_any_text_can_be_read_and_only_four_parts_are_a_token(text: str) -> None:
    token = RefreshToken.parse(text)
    assert token is None or str(token) == text


@given(st.text(), st.text())
def test_a_digest_is_of_one_text_only(one: str, other: str) -> None:
    assert same(digest(one), other) == (one == other)
    assert not same(None, one)


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_signing_key_is_a_function_of_its_secret(one: str, other: str) -> None:
    assert keys.derive(one).id == keys.derive(one).id
    assert (keys.derive(one).id == keys.derive(other).id) == (one == other)
    assert "d" not in keys.derive(one).jwk()


def test_secrets_have_at_least_256_bits() -> None:
    with clock.fixed(clock.now()):
        token = RefreshToken.new(USER, SESSION)
    # 43 characters of base64url carry 32 bytes.
    assert len(token.family) == len(token.rotating) == 43


def test_lifetimes() -> None:
    assert tokens.ACCESS_LIFETIME.total_seconds() == 900
    assert tokens.REFRESH_LIFETIME.days == 7


@pytest.mark.parametrize("text", ["", ".", "...", "a.b.c", "a.b.c.d.e", "a..c.d"])
def test_what_is_no_refresh_token(text: str) -> None:
    assert RefreshToken.parse(text) is None
