"""Servers that stand as long as this process: a web server takes each test's application, a mail server its mailbox.

Starting and stopping them costs more than most tests; a test that needs two at a time gets two.
"""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import cache
from typing import Any

from aiosmtpd.controller import Controller
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from plugins.inbox.run.inbox_server import server

NOBODY = PlainTextResponse("No test is running here.", 503)


class Web:
    """A web server on a free port of this machine, and what answers there now."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._app: ASGIApp = NOBODY
        self._busy = 0
        self._changed = threading.Condition()
        serving = server(self)
        threading.Thread(target=lambda: asyncio.run(serving.serve(sockets=[self._listening])), daemon=True).start()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request as the application of the test that runs."""
        with self._changed:
            app = self._app
            self._busy += 1
        try:
            await app(scope, receive, send)
        finally:
            with self._changed:
                self._busy -= 1
                self._changed.notify_all()

    @contextmanager
    def answering(self, app: ASGIApp) -> Iterator[None]:
        """Answer as an application does to the end of the block, which waits for what it does behind its answers."""
        self._app = app
        try:
            yield
        finally:
            self._app = NOBODY
            with self._changed:
                assert self._changed.wait_for(lambda: not self._busy, 60), "a request does not end"


@dataclass
class Mailbox:
    """What a mail server got."""

    mails: list[tuple[tuple[str, ...], EmailMessage]] = field(default_factory=list)
    refusing: bool = False
    meanwhile: Callable[[], object] | None = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep a mail, or refuse it."""
        if self.meanwhile is not None:
            self.meanwhile()
        if self.refusing:
            return "451 Come back later"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.mails.append((tuple(envelope.rcpt_tos), message))
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """Return the mails to an address, in order."""
        return [mail for receivers, mail in self.mails if address in receivers]


class Mail(Controller):
    """A mail server on a free port: the library asks the port that it was given, and 0 is none."""

    def __init__(self) -> None:
        self.mailbox = Mailbox()
        super().__init__(self, hostname="127.0.0.1", port=0)
        self.start()

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Give a mail to the mailbox of the test that runs."""
        return await self.mailbox.handle_DATA(server, session, envelope)


@cache
def _free(kind: type[Any]) -> list[Any]:
    """Return the servers of a kind that no test has."""
    return []


@contextmanager
def web_server() -> Iterator[Web]:
    """Lend a web server to the end of the block."""
    free = _free(Web)
    found = free.pop() if free else Web()
    yield found
    free.append(found)


@contextmanager
def mail_server() -> Iterator[tuple[Mailbox, int]]:
    """Lend a mail server with an empty mailbox to the end of the block; yield it and the server's port."""
    free = _free(Mail)
    found = free.pop() if free else Mail()
    found.mailbox = Mailbox()
    yield found.mailbox, found.port
    free.append(found)
