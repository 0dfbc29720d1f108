"""The body of a form: of one type, in a known charset, not too long and not too slow. Contains no Pelican."""

from __future__ import annotations

import asyncio
import codecs
from collections.abc import Mapping
from email.message import Message as Header
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from plugins.i18n.messages import N_, Message, message

__all__ = ["LARGEST", "Form", "RefusedError", "parse_form", "read_body", "read_form"]

LARGEST = 128 * 1024
"""Bytes: the longest comment that the form takes, of characters that take twelve each once they are encoded, fits."""
MOST_FIELDS = 500
FORM = "application/x-www-form-urlencoded"
CHARSETS = {"utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252"}
"""By Python's names; not UTF-7, which hides markup, and nothing that keeps a state."""

Form = Mapping[str, tuple[str, ...]]


class RefusedError(Exception):
    """A request that is not taken; ``said`` tells a person why."""

    def __init__(self, status: int, said: Message, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(said.text())
        self.status = status
        self.said = said
        self.headers = dict(headers or {})


async def read_form(request: Request, seconds: float) -> Form:
    """Return the fields of a form, each with its values in order; stop reading as soon as it is too long.

    Raises:
        RefusedError: 400, 408, 413 or 415.
    """
    charset = charset_of(request.headers.get("content-type", ""))
    return parse_form(await read_body(request, seconds), charset)


async def read_body(request: Request, seconds: float) -> bytes:
    """Return a body of any type, unless it is too long or too slow.

    Raises:
        RefusedError: 400, 408 or 413.
    """
    length = request.headers.get("content-length", "0")
    too_long = RefusedError(413, message(N_("This is longer than the inbox takes.")), {"Connection": "close"})
    if not length.isdecimal() or int(length) > LARGEST:
        raise too_long
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST:
                    raise too_long
    except TimeoutError:
        raise RefusedError(408, message(N_("The form took too long to arrive.")), {"Connection": "close"}) from None
    except ClientDisconnect:
        raise RefusedError(400, message(N_("The form did not arrive whole."))) from None
    return bytes(body)


def charset_of(content_type: str) -> str:
    """Return the charset of a form, UTF-8 when none is declared (URL Standard, section 5).

    >>> charset_of("application/x-www-form-urlencoded; charset=ISO-8859-1")
    'iso8859-1'
    """
    header = Header()
    header["Content-Type"] = content_type
    if not content_type or header.get_content_type() != FORM:
        raise RefusedError(415, message(N_("The inbox takes forms, and nothing else.")), {"Accept": FORM})
    try:
        charset = codecs.lookup(str(header.get_param("charset", "utf-8"))).name
    except (LookupError, ValueError):
        charset = ""
    if charset not in CHARSETS:
        raise RefusedError(415, message(N_("The inbox does not know this charset: send UTF-8.")))
    return charset


def parse_form(body: bytes, charset: str) -> Form:
    """Return the fields of a form's body.

    Raises:
        RefusedError: 400, when it is not in the charset, or has too many fields.

    >>> dict(parse_form("a=%C3%A9&b=1&b=2&c=".encode(), "utf-8"))
    {'a': ('é',), 'b': ('1', '2'), 'c': ('',)}
    """
    fields: dict[str, tuple[str, ...]] = {}
    try:
        pairs = parse_qsl(
            body.decode(charset), keep_blank_values=True, encoding=charset, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:  # UnicodeDecodeError is one
        raise RefusedError(400, message(N_("The form cannot be read: it is not what its charset says."))) from None
    for name, value in pairs:
        fields[name] = (*fields.get(name, ()), value)
    return fields
