"""Pingback's calls and answers, apart from any server."""

from __future__ import annotations

import xmlrpc.client
from typing import Any

import lxml.etree
import pytest
from hypothesis import given
from hypothesis import strategies as some

from plugins.base.safe_text import clean
from plugins.protocols.pingback import Call, Fault, FaultError, fault, read_call, success
from tests.protocols.test_trackback import WORDS

METHOD = "pingback.ping"
SOURCE, TARGET = "https://a.example/1", "https://b.example/2"
VALUES = some.recursive(
    some.one_of(
        some.text(max_size=10), some.integers(-9, 9), some.booleans(), some.binary(max_size=5), some.floats(-9, 9)
    ),
    lambda inner: some.one_of(
        some.lists(inner, max_size=3), some.dictionaries(some.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(WORDS, some.sampled_from(list(Fault)))
def test_every_answer_is_well_formed(said: str, code: Fault) -> None:
    """Whatever is said in it: exactly one string, or exactly one fault, as Python's client and a parser read them."""
    values, method = xmlrpc.client.loads(success(said))
    assert (values, method) == ((clean(said),), None)
    with pytest.raises(xmlrpc.client.Fault) as caught:
        xmlrpc.client.loads(fault(code, said))
    assert (caught.value.faultCode, caught.value.faultString) == (int(code), clean(said))
    for body in (success(said), fault(code, said)):
        assert lxml.etree.fromstring(body).tag == "methodResponse"


@given(some.lists(VALUES, max_size=3), some.sampled_from([METHOD, "system.multicall", ""]))
def test_nothing_but_its_own_errors(values: list[Any], method: str) -> None:
    """Any call: two addresses, or a fault."""
    body = xmlrpc.client.dumps(tuple(values), method, encoding="utf-8").encode("utf-8", "replace")
    for given_ in (body, body[: len(body) // 2], body[::-1]):
        with pytest.raises(FaultError):
            read_call(given_)


@given(some.binary(max_size=200))
def test_any_bytes_are_a_fault(body: bytes) -> None:
    """What is no XML is no call."""
    with pytest.raises(FaultError) as caught:
        read_call(body)
    assert caught.value.code == Fault.GENERIC


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "us-ascii", "utf-16"])
def test_calls(encoding: str) -> None:
    """A call in any encoding that XML declares."""
    body = xmlrpc.client.dumps((f" {SOURCE}\n", TARGET), METHOD, encoding=encoding).encode(encoding)
    assert read_call(body) == Call(SOURCE, TARGET)


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        ("", TARGET, Fault.NO_SOURCE),
        ("ftp://a.example/", TARGET, Fault.NO_SOURCE),
        (SOURCE, "", Fault.NO_TARGET),
        (SOURCE, "/2", Fault.NO_TARGET),
        ("", "", Fault.NO_SOURCE),
    ],
)
def test_addresses_that_are_none(source: str, target: str, code: Fault) -> None:
    """The fault says which of the two."""
    with pytest.raises(FaultError) as caught:
        read_call(xmlrpc.client.dumps((source, target), METHOD).encode())
    assert caught.value.code == code


def test_what_is_too_long_is_not_parsed() -> None:
    """64 KiB are read, a byte more is not: two addresses need far less."""
    body = xmlrpc.client.dumps((SOURCE, TARGET), METHOD).encode()
    assert read_call(body.ljust(65_536)) == Call(SOURCE, TARGET)
    with pytest.raises(FaultError):
        read_call(body.ljust(65_537))
