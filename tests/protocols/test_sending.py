"""What is sent, and what answers mean: Webmention section 3.1.3, Pingback 1.0 section 3, TrackBack 1.2."""

from __future__ import annotations

import xmlrpc.client
from urllib.parse import parse_qsl

import pytest

from plugins.fetcher.model import Reply
from plugins.protocols.discovery import Protocol
from plugins.protocols.sending import Ping, Verdict, request, verdict

SOURCE, TARGET = "https://name.example/2026/été/?a=1&b=2", "https://other.example/x?q=%20#part"
PING = Ping(SOURCE, TARGET, "L’été & « co »", "Un <b> résumé", "Trépied")
NOW = 1_780_315_200_000  # 2026-06-01T12:00:00Z


def reply(status: int = 200, body: bytes = b"", *headers: tuple[str, str], truncated: bool = False) -> Reply:
    """Return an answer."""
    return Reply("https://other.example/in/box?x", status, headers, body, truncated)


def fault(code: int | str, words: str = "") -> bytes:
    """Return a fault as servers write it."""
    number = f"<int>{code}</int>" if isinstance(code, int) else code
    return (
        '<?xml version="1.0"?><methodResponse><fault><value><struct>'
        f"<member><name>faultCode</name><value>{number}</value></member>"
        f"<member><name>faultString</name><value><string>{words}</string></value></member>"
        "</struct></value></fault></methodResponse>"
    ).encode()


def test_a_webmention() -> None:
    """A form with source and target, the target as the link is written."""
    said = request("webmention", PING)
    assert said.content_type == "application/x-www-form-urlencoded"
    assert parse_qsl(said.body.decode("ascii")) == [("source", SOURCE), ("target", TARGET)]


def test_a_pingback() -> None:
    """An XML-RPC call that Python's own reader reads."""
    said = request("pingback", PING)
    assert said.content_type == "text/xml"
    assert xmlrpc.client.loads(said.body) == ((SOURCE, TARGET), "pingback.ping")


def test_a_trackback() -> None:
    """A form in UTF-8 that says so; what is empty is left out."""
    said = request("trackback", PING)
    assert said.content_type == "application/x-www-form-urlencoded; charset=utf-8"
    assert dict(parse_qsl(said.body.decode("ascii"))) == {
        "title": PING.title,
        "url": SOURCE,
        "excerpt": PING.excerpt,
        "blog_name": "Trépied",
    }
    assert parse_qsl(request("trackback", Ping(SOURCE, TARGET)).body.decode()) == [("url", SOURCE)]


