"""Consumers: messages a second of CPU."""

from __future__ import annotations

import copy
import importlib
import json
import time
from typing import Any

from bench import stage
from fitsync.kit import clock
from infra import platform
from tests.support.api import LambdaContext
from tests.support.samples import create_sample_user, samples


def measure(batches: int) -> dict[str, float | None]:
    """By consumer: messages per second of CPU, in batches of its own size."""
    with stage.running():
        create_sample_user()
        return {one.name: _messages_per_second(one, batches) for one in platform.CONSUMERS}


def _messages_per_second(consumer: platform.Consumer, batches: int) -> float | None:
    """With the first sample that can be repeated under other ids; None where every message needs what came before."""
    handler = importlib.import_module(f"functions.{consumer.name}.handler").handler
    for _, event in samples(consumer.name):
        made = [_batch(event, consumer.batch_size) for _ in range(batches + 1)]
        if handler(made[0], LambdaContext())["batchItemFailures"]:
            continue
        began = time.process_time()
        failed = sum(len(handler(batch, LambdaContext())["batchItemFailures"]) for batch in made[1:])
        spent = time.process_time() - began
        if not failed:
            return batches * consumer.batch_size / spent
    return None


def _batch(event: dict[str, Any], size: int) -> dict[str, Any]:
    """A batch of messages like the sample's first, each with an id of its own."""
    records = []
    for _ in range(size):
        record = copy.deepcopy(event["Records"][0])
        record["messageId"] = clock.new_id()
        body = json.loads(record["body"])
        if isinstance(body, dict) and isinstance(body.get("detail"), dict) and "id" in body["detail"]:
            aggregate, version, number = str(body["detail"]["id"]).rsplit(":", 2)
            body["detail"]["id"] = f"{aggregate}{clock.new_id()}:{version}:{number}"
            record["body"] = json.dumps(body)
        records.append(record)
    return {"Records": records}
