"""Accounts: registering, signing in, and a new password."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fitsync.auth import passwords, service
from fitsync.auth.errors import InvalidCredentials
from fitsync.kit import clock
from tests.support.accounts import (
    PASSWORD,
    authorized,
    login,
    register,
    run_mailer,
    sent_mail,
    verified,
)
from tests.support.api import Api
from tests.support.bus import stored_events

pytestmark = pytest.mark.usefixtures("stopped_clock")


class TestRegistration:
    def test_a_new_user_confirms_the_address_and_signs_in(self, anonymous: Api) -> None:
        assert register(anonymous).data["emailVerified"] is False
        assert login(anonymous).code == "EMAIL_NOT_VERIFIED"

        run_mailer()
        mail = sent_mail()[0]
        assert mail.to == "ada@example.org"
        assert anonymous.get(f"/v1/auth/verify-email?token={mail.token}").data["emailVerified"] is True

        signed_in = login(anonymous).data
        assert signed_in["expiresIn"] == 900
        assert signed_in["user"]["role"] == "user"

    def test_the_address_is_taken_whatever_its_case(self, anonymous: Api) -> None:
        register(anonymous)
        assert register(anonymous, email="ADA@Example.org", username="ada2").code == "EMAIL_TAKEN"

    def test_a_username_is_taken_whatever_its_case_and_nothing_is_left_behind(self, anonymous: Api) -> None:
        register(anonymous)
        assert register(anonymous, email="b@example.org", username="ADA").code == "USERNAME_TAKEN"
        assert register(anonymous, email="b@example.org", username="grace").status == 201

    @pytest.mark.parametrize("password", ["password123", "ada@example.org", "iloveyou"])
    def test_a_guessable_password_is_refused(self, anonymous: Api, password: str) -> None:
        answer = anonymous.post(
            "/v1/auth/register", {"email": "ada@example.org", "password": password, "username": "ada"}
        )
        assert (answer.status, answer.code) == (422, "WEAK_PASSWORD")

    def test_a_password_longer_than_bcrypt_reads_is_refused(self, anonymous: Api) -> None:
        answer = anonymous.post(
            "/v1/auth/register", {"email": "a@example.org", "password": "é" * 40, "username": "ada"}
        )
        assert answer.json["error"]["details"]["fields"][0]["field"] == "body.password"

    def test_a_verification_link_works_once(self, anonymous: Api) -> None:
        verified(anonymous)
        token = sent_mail()[0].token
        assert anonymous.get(f"/v1/auth/verify-email?token={token}").code == "INVALID_TOKEN"

    def test_a_verification_link_expires(self, anonymous: Api) -> None:
        register(anonymous)
        run_mailer()
        clock.advance(timedelta(hours=24))
        assert anonymous.get(f"/v1/auth/verify-email?token={sent_mail()[0].token}").code == "INVALID_TOKEN"

    def test_the_tables_and_events_never_hold_a_secret_in_the_clear(self, anonymous: Api) -> None:
        verified(anonymous)
        token = sent_mail()[0].token
        events = "".join(event.model_dump_json() for event in stored_events("auth", "users"))
        assert token not in events
        assert PASSWORD not in events

    def test_a_mail_is_sent_once_however_often_its_event_arrives(self, anonymous: Api) -> None:
        register(anonymous)
        run_mailer()
        run_mailer()
        assert len(sent_mail()) == 1

    def test_verification_can_be_sent_again_but_not_every_second(self, anonymous: Api) -> None:
        register(anonymous)
        run_mailer()
        for _ in range(2):
            assert anonymous.post("/v1/auth/resend-verification", {"email": "ada@example.org"}).status == 202
            run_mailer()
        assert len(sent_mail()) == 2
        clock.advance(61)
        anonymous.post("/v1/auth/resend-verification", {"email": "ada@example.org"})
        run_mailer()
        assert len(sent_mail()) == 3


def guess(api: Api, times: int, email: str = "ada@example.org") -> None:
    """Try wrong passwords, each from another network address."""
    for attempt in range(times):
        api.ip = f"203.0.113.{attempt}"
        assert login(api, email=email, password="wrong password").status == 401


class TestSignIn:
    def test_an_unknown_address_and_a_wrong_password_look_the_same(self, anonymous: Api) -> None:
        verified(anonymous)
        wrong = login(anonymous, password="wrong password").json["error"]
        unknown = login(anonymous, email="nobody@example.org").json["error"]
        assert wrong == unknown
        assert wrong["code"] == "INVALID_CREDENTIALS"

    @pytest.mark.parametrize("email", ["ada@example.org", "nobody@example.org"])
    def test_five_failures_lock_known_and_unknown_accounts_alike(self, anonymous: Api, email: str) -> None:
        verified(anonymous)
        guess(anonymous, times=5, email=email)
        anonymous.ip = "203.0.113.99"
        locked = login(anonymous, email=email)
        assert (locked.status, locked.code, locked.headers["retry-after"]) == (429, "ACCOUNT_LOCKED", "900")

    def test_a_lock_ends_and_the_next_one_is_longer(self, anonymous: Api) -> None:
        verified(anonymous)
        guess(anonymous, times=5)
        clock.advance(timedelta(minutes=15))
        anonymous.ip = "203.0.113.50"
        assert login(anonymous, password="wrong password").status == 401
        assert login(anonymous).headers["retry-after"] == str(30 * 60)
        clock.advance(timedelta(minutes=30))
        assert login(anonymous).status == 200

    def test_success_forgets_the_failures(self, anonymous: Api) -> None:
        verified(anonymous)
        for _ in range(2):
            guess(anonymous, times=4)
            assert login(anonymous).status == 200

    def test_five_failures_from_one_network_address_stop_it_for_every_account(self, anonymous: Api) -> None:
        verified(anonymous)
        for attempt in range(5):
            login(anonymous, email=f"guess{attempt}@example.org", password="wrong password")
        assert login(anonymous).code == "RATE_LIMITED"
        anonymous.ip = "198.51.100.1"
        assert login(anonymous).status == 200

    def test_failures_that_are_forgotten_but_not_deleted_yet_do_not_count(self, anonymous: Api) -> None:
        verified(anonymous)
        guess(anonymous, times=4)
        clock.advance(timedelta(hours=1))
        assert login(anonymous, password="wrong password").status == 401
        assert login(anonymous).status == 200

    def test_one_failure_does_not_stop_an_address_that_was_stopped_an_hour_ago(self, anonymous: Api) -> None:
        verified(anonymous)
        for attempt in range(6):
            login(anonymous, email=f"guess{attempt}@example.org", password="wrong password")
        clock.advance(timedelta(minutes=16))
        assert login(anonymous, email="other@example.org", password="wrong password").status == 401
        assert login(anonymous).status == 200

    def test_failures_from_an_address_count_for_a_quarter_of_an_hour(self, anonymous: Api) -> None:
        verified(anonymous)
        for attempt in range(10):
            assert login(anonymous, email=f"typing{attempt}@example.org", password="wrong password").status == 401
            clock.advance(timedelta(minutes=4))
        assert login(anonymous).status == 200

    @pytest.mark.parametrize("password", [PASSWORD, "wrong password"])
    def test_a_guess_among_many_at_once_comes_too_late(
        self, anonymous: Api, password: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        verified(anonymous)
        compare = passwords.matches

        def overtaken(given: str, hashed: str | None) -> bool:
            monkeypatch.setattr(passwords, "matches", compare)
            for _ in range(5):
                with pytest.raises(InvalidCredentials):
                    service.sign_in("ada@example.org", "wrong password", service.DeviceInfo("phone", "phone"))
            return compare(given, hashed)

        monkeypatch.setattr(passwords, "matches", overtaken)
        assert login(anonymous, password=password).code == "ACCOUNT_LOCKED"

    def test_a_new_device_is_announced_by_mail_and_a_known_one_is_not(self, anonymous: Api) -> None:
        verified(anonymous)
        for device in ("phone", "phone", "tablet"):
            login(anonymous, device=device)
            run_mailer()
        subjects = [mail.subject for mail in sent_mail()]
        assert subjects.count("New sign-in to your account") == 2


class TestPasswordReset:
    def reset_token(self, api: Api) -> str:
        assert api.post("/v1/auth/forgot-password", {"email": "ada@example.org"}).status == 202
        run_mailer()
        return next(mail.token for mail in reversed(sent_mail()) if mail.subject == "Reset your password")

    def test_the_new_password_works_and_every_session_is_over(self, anonymous: Api) -> None:
        verified(anonymous)
        tokens = login(anonymous).data
        token = self.reset_token(anonymous)
        body = {"token": token, "password": "a better password 42"}
        assert anonymous.post("/v1/auth/reset-password", body).status == 204
        assert authorized(tokens["accessToken"]) is None
        assert login(anonymous).status == 401
        clock.advance(1)
        assert login(anonymous, password="a better password 42").status == 200
        assert anonymous.post("/v1/auth/reset-password", body).code == "INVALID_TOKEN"

    def test_a_reset_ends_every_other_link_to_do_so(self, anonymous: Api) -> None:
        verified(anonymous)
        older = self.reset_token(anonymous)
        clock.advance(61)
        newer = self.reset_token(anonymous)
        answers = [
            anonymous.post("/v1/auth/reset-password", {"token": token, "password": "a better password 42"})
            for token in (newer, older)
        ]
        assert [(answer.status, answer.code if answer.body else None) for answer in answers] == [
            (204, None),
            (400, "INVALID_TOKEN"),
        ]

    def test_a_locked_out_owner_gets_back_in_by_resetting(self, anonymous: Api) -> None:
        verified(anonymous)
        guess(anonymous, times=5)
        token = self.reset_token(anonymous)
        anonymous.post("/v1/auth/reset-password", {"token": token, "password": "a better password 42"})
        anonymous.ip = "203.0.113.80"
        assert login(anonymous, password="a better password 42").status == 200

    def test_an_unknown_address_gets_the_same_answer_and_no_mail(self, anonymous: Api) -> None:
        known = anonymous.post("/v1/auth/forgot-password", {"email": "ada@example.org"})
        verified(anonymous)
        before = len(sent_mail())
        unknown = anonymous.post("/v1/auth/forgot-password", {"email": "nobody@example.org"})
        assert (known.status, known.data) == (unknown.status, unknown.data)
        run_mailer()
        assert [mail.to for mail in sent_mail()[before:] if mail.to == "nobody@example.org"] == []

    def test_a_reset_link_lives_an_hour_and_is_no_verification_link(self, anonymous: Api) -> None:
        verified(anonymous)
        token = self.reset_token(anonymous)
        assert anonymous.get(f"/v1/auth/verify-email?token={token}").code == "INVALID_TOKEN"
        clock.advance(timedelta(hours=1))
        body = {"token": token, "password": "a better password 42"}
        assert anonymous.post("/v1/auth/reset-password", body).code == "INVALID_TOKEN"
