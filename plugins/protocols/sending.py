"""Sending linkbacks: the request body for an endpoint, and the outcome that its response means.

Webmention (W3C Recommendation, section 3.1.3), Pingback 1.0 (section 3) and TrackBack 1.2 ("Sending a TrackBack Ping").
The response is untrusted: it is parsed within limits, and control characters in its text are escaped.
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

from plugins.base.safe_text import plain
from plugins.fetcher.model import Reply
from plugins.protocols.discovery import Protocol

__all__ = ["Outcome", "Ping", "Request", "Verdict", "request", "verdict"]

Outcome = Literal["sent", "refused", "later"]

LONGEST_REASON, LONGEST_URL = 200, 2000
LARGEST_ANSWER = 64 * 1024
"""The most bytes of an XML response; a valid one has some hundred."""
LONGEST_WAIT = 7 * 24 * 3600
"""The most seconds of ``Retry-After`` that are respected."""
FORM = "application/x-www-form-urlencoded"
SEE_OTHER = 303
"""RFC 9110, section 15.4.4: the form was accepted, and the Location is a page for a browser."""
REGISTERED, UPSTREAM = 48, 50
"""Fault codes of Pingback 1.0, section 3."""


@dataclass(frozen=True, slots=True)
class Ping:
    """A linkback to send.

    Attributes:
        source: The URL of the page with the link.
        target: The URL of the link, as it is written.
        title, excerpt, site: Title and excerpt of the source and name of its site, for a trackback.
    """

    source: str
    target: str
    title: str = ""
    excerpt: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """The body of a POST request and its media type."""

    body: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of sending a linkback.

    Attributes:
        outcome: ``sent``: accepted; ``refused``: failed for good; ``later``: to be tried again.
        reason: The error message of the receiver as plain text, or ``HTTP 500``; empty after a success.
        status_url: The status URL of an asynchronous webmention receiver, or an empty string.
        wait: The seconds of ``Retry-After``.
    """

    outcome: Outcome
    reason: str = ""
    status_url: str = ""
    wait: int = 0


def request(protocol: Protocol, ping: Ping) -> Request:
    """Return the request that sends a linkback by a protocol.

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
    """Return the outcome that a response means.

    Args:
        protocol: The protocol of the request.
        reply: The response.
        now: Milliseconds since 1970, for a ``Retry-After`` that is a date.
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
    """Return the root of an XML response, or None; leading blank lines and a BOM are tolerated, a DTD is not."""
    if reply.truncated or len(reply.body) > LARGEST_ANSWER:
        return None
    try:
        found: Element = fromstring(reply.body.removeprefix(b"\xef\xbb\xbf").strip(), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    return found


def _reason(words: str) -> str:
    r"""Return untrusted text on one line, shortened, its control characters escaped.

    >>> _reason("No\n\x1b[31m link")
    'No \\u{1b}[31m link'
    """
    line = plain(" ".join(words[: 4 * LONGEST_REASON].split()))
    return line if len(line) <= LONGEST_REASON else f"{line[: LONGEST_REASON - 1]}…"


def _refusal(reply: Reply) -> str:
    """Return the reason of a refusal: the HTTP status, and the body when it is plain text."""
    said = f"HTTP {reply.status}"
    if reply.content_type.partition(";")[0].strip().lower() != "text/plain":
        return said
    return _reason(f"{said} {reply.body[: 4 * LONGEST_REASON].decode('utf-8', 'replace')}")


def _status_url(reply: Reply) -> str:
    """Return the status URL of a webmention, the ``Location`` of a 201 (section 3.2), or an empty string."""
    where = next(iter(reply.values("location")), "") if reply.status == 201 else ""
    try:
        url = urljoin(reply.url, where.strip()) if where.strip() else ""
        parts = urlsplit(url)
    except ValueError:
        return ""
    fit = parts.scheme in ("http", "https") and parts.netloc and len(url) <= LONGEST_URL and url == plain(url)
    return url if fit else ""


def _wait(reply: Reply, now: int) -> int:
    """Return the seconds of ``Retry-After`` (RFC 9110, section 10.2.3), at most ``LONGEST_WAIT``."""
    value = next(iter(reply.values("retry-after")), "").strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        return min(int(value), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(value)
        seconds = int(moment.timestamp() - now / 1000)
    except (ValueError, TypeError, OverflowError, IndexError):
        return 0
    return min(max(seconds, 0), LONGEST_WAIT)
