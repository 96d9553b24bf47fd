"""The API as a phone uses it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import httpx

from fitsync.kit import clock
from tests.e2e.polling import eventually
from tools.local import LocalStage

PASSWORD = "correct horse battery staple"


@dataclass
class Client:
    """One user's app, signed in once it has a token."""

    stage: LocalStage
    token: str = ""
    email: str = ""
    username: str = ""

    def send(self, method: str, path: str, body: object = None) -> httpx.Response:
        """Whatever is answered."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        url = f"{self.stage.base_url}/v1{path}"
        return httpx.request(method, url, json=body, headers=headers, timeout=30)

    def call(self, method: str, path: str, body: object = None, status: int = 200) -> Any:
        """The data of an answer with `status`."""
        answer = self.send(method, path, body)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()["data"] if answer.content and status < 300 else None

    def picture(self, path: str) -> str:
        """An SVG document."""
        answer = self.send("GET", path)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("image/svg+xml")
        return answer.text

    def is_signed_out(self) -> bool:
        """Whether the access token is refused."""
        answer = self.send("GET", "/users/profile")
        assert answer.status_code in (200, 401), answer.text
        return answer.status_code == 401

    def mailed(self, to: str, containing: str) -> str:
        """The text of the newest mail to an address that contains something, once it has come."""

        def newest() -> str | None:
            texts = [str(one["BodyText"]) for one in self.stage.mail() if to in one["To"]]
            return next((text for text in reversed(texts) if containing in text), None)

        return eventually(newest)

    def mailed_token(self, to: str) -> str:
        """The one-time token of the newest mail to an address, once it has come."""
        found = re.search(r"token=([\w-]+)", self.mailed(to, "token="))
        assert found
        return found[1]

    def upload(self, form: dict[str, Any], name: str, content: bytes) -> None:
        """Send a file to where the API said."""
        sent = httpx.post(form["url"], data=form["fields"], files={"file": (name, content)}, timeout=30)
        assert sent.status_code in (200, 201, 204), sent.text

    def import_file(self, name: str, content: str | bytes, seconds: float = 60) -> dict[str, Any]:
        """Upload a file and wait for its import to end."""
        raw = content.encode() if isinstance(content, str) else content
        asked = {"fileName": name, "size": len(raw), "timeZone": "Europe/Athens"}
        opened = self.call("POST", "/workouts/import", asked, status=201)
        self.upload(opened["upload"], name, raw)

        def ended() -> dict[str, Any] | None:
            state: dict[str, Any] = self.call("GET", f"/workouts/import/{opened['id']}")
            return state if state["status"] in ("completed", "failed") else None

        done = eventually(ended, seconds=seconds)
        assert done["status"] == "completed", done
        return done


def signed_up(stage: LocalStage, name: str) -> Client:
    """A new user in Athens, signed in."""
    part = clock.new_id().lower()
    client = Client(stage, email=f"{name}-{part}@example.org", username=f"{name}-{part[-8:]}")
    account = {"email": client.email, "password": PASSWORD, "username": client.username, "timezone": "Europe/Athens"}
    client.call("POST", "/auth/register", account, status=201)
    client.call("GET", f"/auth/verify-email?token={client.mailed_token(client.email)}")
    signed_in = client.call("POST", "/auth/login", {"email": client.email, "password": PASSWORD})
    client.token = signed_in["accessToken"]
    return client


def befriended(one: Client, another: Client) -> None:
    """Make two users friends, as they would themselves."""
    another_id = another.call("GET", "/users/profile")["id"]
    one.call("POST", "/users/friends/request", {"userId": another_id}, status=201)
    one_id = one.call("GET", "/users/profile")["id"]
    another.call("PUT", f"/users/friends/{one_id}", {"action": "accept"})
