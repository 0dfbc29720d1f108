"""The log of decisions: each entry's seal holds the one before, and the head holds them all.

Entries hold no names, no texts and no addresses, so that erasing somebody breaks no chain. Seals are keyed (HMAC, RFC
2104): who can write to the database but has not the key cannot make the chain whole again.
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
"""Who acts: a moderator on the terminal, on the pages or by a link of the digest, who edits files, or the inbox."""
Action: TypeAlias = Literal["approve", "reject", "spam"]
"""What a moderator decides."""
LogAction: TypeAlias = Action | Standing | Failure | Literal["restore", "edit", "reply", "update", "erase", "purge"]
"""What an entry tells: a decision; how a linkback is kept; why the inbox refused one; or what else was done."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found.

    Attributes:
        entries: How many entries there are.
        head: The seal of the last one: it stands in every digest mail, out of anybody's reach.
        fault: What was changed, or None.
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
    """Write an entry, in the transaction of what it tells."""
    stored = connection.execute(select(notes.c.value).where(notes.c.name == HEAD).with_for_update()).scalar_one()
    number, mac = int(stored.split(":")[0]) + 1, stored.split(":")[1]
    text = json.dumps(dict(details or {}), sort_keys=True, ensure_ascii=False)
    seal = _seal(keys, mac, number, at, actor, action, item, text)
    row = {"number": number, "at": at, "actor": actor, "action": action, "item": item, "details": text, "mac": seal}
    connection.execute(insert(log), [row])
    connection.execute(update(notes).where(notes.c.name == HEAD).values(value=_head(keys, number, seal)))


def is_edited(connection: Connection, item: str) -> bool:
    """Tell whether a person has edited an item: in moderation, or its file by hand."""
    edit: LogAction = "edit"
    query = select(log.c.number).where(log.c.item == item, log.c.action == edit).limit(1)
    return connection.execute(query).first() is not None


def head(connection: Connection) -> tuple[int, str]:
    """Return how many entries there are, and the last seal."""
    stored = connection.execute(select(notes.c.value).where(notes.c.name == HEAD)).scalar_one()
    return int(stored.split(":")[0]), stored.split(":")[1]


def verify(connection: Connection, keys: Keys) -> Verdict:
    """Return whether every entry is there, unchanged and in its place."""
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
