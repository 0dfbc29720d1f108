"""Rate limits per client network: moving windows, in memory or, for several processes, in Redis.

Fixed windows would let twice the limit pass around their border. While Redis is out of reach, each process falls back
to its memory, so that an outage neither refuses anybody nor lifts the limits.
"""

from __future__ import annotations

from limits import RateLimitItem, parse_many
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import MovingWindowRateLimiter

__all__ = ["Rates"]

REDIS_SECONDS = 2
"""The timeout of connecting to Redis and of each operation."""


class Rates:
    """A rate limiter of one kind of request, by the keyed digest of the client's network."""

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
        """Return whether a request is within every limit, and count it if it is."""
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
        """The value of ``Retry-After``: the seconds of the shortest window."""
        return min(limit.get_expiry() for limit in self._limits)
