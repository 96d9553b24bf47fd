"""One function in a process of its own, prepared for a snapshot and copied twice, as Lambda's runtime does it.

`copied.py <module>` prints one line of JSON. A copy is a fork: it goes on from the same memory.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import sys
from collections.abc import Callable

_OF_THE_NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.sendto")


def main(module: str) -> None:
    """Import the handler, call the hooks that it registered, and tell what came of it."""
    importlib.import_module(module)
    import snapshot_restore_py as runtime

    from fitsync.kit import clock, deferred

    asked: list[str] = []
    sys.addaudithook(lambda event, _: asked.append(event) if event in _OF_THE_NETWORK else None)
    left = len(deferred.unbuilt_models())
    _call(runtime.get_before_snapshot())
    still_left = len(deferred.unbuilt_models()) + len(deferred.unbuilt_adapters())
    state = random.getstate()

    def draw() -> list[str]:
        # Python seeds the generator of a fork anew, and nobody that of a copy.
        random.setstate(state)
        _call(runtime.get_after_restore())
        return [clock.new_id(), clock.token(), str(random.random())]

    drawn = [_of_a_copy(draw), _of_a_copy(draw)]
    sys.stdout.write(json.dumps({"left": left, "still_left": still_left, "asked": asked, "drawn": drawn}))


def _call(hooks: list[tuple[Callable[..., object], tuple[object, ...], dict[str, object]]]) -> None:
    (hook,) = hooks
    function, arguments, options = hook
    function(*arguments, **options)


def _of_a_copy(draw: Callable[[], list[str]]) -> list[str]:
    reading, writing = os.pipe()
    if child := os.fork():
        os.close(writing)
        with os.fdopen(reading) as told:
            answer: list[str] = json.load(told)
        os.waitpid(child, 0)
        return answer
    os.write(writing, json.dumps(draw()).encode())
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
