from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitsync.auth import passwords
from fitsync.auth.errors import WeakPassword
from fitsync.kit.settings import settings


@pytest.fixture(autouse=True, scope="module")
def _cheap_hashes() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("BCRYPT_COST", "4")
        settings.cache_clear()
        yield
    settings.cache_clear()


PASSWORDS = st.text(min_size=8, max_size=18)


@given(PASSWORDS, PASSWORDS)
def test_only_the_password_matches_its_hash(password: str, other: str) -> None:
    hashed = passwords.hash_password(password)
    assert passwords.matches(password, hashed)
    assert passwords.matches(other, hashed) == (other == password)
    assert password not in hashed


@given(st.text(max_size=2000))
def test_any_text_can_be_tried_and_nothing_matches_no_hash(password: str) -> None:
    assert passwords.matches(password, None) is False
    assert passwords.matches(password, passwords.hash_password("correct horse battery staple")) is False


def test_a_zero_character_does_not_end_a_password() -> None:
    assert not passwords.matches("before\x00one", passwords.hash_password("before\x00two"))


def test_two_hashes_of_one_password_differ_and_carry_the_cost() -> None:
    one, other = (passwords.hash_password("correct horse battery staple") for _ in range(2))
    assert one != other
    assert one.startswith("$2b$04$")


@pytest.mark.parametrize(
    "password", ["password1", "PASSWORD1", "12345678", "iloveyou", "ada@example.org", "ADA@Example.org", "countess-ada"]
)
def test_known_and_personal_passwords_are_weak(password: str) -> None:
    with pytest.raises(WeakPassword):
        passwords.judge(password, email="ada@example.org", username="countess-ada")


def test_a_passphrase_is_good_enough() -> None:
    passwords.judge("correct horse battery staple", email="ada@example.org", username="countess-ada")
