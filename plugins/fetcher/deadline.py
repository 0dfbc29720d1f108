"""The deadline of one fetch, over all its redirects."""

from __future__ import annotations

from collections.abc import Callable

from plugins.fetcher.model import FetchError

__all__ = ["Clock", "Deadline"]

Clock = Callable[[], float]
"""Returns seconds since any fixed moment, as :func:`time.monotonic` does."""


class Deadline:
    """The moment at which every wait of a fetch times out: a host that sends byte by byte cannot prolong it."""

    def __init__(self, seconds: float, clock: Clock) -> None:
        self._clock = clock
        self._end = clock() + seconds

    def left(self) -> float:
        """Return the seconds left, more than 0.

        Raises:
            FetchError: ``slow``: the deadline has passed.
        """
        left = self._end - self._clock()
        if left <= 0:
            raise FetchError("slow")
        return left
