"""One question to each dependency, asked of all at the same time.

Access patterns: `GetItem` of a key that no item has, in every table; half a read unit each.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any, Literal, NamedTuple, TypeAlias

from botocore.exceptions import BotoCoreError, ClientError

from fitsync.kit import aws, snapshot
from fitsync.kit.errors import Unavailable
from fitsync.kit.log import logger
from fitsync.kit.settings import Settings

# A dependency that needs longer than this is as good as down to a request that waits for it.
PATIENCE_SECONDS = 2.0
_SERVICES = ("dynamodb", "secretsmanager", "s3", "events")

Check: TypeAlias = Callable[[], object]
State: TypeAlias = Literal["up", "down"]


class Finding(NamedTuple):
    """What one check found, and how long it took."""

    status: State
    latency_ms: int


def checks(settings: Settings) -> dict[str, Check]:
    """The check of each dependency that the environment names."""
    found: dict[str, Check] = {}
    found |= {f"table.{name}": functools.partial(_table, each) for name, each in settings.named("table").items()}
    found |= {f"secret.{name}": functools.partial(_secret, each) for name, each in settings.named("secret").items()}
    found |= {f"bucket.{name}": functools.partial(_bucket, each) for name, each in settings.named("bucket").items()}
    return found | {"events": functools.partial(_bus, settings.event_bus)}


def run(asked: Mapping[str, Check], patience: float = PATIENCE_SECONDS) -> dict[str, Finding]:
    """Ask all at once. What has not answered within `patience` seconds is down."""
    pool = ThreadPoolExecutor(max_workers=len(asked))
    answers = {name: pool.submit(_ask, name, check) for name, check in asked.items()}
    wait(answers.values(), timeout=patience)
    # Without waiting: a stuck check must not hold the answer up.
    pool.shutdown(wait=False, cancel_futures=True)
    late = Finding("down", round(patience * 1000))
    return {name: answer.result() if answer.done() else late for name, answer in answers.items()}


def _ask(name: str, check: Check) -> Finding:
    started = time.perf_counter()
    status: State = "up"
    try:
        check()
    except (BotoCoreError, ClientError, Unavailable) as error:
        logger().warning("dependency is down", dependency=name, exc_info=error)
        status = "down"
    return Finding(status, round((time.perf_counter() - started) * 1000))


def _table(name: str) -> None:
    key = {"pk": {"S": "HEALTH"}, "sk": {"S": "HEALTH"}}
    _client("dynamodb").get_item(TableName=name, Key=key, ProjectionExpression="pk")


def _secret(identifier: str) -> None:
    """There is a current version. Its value is none of this function's business."""
    versions = _client("secretsmanager").describe_secret(SecretId=identifier).get("VersionIdsToStages", {})
    if not any("AWSCURRENT" in stages for stages in versions.values()):
        raise Unavailable()


def _bucket(name: str) -> None:
    _client("s3").head_bucket(Bucket=name)


def _bus(name: str) -> None:
    _client("events").describe_event_bus(Name=name)


def prepare() -> None:
    """Make the clients: botocore's session may not be asked for one by several threads at once."""
    for service in _SERVICES:
        _client(service)


@snapshot.ahead
def read_descriptions() -> None:
    """Read what botocore knows about what will be asked."""
    for service in _SERVICES:
        aws.read_description(service)


@functools.cache
def _client(service: str) -> Any:
    """A client that tries once and gives up soon."""
    from botocore.config import Config

    return aws.session().create_client(
        service,
        config=Config(connect_timeout=1, read_timeout=1, retries={"total_max_attempts": 1}),
    )


def reset() -> None:
    """Forget every client (tests)."""
    _client.cache_clear()
