"""Pingback 1.0 (Langridge and Hickson, 2002) with its erratum of 2007, as a receiver, asked by Python's own client."""

from __future__ import annotations

import re
import socket
import xmlrpc.client
from html import unescape
from pathlib import Path

import lxml.etree
import pytest

from plugins.inbox.moderation import decisions
from plugins.protocols.pingback import Fault
from tests.conftest import SiteFolder
from tests.fetcher.servers import Server, serving
from tests.inbox.linking import Linking, linking, response
from tests.inbox.netted import patiently
from tests.interactions.built import PAGE

LINK = re.compile(r'<link rel="pingback" href="([^"]+)" ?/?>')
"""What section 2.2 has clients look for."""
XML = "text/xml"


def fault(linking: Linking, source: str, target: str = "") -> int:
    """Send a pingback that is not taken, and return the code."""
    with pytest.raises(xmlrpc.client.Fault) as caught:
        linking.pingback(source, target)
    assert caught.value.faultString
    return int(caught.value.faultCode)


def call(*values: object, method: str = "pingback.ping") -> bytes:
    """Return a call with any values."""
    return xmlrpc.client.dumps(values, method).encode()


def raw(linking: Linking, body: bytes, content_type: str = XML) -> tuple[int, int]:
    """Send a body, and return HTTP's status and the code of the fault, which is XML whatever came."""
    answer = linking.post("pingback", body, content_type)
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    with pytest.raises(xmlrpc.client.Fault) as caught:
        xmlrpc.client.loads(answer.body)
    return answer.status, int(caught.value.faultCode)


def test_2_2_html_link_discovery(talking: tuple[SiteFolder, dict[str, str]]) -> None:
    """The regular expression of the specification finds one absolute address, before anything that looks like it."""
    site, _ = talking
    for page in (PAGE, "2026/03/seul", "2026/03/muet"):
        source = (site.output / page / "index.html").read_text("utf-8")
        (found,) = LINK.findall(source)
        assert unescape(found) == "https://pot.example/inbox/pingback"
        assert source.index(found) < source.index("</head>")
    for page in ("2026/03/ferme", "2026/03/sans"):
        assert LINK.findall((site.output / page / "index.html").read_text("utf-8")) == []


def test_2_2_html_link_discovery_hostile_titles(hostile: SiteFolder) -> None:
    """No title stands before the link as one of its own."""
    for file in (hostile.output / "2026").rglob("index.html"):
        (found,) = LINK.findall(file.read_text("utf-8"))
        assert found == "https://pot.example/inbox/pingback"


def test_3_success_is_one_string(linking: Linking) -> None:
    """The erratum: ``pingback.ping`` answers a single string; the page was looked at, and now a person decides."""
    source = linking.link()
    answer = linking.post("pingback", call(source, linking.target), XML)
    root = lxml.etree.fromstring(answer.body)
    assert [element.tag for element in root.iter()] == ["methodResponse", "params", "param", "value", "string"]
    assert root.findtext("params/param/value/string")
    assert linking.row.status == "pending"
    assert (linking.row.kind, linking.row.source, linking.row.target) == ("pingback", source, linking.target)
    assert linking.row.title == "Trois pieds"
    assert linking.site.asked("/billet") == 1
    assert linking.pingback(linking.link("/autre"))


def test_3_success_of_a_bare_value(linking: Linking) -> None:
    """A value without a type is a string (XML-RPC, "Scalar <value>s")."""
    source = linking.link()
    body = call(source, linking.target).replace(b"<string>", b"").replace(b"</string>", b"")
    answer = linking.post("pingback", body, XML)
    assert isinstance(xmlrpc.client.loads(answer.body)[0][0], str)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"source=a&target=b",
        b"<methodCall>",
        b"<methodCall/>",
        b"<methodResponse/>",
        call("a", "b", method="system.listMethods"),
        call("a"),
        call("a", "b", "c"),
        call(1, 2),
        call(["a"], {"b": "c"}),
        call("a", xmlrpc.client.Binary(b"b")),
        b'<!DOCTYPE a [<!ENTITY b "c">]>' + call("a", "b").partition(b"?>")[2],
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/dtd"><methodCall/>',
        b'<?xml version="1.0" encoding="utf-7"?>+ADw-methodCall/+AD4-',
        b'<?xml version="1.0" encoding="unknown"?><methodCall/>',
    ],
)
def test_3_fault_0_what_is_no_call(linking: Linking, body: bytes) -> None:
    """A generic fault for all that is no call of the one method with two strings; nothing is kept."""
    assert raw(linking, body) == (200, Fault.GENERIC)
    assert linking.rows == []


