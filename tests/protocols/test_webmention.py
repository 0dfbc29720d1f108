"""Webmention's requests, apart from any server."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from plugins.protocols.webmention import Mention, MentionError, read_mention
from tests.protocols.test_url_equivalence import ADDRESSES

SOURCE, TARGET = "https://a.example/1", "https://b.example/2"


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ((), (TARGET,)),
        ((SOURCE,), ()),
        ((SOURCE, SOURCE), (TARGET,)),
        ((SOURCE,), (TARGET, TARGET)),
        (("",), (TARGET,)),
        ((" ",), (TARGET,)),
        (("ftp://a.example/",), (TARGET,)),
        ((SOURCE,), ("b.example/2",)),
        ((SOURCE,), (SOURCE,)),
        ((SOURCE,), (f"{SOURCE}#x",)),
        ((SOURCE,), ("HTTPS://A.example:443/1",)),
    ],
)
def test_the_senders_errors(source: tuple[str, ...], target: tuple[str, ...]) -> None:
    """Sections 3.1.3 and 3.2.1: both, once, two pages of the Web."""
    with pytest.raises(MentionError):
        read_mention({"source": source, "target": target})


def test_a_mention() -> None:
    """White space around is none of it; other fields are nobody's business; a fragment and a query are kept."""
    form = {"source": (f" {SOURCE}?a=b ",), "target": (f"{TARGET}#c",), "vouch": ("x", "y")}
    assert read_mention(form) == Mention(f"{SOURCE}?a=b", f"{TARGET}#c")


@given(some.lists(ADDRESSES, max_size=2), some.lists(ADDRESSES, max_size=2))
def test_nothing_but_its_own_errors(source: list[str], target: list[str]) -> None:
    """Any values: two addresses, or an error."""
    try:
        found = read_mention({"source": tuple(source), "target": tuple(target)})
    except MentionError:
        return
    assert found.source.startswith("http")
    assert found.source != found.target
