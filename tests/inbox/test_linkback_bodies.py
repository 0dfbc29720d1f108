"""Bodies and headers that are made to be dear or to break when they are read: bombs, odd charsets, endless numbers."""

from __future__ import annotations

import contextlib
import encodings
import http.client
import pkgutil
import tracemalloc
from typing import Any

import pytest

from plugins.protocols import content_type, pingback, trackback, urlencoded_form
from plugins.protocols.pingback import Fault, FaultError
from plugins.protocols.urlencoded_form import FORM, FormError
from tests.fetcher.fakes import PUBLIC, Net
from tests.inbox.running import Running

SOURCE, TARGET = "https://autre.example/1", "http://127.0.0.1/2026/03/marmite/"
CALL = (
    "<methodCall><methodName>pingback.ping</methodName><params>"
    "<param><value><string>{0}</string></value></param><param><value><string>{1}</string></value></param>"
    "</params></methodCall>"
)
RIGHT = CALL.format(SOURCE, TARGET)
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
BOMBS = {
    "billion laughs": f'<!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]>' + CALL.format("&a9;", TARGET),
    "quadratic blowup": f'<!DOCTYPE x [<!ENTITY a "{"a" * 20_000}">]>' + CALL.format("&a;" * 10_000, TARGET),
    "external entity": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + CALL.format("&a;", TARGET),
    "external entity, http": '<!DOCTYPE x [<!ENTITY a SYSTEM "http://autre.example/">]>' + CALL.format("&a;", TARGET),
    "parameter entity": '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://autre.example/"> %a;]>' + RIGHT,
    "external document type": '<!DOCTYPE x SYSTEM "http://autre.example/x.dtd">' + RIGHT,
    "public document type": '<!DOCTYPE x PUBLIC "-//x" "http://autre.example/x.dtd">' + RIGHT,
    "empty document type": "<!DOCTYPE x>" + RIGHT,
    "inclusion": '<methodCall xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/passwd"/></methodCall>',
    "undefined entity": CALL.format("&a;", TARGET),
    "nested without end": "<methodCall>" + "<a>" * 15_000,
    "nested deeply": "<methodCall>" + "<a>" * 8_000 + "</a>" * 8_000 + "</methodCall>",
    "nested values": CALL.format("<value>" * 3_000 + "</value>" * 3_000, TARGET),
    "attributes": "<methodCall " + " ".join(f'a{n}=""' for n in range(6_000)) + "/>",
    "one mebibyte": RIGHT + " " * 1024 * 1024,
    "not a character": CALL.format("&#0;", TARGET),
    "a number of 5,000 digits": CALL.format(f"&#{'9' * 5_000};", TARGET),
}
CHARSETS = sorted({module.name for module in pkgutil.iter_modules(encodings.__path__)} | {"x", "UTF-7", "a" * 5_000})
"""All codecs that Python has, some of which read more than text."""


