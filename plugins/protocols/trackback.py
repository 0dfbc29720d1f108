"""TrackBack 1.2, receiving: a form that says that a page links here, and an answer in XML.

The specification is "TrackBack Technical Specification" 1.2 (Six Apart, 2004). What WordPress sends differs from
it in that titles and excerpts are HTML-escaped, and that no charset is declared, or one in a field.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from xml.sax.saxutils import escape

from plugins.base.text import clean
from plugins.i18n.messages import N_, Message, message
from plugins.protocols.form import FormError, charset_of, known_charset, parse_form
from plugins.protocols.same_page import page_address

__all__ = ["CONTENT_TYPE", "Ping", "PingError", "answer", "read_ping"]

CONTENT_TYPE = "text/xml; charset=utf-8"
LONGEST_FIELD = 20_000
NUMBER = re.compile(r"&#([0-9]{8,});?")
"""A reference to no character, or one that zeros hide: Python reads no number of thousands of digits."""


class PingError(Exception):
    """A ping that is not taken; ``said`` goes into the answer."""

    def __init__(self, said: Message) -> None:
        super().__init__(said.text())
        self.said = said


@dataclass(frozen=True, slots=True)
class Ping:
    """What a ping says: the page that links, and, if given, its title, its beginning, and its blog's name."""

    url: str
    title: str = ""
    excerpt: str = ""
    blog_name: str = ""


def read_ping(body: bytes, content_type: str) -> Ping:
    """Return the ping that a request holds ("Sending a TrackBack Ping").

    Only ``url`` is required. Words are decoded once from HTML, as WordPress sends them; what looks like markup after
    that is text.

    Args:
        body: The form.
        content_type: Of the request; UTF-8 when neither it nor a field ``charset`` says otherwise.

    Raises:
        PingError: It is no form, its charset is unknown or not what it says, or it has no address of a page.

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
    r"""Return a text without HTML's references; what stands for no character is U+FFFD (HTML Standard, 13.2.5.80).

    >>> _decoded("&#00000000233; &#" + "9" * 5000)
    'é \ufffd'
    """
    return unescape(NUMBER.sub(lambda found: f"&#{found[1].lstrip('0')[:8] or '0'};", text))


def answer(error: str | None = None) -> bytes:
    """Return the answer to a ping; a sender that gets anything but this takes the ping as lost.

    Args:
        error: What was wrong; None after a success.

    >>> answer("a < b").decode()
    '<?xml version="1.0" encoding="utf-8"?>\\n<response><error>1</error><message>a &lt; b</message></response>\\n'
    """
    said = "<error>0</error>" if error is None else f"<error>1</error><message>{escape(clean(error))}</message>"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<response>{said}</response>\n'.encode()
