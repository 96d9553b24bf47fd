"""People who have used everything there is, and whatever the platform has made of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from fitsync.kit import clock
from fitsync.kit.auth import Access, Role
from fitsync.realtime import service as realtime
from tests.support import imports
from tests.support.accounts import Member, login, member
from tests.support.api import Api
from tests.support.declared import operations
from tests.support.pipeline import Pipeline
from tests.support.requests import PREPARE, prepared, send

# Fewer than ten requests a minute, the smallest rate limit there is.
_SECONDS_APART = 7
_ENDS_IT = {"eraseAccount"}


@dataclass(frozen=True)
class Life:
    """Somebody who has left something wherever a request can."""

    member: Member
    username: str

    @property
    def api(self) -> Api:
        return self.member.api

    @property
    def email(self) -> str:
        return self.member.email

    @property
    def user_id(self) -> str:
        return self.member.principal.user_id


def live(name: str, pipeline: Pipeline | None = None) -> Life:
    """Let somebody send every request there is, import a file, and join a room from a device.

    With a `pipeline`, the consumers hear of it all.
    """
    life = Life(member(name, role=Role.PREMIUM), name)
    # The areas that look at others' data come last, but what they need is prepared for somebody without a history.
    for one in reversed(operations()):
        if one.id not in PREPARE.keys() - _ENDS_IT or one.access not in (Access.USER, Access.PREMIUM):
            continue
        clock.advance(_SECONDS_APART)
        request = prepared(one, life.member)
        # What can be one person's only.
        own = {"username": name} if one.id == "updateProfile" else {"id": clock.new_id()}
        if isinstance(request.body, dict):
            request = replace(request, body={**request.body, **{key: own[key] for key in own.keys() & request.body}})
        answer = send(life.api, one, request)
        assert 200 <= answer.status < 300, f"{one}: {answer.body}"
    assert login(Api(), life.email).status == 200
    assert imports.run(life.api, imports.opened(life.api, imports.TWO_DAYS)) == []
    person = life.member.principal
    realtime.open_connection(person, f"device-of-{name}", clock.now() + timedelta(hours=1))
    realtime.join(person.user_id, f"device-of-{name}", clock.new_id())
    if pipeline:
        pipeline.run()
    return life
