"""One function in a process of its own: the CPU of its import, and of its first event.

`child.py <module> <event file>` prints one line of JSON. It uses nothing but the standard library, and little of it.
With `copies` as a third argument the events are those of two copies of the process, as of a snapshot: one of what the
import left, one of what `kit.hooks` made of that.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import sys
import time
from collections.abc import Callable

Handler = Callable[[dict[str, object], object], object]


class Context:
    """The part of Lambda's context object that handlers look at."""

    function_name = "bench"
    memory_limit_in_mb = 1024
    invoked_function_arn = "arn:aws:lambda:eu-west-1:123456789012:function:bench"
    aws_request_id = "00000000-0000-0000-0000-000000000000"

    def get_remaining_time_in_millis(self) -> int:
        return 30_000


def main(module: str, event_file: str) -> None:
    """Print the figures and the handler's answer; CPU in milliseconds, memory in MB."""
    before = set(sys.modules)
    started = time.process_time()
    handler = importlib.import_module(module).handler
    imported = (time.process_time() - started) * 1000
    modules = len(set(sys.modules) - before)
    found = {"import_ms": imported, **_first(handler, event_file), "modules": modules, "mb": peak()}
    print()
    print(json.dumps(found, default=str))


def copies(module: str, event_file: str) -> None:
    """Print what the first event takes in copies of the process, and what preparing for them takes."""
    handler = importlib.import_module(module).handler
    from fitsync.kit import hooks

    imported = _of_a_copy(lambda: _first(handler, event_file))
    started = time.process_time()
    hooks.prepare()
    preparing = (time.process_time() - started) * 1000
    prepared = _of_a_copy(lambda: _first(handler, event_file, hooks.resume))
    print()
    print(json.dumps({"imported": imported, "prepared": prepared, "preparing_ms": preparing}))


def _first(handler: Handler, event_file: str, resume: Callable[[], object] | None = None) -> dict[str, object]:
    with open(event_file, encoding="utf-8") as file:
        event = json.load(file)
    started = time.process_time()
    answer, failure = None, None
    try:
        if resume:
            resume()
        answer = handler(event, Context())
    except Exception as error:  # noqa: BLE001 - told to who measures
        failure = repr(error)
    return {"first_ms": (time.process_time() - started) * 1000, "answer": answer, "failure": failure}


def _of_a_copy(act: Callable[[], dict[str, object]]) -> dict[str, object]:
    """What `act` says in a fork of this process."""
    reading, writing = os.pipe()
    if child := os.fork():
        os.close(writing)
        with os.fdopen(reading) as told:
            found: dict[str, object] = json.load(told)
        os.waitpid(child, 0)
        return found
    with os.fdopen(writing, "w") as telling:
        json.dump(act(), telling, default=str)
    os._exit(0)


def peak() -> float:
    """The most memory that this process has had, in MB; what it was forked from does not count where that is known."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            (line,) = (line for line in status if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    (copies if sys.argv[3:] == ["copies"] else main)(*sys.argv[1:3])
