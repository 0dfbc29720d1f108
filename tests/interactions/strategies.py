"""Interactions as Hypothesis makes them: hostile in every field."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from plugins.interactions.model import Interaction
from plugins.interactions.record_fields import interaction_of
from plugins.interactions.record_ids import new_id
from plugins.interactions.visitor_text import as_line, as_text

HOSTILE = (
    "\0", "\x07", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u2029", "\ufeff", "\u202e", "\u2066", "\u200b", "\ufffe",
    "\ud800", "\U0001f600", "\U0001fffe", "e\u0301", "\r", "\r\n", "\n", "\n\n", "\t", " ", "  ", "\n ", "\n\t", " \n",
    "---", "\n---\n", "...", "\n...\n", ": ", ":", "#", " #", "- ", "? ", "| ", "> ", "&a", "*a", "!x", "%YAML", "@",
    "`", "\"", "'", "\\", "\\0", "\\x", "{", "}", "[", "]", ",", "~", "null", "true", "no", "1e3", "0x1", "<<", "=",
    "<script>", "]]>", "-->", "&#x0;", "\xa0", "\u202f", "é",
)  # fmt: skip
"""What YAML, XML, terminals, editors and the eye trip over."""

texts = st.lists(
    st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12), st.characters(exclude_categories=[])), max_size=40
).map("".join)
moments = st.datetimes(datetime(1901, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC))
ids = st.builds(new_id, moments, st.binary(min_size=10, max_size=10))
addresses = st.sampled_from(
    [
        "https://a.example/",
        "http://été.example:8080/où?q=«1»#x",
        "https://b.example/'\"<>\\^`{|}",
        "https://[::1]/?a=%zz",
    ]
)


@st.composite
def interactions(draw: Any) -> Interaction:
    """Return an interaction of any kind; texts and names that come to nothing get a letter."""
    kind, type_ = draw(
        st.sampled_from(
            [("comment", None), ("trackback", None), ("pingback", None)]
            + [("webmention", type_) for type_ in ("reply", "like", "repost", "mention")]
        )
    )
    linkback = kind != "comment"
    name = as_line(draw(texts))[:79] + "x"
    text = as_text(draw(texts))[:9_999] + "x"
    optional = {"title": as_line(draw(texts))[:299] + "x", "source": draw(addresses)} if linkback else {}
    extra = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "in_reply_to": ids,
                "author_url": addresses,
                "by_author": st.booleans(),
                "received": moments,
                "edited": moments,
            },
        )
    )
    return interaction_of(
        {
            "id": draw(ids),
            "article": draw(st.sampled_from(["2026-03-marmite", "a", "0", "no", "a" * 80])),
            "kind": kind,
            "type": type_,
            "author": name,
            "published": draw(moments),
            "text": text,
            **optional,
            **extra,
        }
    )
