"""The in-process AWS as the platform's declarations make it: made once by its own API, and copied back for each test.

Making it takes a test longer than most tests take.
"""

from __future__ import annotations

import copyreg
import pickle
import threading
from collections.abc import Callable, Iterator

from moto.core.base_backend import BackendDict, BaseBackend

# Queues have locks; nobody holds one while nothing happens.
copyreg.pickle(type(threading.RLock()), lambda _: (threading.RLock, ()))

# By what makes it: of each service, by account and region, what it keeps.
_kept: dict[Callable[[], None], list[tuple[BackendDict[BaseBackend], str, str, bytes]]] = {}


def restore_or(make: Callable[[], None]) -> None:
    """Empty the in-process AWS, and have in it what `make` makes there; `make` is asked the first time only."""
    BackendDict.reset()
    if make not in _kept:
        make()
        _kept[make] = [*_contents()]
        return
    for service, account, region, content in _kept[make]:
        service[account][region] = pickle.loads(content)


def _contents() -> Iterator[tuple[BackendDict[BaseBackend], str, str, bytes]]:
    for service in BackendDict._instances:  # type: ignore[misc]
        for account, regions in service.items():
            for region, backend in regions.items():
                yield service, account, region, pickle.dumps(backend)
