"""Signatures beside botocore's own, where credentials come from, and which endpoint is asked."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotocoreCredentials
from hypothesis import given
from hypothesis import strategies as st

from fitsync.kit import aws
from fitsync.kit.direct import signing
from fitsync.kit.settings import settings
from tests.support.accounts import STARTED

pytestmark = pytest.mark.usefixtures("credentials")


class TestSigning:
    @given(
        st.binary(max_size=200),
        st.text("abcXYZ019/+=", min_size=16, max_size=40),
        st.none() | st.text("abcXYZ019/+=", min_size=1, max_size=300),
        st.datetimes(min_value=STARTED.replace(tzinfo=None)),
        st.sampled_from(
            [
                ("dynamodb", "POST", "/", {"content-type": "application/x-amz-json-1.0", "x-amz-target": "D.Query"}),
                ("execute-api", "POST", "/prod/@connections/aB%3D-_.~", {"content-type": "application/octet-stream"}),
                ("execute-api", "DELETE", "/prod/@connections/L0SM9cOFvHcCIhw%3D", {}),
            ]
        ),
    )
    def test_signatures_are_those_of_botocore(
        self, body: bytes, secret: str, token: str | None, at: Any, sent: tuple[str, str, str, dict[str, str]]
    ) -> None:
        service, method, path, headers = sent
        moment = at.strftime("%Y%m%dT%H%M%SZ")
        by, host = signing.Credentials("AKID", secret, token), f"{service}.eu-west-1.amazonaws.com"
        where = {"service": service, "region": "eu-west-1", "method": method, "host": host, "path": path}
        ours = signing.signed(headers, by, **where, body=body, at=at)

        request = AWSRequest(method, f"https://{host}{path}", dict(headers), body)
        request.context["timestamp"] = moment
        request.headers["X-Amz-Date"] = moment
        if token:
            request.headers["X-Amz-Security-Token"] = token
        theirs = SigV4Auth(BotocoreCredentials("AKID", secret, token), service, "eu-west-1")
        text = theirs.string_to_sign(request, theirs.canonical_request(request))
        assert ours["authorization"].endswith(f"Signature={theirs.signature(text, request)}")

    def test_credentials_that_are_not_in_the_environment_are_found_by_botocore_and_renewed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
        settings.cache_clear()

        class Renewed:
            times = 0

            def get_credentials(self) -> Renewed:
                return self

            def get_frozen_credentials(self) -> BotocoreCredentials:
                self.times += 1
                return BotocoreCredentials(f"AKID{self.times}", "secret", "token")

        chain = Renewed()
        monkeypatch.setattr(aws, "session", lambda: chain)
        assert signing.credentials() == signing.Credentials("AKID1", "secret", "token")
        assert signing.credentials().access_key == "AKID2"


def test_endpoints_follow_the_region_and_the_variables_of_every_sdk(monkeypatch: pytest.MonkeyPatch) -> None:
    def endpoint(**variables: str) -> str:
        for name in ("AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        return settings().endpoint("dynamodb", "DYNAMODB")

    assert endpoint() == "https://dynamodb.eu-west-1.amazonaws.com"
    assert endpoint(AWS_REGION="cn-north-1") == "https://dynamodb.cn-north-1.amazonaws.com.cn"
    assert endpoint(AWS_ENDPOINT_URL="http://localhost:1") == "http://localhost:1"
    both = {"AWS_ENDPOINT_URL": "http://localhost:1", "AWS_ENDPOINT_URL_DYNAMODB": "http://localhost:2"}
    assert endpoint(**both) == "http://localhost:2"
