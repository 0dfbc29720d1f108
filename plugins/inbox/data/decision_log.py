"""The audit log of decisions, tamper-evident: an HMAC chain over its entries, with an authenticated head.

Each entry's seal covers its content and the seal before it; the head's covers their number and the last, so that
truncation shows. Entries hold no names, texts or addresses, so that erasure leaves the chain valid. Seals are keyed
(HMAC, RFC 2104): write access to the database without the key does not suffice to forge one.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sqlalchemy import Connection, insert, select, update

from plugins.i18n.messages import N_, Message, message
from plugins.inbox.data.database_tables import log, notes
from plugins.inbox.data.item import Failure
from plugins.inbox.data.secret_keys import Keys
from plugins.interactions.model import Standing

__all__ = ["Action", "Actor", "LogAction", "Verdict", "append", "head", "is_edited", "verify"]

HEAD = "log_head"

Actor: TypeAlias = Literal["terminal", "web", "mail", "hand", "system"]
"""The actor of an entry: a moderator by terminal, web or digest link, an editor of files, or the inbox itself."""
Action: TypeAlias = Literal["approve", "reject", "spam"]
"""A moderator's decision on an item."""
LogAction: TypeAlias = Action | Standing | Failure | Literal["restore", "edit", "reply", "update", "erase", "purge"]
"""The action of an entry: a decision, a linkback's standing, why verification refused one, or another change."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of verifying the chain.

    Attributes:
        entries: The number of entries read, up to the first invalid one.
        head: The last valid seal; every digest mail holds it too, where an intruder on the server cannot change it.
        fault: Where the chain is broken, or None.
    """

    entries: int
    head: str
    fault: Message | None


def append(
    connection: Connection,
    keys: Keys,
    *,
    at: int,
    actor: Actor,
    action: LogAction,
    item: str | None = None,
    details: Mapping[str, str | int] | None = None,
) -> None:
    """Append an entry to the chain, in the transaction of the change that it records."""
    stored = connection.execute(select(notes.c.value).where(notes.c.name == HEAD).with_for_update()).scalar_one()
    number, mac = int(stored.split(":")[0]) + 1, stored.split(":")[1]
    text = json.dumps(dict(details or {}), sort_keys=True, ensure_ascii=False)
    seal = _seal(keys, mac, number, at, actor, action, item, text)
    row = {"number": number, "at": at, "actor": actor, "action": action, "item": item, "details": text, "mac": seal}
    connection.execute(insert(log), [row])
    connection.execute(update(notes).where(notes.c.name == HEAD).values(value=_head(keys, number, seal)))


def is_edited(connection: Connection, item: str) -> bool:
    """Return whether a person has edited an item, in moderation or in its file."""
    edit: LogAction = "edit"
    query = select(log.c.number).where(log.c.item == item, log.c.action == edit).limit(1)
    return connection.execute(query).first() is not None


def head(connection: Connection) -> tuple[int, str]:
    """Return the number of entries and the last seal."""
    stored = connection.execute(select(notes.c.value).where(notes.c.name == HEAD)).scalar_one()
    return int(stored.split(":")[0]), stored.split(":")[1]


def verify(connection: Connection, keys: Keys) -> Verdict:
    """Return whether the whole chain is valid: every entry present, unmodified and in order."""
    before, number = "", 0
    for row in connection.execute(select(log).order_by(log.c.number)):
        number += 1
        seal = _seal(keys, before, number, row.at, row.actor, row.action, row.item, row.details)
        if row.number != number or not hmac.compare_digest(seal, row.mac):
            return Verdict(number, before, message(N_("entry {number} was changed, moved or removed"), number=number))
        before = seal
    stored = connection.execute(select(notes.c.value).where(notes.c.name == HEAD)).scalar_one_or_none()
    expected = _head(keys, number, before) if number else "0::"
    fault = None if stored == expected else message(N_("entries after {number} were removed"), number=number)
    return Verdict(number, before, fault)


def _seal(keys: Keys, before: str, *values: object) -> str:
    return keys.digest("log", json.dumps([before, *values], ensure_ascii=False))


def _head(keys: Keys, number: int, seal: str) -> str:
    return f"{number}:{seal}:{keys.digest('log head', f'{number}:{seal}')}"
