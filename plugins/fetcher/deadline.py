"""The time that one fetch has, with all its hops."""

from __future__ import annotations

from collections.abc import Callable

from plugins.fetcher.model import FetchError

__all__ = ["Clock", "Deadline"]

Clock = Callable[[], float]
"""Returns seconds, from any beginning."""


class Deadline:
    """A moment that every wait of a fetch ends at: a host that sends a byte a second gains nothing."""

    def __init__(self, seconds: float, clock: Clock) -> None:
        self._clock = clock
        self._end = clock() + seconds

    def left(self) -> float:
        """Return the seconds left, more than 0.

        Raises:
            FetchError: ``slow``; none are.
        """
        left = self._end - self._clock()
        if left <= 0:
            raise FetchError("slow")
        return left
