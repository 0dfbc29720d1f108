"""Sends the letters of the outbox by SMTP: leased, at least once, with a fixed Message-ID, and retried with backoff."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import unquote, urlsplit

from sqlalchemy import ColumnElement, and_, or_, select, update

from plugins.base.safe_text import plain
from plugins.inbox.data.database_tables import items, outbox
from plugins.inbox.data.mail_rows import LetterState, QueuedLetter, get_letter, has_letter_state, update_letter
from plugins.inbox.data.timestamps import HOUR, MINUTE
from plugins.inbox.mail.letters import Letter, compose_letter, mail_address
from plugins.inbox.service import Inbox

__all__ = ["deliver_letter", "find_due_letters"]

WAITS = (MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR)
"""The backoff after each failed attempt; after the last one the letter is ``failed``."""
LEASE = 10 * MINUTE
"""The time after which a lease expires, and its holder is presumed dead."""
SECONDS = 30


def find_due_letters(inbox: Inbox) -> list[str]:
    """Return the ids of the letters that are due, the longest due first."""
    with inbox.database.read() as connection:
        query = select(outbox.c.id).where(_is_due(inbox)).order_by(outbox.c.due).limit(200)
        return list(connection.execute(query).scalars())


def deliver_letter(inbox: Inbox, identity: str) -> bool:
    """Send a letter that is due, under a lease; return whether it was sent now.

    Delivery is at least once: after a crash between the server's acceptance and the commit, the letter is sent again,
    with the same Message-ID.
    """
    if inbox.settings.smtp_url is None or inbox.settings.sender is None:
        return False
    sending: LetterState = "sending"
    with inbox.database.write() as connection:
        claim = update(outbox).where(outbox.c.id == identity, _is_due(inbox))
        if connection.execute(claim.values(state=sending, due=inbox.now)).rowcount != 1:
            return False
        queued = get_letter(connection, identity)
        letter = compose_letter(inbox, connection, queued)
        if letter is None:
            update_letter(connection, identity, state="dropped")
            return False
    try:
        _send(inbox, letter, identity)
    except (OSError, smtplib.SMTPException, MessageError, ValueError):  # the last two: an invalid header
        _note_failure(inbox, queued)
        return False
    with inbox.database.write() as connection:
        update_letter(connection, identity, state="sent")
    return True


def _is_due(inbox: Inbox) -> ColumnElement[bool]:
    return or_(
        and_(has_letter_state("waiting"), outbox.c.due <= inbox.now),
        and_(has_letter_state("sending"), outbox.c.due <= inbox.now - LEASE),
    )


def _note_failure(inbox: Inbox, queued: QueuedLetter) -> None:
    attempts = queued.attempts + 1
    given_up = attempts > len(WAITS)
    due = inbox.now + (0 if given_up else WAITS[attempts - 1])
    with inbox.database.write() as connection:
        update_letter(connection, queued.id, attempts=attempts, state="failed" if given_up else "waiting", due=due)
        if given_up:  # the next digest lists the items of one that failed
            connection.execute(update(items).where(items.c.digest == queued.id).values(digest=None))


def _send(inbox: Inbox, letter: Letter, identity: str) -> None:
    assert inbox.settings.smtp_url is not None
    assert inbox.settings.sender is not None
    sender = inbox.settings.sender
    mail = EmailMessage(policy=SMTP)
    mail["From"] = mail_address(sender, plain(inbox.articles.site.name))
    mail["To"] = mail_address(letter.to)
    mail["Subject"] = letter.subject
    mail["Date"] = inbox.present
    mail["Message-ID"] = f"<{identity}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notice answers it
    for name, value in letter.headers.items():
        mail[name] = value
    mail.set_content(letter.text, cte="quoted-printable")
    with _connection(inbox.settings.smtp_url.get_secret_value()) as server:
        server.send_message(mail, sender, [letter.to])


@contextmanager
def _connection(url: str) -> Iterator[smtplib.SMTP]:
    """Yield a connection to ``smtp://user:password@host:port`` or ``smtps://…``; smtp uses STARTTLS where offered.

    A password is never sent unencrypted, except to this machine.
    """
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=SECONDS)
    with server:
        server.ehlo()
        encrypted = parts.scheme == "smtps"
        if not encrypted and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
            encrypted = True
        if parts.username:
            if not encrypted and host not in ("localhost", "127.0.0.1", "::1"):
                raise smtplib.SMTPNotSupportedError("the server offers no encryption, and a password is set")
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server
