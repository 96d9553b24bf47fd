"""Users of the tests: registered, confirmed and signed in over the API."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from fitsync.auth import passwords, repository
from fitsync.auth.digests import digest
from fitsync.auth.models import Account, EmailAddress, Session
from fitsync.auth.tokens import REFRESH_LIFETIME, RefreshToken
from fitsync.kit import clock, store
from fitsync.kit.auth import Principal, Role
from fitsync.users import service as users
from functions.authorizer.handler import handler as authorizer
from functions.mailer.handler import handler as mailer
from infra import platform
from tests.support.api import Answer, Api, principal
from tests.support.bus import deliver, stored_events
from tests.support.environment import REGION

PASSWORD = "correct horse battery staple"
STARTED = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    text: str

    @property
    def token(self) -> str:
        """The one-time token in the mail's link."""
        found = re.search(r"token=([\w-]+)", self.text)
        assert found, self.text
        return found[1]


def sent_mail() -> list[Mail]:
    """Every mail that SES took, oldest first."""
    messages = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages
    return [Mail(one.destinations["ToAddresses"][0], one.subject, one.body) for one in messages]


def run_mailer() -> list[str]:
    """Let the mailer act on every event that it is told of and the auth table holds; the messages it failed on."""
    heard = {name for consumer in platform.CONSUMERS if consumer.name == "mailer" for name in consumer.events}
    return deliver(mailer, [event for event in stored_events("auth") if event.name in heard])


def register(api: Api, email: str = "ada@example.org", username: str = "ada", **more: Any) -> Answer:
    """Create an account; its address is not confirmed yet."""
    return api.post("/v1/auth/register", {"email": email, "password": PASSWORD, "username": username, **more})


def verified(api: Api, email: str = "ada@example.org", username: str = "ada") -> str:
    """Create an account and confirm its address by the mailed link; the user's id."""
    answer = register(api, email, username)
    assert answer.status == 201, answer.body
    run_mailer()
    asked = [mail for mail in sent_mail() if mail.to == email and mail.subject == "Confirm your e-mail address"]
    assert api.get(f"/v1/auth/verify-email?token={asked[-1].token}").status == 200
    return str(answer.data["id"])


def login(api: Api, email: str = "ada@example.org", password: str = PASSWORD, device: str = "phone") -> Answer:
    """Sign in on a device."""
    return api.post("/v1/auth/login", {"email": email, "password": password, "device": {"id": device, "name": device}})


@dataclass(frozen=True)
class Member:
    """A user with a confirmed account, and a client signed in as that user."""

    api: Api
    email: str

    @property
    def principal(self) -> Principal:
        assert self.api.user
        return self.api.user


def member(name: str = "ada", role: Role = Role.USER) -> Member:
    """A new user, signed in on one device."""
    email, user_id, session_id = f"{name}@example.org", clock.new_id(), clock.new_id()
    store_account(user_id, email, name, RefreshToken.new(user_id, session_id), users.Profile())
    return Member(Api(principal(role, user_id=user_id)._replace(session_id=session_id)), email)


def befriend(one: Member, another: Member) -> None:
    """Make two users friends, as they would themselves."""
    assert one.api.post("/v1/users/friends/request", {"userId": another.principal.user_id}).status == 201
    path = f"/v1/users/friends/{one.principal.user_id}"
    assert another.api.put(path, {"action": "accept"}).status == 200


def friend_of(one: Member, name: str) -> Member:
    """A new user, who is a friend of another."""
    friend = member(name)
    befriend(one, friend)
    return friend


def store_account(
    user_id: str, email: str, username: str, token: RefreshToken, profile: users.Profile, device: str = "phone"
) -> None:
    """Store a confirmed account with its profile, and the session that the refresh token is for."""
    now = clock.now()
    account = Account(
        repository.user_key(user_id),
        repository.ACCOUNT,
        user_id=user_id,
        email=email,
        username=username,
        password_hash=passwords.hash_password(PASSWORD),
        email_verified_at=now,
        created_at=now,
    )
    owner = EmailAddress(repository.email_key(email), repository.EMAIL, user_id=user_id)
    session = Session(
        repository.user_key(user_id),
        repository.session_key(token.session_id),
        user_id=user_id,
        session_id=token.session_id,
        family_hash=digest(token.family),
        refresh_hash=digest(token.rotating),
        refreshed_at=now,
        device_id=device,
        device_name=device,
        created_at=now,
        expires_at=now + REFRESH_LIFETIME,
    )
    named = users.new_user_actions(user_id, username, profile)
    store.write(store.create(owner), *named, store.put(account), store.put(session))


def authorized(access_token: str) -> dict[str, Any] | None:
    """What the gateway's authorizer passes on for a token; None when it refuses it."""
    event = {
        "type": "REQUEST",
        "methodArn": "arn:aws:execute-api:eu-west-1:123456789012:fitsync/test/GET/v1/users/profile",
        "headers": {"Authorization": f"Bearer {access_token}"},
    }
    policy = authorizer(event, None)
    (statement,) = policy["policyDocument"]["Statement"]
    context: dict[str, Any] = policy["context"]
    return context if statement["Effect"] == "Allow" else None
