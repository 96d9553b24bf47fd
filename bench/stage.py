"""What is measured against: the real handlers, the declared tables, and a DynamoDB in a process of its own."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from fitsync.kit import limits
from tests.support import engine, gateway, history
from tests.support.accounts import Member, member
from tests.support.environment import (
    VARIABLES,
    client,
    create_beside_tables,
    create_everything,
    forget_clients,
    in_process_aws,
    start_afresh,
)
from tests.support.samples import create_sample_user

LOGS = os.devnull
_UNLIMITED = 10**9


@dataclass(frozen=True)
class Stage:
    """A stage with empty tables; `dynamodb` is where they are, `gateway` what devices are told through."""

    dynamodb: str
    gateway: gateway.Gateway

    def empty(self) -> None:
        """Empty the tables again."""
        start_afresh()


@contextmanager
def running(endpoint: str | None = None) -> Iterator[Stage]:
    """A stage in this process, its tables in the engine at `endpoint`, or in a new one."""
    with contextlib.ExitStack() as stack:
        # Log lines are written as ever, and read by nobody.
        stack.enter_context(contextlib.redirect_stdout(stack.enter_context(open(LOGS, "w"))))
        monkeypatch = stack.enter_context(pytest.MonkeyPatch.context())
        url = endpoint or stack.enter_context(engine.running()).url
        stack.enter_context(in_process_aws(monkeypatch, dynamodb=url))
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


@contextmanager
def apart(dynamodb: str | None = None) -> Iterator[Path]:
    """A platform in a process of its own, for functions that run in theirs, with the user of the samples; a folder for
    what they are sent. Its tables are in the engine at `dynamodb` where one is given.
    """
    with (
        engine.whole_aws() as url,
        pytest.MonkeyPatch.context() as monkeypatch,
        tempfile.TemporaryDirectory() as folder,
        contextlib.redirect_stdout(sys.stderr),
    ):
        for name, value in {**VARIABLES, "AWS_ENDPOINT_URL": url}.items():
            monkeypatch.setenv(name, value)
        # By address, so that a bucket is a part of the path and not of a host's name, which nobody resolves.
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", url.replace("localhost", "127.0.0.1"))
        if dynamodb:
            monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", dynamodb)
        monkeypatch.setenv("WEBSOCKET_ENDPOINT", url)
        forget_clients()
        create_everything()
        for name in (each for each in VARIABLES if each.startswith("QUEUE_")):
            queue = client("sqs").get_queue_url(QueueName=name.removeprefix("QUEUE_").lower())
            monkeypatch.setenv(name, queue["QueueUrl"])
        create_sample_user()
        yield Path(folder)
        forget_clients()


def new_member(name: str) -> Member:
    """A user with a confirmed account, signed in."""
    return member(name)


def train(owner: Member, workouts: int) -> None:
    """Give the user so many past sessions."""
    history.train(owner.principal.user_id, workouts)
