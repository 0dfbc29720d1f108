"""Authentication of the moderator, by password or by one-time link, and the sessions that it opens.

The database holds keyed digests of session and link secrets only. Wrong passwords lock their network out, with
exponential backoff; during a lockout no password from there is checked, while other networks may log in.
"""

from __future__ import annotations

import secrets
import threading
from typing import Literal, TypeAlias

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import ColumnElement, delete, insert, select, update

from plugins.inbox.data.database_tables import failures, sessions
from plugins.inbox.data.timestamps import DAY, HOUR, MINUTE, SECOND
from plugins.inbox.service import Inbox

__all__ = [
    "LINK_TIME",
    "SESSION_TIME",
    "hash_password",
    "is_open_session",
    "log_in_with_link",
    "log_out",
    "make_login_link",
]

SecretKind: TypeAlias = Literal["session", "link"]
SESSION_TIME = 14 * DAY
LINK_TIME = 15 * MINUTE
FREE_TRIES = 3
LONGEST_WAIT = HOUR
_one_at_a_time = threading.BoundedSemaphore(2)
"""The limit of concurrent password checks, each of which takes 64 MiB for Argon2: a flood may not exhaust memory."""


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password, for ``INBOX_PASSWORD_HASH`` (RFC 9106, second recommended option)."""
    return PasswordHasher().hash(password)


def log_in_with_password(inbox: Inbox, password: str, network: str) -> tuple[str | None, int]:
    """Return the secret of a new session, or None, and the seconds until the next attempt is allowed.

    Args:
        inbox: The inbox to log in to.
        password: The password as typed.
        network: The keyed digest of the client's network.
    """
    if inbox.settings.password_hash is None:
        return None, 0
    with inbox.database.write() as connection:
        row = connection.execute(select(failures).where(failures.c.who == network).with_for_update()).one_or_none()
        if row is not None and row.until > inbox.now:
            return None, -((inbox.now - row.until) // SECOND)
        count = (row.tries if row is not None and row.until > inbox.now - DAY else 0) + 1
        until = inbox.now + wait_after(count)  # counted before it is checked, so that concurrent attempts all count
        connection.execute(delete(failures).where(failures.c.who == network))
        connection.execute(insert(failures), [{"who": network, "tries": count, "until": until}])
    if not _is_right_password(inbox.settings.password_hash.get_secret_value(), password):
        return None, -(-wait_after(count) // SECOND)
    with inbox.database.write() as connection:
        connection.execute(delete(failures).where(failures.c.who == network))
    return _open_session(inbox), 0


def wait_after(count: int) -> int:
    """Return the lockout after a number of wrong passwords, in milliseconds.

    >>> [wait_after(count) // SECOND for count in (1, 3, 4, 5, 9, 50)]
    [0, 0, 10, 20, 320, 3600]
    """
    return 0 if count <= FREE_TRIES else min(10 * SECOND << min(count - FREE_TRIES - 1, 20), LONGEST_WAIT)


def _is_right_password(known: str, password: str) -> bool:
    with _one_at_a_time:
        try:
            return PasswordHasher().verify(known, password)
        except (Argon2Error, InvalidHashError):
            return False


def make_login_link(inbox: Inbox) -> str:
    """Return the URL of a new one-time login link, valid for a quarter of an hour."""
    return f"{inbox.settings.url}/login?link={_store_secret(inbox, 'link', LINK_TIME)}"


def log_in_with_link(inbox: Inbox, link: str) -> str | None:
    """Return the secret of a new session for a one-time link, which it invalidates, or None for an invalid one."""
    used = delete(sessions).where(*_secret_conditions(inbox, "link", link), sessions.c.expires > inbox.now)
    with inbox.database.write() as connection:
        if connection.execute(used).rowcount != 1:
            return None
    return _open_session(inbox)


def is_open_session(inbox: Inbox, session: str) -> bool:
    """Return whether a cookie's session is valid; use extends its expiry."""
    known = _secret_conditions(inbox, "session", session)
    with inbox.database.read() as connection:
        expires = connection.execute(select(sessions.c.expires).where(*known)).scalar()
    if expires is None or expires <= inbox.now:
        return False
    if expires - inbox.now < SESSION_TIME - DAY:
        with inbox.database.write() as connection:
            connection.execute(update(sessions).where(*known).values(expires=inbox.now + SESSION_TIME))
    return True


def log_out(inbox: Inbox, session: str) -> None:
    """Delete a session."""
    with inbox.database.write() as connection:
        connection.execute(delete(sessions).where(*_secret_conditions(inbox, "session", session)))


def _open_session(inbox: Inbox) -> str:
    return _store_secret(inbox, "session", SESSION_TIME)


def _store_secret(inbox: Inbox, kind: SecretKind, time: int) -> str:
    secret = secrets.token_urlsafe(32)
    row = {"id": _digest(inbox, kind, secret), "kind": kind, "expires": inbox.now + time}
    with inbox.database.write() as connection:
        connection.execute(insert(sessions), [row])
    return secret


def _secret_conditions(inbox: Inbox, kind: SecretKind, secret: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the SQL conditions for the row of a secret in ``sessions``."""
    return sessions.c.id == _digest(inbox, kind, secret), sessions.c.kind == kind


def _digest(inbox: Inbox, kind: SecretKind, secret: str) -> str:
    return inbox.keys.digest(kind, secret)
