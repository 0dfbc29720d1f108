"""Turns in memory, for one process."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping

from plugins.fetcher.deadline import Clock
from plugins.fetcher.model import BusyError

__all__ = ["MemoryTurns"]

KEYS = 10_000


class MemoryTurns:
    """One fetch a key in each interval.

    Args:
        interval: Seconds; 0 gives everyone a turn.
        clock: Seconds since 1970.
        keys: How many are remembered; who comes when all are in use waits for the oldest.
    """

    def __init__(self, interval: float = 60.0, clock: Clock = time.time, keys: int = KEYS) -> None:
        self._interval = interval
        self._clock = clock
        self._keys = keys
        self._taken: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, keys: Mapping[str, str]) -> None:
        """Take every turn, or none. Raises BusyError."""
        if self._interval <= 0:
            return
        with self._lock:
            now = self._clock()
            self._forget(now)
            held = [self._taken[key] for key in keys.items() if key in self._taken]
            if not held and len(self._taken) + len(keys) > self._keys:
                held = [next(iter(self._taken.values()))]
            if held:
                raise BusyError(round((max(held) + self._interval) * 1000))
            self._taken.update(dict.fromkeys(keys.items(), now))

    def _forget(self, now: float) -> None:
        """Let go of what is over; and of what a clock that was set back has put into the future."""
        while self._taken:
            oldest, newest = (next(iter(self._taken.items())), next(reversed(self._taken.items())))
            if newest[1] > now:
                del self._taken[newest[0]]
            elif now - oldest[1] >= self._interval:
                del self._taken[oldest[0]]
            else:
                return
