"""The environment of a function, as the stacks would give it, against an in-process AWS."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import boto3
import pytest
from moto import mock_aws

from fitsync.kit import aws, snapshot
from fitsync.kit.log import logger
from fitsync.kit.store.client import connection
from infra import platform
from tests.support import pristine
from tests.support.moto_transport import in_process

REGION: Final = "eu-west-1"
ORIGIN = "https://app.example.org"
_SENT_TO = sorted({name for function in platform.functions() for name in function.sends_to})
VARIABLES = {
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "STAGE": "test",
    "SERVICE_NAME": "tests",
    "EVENT_BUS": "fitsync-test",
    "MAIL_FROM": "hello@example.org",
    "API_URL": "https://api.example.org",
    "APP_URL": "https://app.example.org",
    "WEBSOCKET_ENDPOINT": "https://live.example.org/test",
    "ALLOWED_ORIGINS": ORIGIN,
    # The lowest cost bcrypt has; the tests are about what is hashed, not how slowly.
    "BCRYPT_COST": "4",
    **{f"TABLE_{table.name.upper()}": f"fitsync-test-{table.name}" for table in platform.TABLES},
    **{f"BUCKET_{bucket.name.upper()}": f"fitsync-test-{bucket.name}" for bucket in platform.BUCKETS},
    **{f"SECRET_{secret.name.upper()}": f"fitsync/test/{secret.name}" for secret in platform.SECRETS},
    **{f"QUEUE_{name.upper()}": f"https://sqs.{REGION}.amazonaws.com/123456789012/{name}" for name in _SENT_TO},
}


def forget_clients() -> None:
    """Drop everything the package keeps for the life of a process."""
    logger.cache_clear()
    aws.reset()
    snapshot.forget()
    client.cache_clear()


@contextmanager
def in_process_aws(monkeypatch: pytest.MonkeyPatch, *, dynamodb: str | None = None) -> Iterator[None]:
    """A function's environment and an in-process AWS, to be emptied by `start_afresh` before each test.

    `dynamodb` is the URL of a DynamoDB outside of this process that has the tables.
    """
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    if dynamodb is not None:
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", dynamodb)
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB_STREAMS", dynamodb)
    forget_clients()
    with mock_aws(), in_process():
        yield
    forget_clients()


def is_in_process() -> bool:
    """Whether the tables are in this process."""
    return "AWS_ENDPOINT_URL_DYNAMODB" not in os.environ


def start_afresh() -> None:
    """Empty AWS and create what the platform declares; botocore's clients stay, they are slow to make."""
    snapshot.forget()
    if is_in_process():
        pristine.restore_or(create_everything)
    else:
        pristine.restore_or(create_beside_tables)
        _renew_tables()


def create_everything() -> None:
    """Create what the platform declares, in AWS wherever it is."""
    _renew_tables()
    create_beside_tables()


def _renew_tables() -> None:
    """Create every declared table that is not there, and anew each that has something in it or a stream.

    A table of the engines used here counts its items at once (DynamoDB does every six hours), and looking at one takes
    them a fifth of what creating it does.
    """
    call = connection().call
    there = set(call("ListTables", {})["TableNames"])
    for table in platform.TABLES:
        wanted = definition(table)
        named = {"TableName": wanted["TableName"]}
        if named["TableName"] in there:
            described = call("DescribeTable", named)["Table"]
            if not described["ItemCount"] and "StreamSpecification" not in described:
                continue
            call("DeleteTable", named)
        call("CreateTable", wanted)


def create_beside_tables() -> None:
    """Create the declared buckets, secrets, queues, the bus and the sender's address."""
    for bucket in platform.BUCKETS:
        client("s3").create_bucket(
            Bucket=VARIABLES[f"BUCKET_{bucket.name.upper()}"],
            CreateBucketConfiguration={"LocationConstraint": REGION},
        )
    for secret in platform.SECRETS:
        client("secretsmanager").create_secret(
            Name=VARIABLES[f"SECRET_{secret.name.upper()}"], SecretString=secret.name.ljust(secret.length, "x")
        )
    for name in _SENT_TO:
        client("sqs").create_queue(QueueName=name)
    client("events").create_event_bus(Name=VARIABLES["EVENT_BUS"])
    client("ses").verify_email_identity(EmailAddress=VARIABLES["MAIL_FROM"])


@functools.cache
def client(service: str) -> Any:
    """A boto3 client of the in-process AWS, for looking at and preparing what the code under test uses."""
    return boto3.client(service, region_name=REGION)  # type: ignore[call-overload]


def definition(table: platform.Table) -> dict[str, Any]:
    """How to create a declared table with its indexes."""
    keys = {"pk": "S", "sk": "S"}
    indexes: dict[str, list[dict[str, Any]]] = {"LocalSecondaryIndexes": [], "GlobalSecondaryIndexes": []}
    for index in table.indexes:
        for key in filter(None, (index.pk, index.sk)):
            keys[key] = "N" if key in index.numeric else "S"
        projection: dict[str, Any] = {"ProjectionType": "ALL"}
        if index.include is not None:
            included = {"ProjectionType": "INCLUDE", "NonKeyAttributes": list(index.include)}
            projection = included if index.include else {"ProjectionType": "KEYS_ONLY"}
        indexes["LocalSecondaryIndexes" if index.local else "GlobalSecondaryIndexes"].append(
            {"IndexName": index.name, "KeySchema": _key_schema(index.pk, index.sk), "Projection": projection}
        )
    return {
        "TableName": VARIABLES[f"TABLE_{table.name.upper()}"],
        "KeySchema": _key_schema("pk", "sk"),
        "AttributeDefinitions": [{"AttributeName": key, "AttributeType": kind} for key, kind in keys.items()],
        "BillingMode": "PAY_PER_REQUEST",
        **{kind: listed for kind, listed in indexes.items() if listed},
    }


def _key_schema(pk: str, sk: str | None) -> list[dict[str, str]]:
    schema = [{"AttributeName": pk, "KeyType": "HASH"}]
    return [*schema, {"AttributeName": sk, "KeyType": "RANGE"}] if sk else schema
