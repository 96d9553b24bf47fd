from __future__ import annotations

from functions.live_feed.handler import EVENTS as TOLD
from functions.mailer.handler import EVENTS
from functions.training_stats.handler import EVENTS as COUNTED
from infra import platform


def test_the_mailer_subscribes_to_exactly_the_events_that_it_has_a_mail_for() -> None:
    mailer = next(consumer for consumer in platform.CONSUMERS if consumer.name == "mailer")
    assert set(mailer.events) == set(EVENTS)


def test_the_live_feed_subscribes_to_exactly_the_events_that_it_tells() -> None:
    live_feed = next(consumer for consumer in platform.CONSUMERS if consumer.name == "live_feed")
    assert set(live_feed.events) == set(TOLD)


def test_training_statistics_subscribe_to_exactly_the_events_that_they_count() -> None:
    training_stats = next(consumer for consumer in platform.CONSUMERS if consumer.name == "training_stats")
    assert set(training_stats.events) == set(COUNTED)