def test_3_fault_0_bombs(linking: Linking, tmp_path: Path) -> None:
    """Entities are neither expanded nor fetched, and what is too long is not read."""
    (tmp_path / "secret").write_text("secret")
    bomb = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%b">' % (ord("a") + n, b"&%c;" % (ord("a") + n - 1) * 10) for n in range(1, 9)
    )
    stranger = f'<!DOCTYPE a [<!ENTITY a SYSTEM "file://{tmp_path}/secret">'.encode()
    parameter = f'<!DOCTYPE a [<!ENTITY % a SYSTEM "{linking.site.url("/dtd")}"> %a;'.encode()
    for subset in (bomb, stranger, parameter):
        body = subset + b"]><methodCall><methodName>&a;</methodName></methodCall>"
        assert raw(linking, body) == (200, Fault.GENERIC)
    assert linking.site.server.requests == []
    assert raw(linking, b" " * 65_537) == (413, Fault.GENERIC)


@pytest.mark.parametrize("status", [404, 410])
def test_3_fault_16_no_source(linking: Linking, status: int) -> None:
    """The source does not exist: its server says so, or it is the address of no page."""
    assert fault(linking, linking.site.put("/x", "", status=status)) == Fault.NO_SOURCE
    for source in ("", "billet", "ftp://a.example/", "javascript:alert(1)", "file:///etc/passwd"):
        assert fault(linking, source) == Fault.NO_SOURCE
    assert linking.rows == []


def test_3_fault_17_no_link(linking: Linking) -> None:
    """The source is there and links elsewhere, nowhere, in a comment, or to an address that only begins alike."""
    for html in (
        "<p>Rien.</p>",
        f"<p>{linking.target}</p>",
        f"<!-- <a href='{linking.target}'>ici</a> -->",
        f"<a href='{linking.target}suite/'>ici</a>",
    ):
        assert fault(linking, linking.site.put("/x", html)) == Fault.NO_LINK
    assert linking.rows == []


def test_3_fault_32_no_target(linking: Linking) -> None:
    """Only when there is definitely no such page on this site; its source is not asked for then."""
    source = linking.link()
    assert fault(linking, source, f"{linking.home}/2026/03/rien/") == Fault.NO_TARGET
    assert fault(linking, source, "rien") == Fault.NO_TARGET
    assert linking.site.server.requests == []


def test_3_fault_33_not_enabled(linking: Linking) -> None:
    """A page that is no article, an article that takes none or takes none any more, and another site's page."""
    source = linking.link()
    page = linking.running.folder / "output/qui-suis-je/index.html"
    page.parent.mkdir(parents=True)
    page.write_text("Moi.")
    for path in ("/qui-suis-je/", "/2026/03/sans/", "/2026/03/ancien/", "/"):
        assert fault(linking, source, f"{linking.home}{path}") == Fault.NOT_ENABLED
    assert fault(linking, source, "https://a.example/2026/03/marmite/") == Fault.NOT_ENABLED
    assert linking.site.server.requests == []


def test_3_fault_48_registered(linking: Linking) -> None:
    """The same again: while it waits, when it is published, when a person refused it; its page is not asked for."""
    source = linking.link()
    linking.pingback(source)
    assert fault(linking, source) == Fault.KNOWN
    for action in ("approve", "spam", "reject"):
        decisions.decide(linking.running.inbox, linking.row.id, action, "terminal")
        assert fault(linking, source) == Fault.KNOWN
    assert linking.site.asked("/billet") == 1


