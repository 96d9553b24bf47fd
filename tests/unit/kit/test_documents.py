from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import pytest
from pydantic import ValidationError

from fitsync.kit.events import DomainEvent, EventEnvelope, stored_events


class Written(DomainEvent):
    name: ClassVar[str] = "tests.written"

    email: str
    count: int


@pytest.mark.parametrize(
    "read",
    [
        lambda: Written.model_validate({"email": "ada@example.org", "count": "ada@example.org"}),
        lambda: EventEnvelope.model_validate({"id": ["ada@example.org"]}),
        lambda: stored_events.validate_json('[{"id": ["ada@example.org"]}]'),
        lambda: stored_events.validate_json('[{"id": "ada@example.org'),
    ],
)
def test_what_cannot_be_read_does_not_get_into_logs(read: Callable[[], object]) -> None:
    with pytest.raises(ValidationError) as refused:
        read()
    assert "ada@example.org" not in str(refused.value)
