"""What is sent to an endpoint, and what its answer means: bytes out, bytes in.

Webmention (W3C Recommendation, section 3.1.3), Pingback 1.0 (section 3) and TrackBack 1.2 ("Sending a TrackBack Ping").
An answer is a stranger's: it is read within limits, and its words lose what would act on a terminal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Literal
from urllib.parse import urlencode, urljoin, urlsplit
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from plugins.base.text import plain
from plugins.fetcher.model import Reply
from plugins.protocols.discovery import Protocol

__all__ = ["Outcome", "Ping", "Request", "Verdict", "request", "verdict"]

Outcome = Literal["sent", "refused", "later"]

LONGEST_REASON, LONGEST_URL = 200, 2000
LARGEST_ANSWER = 64 * 1024
"""Bytes of an XML answer; a right one has some hundred."""
LONGEST_WAIT = 7 * 24 * 3600
"""Seconds; whoever asks to come back later is asked then all the same."""
FORM = "application/x-www-form-urlencoded"
SEE_OTHER = 303
"""RFC 9110, section 15.4.4: the form was taken, and what follows is for a reader."""
REGISTERED, UPSTREAM = 48, 50
"""Fault codes of Pingback 1.0, section 3."""


@dataclass(frozen=True, slots=True)
class Ping:
    """What is told: that a page links to another.

    Attributes:
        source: The address of the page that links.
        target: The address that it links to, as the link is written.
        title, excerpt, site: Words about the source, which a trackback carries.
    """

    source: str
    target: str
    title: str = ""
    excerpt: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """The body of a POST."""

    body: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer means.

    Attributes:
        outcome: ``sent`` when the other side has it, ``refused`` when it never will, ``later`` when it may.
        reason: In the words of the other side, plain, or ``HTTP 500``; empty when all is well.
        status_url: Where a receiver of webmentions tells what became of it, or an empty string.
        wait: Seconds that the other side asks for before the next time.
    """

    outcome: Outcome
    reason: str = ""
    status_url: str = ""
    wait: int = 0


def request(protocol: Protocol, ping: Ping) -> Request:
    """Return what is sent.

    >>> request("webmention", Ping("https://a.example/1", "https://b.example/?x#y")).body
    b'source=https%3A%2F%2Fa.example%2F1&target=https%3A%2F%2Fb.example%2F%3Fx%23y'
    """
    if protocol == "webmention":
        return Request(urlencode({"source": ping.source, "target": ping.target}).encode(), FORM)
    if protocol == "trackback":
        fields = {"title": ping.title, "url": ping.source, "excerpt": ping.excerpt, "blog_name": ping.site}
        said = {name: value for name, value in fields.items() if value}
        return Request(urlencode(said).encode(), f"{FORM}; charset=utf-8")
    call = Element("methodCall")
    SubElement(call, "methodName").text = "pingback.ping"
    parameters = SubElement(call, "params")
    for address in (ping.source, ping.target):
        SubElement(SubElement(SubElement(parameters, "param"), "value"), "string").text = address
    return Request(tostring(call, encoding="utf-8", xml_declaration=True), "text/xml")


def verdict(protocol: Protocol, reply: Reply, now: int) -> Verdict:
    """Return what an answer means.

    Args:
        protocol: That the request followed.
        reply: The answer.
        now: Milliseconds since 1970, for an answer that names a moment to come back at.
    """
    if reply.status == 429 or reply.status >= 500:
        return Verdict("later", f"HTTP {reply.status}", wait=_wait(reply, now))
    taken = 200 <= reply.status < 300 or (protocol == "webmention" and reply.status == SEE_OTHER)
    if not taken:
        return Verdict("refused", _refusal(reply))
    if protocol == "webmention":
        return Verdict("sent", status_url=_status_url(reply))
    root = _parsed(reply)
    if root is None:
        return Verdict("refused", "no XML")
    return _pingback(root) if protocol == "pingback" else _trackback(root)


def _pingback(root: Element) -> Verdict:
    fault = root.find("fault")
    if root.tag != "methodResponse" or (fault is None and root.find("params/param/value") is None):
        return Verdict("refused", "no XML-RPC")
    if fault is None:
        return Verdict("sent")
    members = {one.findtext("name", "").strip(): one.find("value") for one in fault.iter("member")}
    code = _number(_value(members.get("faultCode")))
    reason = _reason(f"{code if code is not None else ''} {_value(members.get('faultString'))}")
    if code == REGISTERED:
        return Verdict("sent", reason)
    return Verdict("later" if code == UPSTREAM else "refused", reason)


def _value(value: Element | None) -> str:
    """Return the text of an XML-RPC value, of whatever type."""
    return "" if value is None else "".join(value.itertext())


def _trackback(root: Element) -> Verdict:
    code = _number(root.findtext("error", "0" if root.tag == "response" else ""))
    if code == 0:
        return Verdict("sent")
    return Verdict("refused", _reason(root.findtext("message", "")))


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\s*-?[0-9]{1,9}\s*", text) else None


def _parsed(reply: Reply) -> Element | None:
    """Return an XML answer; blank lines and a byte order mark before it are forgiven, a DTD is not."""
    if reply.truncated or len(reply.body) > LARGEST_ANSWER:
        return None
    try:
        found: Element = fromstring(reply.body.removeprefix(b"\xef\xbb\xbf").strip(), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    return found


def _reason(words: str) -> str:
    r"""Return a stranger's words on one line, and no more of them than one reads.

    >>> _reason("No\n\x1b[31m link")
    'No \\u{1b}[31m link'
    """
    line = plain(" ".join(words[: 4 * LONGEST_REASON].split()))
    return line if len(line) <= LONGEST_REASON else f"{line[: LONGEST_REASON - 1]}…"


def _refusal(reply: Reply) -> str:
    """Return why a request was refused: the status, and the words of an answer that is text."""
    said = f"HTTP {reply.status}"
    if reply.content_type.partition(";")[0].strip().lower() != "text/plain":
        return said
    return _reason(f"{said} {reply.body[: 4 * LONGEST_REASON].decode('utf-8', 'replace')}")


def _status_url(reply: Reply) -> str:
    """Return where a receiver tells what becomes of a webmention (section 3.2): with 201 it says so."""
    where = next(iter(reply.values("location")), "") if reply.status == 201 else ""
    try:
        url = urljoin(reply.url, where.strip()) if where.strip() else ""
        parts = urlsplit(url)
    except ValueError:
        return ""
    fit = parts.scheme in ("http", "https") and parts.netloc and len(url) <= LONGEST_URL and url == plain(url)
    return url if fit else ""


def _wait(reply: Reply, now: int) -> int:
    """Return the seconds of ``Retry-After`` (RFC 9110, section 10.2.3), within reason."""
    value = next(iter(reply.values("retry-after")), "").strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        return min(int(value), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(value)
        seconds = int(moment.timestamp() - now / 1000)
    except (ValueError, TypeError, OverflowError, IndexError):
        return 0
    return min(max(seconds, 0), LONGEST_WAIT)