def announced(running: Running, length: int) -> int:
    """Announce a call of so many bytes, and return the status of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", running.browser.port, timeout=30)
    try:
        connection.putrequest("POST", "/inbox/pingback")
        connection.putheader("Content-Type", "text/xml")
        connection.putheader("Content-Length", str(length))
        connection.endheaders()
        return connection.getresponse().status
    finally:
        connection.close()


def test_a_bomb_is_a_fault_and_fetches_nothing(running: Running) -> None:
    """Over the wire: what is named in it is asked for by nobody."""
    with Net({"autre.example": [PUBLIC]}) as net:
        running.inbox.fetcher = net.fetcher()
        for name, bomb in BOMBS.items():
            if len(bomb) > 65_536:  # refused at its announcement: who still sends may not hear it
                assert announced(running, len(bomb)) == 413, name
                continue
            answer = running.browser.ask("POST", "/inbox/pingback", bomb.encode(), {"Content-Type": "text/xml"})
            assert (answer.status, b"<fault>" in answer.body, net.events) == (200, True, []), name
        assert net.events == []


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_unexploded(bomb: str) -> None:
    """It takes no more memory than some times the body."""
    tracemalloc.start()
    try:
        with pytest.raises(FaultError) as caught:
            pingback.read_call(bomb.encode())
        assert tracemalloc.get_traced_memory()[1] < 8 * 1024 * 1024
    finally:
        tracemalloc.stop()
    assert caught.value.code in (Fault.GENERIC, Fault.NO_SOURCE)


def test_a_long_call_is_not_read(running: Running) -> None:
    """413 at the announcement of 1 MiB: the body is still to be sent."""
    assert announced(running, 1024 * 1024) == 413


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_call_in_an_odd_charset_is_a_fault_or_right(charset: str) -> None:
    """No codec but those of a table is looked for: each that is not known would be remembered for ever."""
    known = dict(encodings._cache)  # type: ignore[attr-defined]
    body = f'<?xml version="1.0" encoding="{charset}"?>{RIGHT}'.encode()
    with contextlib.suppress(FaultError):
        assert pingback.read_call(body).source == SOURCE
    assert {*encodings._cache} - {*known} <= {*urlencoded_form.CHARSETS}  # type: ignore[attr-defined]


def test_calls_in_right_charsets_are_read() -> None:
    """UTF-8 with and without its mark, Latin-1, Windows-1252, UTF-16."""
    odd = CALL.format("https://autre.example/été", TARGET)
    for charset in ("utf-8", "utf-8-sig", "iso-8859-1", "windows-1252", "utf-16"):
        body = f'<?xml version="1.0" encoding="{charset.removesuffix("-sig")}"?>\n{odd}'.encode(charset)
        assert pingback.read_call(body).source == "https://autre.example/%C3%A9t%C3%A9", charset


TYPES = {
    "a number of 5,000 digits": f"{FORM}; charset*{'9' * 5_000}=x",
    "quotes": f'{FORM};"' + ";" * 60_000,
    "semicolons": FORM + ";" * 60_000,
    "a long label": f"{FORM}; charset={'a' * 60_000}",
    "another charset": f"{FORM}; charset=utf-7",
    "RFC 2231": f"{FORM}; charset*=utf-7''x",
    "codec": f"{FORM}; charset=unicode_escape",
    "not ASCII": f"{FORM}; charset=utf-8\xe9\xff",
    "nothing": "",
}


def test_odd_content_types_are_answered(running: Running) -> None:
    """By the protocol's own refusal or as if nothing were said; never by a server's error."""
    known = dict(encodings._cache)  # type: ignore[attr-defined]
    for name, value in TYPES.items():
        for path in ("trackback/2026-03-marmite", "webmention"):
            given = {"Content-Type": value} if value else {}
            answer = running.browser.ask("POST", f"/inbox/{path}", b"url=x&source=x&target=x", given)
            assert answer.status in (200, 400, 415), name
            assert (b"<error>1</error>" in answer.body) == path.startswith("trackback"), name
    assert encodings._cache == known  # type: ignore[attr-defined]


def test_the_end_of_a_content_type_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """The standard library reads a value in the square of its length: it is given a short one."""
    seen: list[int] = []

    class Header(content_type.Header):
        def __setitem__(self, name: str, value: Any) -> None:
            seen.append(len(value))
            super().__setitem__(name, value)

    monkeypatch.setattr(content_type, "Header", Header)
    for value in TYPES.values():
        content_type.charset_label(value)
    assert max(seen) <= 200


def test_charsets_of_forms_are_those_of_a_table() -> None:
    """Under all their names; a field of a trackback may name one, however long."""
    for label in ("UTF-8", "utf8", "us-ascii", "latin1", "ISO_8859-1", "l9", "windows-1252", "cp1252"):
        assert urlencoded_form.charset_of(f"{FORM}; charset={label}") in urlencoded_form.CHARSETS.values()
    for label in ("utf-7", "utf-16", "rot13", "idna", "punycode", "x" * 100_000, "\0", "utf-8\n"):
        known = dict(encodings._cache)  # type: ignore[attr-defined]
        if label != "utf-8\n":
            with pytest.raises(FormError):
                urlencoded_form.known_charset(label)
        assert encodings._cache == known  # type: ignore[attr-defined]


@pytest.mark.parametrize("digits", ["9" * 5_000, "0" * 5_000 + "233", "x" + "f" * 5_000, "0" * 19_000])
def test_references_of_many_digits(digits: str) -> None:
    """A character, or the mark of one that there is not: no number is too long to be read."""
    ping = trackback.read_ping(f"url={SOURCE}&title=%26%23{digits}%3B".encode(), FORM)
    assert ping.title == ("é" if digits.endswith("233") else "\ufffd")
