from __future__ import annotations

import base64
import json
from datetime import timedelta

import jwt
import pytest

from fitsync.auth import keys, passwords, service
from fitsync.auth.errors import InvalidCredentials
from fitsync.kit import clock, secrets
from fitsync.kit.settings import settings
from tests.support.accounts import (
    PASSWORD,
    authorized,
    login,
    register,
    run_mailer,
    sent_mail,
    verified,
)
from tests.support.api import Api, principal
from tests.support.bus import stored_events
from tests.support.environment import VARIABLES, client

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
        for attempt in range(5):
            anonymous.ip = f"203.0.113.{attempt}"
            assert login(anonymous, email=email, password="wrong password").status == 401
        anonymous.ip = "203.0.113.99"
        locked = login(anonymous, email=email)
        assert (locked.status, locked.code, locked.headers["retry-after"]) == (429, "ACCOUNT_LOCKED", "900")

    def test_a_lock_ends_and_the_next_one_is_longer(self, anonymous: Api) -> None:
        verified(anonymous)
        for attempt in range(5):
            anonymous.ip = f"203.0.113.{attempt}"
            login(anonymous, password="wrong password")
        clock.advance(timedelta(minutes=15))
        anonymous.ip = "203.0.113.50"
        assert login(anonymous, password="wrong password").status == 401
        assert login(anonymous).headers["retry-after"] == str(30 * 60)
        clock.advance(timedelta(minutes=30))
        assert login(anonymous).status == 200

    def test_success_forgets_the_failures(self, anonymous: Api) -> None:
        verified(anonymous)
        for attempt in range(8):
            anonymous.ip = f"203.0.113.{attempt}"
            login(anonymous, password="wrong password")
            if attempt % 4 == 3:
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
        for attempt in range(4):
            anonymous.ip = f"203.0.113.{attempt}"
            login(anonymous, password="wrong password")
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


class TestRefresh:
    def test_tokens_rotate(self, anonymous: Api) -> None:
        verified(anonymous)
        first = login(anonymous).data
        second = anonymous.post("/v1/auth/refresh", {"refreshToken": first["refreshToken"]}).data
        assert second["refreshToken"] != first["refreshToken"]
        assert second["sessionId"] == first["sessionId"]
        assert authorized(second["accessToken"])

    def test_an_old_token_ends_the_session_with_all_its_tokens(self, anonymous: Api) -> None:
        verified(anonymous)
        first = login(anonymous).data
        second = anonymous.post("/v1/auth/refresh", {"refreshToken": first["refreshToken"]}).data
        clock.advance(60)
        stolen = anonymous.post("/v1/auth/refresh", {"refreshToken": first["refreshToken"]})
        assert (stolen.status, stolen.code) == (401, "REFRESH_TOKEN_REUSED")
        assert anonymous.post("/v1/auth/refresh", {"refreshToken": second["refreshToken"]}).status == 401
        assert authorized(second["accessToken"]) is None

    def test_two_refreshes_at_the_same_moment_do_not_end_the_session(self, anonymous: Api) -> None:
        verified(anonymous)
        first = login(anonymous).data
        second = anonymous.post("/v1/auth/refresh", {"refreshToken": first["refreshToken"]}).data
        assert anonymous.post("/v1/auth/refresh", {"refreshToken": first["refreshToken"]}).status == 409
        assert anonymous.post("/v1/auth/refresh", {"refreshToken": second["refreshToken"]}).status == 200

    def test_a_guess_does_not_end_the_session(self, anonymous: Api) -> None:
        user_id = verified(anonymous)
        tokens = login(anonymous).data
        guess = f"{user_id}.{tokens['sessionId']}.{'x' * 43}.{'y' * 43}"
        assert anonymous.post("/v1/auth/refresh", {"refreshToken": guess}).code == "INVALID_REFRESH_TOKEN"
        assert anonymous.post("/v1/auth/refresh", {"refreshToken": tokens["refreshToken"]}).status == 200

    def test_a_session_ends_after_seven_idle_days(self, anonymous: Api) -> None:
        verified(anonymous)
        tokens = login(anonymous).data
        clock.advance(timedelta(days=7))
        assert anonymous.post("/v1/auth/refresh", {"refreshToken": tokens["refreshToken"]}).status == 401

    def test_the_token_can_live_in_a_cookie(self, anonymous: Api) -> None:
        verified(anonymous)
        answer = anonymous.post("/v1/auth/login", {"email": "ada@example.org", "password": PASSWORD, "cookie": True})
        assert answer.data["refreshToken"] is None
        cookie = answer.headers["set-cookie"]
        assert all(flag in cookie for flag in ("HttpOnly", "Secure", "SameSite=strict"))
        again = anonymous.post("/v1/auth/refresh", {}, headers={"Cookie": cookie.split(";")[0]})
        assert again.status == 200
        assert again.headers["set-cookie"] != cookie

    @pytest.mark.parametrize("token", [None, "", "x", "a.b.c.d", "...."])
    def test_anything_else_is_refused(self, anonymous: Api, token: str | None) -> None:
        assert anonymous.post("/v1/auth/refresh", {"refreshToken": token}).code == "INVALID_REFRESH_TOKEN"


