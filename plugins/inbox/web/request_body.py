"""Reads request bodies within limits of size and time, and forms of the one accepted type."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from starlette.requests import ClientDisconnect, Request

from plugins.i18n.messages import N_, Message, message
from plugins.protocols.urlencoded_form import FORM, Form, FormError, charset_of, parse_form

__all__ = ["LARGEST", "Form", "RefusedError", "read_body", "read_form"]

LARGEST = 128 * 1024
"""Bytes: enough for the longest comment that the form accepts, at twelve encoded bytes per character."""

LONGEST_NUMBER = 12
"""Digits of ``Content-Length``: ``int`` raises for thousands."""


class RefusedError(Exception):
    """The request is refused with an HTTP status; ``said`` tells a person why."""

    def __init__(self, status: int, said: Message, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(said.text())
        self.status = status
        self.said = said
        self.headers = dict(headers or {})


async def read_form(request: Request, seconds: float) -> Form:
    """Return the fields of a form, each with its values in order.

    Raises:
        RefusedError: 400, 408, 413 or 415.
    """
    try:
        charset = charset_of(request.headers.get("content-type", ""))
        return parse_form(await read_body(request, seconds), charset)
    except FormError as error:
        accepts = {"Accept": FORM} if error.status == 415 else {}
        raise RefusedError(error.status, error.said, accepts) from None


async def read_body(request: Request, seconds: float, largest: int = LARGEST) -> bytes:
    """Return a body of any type; reading stops as soon as it is too long or too late.

    Raises:
        RefusedError: 400, 408 or 413.
    """
    length = request.headers.get("content-length", "0")
    too_long = RefusedError(413, message(N_("This is longer than the inbox takes.")), {"Connection": "close"})
    if not length.isdecimal() or len(length) > LONGEST_NUMBER or int(length) > largest:
        raise too_long
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > largest:
                    raise too_long
    except TimeoutError:
        raise RefusedError(408, message(N_("The form took too long to arrive.")), {"Connection": "close"}) from None
    except ClientDisconnect:
        raise RefusedError(400, message(N_("The form did not arrive whole."))) from None
    return bytes(body)
