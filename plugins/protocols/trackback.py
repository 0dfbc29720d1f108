"""TrackBack 1.2, receiving: parses a ping's form, and builds its XML response.

The specification is "TrackBack Technical Specification" 1.2 (Six Apart, 2004). What WordPress sends differs from
it in that titles and excerpts are HTML-escaped, and that no charset is declared, or one in a field.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from xml.sax.saxutils import escape

from plugins.base.safe_text import clean
from plugins.i18n.messages import N_, Message, message
from plugins.protocols.url_equivalence import page_address
from plugins.protocols.urlencoded_form import FormError, charset_of, known_charset, parse_form

__all__ = ["CONTENT_TYPE", "Ping", "PingError", "answer", "read_ping"]

CONTENT_TYPE = "text/xml; charset=utf-8"
LONGEST_FIELD = 20_000
NUMBER = re.compile(r"&#([0-9]{8,});?")
"""A numeric character reference with leading zeros or out of range: Python refuses numbers of thousands of digits."""


class PingError(Exception):
    """A ping that is refused; ``said`` is the error message of the response."""

    def __init__(self, said: Message) -> None:
        super().__init__(said.text())
        self.said = said


@dataclass(frozen=True, slots=True)
class Ping:
    """A received ping: the URL of the source and, if given, its title, its excerpt and the name of its blog."""

    url: str
    title: str = ""
    excerpt: str = ""
    blog_name: str = ""


def read_ping(body: bytes, content_type: str) -> Ping:
    """Return the ping of a request ("Sending a TrackBack Ping").

    Only ``url`` is required. Texts are HTML-unescaped once, since WordPress escapes them; markup left after that is
    text.

    Args:
        body: The form.
        content_type: Of the request; UTF-8 when neither it nor a field ``charset`` names a charset.

    Raises:
        PingError: It is no form, its charset is unknown or wrong, or ``url`` is missing or invalid.

    >>> read_ping(b"url=https%3A%2F%2Fa.example%2F&title=R%26amp%3BD", "application/x-www-form-urlencoded").title
    'R&D'
    """
    try:
        charset = charset_of(content_type)
        if "charset=" not in content_type.lower():
            named = parse_form(body, "iso8859-1").get("charset", ("",))[-1].strip()
            charset = known_charset(named) if named else charset
        form = parse_form(body, charset)
    except FormError as error:
        raise PingError(error.said) from None

    def value(name: str) -> str:
        return form.get(name, ("",))[-1].strip()[:LONGEST_FIELD]

    if not value("url"):
        raise PingError(message(N_("The field 'url' is missing: the address of the page that links here.")))
    url = page_address(value("url"))
    if url is None:
        raise PingError(message(N_("The field 'url' is not the address of a web page.")))
    return Ping(url, _decoded(value("title")), _decoded(value("excerpt")), _decoded(value("blog_name")))


def _decoded(text: str) -> str:
    r"""Return a text with its character references decoded, invalid ones as U+FFFD (HTML Standard, 13.2.5.80).

    >>> _decoded("&#00000000233; &#" + "9" * 5000)
    'é \ufffd'
    """
    return unescape(NUMBER.sub(lambda found: f"&#{found[1].lstrip('0')[:8] or '0'};", text))


def answer(error: str | None = None) -> bytes:
    """Return the XML response to a ping; senders take any other response as a failure.

    Args:
        error: The error message; None after a success.

    >>> answer("a < b").decode()
    '<?xml version="1.0" encoding="utf-8"?>\\n<response><error>1</error><message>a &lt; b</message></response>\\n'
    """
    said = "<error>0</error>" if error is None else f"<error>1</error><message>{escape(clean(error))}</message>"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<response>{said}</response>\n'.encode()
