"""How often one network may ask.

Counted in this process's memory, or in Redis for all processes; windows move, so that no border lets twice as much by.
While Redis is out of reach each process counts for itself: nobody is turned away for it, and no flood comes in.
"""

from __future__ import annotations

from limits import RateLimitItem, parse_many
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import MovingWindowRateLimiter

__all__ = ["Rates"]

REDIS_SECONDS = 2
"""After which Redis is out of reach."""


class Rates:
    """Counts what networks, by their keyed digests, do."""

    def __init__(self, limits: str, kind: str, redis: str | None) -> None:
        storages: list[Storage] = [MemoryStorage()]
        if redis:
            counter = RedisStorage(
                redis, wrap_exceptions=True, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS
            )
            storages.insert(0, counter)
        self._limiters = [MovingWindowRateLimiter(storage) for storage in storages]
        self._limits: list[RateLimitItem] = parse_many(limits)
        self._kind = kind

    def hit(self, network: str) -> bool:
        """Count one; return whether it was within every limit. What was refused is not counted."""
        *shared, own = self._limiters
        for limiter in shared:
            try:
                return self._hit(limiter, network)
            except StorageError:
                continue
        return self._hit(own, network)

    def _hit(self, limiter: MovingWindowRateLimiter, network: str) -> bool:
        if not all(limiter.test(limit, self._kind, network) for limit in self._limits):
            return False
        hits = [limiter.hit(limit, self._kind, network) for limit in self._limits]  # each counts
        return all(hits)

    @property
    def wait(self) -> int:
        """Seconds after which asking again is worth it: the shortest window."""
        return min(limit.get_expiry() for limit in self._limits)
