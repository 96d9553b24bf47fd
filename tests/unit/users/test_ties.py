from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitsync.kit.errors import FitSyncError
from fitsync.users import ties
from fitsync.users.documents import Audience, Relation, sees
from fitsync.users.ties import Standing, Tie

Act: TypeAlias = Callable[[Tie], Tie]
ACTS: list[Act] = [ties.requested, ties.accepted, ties.declined, ties.ended, ties.blocked, ties.unblocked]


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(ACTS))))
def test_whatever_two_people_do_both_see_the_same_and_a_block_leaves_nothing_else(
    acts: list[tuple[bool, Act]],
) -> None:
    tie, asked = Tie(), {True: False, False: False}
    for mine, act in acts:
        seen = tie if mine else tie.mirrored
        try:
            after = act(seen)
        except FitSyncError:
            continue
        tie = after if mine else after.mirrored
        asked[mine] = asked[mine] or act in (ties.requested, ties.accepted)
        assert tie.mirrored.mirrored == tie
        assert tie.relation is tie.mirrored.relation
        if tie.blocks or tie.blocked:
            assert tie.standing is Standing.NONE
        if tie.standing is Standing.FRIENDS:
            # Nobody is made a friend without having said so.
            assert all(asked.values())


@pytest.mark.parametrize(
    ("audience", "relation", "chosen", "expected"),
    [
        (Audience.PUBLIC, Relation.NONE, (), True),
        (Audience.PUBLIC, Relation.FRIEND, (), True),
        (Audience.PUBLIC, Relation.BLOCKED, (), False),
        (Audience.FRIENDS, Relation.NONE, (), False),
        (Audience.FRIENDS, Relation.FRIEND, (), True),
        (Audience.FRIENDS, Relation.BLOCKED, (), False),
        (Audience.USERS, Relation.FRIEND, ("ada",), True),
        (Audience.USERS, Relation.FRIEND, ("joan",), False),
        (Audience.USERS, Relation.NONE, ("ada",), False),
        (Audience.USERS, Relation.BLOCKED, ("ada",), False),
        (Audience.PRIVATE, Relation.FRIEND, ("ada",), False),
    ],
)
def test_who_sees_what(audience: Audience, relation: Relation, chosen: tuple[str, ...], expected: bool) -> None:
    assert sees("ada", "grace", audience, relation, chosen) is expected
    assert sees("grace", "grace", audience, Relation.NONE)
