"""The HTML of a page made fit to stand alone."""

from __future__ import annotations

from urllib.parse import urlsplit

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.base.html_tokens import attributes, block_text, tokens
from plugins.feeds.standalone_html import figure, in_language, standing_alone
from plugins.framework.render.markdown import MarkdownOptions, convert
from tests.feeds.rules import html_problems

BASE = "https://pot.example/2026/03/marmite/"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<p>Du <em>gras</em> &amp; &lt;b&gt;.</p>", "<p>Du <em>gras</em> &amp; &lt;b&gt;.</p>", id="text"),
        pytest.param('<a href="/a/">a</a>', '<a href="https://pot.example/a/">a</a>', id="a link"),
        pytest.param('<a href="?a=1&amp;b=2">a</a>', f'<a href="{BASE}?a=1&amp;b=2">a</a>', id="an ampersand"),
        pytest.param('<a href="javascript:x()">a</a>', "<a>a</a>", id="a link that runs"),
        pytest.param(
            '<img src="/i/a.svg" srcset="/i/a.png 1x, /i/b.png 2x" alt="A" width="3">',
            '<img src="https://pot.example/i/a.svg" '
            'srcset="https://pot.example/i/a.png 1x, https://pot.example/i/b.png 2x" alt="A" width="3">',
            id="a picture",
        ),
        pytest.param(
            '<video src="a.mp4" poster="/p.png" autoplay controls></video>',
            f'<video src="{BASE}a.mp4" poster="https://pot.example/p.png" controls></video>',
            id="a film",
        ),
        pytest.param('<q cite="/a/">a</q>', '<q cite="https://pot.example/a/">a</q>', id="a source"),
        pytest.param("<p>a<!-- b --></p>", "<p>a</p>", id="a comment"),
        pytest.param("<p>a<script>alert('</p>')</script>b</p>", "<p>ab</p>", id="a script"),
        pytest.param("<style>p { color: red }</style><p style='color: red'>a</p>", "<p>a</p>", id="a style"),
        pytest.param('<p class="x" data-y="1" onclick="z()" id="w">a</p>', '<p id="w">a</p>', id="attributes"),
        pytest.param('<p>a <span lang="en">b</span> c</p>', '<p>a <span lang="en">b</span> c</p>', id="a lang"),
        pytest.param('<p>a <span class="x"><span>b</span></span> c</p>', "<p>a b c</p>", id="spans that say nothing"),
        pytest.param('<span class="x"><span lang="en">b</span>c</span>', '<span lang="en">b</span>c', id="two spans"),
        pytest.param("a</span>b", "ab", id="a stray end tag"),
        pytest.param('a<form action="/x"><label>b <input name="c"></label></form>d', "a\nb \nd", id="a form"),
        pytest.param("<noscript><p>a</p></noscript>", "<p>a</p>", id="noscript"),
        pytest.param(
            '<iframe src="//film.example/1?a&amp;b" title="Un &lt;film&gt;"></iframe>',
            '<a href="https://film.example/1?a&amp;b">Un &lt;film&gt;</a>',
            id="a frame",
        ),
        pytest.param("<iframe srcdoc='x'>y</iframe>a", "a", id="a frame of nothing"),
        pytest.param('a<p class="x', "a", id="a tag that never ends"),
        pytest.param('<IMG SRC="a.png" ALT="x"/>', f'<IMG src="{BASE}a.png" ALT="x" />', id="capitals"),
    ],
)  # fmt: skip
def test_standing_alone(html: str, expected: str) -> None:
    """What a reader can show stays; what needs the page or would run goes; addresses are whole."""
    assert standing_alone(html, BASE) == expected


def markdown(text: str) -> str:
    """Return Markdown as the site renders it."""
    options = MarkdownOptions.from_settings(
        {
            "extension_configs": {
                "markdown.extensions.extra": {},
                "markdown.extensions.codehilite": {"css_class": "highlight", "guess_lang": False},
                "markdown.extensions.toc": {},
            }
        }
    )
    return convert(text, options)[0]


def test_footnotes_lead_to_the_articles_page_and_back() -> None:
    """A note can be read at the end of the entry, and every link of it leads to the article's own page."""
    html = standing_alone(markdown("Un mot[^1].\n\n[^1]: Une note.\n"), BASE)
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    assert root.xpath("//sup//a/@href") == [f"{BASE}#fn:1"]
    assert root.xpath("//li[@id='fn:1']//a/@href") == [f"{BASE}#fnref:1"]
    assert root.xpath("//sup/@id") == ["fnref:1"]
    assert "Une note." in root.xpath("string(//li)")


def test_code_is_legible_without_a_style_sheet() -> None:
    """A highlighted block keeps ``<pre><code>`` and its lines, and loses the spans of the highlighter."""
    html = standing_alone(markdown("```python\ndef f(x):\n    return x < 1\n```\n"), BASE)
    assert html == "<div><pre><code>def f(x):\n    return x &lt; 1\n</code></pre></div>"


def test_figure() -> None:
    """The picture at the head has its words: the alternative text is escaped, the caption is HTML already."""
    assert figure("https://a.example/b.svg", '"A" & <b>', "C &amp; <em>d</em>") == (
        '<figure><img src="https://a.example/b.svg" alt="&quot;A&quot; &amp; &lt;b>">'
        "<figcaption>C &amp; <em>d</em></figcaption></figure>"
    )


