"""The way of an event as it is deployed: table stream, publisher, bus, rule, queue, consumer."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from functions.publisher.handler import handler as publisher
from infra import platform
from infra.constructs.rules import events_pattern
from tests.support.api import LambdaContext
from tests.support.bus import sqs_record
from tests.support.environment import VARIABLES, client
from tests.support.streams import Record, Stream

Handler: TypeAlias = Callable[[dict[str, Any], object], Any]

LISTENERS = [consumer for consumer in platform.CONSUMERS if consumer.events]


def consumer_handler(name: str) -> Handler:
    """The Lambda handler of a consumer."""
    handler: Handler = importlib.import_module(f"functions.{name}.handler").handler
    return handler


class Pipeline:
    """Streams on every table that has one, and a queue for every consumer that listens to the bus."""

    def __init__(self) -> None:
        self._streams = {table.name: Stream(table.name) for table in platform.TABLES if table.stream}
        self._queues = {consumer.name: self._listen(consumer) for consumer in LISTENERS}

    def _listen(self, consumer: platform.Consumer) -> str:
        url: str = client("sqs").create_queue(QueueName=consumer.name)["QueueUrl"]
        arn = client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        bus = VARIABLES["EVENT_BUS"]
        pattern = json.dumps(events_pattern(consumer.events))
        client("events").put_rule(Name=consumer.name, EventBusName=bus, EventPattern=pattern)
        client("events").put_targets(Rule=consumer.name, EventBusName=bus, Targets=[{"Id": "queue", "Arn": arn}])
        return url

    def records(self, table: str) -> list[Record]:
        """Every record of the table's stream that wakes the publisher, as its event source hands it over."""
        records = self._streams[table].records()
        return [record for record in records if "events" in record["dynamodb"].get("NewImage", {})]

    def publish(self, records: Sequence[Record]) -> list[str]:
        """Hand records to the publisher; the sequence number that the stream resumes at, if any."""
        answer = publisher({"Records": list(records)}, LambdaContext())
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    def queued(self, consumer: str) -> list[Record]:
        """Take every message off a consumer's queue, as records of its event source."""
        taken: list[Record] = []
        while messages := self._receive(consumer):
            for message in messages:
                client("sqs").delete_message(QueueUrl=self._queues[consumer], ReceiptHandle=message["ReceiptHandle"])
                record = sqs_record(json.loads(message["Body"]))
                taken.append({**record, "messageId": message["MessageId"]})
        return taken

    def dead_letters_after(self, consumer: str, *, also: Record) -> list[str]:
        """Deliver what is queued, and one more body, until each message is done or has had its last try.

        The bodies of the messages that ended in the dead-letter queue.
        """
        url, sqs = self._queues[consumer], client("sqs")
        receives = next(each.max_receives for each in LISTENERS if each.name == consumer)
        dead = sqs.create_queue(QueueName=f"{consumer}-dlq")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": receives})
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": policy, "VisibilityTimeout": "0"})
        sqs.send_message(QueueUrl=url, MessageBody=json.dumps(also))
        while messages := self._receive(consumer):
            batch = [
                {**sqs_record(json.loads(message["Body"])), "messageId": message["MessageId"]} for message in messages
            ]
            failed = self.consume(consumer, batch)
            for message in messages:
                if message["MessageId"] not in failed:
                    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        letters = sqs.receive_message(QueueUrl=dead, MaxNumberOfMessages=10).get("Messages", [])
        return [letter["Body"] for letter in letters]

    def move_back(self, consumer: str, letters: Sequence[str]) -> None:
        """Put dead letters back on the consumer's queue, as SQS's redrive does."""
        sqs, url = client("sqs"), self._queues[consumer]
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "30"})
        for letter in letters:
            sqs.send_message(QueueUrl=url, MessageBody=letter)

    def _receive(self, consumer: str) -> list[dict[str, Any]]:
        answer = client("sqs").receive_message(QueueUrl=self._queues[consumer], MaxNumberOfMessages=10)
        found: list[dict[str, Any]] = answer.get("Messages", [])
        return found

    def consume(self, consumer: str, records: Sequence[Record]) -> list[str]:
        """Give a consumer one batch, if there is one; the ids of the messages that it wants again."""
        if not records:
            return []
        answer = consumer_handler(consumer)({"Records": list(records)}, LambdaContext())
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    def run(self) -> None:
        """Carry every event of every table to its consumers, and what these raise, until nothing new is raised."""
        carried = -1
        while True:
            raised = [self.records(table) for table in self._streams]
            if (count := sum(map(len, raised))) == carried:
                return
            carried = count
            for records in raised:
                assert self.publish(records) == []
            for consumer in LISTENERS:
                assert self.consume(consumer.name, self.queued(consumer.name)) == []


def detail_of(record: Record) -> dict[str, Any]:
    """The domain event inside a queue's record."""
    detail: dict[str, Any] = json.loads(record["body"])["detail"]
    return detail
