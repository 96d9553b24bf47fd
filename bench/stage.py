"""What is measured against: the real handlers, the declared tables, and a DynamoDB in a process of its own."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from fitsync.kit import limits
from tests.support import engine, gateway, history
from tests.support.accounts import Member, member
from tests.support.environment import create_beside_tables, drop_tables, in_process_aws, start_afresh

LOGS = os.devnull
_UNLIMITED = 10**9


@dataclass(frozen=True)
class Stage:
    """A stage with empty tables; `dynamodb` is where they are, `gateway` what devices are told through."""

    dynamodb: str
    gateway: gateway.Gateway

    def empty(self) -> None:
        """Empty the tables again."""
        drop_tables()
        start_afresh()


@contextmanager
def running(endpoint: str | None = None) -> Iterator[Stage]:
    """A stage in this process, its tables in the engine at `endpoint`, or in a new one."""
    with contextlib.ExitStack() as stack:
        # Log lines are written as ever, and read by nobody.
        stack.enter_context(contextlib.redirect_stdout(stack.enter_context(open(LOGS, "w"))))
        monkeypatch = stack.enter_context(pytest.MonkeyPatch.context())
        url = endpoint or stack.enter_context(engine.running()).url
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", url)
        stack.enter_context(in_process_aws(monkeypatch))
        devices = stack.enter_context(gateway.running(monkeypatch))
        # A measurement asks more in a minute than anybody may: its one lease is never used up.
        unlimited = {name: dict.fromkeys(roles, _UNLIMITED) for name, roles in limits._LIMITS.items()}
        monkeypatch.setattr(limits, "_LIMITS", unlimited)
        stage = Stage(url, devices)
        if endpoint is None:
            stage.empty()
        else:
            create_beside_tables()
        yield stage


def new_member(name: str) -> Member:
    """A user with a confirmed account, signed in."""
    return member(name)


def train(owner: Member, workouts: int) -> None:
    """Give the user so many past sessions."""
    history.train(owner.principal.user_id, workouts)
