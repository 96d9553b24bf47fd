"""One function in a process of its own: the CPU of its import, and of its first event.

`child.py <module> <event file>` prints one line of JSON. It uses nothing but the standard library, and little of it.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time


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
    with open(event_file, encoding="utf-8") as file:
        event = json.load(file)
    started = time.process_time()
    answer, failure = None, None
    try:
        answer = handler(event, Context())
    except Exception as error:  # noqa: BLE001 - told to who measures
        failure = repr(error)
    first = (time.process_time() - started) * 1000
    found = {"import_ms": imported, "first_ms": first, "modules": modules, "mb": peak(), "answer": answer}
    print()
    print(json.dumps({**found, "failure": failure}, default=str))


def peak() -> float:
    """The most memory that this process has had, in MB; what it was forked from does not count where that is known."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            (line,) = (line for line in status if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(*sys.argv[1:3])
