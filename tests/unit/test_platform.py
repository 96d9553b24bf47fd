from __future__ import annotations

from functions.mailer.handler import EVENTS
from infra import platform


def test_the_mailer_subscribes_to_exactly_the_events_that_it_has_a_mail_for() -> None:
    mailer = next(consumer for consumer in platform.CONSUMERS if consumer.name == "mailer")
    assert set(mailer.events) == set(EVENTS)
