"""Host politeness in memory, for one process: at most one fetch per host and interval."""

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
    """A rate limiter: at most one fetch per key (host name or IP address) and interval.

    Args:
        interval: Seconds; 0 for no limit.
        clock: Seconds since 1970.
        keys: The most keys remembered; when all are in use, a new one has to wait until the oldest expires.
    """

    def __init__(self, interval: float = 60.0, clock: Clock = time.time, keys: int = KEYS) -> None:
        self._interval = interval
        self._clock = clock
        self._keys = keys
        self._taken: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, keys: Mapping[str, str]) -> None:
        """Record a fetch for all the keys, or for none. Raises BusyError."""
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
        """Drop expired entries, and entries of the future, which a clock that was set back leaves."""
        while self._taken:
            oldest, newest = (next(iter(self._taken.items())), next(reversed(self._taken.items())))
            if newest[1] > now:
                del self._taken[newest[0]]
            elif now - oldest[1] >= self._interval:
                del self._taken[oldest[0]]
            else:
                return
