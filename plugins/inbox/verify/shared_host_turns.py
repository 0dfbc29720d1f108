"""Host politeness for all processes of an inbox, in the database: at most one fetch per host and interval.

A fetch that comes too early is refused with a slot of its own, reserved for its retry. A thousand pages of one host
get a thousand slots, one interval apart, so that their retries do not compete for the next one.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from plugins.fetcher.model import BusyError
from plugins.inbox.data.database_tables import turns
from plugins.inbox.service import Inbox

__all__ = ["HostTurns", "forget_turns"]

LONGEST = 300


class HostTurns:
    """The rate limit per host, in the database: implements :class:`plugins.fetcher.model.Turns`."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    def take(self, keys: Mapping[str, str]) -> None:
        """Record a fetch of a host, by host name and by IP address, or refuse it.

        Raises:
            BusyError: The rate limit forbids it now; ``until`` is the slot that is reserved for a retry.
        """
        pause = self._inbox.settings.host_pause
        if not pause:
            return
        names = sorted(f"{kind} {value}"[:LONGEST] for kind, value in keys.items())
        try:
            slot = self._slot(names, pause)
        except IntegrityError:  # another process took it between the query and the insert (PostgreSQL)
            slot = self._inbox.now + pause
        if slot is not None:
            raise BusyError(slot)

    def _slot(self, names: list[str], pause: int) -> int | None:
        """Return None when the fetch is allowed and recorded, else the start of the reserved slot."""
        now = self._inbox.now
        with self._inbox.database.write() as connection:
            query = select(turns).where(turns.c.name.in_(names)).order_by(turns.c.name).with_for_update()
            known = {row.name: row for row in connection.execute(query)}
            slot = max((max(row.until, row.queued) for row in known.values() if row.until > now), default=None)
            for name in names:
                until, queued = (known[name].until, known[name].queued) if name in known else (now, now)
                if slot is None:
                    values = {"until": now + pause, "queued": max(queued, now + pause)}
                else:
                    values = {"until": until, "queued": slot + pause}
                if name in known:
                    connection.execute(update(turns).where(turns.c.name == name).values(**values))
                else:
                    connection.execute(insert(turns), [{"name": name, **values}])
        return slot


def forget_turns(inbox: Inbox) -> None:
    """Delete the expired rate limits: of hosts that may be fetched from, and that no slot is reserved for."""
    with inbox.database.write() as connection:
        connection.execute(delete(turns).where(turns.c.until < inbox.now, turns.c.queued < inbox.now))
