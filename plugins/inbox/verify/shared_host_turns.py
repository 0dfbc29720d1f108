"""Politeness towards other hosts, for all processes of an inbox: one fetch a host in a while.

Who comes too early is given a place in the queue: a moment of their own. A thousand pages of one host are so many
places, one behind the other, and no reason to ask it twice.
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
    """The turns that the database remembers (:class:`plugins.fetcher.model.Turns`)."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    def take(self, keys: Mapping[str, str]) -> None:
        """Take the turn of a host, by its name and by its address.

        Raises:
            BusyError: Not now; the moment that it names is kept for whoever asked.
        """
        pause = self._inbox.settings.host_pause
        if not pause:
            return
        names = sorted(f"{kind} {value}"[:LONGEST] for kind, value in keys.items())
        try:
            slot = self._slot(names, pause)
        except IntegrityError:  # another process took it between the look and the write (PostgreSQL)
            slot = self._inbox.now + pause
        if slot is not None:
            raise BusyError(slot)

    def _slot(self, names: list[str], pause: int) -> int | None:
        """Return None when the turn was free and is taken now, else the moment that is kept."""
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
    """Forget the hosts that may be asked and that nobody waits for."""
    with inbox.database.write() as connection:
        connection.execute(delete(turns).where(turns.c.until < inbox.now, turns.c.queued < inbox.now))