class TestSessions:
    def test_devices_are_listed_and_signed_out_one_by_one(self, anonymous: Api) -> None:
        user_id = verified(anonymous)
        phone = login(anonymous, device="phone").data
        clock.advance(1)
        tablet = login(anonymous, device="tablet").data
        me = anonymous.as_user(principal(user_id=user_id))
        assert [one["deviceName"] for one in me.get("/v1/auth/sessions").data] == ["tablet", "phone"]

        assert me.delete(f"/v1/auth/sessions/{phone['sessionId']}").status == 204
        assert authorized(phone["accessToken"]) is None
        assert authorized(tablet["accessToken"])
        assert [one["deviceName"] for one in me.get("/v1/auth/sessions").data] == ["tablet"]
        assert me.delete(f"/v1/auth/sessions/{phone['sessionId']}").code == "SESSION_NOT_FOUND"

    def test_the_list_goes_by_pages(self, anonymous: Api) -> None:
        user_id = verified(anonymous)
        expected: list[str] = []
        for device in range(5):
            clock.advance(1)
            expected.insert(0, login(anonymous, device=f"device {device}").data["sessionId"])
        me = anonymous.as_user(principal(user_id=user_id))
        assert _listed(me) == expected

    def test_the_list_goes_on_behind_sessions_that_have_run_out(self, anonymous: Api) -> None:
        user_id = verified(anonymous)
        phone = login(anonymous, device="phone").data
        clock.advance(1)
        for device in range(3):
            login(anonymous, device=f"device {device}")
        clock.advance(timedelta(days=6))
        anonymous.post("/v1/auth/refresh", {"refreshToken": phone["refreshToken"]})
        clock.advance(timedelta(days=6))
        assert _listed(anonymous.as_user(principal(user_id=user_id))) == [phone["sessionId"]]

    def test_logout_ends_this_session_at_once(self, anonymous: Api) -> None:
        user_id = verified(anonymous)
        tokens = login(anonymous).data
        context = authorized(tokens["accessToken"])
        assert context
        me = anonymous.as_user(principal(user_id=user_id))
        assert me.user
        object.__setattr__(me.user, "session_id", tokens["sessionId"])
        assert me.post("/v1/auth/logout").status == 204
        assert me.post("/v1/auth/logout").status == 204
        assert anonymous.post("/v1/auth/refresh", {"refreshToken": tokens["refreshToken"]}).status == 401
        assert authorized(tokens["accessToken"]) is None

    def test_logout_of_all_ends_every_session_but_not_the_next_one(self, anonymous: Api) -> None:
        user_id = verified(anonymous)
        before = [login(anonymous, device=str(n)).data for n in range(3)]
        anonymous.as_user(principal(user_id=user_id)).post("/v1/auth/logout?all=true")
        assert [authorized(tokens["accessToken"]) for tokens in before] == [None] * 3
        clock.advance(1)
        assert authorized(login(anonymous).data["accessToken"])


