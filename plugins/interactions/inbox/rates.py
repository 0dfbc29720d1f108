"""How often one network may ask. Contains no Pelican.

Counted in this process's memory, or in Redis for all processes; windows move, so that no border lets twice as much by.
"""

from __future__ import annotations

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import MovingWindowRateLimiter

__all__ = ["Rates"]


class Rates:
    """Counts what networks, by their keyed digests, do."""

    def __init__(self, limits: str, kind: str, redis: str | None) -> None:
        storage: Storage = RedisStorage(redis) if redis else MemoryStorage()
        self._limiter = MovingWindowRateLimiter(storage)
        self._limits: list[RateLimitItem] = parse_many(limits)
        self._kind = kind

    def hit(self, network: str) -> bool:
        """Count one; return whether it was within every limit. What was refused is not counted."""
        if not all(self._limiter.test(limit, self._kind, network) for limit in self._limits):
            return False
        hits = [self._limiter.hit(limit, self._kind, network) for limit in self._limits]  # each counts
        return all(hits)

    @property
    def wait(self) -> int:
        """Seconds after which asking again is worth it: the shortest window."""
        return min(limit.get_expiry() for limit in self._limits)