def test_3_fault_49_denied(tmp_path: Path) -> None:
    """Too often, and while too much waits."""
    with linking(tmp_path, linkback_rate="2 per hour", waiting_limit=1) as found:
        found.pingback(found.link())
        assert fault(found, found.link("/b")) == Fault.DENIED
        assert fault(found, found.link("/c")) == Fault.DENIED
        assert (found.site.asked("/b"), found.site.asked("/c")) == (1, 0)
    with linking(tmp_path / "b", request_rate="1 per hour") as found:
        assert raw(found, b"") == (200, Fault.GENERIC)
        assert raw(found, b"") == (429, Fault.DENIED)


def test_3_fault_50_upstream(tmp_path: Path) -> None:
    """A closed port, a refused address, a slow, a broken and a failing server: one answer, byte for byte."""
    with patiently(), linking(tmp_path) as found:
        found.hurry()
        with socket.create_server(("127.0.0.1", 0)) as closed:
            nobody = f"http://127.0.0.1:{closed.getsockname()[1]}/"

        def wait(server: Server, connection: socket.socket, request: bytes) -> bytes:
            del connection, request
            server.stopped.wait()
            return b""

        def babble(server: Server, connection: socket.socket, request: bytes) -> bytes:
            del server, connection, request
            return b"SSH-2.0-OpenSSH_9.2\r\n"

        with serving(wait) as slow, serving(babble) as broken:
            sources = [
                nobody,
                slow.url,
                broken.url,
                found.site.put("/500", "Non.", status=500),
                found.site.put("/401", "Non.", status=401),
                found.site.put("/boucle", "", status=302, headers={"Location": "/boucle"}),
                found.site.put("/dehors", "", status=302, headers={"Location": "http://10.0.0.1/"}),
                "http://10.0.0.1/",
                "http://169.254.169.254/latest/meta-data/",
                "http://[::ffff:10.0.0.1]/",
                "http://0x0a000001/",
                "http://127.0.0.1:25/",
                "http://intern/",
            ]
            answers = {found.post("pingback", call(source, found.target), XML).body for source in sources}
        (only,) = answers
        with pytest.raises(xmlrpc.client.Fault) as caught:
            xmlrpc.client.loads(only)
        assert caught.value.faultCode == Fault.UPSTREAM
        assert found.rows == []


def test_3_a_host_that_was_just_asked(tmp_path: Path) -> None:
    """Whose turn it is not gets no fault: the ping is taken, and its page looked at when it is."""
    with linking(tmp_path, host_seconds=60) as found:
        found.pingback(found.link())
        second = found.link("/b")
        assert found.pingback(second)
        assert found.states == {"/billet": ("pending", None), "/b": ("checking", None)}
        assert (found.site.asked("/b"), found.look()) == (0, {})
        found.running.clock.turn(seconds=60)
        assert found.look() == {"/b": "linked"}
        assert found.of(second).status == "pending"


def test_3_a_page_that_breaks_its_reader(linking: Linking, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a page does to those who read it, its sender gets a fault."""

    def broken(*arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("plugins.inbox.verify.fetch_source.parse_mention", broken)
    linking.hurry()
    assert fault(linking, linking.link()) == Fault.UPSTREAM


def test_2_only_post_is_a_call(linking: Linking) -> None:
    """The endpoint is for software: a browser is told that it does nothing."""
    assert linking.running.browser.get("/inbox/pingback").status == 405


def test_3_a_long_page_is_read_up_to_a_limit(linking: Linking) -> None:
    """A link within the first megabyte counts; one behind it cannot be seen, and the page is not called without one."""
    linking.hurry(5)
    link = f"<a href='{linking.target}'>ici</a>"
    assert linking.pingback(linking.site.put("/a", link + "x" * 2_000_000))
    linking.hurry(1)
    linking.site.pages["/b"] = response("x" * 2_000_000 + link)
    assert fault(linking, linking.site.url("/b")) == Fault.UPSTREAM
