"""`make rebuild`: have training statistics made anew from the sessions themselves, of one user or of everybody.

It only asks: a message per user goes to the queue of `training_rebuild`, which does the work while the system runs.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from fitsync.analytics.rebuilding import Rebuild
from infra.platform import PROJECT
from infra.stages import Stage, stage
from tools.bootstrap import say
from tools.commands import ToolError
from tools.local import LocalStage, chosen_port, taken
from tools.run import STATE

# SendMessageBatch takes ten messages (SQS quota).
_BATCH = 10


def main() -> int:
    """Returns the exit code: 0 when every message is on the queue."""
    options = _options()
    try:
        client = _clients(stage(options.stage))
        # Functions are told the names that their stage chose; so this asks them.
        users = _variable(client, options.stage, "users", "TABLE_USERS")
        queue = _variable(client, options.stage, "training_rebuild", "QUEUE_TRAINING_REBUILD")
        asked = ask(client("dynamodb"), client("sqs"), users, queue, options.user)
    except (ToolError, ValueError) as error:
        say(str(error))
        return 1
    say(f"Asked for the statistics of {asked} user{'' if asked == 1 else 's'} to be made anew.")
    return 0


def ask(dynamodb: Any, sqs: Any, users: str, queue: str, user_id: str | None) -> int:
    """Put a message on the queue for a user, or for everyone in the table; how many. Raises ToolError."""
    now, asked = datetime.now(UTC), 0
    for batch in _batches(iter([user_id]) if user_id else _everyone(dynamodb, users)):
        messages = [Rebuild(user_id=one, asked_at=now).model_dump_json() for one in batch]
        entries = [{"Id": str(number), "MessageBody": message} for number, message in enumerate(messages)]
        if sqs.send_message_batch(QueueUrl=queue, Entries=entries).get("Failed"):
            raise ToolError(f"The queue did not take every message; {asked} were asked for. Start again: it is safe.")
        asked += len(batch)
    return asked


def _everyone(dynamodb: Any, users: str) -> Iterator[str]:
    pages = dynamodb.get_paginator("scan").paginate(
        TableName=users,
        ProjectionExpression="pk",
        FilterExpression="sk = :profile",
        ExpressionAttributeValues={":profile": {"S": "PROFILE"}},
    )
    return (item["pk"]["S"].removeprefix("USER#") for page in pages for item in page["Items"])


def _batches(users: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for user_id in users:
        batch.append(user_id)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.rebuild", description=(__doc__ or "").partition(":")[2])
    parser.add_argument("--stage", required=True, help="local, dev, staging or prod")
    whose = parser.add_mutually_exclusive_group(required=True)
    whose.add_argument("--user", metavar="ID", help="the id of one user")
    whose.add_argument("--all", action="store_true", help="everybody")
    return parser.parse_args()


def _clients(chosen: Stage) -> Callable[[str], Any]:
    """A function that makes the boto3 client of a service of the stage."""
    if chosen.local:
        local = LocalStage(STATE, chosen_port())
        if not taken(local.port):
            raise ToolError(f"Nothing runs on port {local.port}: start it with make run.")
        return local.client
    if not os.environ.get("AWS_PROFILE") and not os.environ.get("AWS_ACCESS_KEY_ID"):
        raise ToolError("There are no AWS credentials: set AWS_PROFILE, or the AWS_ACCESS_KEY_ID variables.")
    import boto3

    session: Any = boto3.Session(region_name=chosen.region)
    client: Callable[[str], Any] = session.client
    return client


def _variable(client: Callable[[str], Any], stage_name: str, function: str, variable: str) -> str:
    name = f"{PROJECT}-{stage_name}-{function.replace('_', '-')}"
    functions = client("lambda")
    try:
        found = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"][variable]
    except functions.exceptions.ResourceNotFoundException:
        raise ToolError(f"There is no function {name}: deploy the stage first.") from None
    return str(found)


if __name__ == "__main__":
    sys.exit(main())