def test_in_language() -> None:
    """A text in another language says so by itself."""
    assert in_language("<p>Yes</p>", "en-GB") == '<div lang="en-GB"><p>Yes</p></div>'


IDLE = {
    *("autofocus", "autoplay", "class", "contenteditable", "decoding", "fetchpriority", "loading", "nonce", "ping"),
    *("role", "scope", "slot", "style", "tabindex", "translate"),
}
UNWRAPPED = {
    *("applet", "base", "body", "button", "canvas", "embed", "fieldset", "font", "form", "frame", "frameset", "head"),
    *("html", "input", "keygen", "label", "legend", "link", "meta", "noscript", "object", "optgroup", "option"),
    *("output", "param", "picture", "select", "slot"),
}
RAW_ELEMENTS = {"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"}


@pytest.mark.parametrize("name", sorted(IDLE))
def test_what_means_nothing_away_from_the_page_is_left_out(name: str) -> None:
    """Each attribute of style, script or behaviour goes; what the element says stays."""
    assert standing_alone(f'<p {name}="x" title="t">a</p>', BASE) == '<p title="t">a</p>'


@pytest.mark.parametrize("name", sorted(UNWRAPPED))
def test_what_does_nothing_in_a_reader_is_unwrapped(name: str) -> None:
    """Each control, frame and part of a document goes; what stands between its tags stays, blocks apart."""
    gap = "\n" if name in ("body", "fieldset", "form", "html", "legend", "optgroup", "option", "select") else ""
    assert standing_alone(f"<p>a<{name}>b</{name}>c</p>", BASE) == f"<p>a{gap}b{gap}c</p>"


@pytest.mark.parametrize("name", sorted(RAW_ELEMENTS))
def test_what_is_text_and_no_markup_goes_whole(name: str) -> None:
    """Scripts, styles and the like leave nothing behind."""
    assert standing_alone(f"<p>a<{name}>b</{name}>c</p>", BASE) == "<p>ac</p>"


ADDRESSES = st.sampled_from(
    [
        "/a/",
        "../b.md",
        "#c",
        "?d",
        "//e.example/f",
        "https://g.example/",
        "javascript:h",
        "i j",
        "",
        "mailto:k@l.example",
    ]
)
POINTING = st.tuples(st.sampled_from(["href", "src", "cite", "poster"]), ADDRESSES)
SAYING = st.tuples(
    st.sampled_from([*sorted(IDLE), "onclick", "data-x", "id", "lang", "title"]), st.sampled_from(["a", "b c", "<&\"'"])
)
ATTRIBUTES = st.lists(st.one_of(POINTING, SAYING), max_size=4, unique_by=lambda attribute: attribute[0])
NAMES = st.sampled_from(
    ["p", "a", "img", "span", "em", "pre", "code", "video", "q", "blockquote", "svg", *sorted(UNWRAPPED)]
)
WORDS = st.sampled_from(["mot", " ", "l'été ", "&amp;", "&#x1F372;", "\n", "a &lt; b"])


def element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return a strategy for an element around others."""

    def written(name: str, attributes: list[tuple[str, str]], inside: list[str]) -> str:
        said = "".join(
            f' {key}="{value.replace("&", "&amp;").replace(chr(34), "&quot;")}"' for key, value in attributes
        )
        return f"<{name}{said}>{''.join(inside)}</{name}>"

    return st.builds(written, NAMES, ATTRIBUTES, st.lists(children, max_size=3))


HTML = st.recursive(st.one_of(WORDS, st.just("<!-- c -->"), st.just("<script>s()</script>")), element, max_leaves=12)


@given(st.lists(HTML, max_size=4).map("".join))
def test_nothing_relative_or_running_is_left(html: str) -> None:
    """Of any HTML, what comes out has whole addresses, no idle attribute, and no element that readers cannot show."""
    for token in tokens(standing_alone(html, BASE)):
        assert token.kind in ("text", "start", "end")
        assert token.name not in RAW_ELEMENTS | UNWRAPPED
        if token.kind == "start":
            named = attributes(token.text)
            assert not [name for name in named if name in IDLE or name.startswith(("on", "data-"))]
            if token.name in ("a", "img", "video", "q", "blockquote"):
                where = {"a": ("href",), "q": ("cite",), "blockquote": ("cite",)}.get(token.name, ("src",))
                assert all(urlsplit(named[name]).scheme not in ("", "javascript") for name in where if name in named)


@given(st.lists(HTML, max_size=4).map("".join))
def test_no_word_is_lost(html: str) -> None:
    """Every word of the text is still there, and a second time changes nothing."""
    once = standing_alone(html, BASE)
    assert block_text(once, frozenset()).split() == block_text(html, frozenset({"script"})).split()
    assert standing_alone(once, BASE) == once


@given(st.text(st.sampled_from("<>/ab \"'=!-&;span"), max_size=60))
def test_hostile_html_ends(html: str) -> None:
    """Broken HTML does no harm."""
    assert not [problem for problem in html_problems(standing_alone(html, BASE), "x") if "script" in problem]
