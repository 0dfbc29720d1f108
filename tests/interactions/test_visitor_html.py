"""A visitor's text as HTML: a table of what is typed and what comes out, and what never does."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.interactions.visitor_autolinks import pieces
from plugins.interactions.visitor_html import to_html
from tests.interactions.strategies import texts

ELEMENTS = {"a", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "strong", "ul"}
REL = "nofollow ugc"


def link(href: str, text: str | None = None) -> str:
    """Return a link as a visitor's are written."""
    return f'<a href="{href}" rel="{REL}">{text or href}</a>'


CASES = {
    "un\ndeux\n\ntrois": "<p>un<br>\ndeux</p>\n<p>trois</p>",
    "*a* **b** `c<`": "<p><em>a</em> <strong>b</strong> <code>c&lt;</code></p>",
    "> a\n\n- b\n- c": "<blockquote>\n<p>a</p>\n</blockquote>\n<ul>\n<li>b</li>\n<li>c</li>\n</ul>",
    "2. a\n3. b": '<ol start="2">\n<li>a</li>\n<li>b</li>\n</ol>',
    "```py\nx < 1\n```": "<pre><code>x &lt; 1\n</code></pre>",
    "    indented": "<p>indented</p>",
    "# no\n\n---\n\nno\n==": "<p># no</p>\n<p>---</p>\n<p>no<br>\n==</p>",
    "<b>x</b> &amp; &lt;": "<p>&lt;b&gt;x&lt;/b&gt; &amp;amp; &amp;lt;</p>",
    "[a](https://a.example/ 't')": f"<p>{link('https://a.example/', 'a')}</p>",
    "![a](https://a.example/x.png)": f"<p>!{link('https://a.example/x.png', 'a')}</p>",
    "<https://a.example/?a=1&b=2>": f"<p>{link('https://a.example/?a=1&amp;b=2')}</p>",
    "(https://a.example/b_(c)).": f"<p>({link('https://a.example/b_(c)')}).</p>",
    "Voir HTTPS://A.example/B !": f"<p>Voir {link('https://a.example/B', 'HTTPS://A.example/B')} !</p>",
    "https://été.example/où": f"<p>{link('https://xn--t-9fab.example/o%C3%B9', 'https://été.example/où')}</p>",
    "`https://a.example/`": "<p><code>https://a.example/</code></p>",
    "a@b.example <a@b.example>": "<p>a@b.example &lt;a@b.example&gt;</p>",
    "xhttps://a.example/ https:// http://": "<p>xhttps://a.example/ https:// http://</p>",
    "[x](javascript:alert(1))": "<p>[x](javascript:alert(1))</p>",
    "[x](data:text/html,<script>)": "<p>[x](data:text/html,&lt;script&gt;)</p>",
    "[x](/y) [x](//z.example)": "<p>[x](/y) [x](//z.example)</p>",
    "[x](https://u:p@a.example/) https://u:p@a.example/": "<p>[x](https://u:p@a.example/) https://u:p@a.example/</p>",
    "[x][1]\n\n[1]: https://a.example/": f"<p>[x][1]</p>\n<p>[1]: {link('https://a.example/')}</p>",
    "«Oui» dit-il ! 'a' ... 3 - 4": "<p>«Oui» dit-il ! 'a' ... 3 - 4</p>",
}


@pytest.mark.parametrize(("typed", "html"), CASES.items(), ids=range(len(CASES)))
def test_cases(typed: str, html: str) -> None:
    """What is typed, and the HTML of it; typography leaves it alone."""
    assert to_html(typed) == html


MARKUP = st.sampled_from(
    (
        "<script>", "</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "javascript:",
        "JaVa\tScRiPt:", "[x](", ")", "](", "<", ">", "`", "```\n", "> ", "- ", "*", "**", "https://a.example/", '"',
        "'", " onclick=x", "&#106;avascript:alert(1)", "<a href=javascript:alert(1)>", "<!--", "-->", "]]>", "\\",
        "<style>", "\n",
    )
)  # fmt: skip


@given(st.lists(st.one_of(MARKUP, texts), max_size=25).map("".join))
@settings(max_examples=400)
def test_nothing_but_the_known_elements(typed: str) -> None:
    """Whatever is typed: known elements, known attributes, links that lead to the web and say whose they are."""
    html = to_html(typed)
    for element in lxml.html.fragment_fromstring(html, create_parent="div").iter():
        if element.tag == "div":
            continue
        assert element.tag in ELEMENTS
        assert set(element.attrib) <= {"href", "rel", "start"}
        if element.tag == "a":
            assert element.get("rel") == REL
            assert element.get("href").startswith(("https://", "http://"))


@given(st.lists(st.one_of(MARKUP, texts), max_size=25).map("".join))
def test_pieces_lose_nothing(typed: str) -> None:
    """Finding addresses changes no character."""
    assert "".join(text for text, _ in pieces(typed)) == typed


def steps(function: Callable[[], Any]) -> int:
    """Return how many lines of Python a call runs."""
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function()
    finally:
        sys.settrace(before)
    return count


PATTERNS = (
    "[", "![", "[](", "[a](", "[a](<b", "*", "*a **a ", "**a*b", "_a ", "`", "<http://a", "https://",
    "https://a.example/ ", "(https://a.example/) ", "> ", "> a\n", "> a\nb\n", "- ", "- a\n", "1. ", "   - a\n",
    "```\n", "\\", "\n", "&amp;", ")",
)  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_time_grows_with_length_alone(pattern: str) -> None:
    """Twice as long takes about twice the steps, of what takes a Markdown parser longest."""
    half, whole = ((pattern * 2_500)[:length] for length in (1_250, 2_500))
    to_html("a")
    assert steps(lambda: to_html(whole)) <= 2.2 * steps(lambda: to_html(half)) + 2_000


def test_quotes_nest_twenty_deep() -> None:
    """And no deeper, whatever is typed."""
    assert to_html("> " * 19 + "mot").count("<blockquote>") == 19
    assert to_html("> " * 40 + "mot").count("<blockquote>") == 20
