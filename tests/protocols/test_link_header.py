"""RFC 8288, section 3 and appendix B: the ``Link`` header field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.protocols.link_header import Link, links


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", []),
        ("no link", []),
        ("<a", []),
        ("<a>", [Link("a")]),
        (" , <a> , ,<b>,", [Link("a"), Link("b")]),
        ("<a>;rel=x", [Link("a", {"rel": "x"})]),
        ('<a> ; rel = "x y" ', [Link("a", {"rel": "x y"})]),
        ('<a>; rel="x"; rel="y"', [Link("a", {"rel": "x"})]),
        ("<a>; REL=X", [Link("a", {"rel": "X"})]),
        (r'<a>; title="a \"b\", <c>; d"; rel=x', [Link("a", {"title": 'a "b", <c>; d', "rel": "x"})]),
        ('<a>; rel="x', [Link("a", {"rel": "x"})]),
        ("<a>; ; rel=x;", [Link("a", {"rel": "x"})]),
        ("<a>; crossorigin; rel=x, <b>", [Link("a", {"crossorigin": "", "rel": "x"}), Link("b")]),
        ("<a>; title*=UTF-8''x; rel=y", [Link("a", {"title*": "UTF-8''x", "rel": "y"})]),
        ("<a> nonsense, <b>", [Link("a"), Link("b")]),
        ("<a,b;c>", [Link("a,b;c")]),
        ("< a >; rel= x", [Link("a", {"rel": "x"})]),
    ],
)
def test_links(value: str, expected: list[Link]) -> None:
    """Links in order, each with the first of its parameters of a name."""
    assert list(links(value)) == expected


def test_relations() -> None:
    """Relation types are a list, and their case says nothing."""
    assert next(links('<a>; rel="Webmention  next\tX"')).rels == {"webmention", "next", "x"}


@given(st.text(alphabet='<>;,="\\ ab', max_size=60))
def test_anything(value: str) -> None:
    """Whatever a server sends has an end."""
    for link in links(value):
        assert ">" not in link.href


@given(
    st.lists(
        st.tuples(
            st.text("abc/?=,;", max_size=8), st.dictionaries(st.sampled_from(["rel", "x"]), st.text('a b"\\,;<>'))
        )
    )
)
def test_what_was_written_is_read(given_: list[tuple[str, dict[str, str]]]) -> None:
    """Links written as the grammar says come back, whatever their parameters hold."""

    def quoted(text: str) -> str:
        return '"' + text.replace("\\", r"\\").replace('"', r"\"") + '"'

    written = ", ".join(
        f"<{href}>" + "".join(f"; {name}={quoted(value)}" for name, value in parameters.items())
        for href, parameters in given_
    )
    assert list(links(written)) == [Link(href, parameters) for href, parameters in given_]
