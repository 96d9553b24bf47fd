"""What a sign-in gives: a session, how it goes on and ends, and its access tokens."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import jwt
import pytest

from fitsync.auth import keys
from fitsync.kit import clock, secrets
from fitsync.kit.settings import settings
from tests.support.accounts import PASSWORD, authorized, login, verified
from tests.support.api import Api, principal
from tests.support.environment import VARIABLES, client

pytestmark = pytest.mark.usefixtures("stopped_clock")


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
        assert [one["id"] for one in me.every("/v1/auth/sessions", limit=2)] == expected

    def test_the_list_goes_on_behind_sessions_that_have_run_out(self, anonymous: Api) -> None:
        user_id = verified(anonymous)
        phone = login(anonymous, device="phone").data
        clock.advance(1)
        for device in range(3):
            login(anonymous, device=f"device {device}")
        clock.advance(timedelta(days=6))
        anonymous.post("/v1/auth/refresh", {"refreshToken": phone["refreshToken"]})
        clock.advance(timedelta(days=6))
        me = anonymous.as_user(principal(user_id=user_id))
        assert [one["id"] for one in me.every("/v1/auth/sessions", limit=2)] == [phone["sessionId"]]

    def test_logout_ends_this_session_at_once(self, anonymous: Api) -> None:
        user_id = verified(anonymous)
        tokens = login(anonymous).data
        context = authorized(tokens["accessToken"])
        assert context
        me = anonymous.as_user(principal(user_id=user_id)._replace(session_id=tokens["sessionId"]))
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
