"""Two people who act on each other at the same moment, on a DynamoDB whose transactions hold across threads."""

from __future__ import annotations

import functools
import random
from collections.abc import Callable

import pytest

from fitsync.users import repository, service
from fitsync.users.documents import Relation
from fitsync.users.repository import Side
from tests.support.accounts import Member, member
from tests.support.api import Answer
from tests.support.threads import together

pytestmark = pytest.mark.usefixtures("emptied")

TRIES = range(5)


def id_of(one: Member) -> str:
    return one.principal.user_id


def ask(one: Member, other: Member) -> Callable[[], Answer]:
    return functools.partial(one.api.post, "/v1/users/friends/request", {"userId": id_of(other)})


def accept(one: Member, other: Member) -> Callable[[], Answer]:
    return functools.partial(one.api.put, f"/v1/users/friends/{id_of(other)}", {"action": "accept"})


def block(one: Member, other: Member) -> Callable[[], Answer]:
    return functools.partial(one.api.post, f"/v1/users/{id_of(other)}/block")


def unblock(one: Member, other: Member) -> Callable[[], Answer]:
    return functools.partial(one.api.delete, f"/v1/users/{id_of(other)}/block")


def end(one: Member, other: Member) -> Callable[[], Answer]:
    return functools.partial(one.api.delete, f"/v1/users/friends/{id_of(other)}")


def sides(one: Member, other: Member) -> tuple[Side, Side]:
    """Both sides of what is between two people, which must be the image of each other and agree with the counts."""
    mine, theirs = repository.find_sides(id_of(one), id_of(other))
    assert mine.relation.tie == theirs.relation.tie.mirrored
    for side in (mine, theirs):
        tie = side.relation.tie
        counted = (int(side.counts.friends), int(side.counts.sent), int(side.counts.blocks))
        assert counted == (tie.standing.value == "friends", tie.standing.value == "sent", tie.blocks)
    return mine, theirs


@pytest.mark.parametrize("attempt", TRIES)
def test_two_who_ask_each_other_at_once_are_friends(attempt: int) -> None:
    ada, grace = member("ada"), member("grace")
    answers = together([ask(ada, grace), ask(grace, ada)])
    assert sorted(answer.data["status"] for answer in answers) == ["friends", "sent"]
    assert sides(ada, grace)[0].relation.tie.relation is Relation.FRIEND


@pytest.mark.parametrize("attempt", TRIES)
def test_a_block_wins_against_what_happens_at_the_same_moment(attempt: int) -> None:
    ada, grace = member("ada"), member("grace")
    assert ask(ada, grace)().status == 201
    answers = together([accept(grace, ada), block(ada, grace), ask(ada, grace)])
    assert answers[1].status == 204
    assert sides(ada, grace)[0].relation.tie.relation is Relation.BLOCKED


def test_many_who_accept_at_once_are_all_friends() -> None:
    ada, others = member("ada"), [member(f"friend-{number}") for number in range(6)]
    for other in others:
        assert ask(ada, other)().status == 201
    answers = together([accept(other, ada) for other in others])
    assert {answer.status for answer in answers} == {200}
    assert sorted(service.friend_ids(id_of(ada))) == sorted(map(id_of, others))
    counts = repository.find_sides(id_of(ada), id_of(others[0]))[0].counts
    assert (int(counts.friends), int(counts.sent)) == (6, 0)


@pytest.mark.parametrize("seed", range(10))
def test_whatever_they_do_at_once_both_sides_and_the_counts_agree(seed: int) -> None:
    ada, grace = member("ada"), member("grace")
    chosen = random.Random(seed)
    for _ in range(4):
        acts = []
        for _ in range(3):
            one, other = (ada, grace) if chosen.random() < 0.5 else (grace, ada)
            acts.append(chosen.choice((ask, accept, block, unblock, end))(one, other))
        assert {answer.status for answer in together(acts)} <= {200, 201, 204, 404, 409}
        sides(ada, grace)
