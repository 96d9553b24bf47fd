"""Statistics of training: what the queue brings, in any order, and making them anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fitsync.analytics import repository, service
from fitsync.analytics.documents import Standing
from fitsync.kit import clock
from fitsync.kit.events import EventEnvelope
from functions.training_stats.handler import handler
from tests.support.accounts import STARTED, member
from tests.support.api import Api, LambdaContext, principal
from tests.support.bus import deliver, sqs_event, stored_events
from tests.support.counting import Tape, assert_true, counted, trained, user
from tests.support.environment import start_afresh
from tests.support.history import train
from tests.support.meter import metered
from tests.support.pipeline import Pipeline, consumer_handler
from tests.support.statistics import Life, added_up, deliveries, final_sessions, lives, told
from tests.support.training import completed, exercise, lift, started

pytestmark = pytest.mark.usefixtures("stopped_clock")


class TestCounting:
    def test_a_session_is_counted_as_it_was(self, api: Api) -> None:
        workout_id = started(api, location="gym")
        lift(api, workout_id, 0, weightKg=20, reps=10, type="warmup")
        lift(api, workout_id, 1, weightKg=100, reps=5, rpe=9)
        lift(api, workout_id, 2, weightKg=80, reps=8, rpe=6)
        clock.advance(1800)
        assert api.post(f"/v1/workouts/{workout_id}/complete", {"sessionRpe": 7}).status == 200
        assert deliver(handler, Tape().record()) == []
        [session] = counted(user(api))
        [done] = session.exercises
        assert (session.workout_id, session.duration_seconds, session.location) == (workout_id, 1800, "gym")
        assert (session.local_date, session.local_hour) == (STARTED.date(), STARTED.hour)
        assert (session.session_rpe, done.volume) == (Decimal(7), Decimal(1140))
        assert (done.exercise_id, done.sets, done.hard_sets, done.reps) == (exercise(), 2, 1, 13)
        assert_true(user(api))

    def test_in_any_order_and_as_often_as_it_comes(self, api: Api) -> None:
        tape, left = trained(api)
        events = tape.record()
        shuffled = [*events, *events, *events]
        Random(7).shuffle(shuffled)
        for start in range(0, len(shuffled), 4):
            assert deliver(handler, shuffled[start : start + 4]) == []
        assert [session.workout_id for session in counted(user(api))] == left
        assert_true(user(api))

    def test_the_way_it_is_deployed(self, api: Api) -> None:
        pipeline = Pipeline()
        _, left = trained(api)
        pipeline.run()
        pipeline.run()
        assert [session.workout_id for session in counted(user(api))] == left
        assert_true(user(api))

    def test_what_is_counted_twice_is_written_once(self, api: Api) -> None:
        completed(api, (60, 8))
        events = Tape().record()
        deliver(handler, events)
        with metered() as meter:
            deliver(handler, events)
        assert (meter.reads, meter.writes) == (1, 0)

    def test_the_sessions_of_an_import_are_written_together(self, api: Api) -> None:
        train(user(api), 90)
        events = Tape().record()
        assert len(events) == 90
        with metered() as meter:
            assert deliver(handler, Random(3).sample(events, len(events))) == []
        # 30 days, in two months at most.
        assert (meter.reads, meter.writes) == (1, 1)
        assert_true(user(api))

    def test_every_user_has_statistics_of_their_own(self, api: Api) -> None:
        other = api.as_user(principal())
        completed(api, (60, 8))
        completed(other, (70, 8))
        assert deliver(handler, Tape().record()) == []
        assert [float(service.standing(user(one)).volume) for one in (api, other)] == [480, 560]

    def test_a_fresh_user_has_empty_ones(self, api: Api) -> None:
        assert service.standing(user(api)) == Standing()
        assert counted(user(api)) == []

    def test_ranges_go_by_the_day_where_the_user_was(self) -> None:
        api = member().api
        assert api.put("/v1/users/profile", {"timezone": "Pacific/Auckland"}).status == 200
        with clock.fixed(datetime(2026, 3, 31, 20, 0, tzinfo=UTC)):
            completed(api, (60, 8))
            deliver(handler, Tape().record())
        first = date(2026, 4, 1)
        assert len(service.sessions_between(user(api), first, first)) == 1
        assert service.sessions_between(user(api), date(2026, 3, 1), date(2026, 3, 31)) == []
        assert service.standing(user(api)).calendar[first] == 1

    def test_a_change_is_told_as_a_signal(self, api: Api) -> None:
        completed(api, (60, 8))
        deliver(handler, Tape().record())
        [event] = stored_events("analytics")
        assert (event.name, event.user_id, event.data) == (
            "analytics.training_changed",
            user(api),
            {"standing_version": 1},
        )


class TestTrouble:
    def test_a_message_that_can_never_be_counted_takes_no_other_with_it(self, api: Api) -> None:
        _, left = trained(api)
        events = Tape().record()
        broken = events[0].model_copy(update={"id": "BROKEN:9:0", "data": {"workout_id": "BROKEN", "before": {}}})
        assert len(deliver(handler, [broken, *events])) == 1
        assert [session.workout_id for session in counted(user(api))] == left

    def test_what_cannot_be_read_at_all_fails_alone(self, api: Api) -> None:
        completed(api, (60, 8))
        event = sqs_event(Tape().record())
        event["Records"].append({**event["Records"][0], "messageId": "odd", "body": "{"})
        assert consumer_handler("training_stats")(event, LambdaContext()) == {
            "batchItemFailures": [{"itemIdentifier": "odd"}]
        }
        assert_true(user(api))

    def test_when_others_are_always_faster_every_message_comes_again(
        self, api: Api, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _, left = trained(api)
        events = Tape().record()
        write, losing = repository.write, True

        def overtaken(*arguments: object) -> None:
            if losing:
                other = repository.find_standing(user(api))
                write(other, [])
            write(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(repository, "write", overtaken)
        assert len(deliver(handler, events)) == len(events)
        assert counted(user(api)) == []
        losing = False
        assert deliver(handler, events) == []
        assert [session.workout_id for session in counted(user(api))] == left


def events_of(user_id: str, batch: Sequence[service.TotalsChange]) -> list[EventEnvelope]:
    """The events that tell of changes."""
    told_of: list[EventEnvelope] = []
    for change in batch:
        data: dict[str, object] = {"workout_id": change.workout_id, "before": None, "after": None}
        for side, totals in (("before", change.before), ("after", change.after)):
            data[side] = totals.model_dump(mode="json") if totals else None
        told_of.append(
            EventEnvelope(
                id=f"{change.workout_id}:{change.version}:0",
                name="workouts.workout_updated",
                version=1,
                aggregate_id=change.workout_id,
                user_id=user_id,
                occurred_at=STARTED,
                request_id="r",
                data=data,  # type: ignore[arg-type]
            )
        )
    return told_of


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_delivery_through_the_queue_comes_to_what_the_sessions_come_to(api: Api, data: st.DataObject) -> None:
    start_afresh()
    histories: list[Life] = data.draw(lives(4))
    for batch in data.draw(deliveries(histories)):
        assert deliver(handler, events_of(user(api), batch)) == []
    assert counted(user(api)) == final_sessions(histories)
    assert told(service.standing(user(api))) == added_up(final_sessions(histories))
