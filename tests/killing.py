"""kill -9 at a chosen moment: before or after one call of many."""

from __future__ import annotations

import itertools
import os
import signal
from collections.abc import Iterable
from typing import Any

WRITES = ((os, "fsync"), (os, "replace"), (os, "unlink"), (os, "link"))
"""What brings something to disk."""


def killing(number: int, calls: Iterable[tuple[Any, str]]) -> None:
    """Kill this process at the point of a number: there is one before each of some calls, and one after it.

    Args:
        number: From 1.
        calls: What holds a function, and its name.
    """
    counter = itertools.count(1)

    def point() -> None:
        if next(counter) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(holder: Any, name: str) -> None:
        real = getattr(holder, name)

        def done(*arguments: Any, **named: Any) -> Any:
            point()
            result = real(*arguments, **named)
            point()
            return result

        setattr(holder, name, done)

    for holder, name in calls:
        around(holder, name)
