"""Pingback 1.0, receiving: parses the XML-RPC call, and builds its response, a string or a fault.

The specification is https://www.hixie.ch/specs/pingback/pingback with its erratum of 2007: ``pingback.ping`` answers a
single string. XML-RPC is http://xmlrpc.com/spec.md. Bodies are read by defusedxml: no document type, so no entity.
"""

from __future__ import annotations

import codecs
import re
import xmlrpc.client
from dataclasses import dataclass
from enum import IntEnum
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from plugins.base.safe_text import clean
from plugins.i18n.messages import N_, Message, message
from plugins.protocols.url_equivalence import page_address
from plugins.protocols.urlencoded_form import FormError, known_charset

__all__ = ["CONTENT_TYPE", "LARGEST", "METHOD", "Call", "Fault", "FaultError", "fault", "read_call", "success"]

CONTENT_TYPE = "text/xml; charset=utf-8"
LARGEST = 64 * 1024
"""The most bytes of a call: two URLs need far less."""
METHOD = "pingback.ping"
DECLARED = re.compile(rb"\s*<\?xml\s[^>]{0,80}?\sencoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")


class Fault(IntEnum):
    """The fault codes of Pingback 1.0, section 3."""

    GENERIC = 0
    NO_SOURCE = 16
    NO_LINK = 17
    NO_TARGET = 32
    NOT_ENABLED = 33
    KNOWN = 48
    DENIED = 49
    UPSTREAM = 50


class FaultError(Exception):
    """A call that is answered with a fault."""

    def __init__(self, code: Fault, said: Message) -> None:
        super().__init__(said.text())
        self.code = code
        self.said = said


@dataclass(frozen=True, slots=True)
class Call:
    """The arguments of ``pingback.ping``: source URL and target URL."""

    source: str
    target: str


def read_call(body: bytes) -> Call:
    """Return the ``pingback.ping`` call of a request body.

    Raises:
        FaultError: It is no such call, or a URL is invalid.
    """
    malformed = FaultError(Fault.GENERIC, message(N_("This is no XML-RPC call.")))
    if len(body) > LARGEST:
        raise malformed
    try:
        root = fromstring(_text_of(body), forbid_dtd=True)
    except (ParseError, DefusedXmlException, FormError, UnicodeDecodeError):
        raise malformed from None
    if root.tag != "methodCall":
        raise malformed
    if (root.findtext("methodName") or "").strip() != METHOD:
        raise FaultError(Fault.GENERIC, message(N_("The one method here is {method}."), method=METHOD))
    values = [_string(value) for value in root.findall("params/param/value")]
    if len(values) != 2 or None in values:
        raise FaultError(Fault.GENERIC, message(N_("{method} takes two strings: source and target."), method=METHOD))
    source, target = (page_address((value or "").strip()) for value in values)
    if source is None:
        raise FaultError(Fault.NO_SOURCE, message(N_("The source is not the address of a web page.")))
    if target is None:
        raise FaultError(Fault.NO_TARGET, message(N_("The target is not the address of a web page.")))
    return Call(source, target)


def _text_of(body: bytes) -> str:
    """Return a call as text, decoded from an accepted charset: Python's XML parser would take any codec of Python's.

    Raises:
        FormError: The declared charset is not accepted.
        UnicodeDecodeError: The body is not valid in its charset.
    """
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16")
    found = DECLARED.match(body)
    return body.decode(known_charset(found[1].decode("ascii")) if found else "utf-8")


def _string(value: Element) -> str | None:
    """Return the string of a ``<value>``, with or without a ``<string>`` element; None for another type."""
    children = list(value)
    if not children:
        return value.text or ""
    if len(children) == 1 and children[0].tag == "string" and not list(children[0]):
        return children[0].text or ""
    return None


def success(said: str) -> bytes:
    """Return the XML-RPC response of an accepted call: one string."""
    return _body((clean(said),))


def fault(code: Fault, said: str) -> bytes:
    """Return the XML-RPC fault of a refused call."""
    return _body(xmlrpc.client.Fault(int(code), clean(said)))


def _body(answer: tuple[str] | xmlrpc.client.Fault) -> bytes:
    written = xmlrpc.client.dumps(answer, methodresponse=True, encoding="utf-8")
    return b"<?xml version='1.0' encoding='utf-8'?>\n" + written.partition("?>\n")[2].encode()
