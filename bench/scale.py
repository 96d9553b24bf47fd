"""How much one core does: clients that each wait for an answer before they ask again, in several processes.

Every process has its own users, as every copy of a function has; all share one DynamoDB. Requests come in the
proportions of the mix.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench import stage
from bench.mix import MIX, Asked, requests_of
from bench.warm import event_of
from tests.support import engine
from tests.support.api import LambdaContext, handler_for
from tests.support.engine import Engine

_ROOT = Path(__file__).resolve().parents[1]
_PREPARED = 12


def measure(seconds: float) -> list[dict[str, Any]]:
    """For 1, 2 and 4 processes: requests a second, by core and in all, failures, and who was busy."""
    return [_with(processes, seconds) for processes in (1, 2, 4)]


def _with(processes: int, seconds: float) -> dict[str, Any]:
    with engine.running() as started, stage.running(started.url) as running:
        running.empty()
        command = [sys.executable, "-m", "bench.scale", started.url, str(started.pid), str(seconds)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_ROOT / "layers/fitsync/python"), str(_ROOT)])}
        environment.pop("AWS_ENDPOINT_URL_DYNAMODB", None)
        workers = [
            subprocess.Popen(
                [*command, str(number)], cwd=_ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            for number in range(processes)
        ]
        results = [json.loads(worker.communicate()[0].splitlines()[-1]) for worker in workers]
    asked = sum(one["asked"] for one in results)
    wall = max(one["wall"] for one in results)
    cpu = sum(one["cpu"] for one in results)
    return {
        "processes": processes,
        "per_second": asked / wall,
        "per_core_second": asked / cpu,
        "failed": sum(one["failed"] for one in results),
        "cores_of_functions": cpu / wall,
        "cores_of_dynamodb": max(one["dynamodb"] / one["wall"] for one in results),
        "cores": os.cpu_count(),
    }


def _work(dynamodb: Engine, seconds: float, number: int) -> dict[str, float]:
    """One process: prepares its requests, then asks for `seconds`."""
    rng = random.Random(number)
    with stage.running(dynamodb.url):
        owner = stage.new_member(f"member{number}")
        stage.train(owner, 50)
        # A write succeeds once, so there is one for every time it may be asked.
        calls: list[Asked] = []
        for name, weight in MIX.items():
            first, *others = requests_of(name, owner, weight * _PREPARED + 1)
            # In the first one, models are built and modules imported.
            handler_for(first.request.path)(event_of(first, owner), LambdaContext())
            calls += others
        order = _in_order(calls, rng)
        events = [(handler_for(one.request.path), event_of(one, owner)) for one in order]
        context = LambdaContext()
        failed = asked = 0
        began, used, elsewhere = time.perf_counter(), time.process_time(), dynamodb.cpu_seconds()
        for handler, event in events:
            answer = handler(event, context)
            asked += 1
            failed += not 200 <= answer["statusCode"] < 300
            if time.perf_counter() - began > seconds:
                break
        return {
            "asked": asked,
            "failed": failed,
            "wall": time.perf_counter() - began,
            "cpu": time.process_time() - used,
            "dynamodb": dynamodb.cpu_seconds() - elsewhere,
        }


def _in_order(calls: list[Asked], rng: random.Random) -> list[Asked]:
    """The calls shuffled, those of one operation in the order they were made in."""
    waiting: dict[str, list[Asked]] = {}
    for one in calls:
        waiting.setdefault(one.operation.id, []).append(one)
    names = [one.operation.id for one in calls]
    rng.shuffle(names)
    return [waiting[name].pop(0) for name in names]


if __name__ == "__main__":
    url, pid, seconds, number = sys.argv[1:]
    print(json.dumps(_work(Engine(url, True, int(pid)), float(seconds), int(number))))