def _listed(me: Api) -> list[str]:
    """The ids of all sessions, two at a time."""
    found: list[str] = []
    cursor = ""
    while True:
        answer = me.get(f"/v1/auth/sessions?limit=2{cursor}")
        found += [one["id"] for one in answer.data]
        if not (following := answer.json["meta"]["nextCursor"]):
            return found
        cursor = f"&cursor={following}"


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
        for attempt in range(5):
            anonymous.ip = f"203.0.113.{attempt}"
            login(anonymous, password="wrong password")
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


class TestAccessTokens:
    def test_the_claims_verify_with_the_published_keys(self, anonymous: Api) -> None:
        user_id = verified(anonymous)
        token = login(anonymous).data["accessToken"]
        key_set = jwt.PyJWKSet.from_dict(anonymous.get("/v1/auth/jwks").json)
        key = key_set[jwt.get_unverified_header(token)["kid"]]
        claims = jwt.decode(
            token, key, algorithms=["ES256"], audience="fitsync-api", options={"verify_exp": False, "verify_iat": False}
        )
        assert claims["sub"] == user_id
        assert claims["email"] == "ada@example.org"
        assert claims["exp"] - claims["iat"] == 900
        assert "write:own_workouts" in claims["scope"]

    def test_it_expires(self, anonymous: Api) -> None:
        verified(anonymous)
        token = login(anonymous).data["accessToken"]
        clock.advance(899)
        assert authorized(token)
        clock.advance(1)
        assert authorized(token) is None

    @pytest.mark.parametrize("damage", ["signature", "none", "hs256", "payload", "empty", "kid"])
    def test_a_forged_one_is_refused(self, anonymous: Api, damage: str) -> None:
        verified(anonymous)
        token = login(anonymous).data["accessToken"]
        header, payload, signature = token.split(".")
        kid = {"kid": jwt.get_unverified_header(token)["kid"]}
        claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
        other = json.dumps({**claims, "sub": "01JD8Z5Q4M9V6T3X2R7C0B1N8K"}).encode()
        forged = {
            "signature": f"{header}.{payload}.{signature[:-4]}AAAA",
            "none": jwt.encode(claims, "", algorithm="none", headers=kid),
            "hs256": jwt.encode(claims, "x" * 32, algorithm="HS256", headers=kid),
            "payload": f"{header}.{base64.urlsafe_b64encode(other).decode().rstrip('=')}.{signature}",
            "empty": "",
            "kid": jwt.encode(claims, "", algorithm="none", headers={"kid": "unknown"}),
        }[damage]
        assert authorized(forged) is None

    def test_a_token_of_another_stage_is_refused(self, anonymous: Api, monkeypatch: pytest.MonkeyPatch) -> None:
        verified(anonymous)
        token = login(anonymous).data["accessToken"]
        monkeypatch.setenv("STAGE", "prod")
        settings.cache_clear()
        assert authorized(token) is None

    def test_a_token_survives_one_rotation_of_the_key_and_not_two(self, anonymous: Api) -> None:
        verified(anonymous)
        token = login(anonymous).data["accessToken"]
        manager = client("secretsmanager")
        manager.put_secret_value(SecretId=VARIABLES["SECRET_TOKENS"], SecretString="a" * 64)
        secrets.reset()
        assert authorized(token)
        assert len(anonymous.get("/v1/auth/jwks").json["keys"]) == 2
        manager.put_secret_value(SecretId=VARIABLES["SECRET_TOKENS"], SecretString="b" * 64)
        secrets.reset()
        assert authorized(token) is None

    def test_a_new_key_signs_only_when_every_function_knows_it(self, anonymous: Api) -> None:
        verified(anonymous)
        known = secrets.secret("tokens")
        client("secretsmanager").put_secret_value(SecretId=VARIABLES["SECRET_TOKENS"], SecretString="a" * 64)
        secrets.reset()
        with clock.fixed(secrets.secret("tokens").rotated_at):
            early = login(anonymous).data["accessToken"]
            published = [key["kid"] for key in anonymous.get("/v1/auth/jwks").json["keys"]]
            clock.advance(secrets.UNNOTICED)
            late = login(anonymous).data["accessToken"]
        kids = [jwt.get_unverified_header(token)["kid"] for token in (late, early)]
        assert kids == published
        assert keys.derive(known.current).id == kids[1]