TOLD = Verdict("sent")
XML = b"<response><error>0</error></response>"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (reply(200), TOLD),
        (reply(202, b"thanks"), TOLD),
        (reply(204), TOLD),
        (reply(201, b"", ("location", "/status/1")), Verdict("sent", status_url="https://other.example/status/1")),
        (reply(201, b"", ("location", "s")), Verdict("sent", status_url="https://other.example/in/s")),
        (reply(201), TOLD),
        (reply(202, b"", ("location", "/status/1")), TOLD),
        (reply(201, b"", ("location", "javascript:alert(1)")), TOLD),
        (reply(201, b"", ("location", "http://[x")), TOLD),
        (reply(201, b"", ("location", "/\x1b[31m")), TOLD),
        (reply(201, b"", ("location", "/" + "x" * 2000)), TOLD),
        (reply(303, b"", ("location", "/thanks")), TOLD),
        (reply(302), Verdict("refused", "HTTP 302")),
        (reply(400), Verdict("refused", "HTTP 400")),
        (reply(404, b"<p>no</p>", ("content-type", "text/html")), Verdict("refused", "HTTP 404")),
        (reply(400, b"no\nlink", ("content-type", "text/plain")), Verdict("refused", "HTTP 400 no link")),
        (
            reply(400, "\x1b]0;x\x07 \u202e".encode(), ("content-type", "text/plain; charset=utf-8")),
            Verdict("refused", r"HTTP 400 \u{1b}]0;x\u{7} \u{202e}"),
        ),
        (reply(500), Verdict("later", "HTTP 500")),
        (reply(503, b"", ("retry-after", "120")), Verdict("later", "HTTP 503", wait=120)),
        (reply(429, b"", ("retry-after", "Mon, 01 Jun 2026 13:00:00 GMT")), Verdict("later", "HTTP 429", wait=3600)),
        (reply(429, b"", ("retry-after", "Mon, 01 Jun 2026 11:00:00 GMT")), Verdict("later", "HTTP 429")),
        (reply(429, b"", ("retry-after", "999999999")), Verdict("later", "HTTP 429", wait=604_800)),
        (reply(429, b"", ("retry-after", "9" * 5000)), Verdict("later", "HTTP 429")),
        (reply(429, b"", ("retry-after", "Mon, 01 Jun 99999 11:00:00 GMT")), Verdict("later", "HTTP 429")),
        (reply(429, b"", ("retry-after", "soon")), Verdict("later", "HTTP 429")),
        (reply(429, b"", ("retry-after", "-5")), Verdict("later", "HTTP 429")),
    ],
)
def test_answers_to_a_webmention(answer: Reply, expected: Verdict) -> None:
    """Any 2xx is a success, 201 has a status page; what is too much or broken for now is tried again."""
    assert verdict("webmention", answer, NOW) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (reply(200, xmlrpc.client.dumps(("Merci",), methodresponse=True).encode()), TOLD),
        (
            reply(200, b"\n<methodResponse><params><param><value>ok</value></param></params></methodResponse>"),
            TOLD,
        ),
        (reply(200, fault(0)), Verdict("refused", "0")),
        (reply(200, fault(16, "source")), Verdict("refused", "16 source")),
        (reply(200, fault(17, "no link")), Verdict("refused", "17 no link")),
        (reply(200, fault(32)), Verdict("refused", "32")),
        (reply(200, fault(33)), Verdict("refused", "33")),
        (reply(200, fault(48, "twice")), Verdict("sent", "48 twice")),
        (reply(200, fault(49)), Verdict("refused", "49")),
        (reply(200, fault(50, "upstream")), Verdict("later", "50 upstream")),
        (reply(200, fault("<i4>48</i4>")), Verdict("sent", "48")),
        (reply(200, fault("<string>48</string>")), Verdict("sent", "48")),
        (reply(200, fault("x")), Verdict("refused", "")),
        (reply(200, fault(17, "&#x9b;31m" + "x" * 500)), Verdict("refused", r"17 \u{9b}31m" + "x" * 187 + "…")),
        (reply(200, b""), Verdict("refused", "no XML")),
        (reply(200, b"<p>Bonjour"), Verdict("refused", "no XML")),
        (reply(200, b"<html></html>"), Verdict("refused", "no XML-RPC")),
        (reply(200, b"<methodResponse/>"), Verdict("refused", "no XML-RPC")),
        (reply(200, b'<!DOCTYPE x [<!ENTITY a "b">]><methodResponse/>'), Verdict("refused", "no XML")),
        (reply(200, b'<?xml version="1.0" encoding="no-such"?><a/>'), Verdict("refused", "no XML")),
        (reply(200, fault(48) + b" " * 70_000), Verdict("refused", "no XML")),
        (reply(200, fault(48), truncated=True), Verdict("refused", "no XML")),
        (reply(405), Verdict("refused", "HTTP 405")),
        (reply(502), Verdict("later", "HTTP 502")),
    ],
)
def test_answers_to_a_pingback(answer: Reply, expected: Verdict) -> None:
    """A string is a success, and so is "already registered"; 50 is tried again, other faults are final."""
    assert verdict("pingback", answer, NOW) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (XML, TOLD),
        (b'\xef\xbb\xbf\n<?xml version="1.0" encoding="utf-8"?>\n<response>\n<error> 0 </error>\n</response>\n', TOLD),
        (b"<response></response>", TOLD),
        (b"<response><error>1</error><message>Deja vu</message></response>", Verdict("refused", "Deja vu")),
        (b"<response><error>1</error></response>", Verdict("refused")),
        (b"<response><error>x</error></response>", Verdict("refused")),
        (b"<html></html>", Verdict("refused")),
        (b"ok", Verdict("refused", "no XML")),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><response/>', Verdict("refused", "no XML")),
    ],
)
def test_answers_to_a_trackback(body: bytes, expected: Verdict) -> None:
    """Error 0 is a success; another comes with a message."""
    assert verdict("trackback", reply(200, body), NOW) == expected


@pytest.mark.parametrize("protocol", ["webmention", "pingback", "trackback"])
def test_statuses(protocol: Protocol) -> None:
    """A status that is no success counts more than what the body says."""
    assert verdict(protocol, reply(403, XML), NOW) == Verdict("refused", "HTTP 403")
    assert verdict(protocol, reply(429, XML), NOW) == Verdict("later", "HTTP 429")


@pytest.mark.parametrize(
    ("length", "expected"), [(65_536, Verdict("sent", "48")), (65_537, Verdict("refused", "no XML"))]
)
def test_an_answer_has_64_kib_at_most(length: int, expected: Verdict) -> None:
    """A right one has some hundred bytes."""
    assert verdict("pingback", reply(200, fault(48).ljust(length)), NOW) == expected


@pytest.mark.parametrize(("length", "kept"), [(2_000, True), (2_001, False)])
def test_a_status_page_has_an_address_of_2000_characters_at_most(length: int, kept: bool) -> None:
    """Who has a longer one is not asked what became of it."""
    url = "https://other.example/".ljust(length, "x")
    assert verdict("webmention", reply(201, b"", ("location", url)), NOW).status_url == (url if kept else "")


@pytest.mark.parametrize(("length", "reason"), [(197, f"17 {'x' * 197}"), (198, f"17 {'x' * 196}…")])
def test_a_reason_has_200_characters_at_most(length: int, reason: str) -> None:
    """As many as one reads."""
    assert verdict("pingback", reply(200, fault(17, "x" * length)), NOW) == Verdict("refused", reason)
