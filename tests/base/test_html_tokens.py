"""The tokeniser: it loses nothing, takes linear time, and cuts where browsers cut."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.base import html_tokens
from plugins.base.html_tokens import attributes, block_text, tokens, with_attributes
from tests.framework.samples import HTML


def cut(html: str) -> list[tuple[str, str]]:
    """Return the kinds and texts of the tokens."""
    return [(token.kind, token.text) for token in tokens(html)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("a &lt; b", [("text", "a &lt; b")], id="text"),
        pytest.param("<p>a</p>", [("start", "<p>"), ("text", "a"), ("end", "</p>")], id="element"),
        pytest.param("1 < 2 <3 <", [("text", "1 < 2 <3 <")], id="signs that begin no tag"),
        pytest.param("<a\n b='>' c=\">\">x", [("start", "<a\n b='>' c=\">\">"), ("text", "x")], id="quoted values"),
        pytest.param('<a b=x"y>z', [("start", '<a b=x"y>'), ("text", "z")], id="a quote in an unquoted value"),
        pytest.param('<a ">z">', [("start", '<a ">'), ("text", 'z">')], id="a quote that begins no value"),
        pytest.param("<a b=>c", [("start", "<a b=>"), ("text", "c")], id="a value that is missing"),
        pytest.param("<a =>c", [("start", "<a =>"), ("text", "c")], id="a name that begins with an equals sign"),
        pytest.param('<a b="c"d="e">', [("start", '<a b="c"d="e">')], id="no space between attributes"),
        pytest.param("<a/b/>c", [("start", "<a/b/>"), ("text", "c")], id="slashes"),
        pytest.param('<a b = "c>" >d', [("start", '<a b = "c>" >'), ("text", "d")], id="spaces around an equals sign"),
        pytest.param("a</p x='>'>b", [("text", "a"), ("end", "</p x='>'>"), ("text", "b")], id="end with attributes"),
        pytest.param("<!-- <p> -->a", [("comment", "<!-- <p> -->"), ("text", "a")], id="comment"),
        pytest.param("<!-->a-->", [("comment", "<!-->"), ("text", "a-->")], id="comment that ends at once"),
        pytest.param("<!--->a-->", [("comment", "<!--->"), ("text", "a-->")], id="comment that ends after a hyphen"),
        pytest.param("<!---->a", [("comment", "<!---->"), ("text", "a")], id="empty comment"),
        pytest.param("<!-- a --!>b", [("comment", "<!-- a --!>"), ("text", "b")], id="comment with a wrong end"),
        pytest.param("<!doctype html>a", [("comment", "<!doctype html>"), ("text", "a")], id="doctype"),
        pytest.param("<?php x > ?>", [("comment", "<?php x >"), ("text", " ?>")], id="processing instruction"),
        pytest.param("a</>b", [("text", "a"), ("comment", "</>"), ("text", "b")], id="end tag without name"),
        pytest.param("a</3 <b>c", [("text", "a"), ("comment", "</3 <b>"), ("text", "c")], id="end tag of a number"),
        pytest.param("a</", [("text", "a</")], id="end tag that ends the text"),
        pytest.param(
            "<script>a<b></SCRIPT >c",
            [("start", "<script>"), ("raw", "a<b>"), ("end", "</SCRIPT >"), ("text", "c")],
            id="script",
        ),
        pytest.param("<style></style>", [("start", "<style>"), ("end", "</style>")], id="empty style"),
        pytest.param(
            "<script>a</scripts></script\u2028></\u017fcript></script>",
            [("start", "<script>"), ("raw", "a</scripts></script\u2028></\u017fcript>"), ("end", "</script>")],
            id="what only looks like the end of a script",
        ),
        pytest.param("<title>a<b></title>", [("start", "<title>"), ("raw", "a<b>"), ("end", "</title>")], id="title"),
        pytest.param("<script>a", [("start", "<script>"), ("raw", "a")], id="script without end"),
        pytest.param("a<b c", [("text", "a"), ("rest", "<b c")], id="tag without end"),
        pytest.param('a<b c="d>', [("text", "a"), ("rest", '<b c="d>')], id="value without end"),
        pytest.param("a<!-- b>", [("text", "a"), ("rest", "<!-- b>")], id="comment without end"),
        pytest.param("a<!b", [("text", "a"), ("rest", "<!b")], id="declaration without end"),
        pytest.param("a<b/", [("text", "a"), ("rest", "<b/")], id="slash without end"),
    ],
)
def test_tokens(html: str, expected: list[tuple[str, str]]) -> None:
    """Pieces begin and end where the HTML Standard (13.2.5) says."""
    assert cut(html) == expected


def test_names() -> None:
    """Tags have their name in lower case, and texts none."""
    assert [token.name for token in tokens("é<DIV>\n</Div\n><x\xa0y>")] == ["", "div", "", "div", "x\xa0y"]


@given(st.one_of(HTML, st.text()))
def test_tokens_lose_nothing(html: str) -> None:
    """The tokens of any text are that text, and none is empty."""
    found = list(tokens(html))
    assert "".join(token.text for token in found) == html
    assert all(token.text for token in found)


@given(HTML)
def test_only_the_last_token_is_unfinished(html: str) -> None:
    """What never ends is one token at the end, and two texts never touch."""
    kinds = [token.kind for token in tokens(html)]
    assert "rest" not in kinds[:-1]
    assert ("text", "text") not in pairwise(kinds)


BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "br", "caption", "col", "colgroup", "dd", "details"),
    *("dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2"),
    *("h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main"),
    *("menu", "nav", "ol", "optgroup", "option", "p", "pre", "search", "section", "select", "summary"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
}


@pytest.mark.parametrize("name", [*sorted(BLOCKS), "a", "em", "span", "sup", "code", "img", "button"])
def test_blocks_are_lines(name: str) -> None:
    """Each element that begins a new line for the eye parts words, and no other does."""
    assert block_text(f"a<{name}>b").split("\n") == (["a", "b"] if name in BLOCKS else ["ab"])


class CountedText(str):
    """A text that counts the characters its own searches pass over."""

    work = 0

    def find(self, *arguments: Any) -> int:
        found = super().find(*arguments)
        self.work += (found if found >= 0 else len(self)) - arguments[1] + 1
        return found

    def index(self, *arguments: Any) -> int:
        found = super().index(*arguments)
        self.work += found - arguments[1] + 1
        return found


class CountedPattern:
    """A pattern that counts the characters its searches pass over."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern

    def match(self, text: CountedText, position: int = 0) -> re.Match[str] | None:
        found = self.pattern.match(text, position)
        unclosed = found is not None and found.re.groups == 5 and bool(found[5])
        text.work += (len(text) if unclosed else found.end() if found else position) - position + 1
        return found

    def search(self, text: CountedText, position: int = 0) -> re.Match[str] | None:
        found = self.pattern.search(text, position)
        text.work += (found.end() if found else len(text)) - position + 1
        return found


def work(html: str) -> int:
    """Return how many characters the tokeniser looks at; its patterns are wrapped in ones that count."""
    text = CountedText(html)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("TAG_NAME", "BETWEEN_ATTRIBUTES", "ATTRIBUTE", "COMMENT_END"):
            patch.setattr(html_tokens, name, CountedPattern(getattr(html_tokens, name)))
        for name, pattern in html_tokens.RAW_END.items():
            patch.setitem(html_tokens.RAW_END, name, CountedPattern(pattern))
        assert "".join(token.text for token in tokens(text)) == html
    return text.work


HOSTILE = [
    *("<a ", "<", '"', "<!--", "<script>", '<a "', "<a b='\"", "<a =", "<a/", "<!-->", "</", "</3", "<?", "<!-- -- "),
    *('<a b="', "<a b=c", "<textarea></textare", "<a b", "a= ", "<p>", "<p b='c'>", "-->", "&", "<script></script>"),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_work_grows_linearly(piece: str) -> None:
    """However a hostile piece is repeated, no character is looked at more than a few times."""
    for repeats in (100, 1000, 4000):
        html = piece * repeats
        assert work(html) <= 5 * len(html) + 10


@given(HTML, st.integers(1, 30))
def test_work_of_mixtures_grows_linearly(html: str, repeats: int) -> None:
    """The same holds for repeated mixtures of pieces."""
    assert work(html * repeats) <= 5 * len(html) * repeats + 10


@pytest.mark.parametrize("piece", HOSTILE)
def test_large_hostile_text(piece: str) -> None:
    """Two hundred kilobytes of one piece are cut, read and lose nothing."""
    html = piece * (200_000 // len(piece))
    assert "".join(token.text for token in tokens(html)) == html
    assert isinstance(block_text(html), str)
    assert isinstance(attributes(f"<a {html}>"), dict)
    assert with_attributes(f"<a {html}>", {"b": "c"}).startswith("<a ")


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("<a>", {}),
        ("<a b>", {"b": ""}),
        ("<a B=c d='e' f=\"g\">", {"b": "c", "d": "e", "f": "g"}),
        ("<a b='&quot;&amp;&#233;&nbsp;'>", {"b": '"&é\xa0'}),
        ("<a b=1 b=2>", {"b": "1"}),
        ("<a href=x/>", {"href": "x/"}),
        ("<a b= c>", {"b": "c"}),
        ("<a b=>", {"b": ""}),
        ("<a b=''c>", {"b": "", "c": ""}),
        ('<a "b=c>', {'"b': "c"}),
        ("<a =b=c>", {"=b": "c"}),
        ("<a b=\"'c=d'\">", {"b": "'c=d'"}),
        ("<a b='>' c>", {"b": ">", "c": ""}),
        ("<a\xa0b=c d=e>", {"d": "e"}),
        ("<a/b/c=d/>", {"b": "", "c": "d/"}),
    ],
)
def test_attributes(tag: str, expected: dict[str, str]) -> None:
    """Attributes are read as browsers read them; the first of a repeated name counts."""
    assert attributes(tag) == expected


@pytest.mark.parametrize(
    ("tag", "changes", "expected"),
    [
        pytest.param('<a href="x">', {"href": "y"}, '<a href="y">', id="changed"),
        pytest.param("<a href=x>", {"class": "y"}, '<a href=x class="y">', id="added"),
        pytest.param("<a b='c' d e=f>", {"d": None}, "<a b='c' e=f>", id="removed"),
        pytest.param("<a b c=d/>", {"b": None}, "<a c=d/>", id="a slash in a value"),
        pytest.param('<img src="x" />', {"src": "y"}, '<img src="y" />', id="a closing slash"),
        pytest.param("<br/>", {"class": "x"}, '<br class="x" />', id="a slash at the name"),
        pytest.param("<a b=c d='e'/>", {"d": None}, "<a b=c />", id="a slash never joins a value"),
        pytest.param("<a b= >", {"c": "d"}, '<a b="" c="d">', id="what is added is no value of another"),
        pytest.param("<a b/=c>", {"d": None}, "<a b /=c>", id="a name never becomes a value"),
        pytest.param('<a b="c"d="e">', {"b": None}, '<a d="e">', id="no space to begin with"),
        pytest.param("<a b=1 B=2>", {"b": "3"}, '<a b="3">', id="doubled"),
        pytest.param("<a>", {"b": "\"<&>'"}, '<a b="&quot;&lt;&amp;>\'">', id="escaped"),
        pytest.param("<a>", {"b": None}, "<a>", id="nothing to remove"),
        pytest.param("no tag", {"b": "c"}, "no tag", id="no tag"),
    ],
)
def test_with_attributes(tag: str, changes: dict[str, str | None], expected: str) -> None:
    """A tag comes back with some attributes changed, added or removed."""
    assert with_attributes(tag, changes) == expected


@given(HTML, st.sampled_from(["href", "b", "class", "x"]), st.none() | st.text() | HTML)
def test_with_attributes_changes_nothing_else(html: str, name: str, value: str | None) -> None:
    """Any tag stays one tag of its name, with the wanted value and all its other attributes."""
    for token in tokens(html):
        if token.kind == "start":
            changed = with_attributes(token.text, {name: value})
            assert [(t.kind, t.name, t.text) for t in tokens(changed)] == [("start", token.name, changed)]
            expected = {key: old for key, old in attributes(token.text).items() if key != name}
            assert attributes(changed) == (expected if value is None else {**expected, name: value})


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<p>Un <em>deux</em>\n trois</p>", "Un deux trois", id="inline"),
        pytest.param("<h2>Un</h2>\n<ul><li>deux</li>\n<li>trois</li></ul>", "Un\ndeux\ntrois", id="blocks"),
        pytest.param("a<br>b<hr>c", "a\nb\nc", id="line ends"),
        pytest.param("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb", id="cells"),
        pytest.param("<pre><code>a\n  b\n\nc</code></pre>", "a\nb\nc", id="code keeps its lines"),
        pytest.param("&lt;b&gt; &amp; &eacute;\xa0", "<b> & é\xa0", id="entities"),
        pytest.param("a<script>b</script><style>c</style><!-- d -->e", "ae", id="what nobody sees"),
        pytest.param("a<svg><text>b</text></svg>c<svg/>d", "acd", id="drawings"),
        pytest.param("a<svg><g>b", "a", id="a drawing without end"),
        pytest.param("</svg></pre>a  b", "a b", id="ends without beginning"),
        pytest.param("<p>«\xa0a\u202f?</p>", "«\xa0a\u202f?", id="no-break spaces stay"),
        pytest.param("<p> \xa0 </p>a", "a", id="a block of blanks"),
    ],
)
def test_block_text(html: str, expected: str) -> None:
    """The words that readers see come out, a line for each block."""
    assert block_text(html) == expected


@given(HTML)
def test_block_text_has_no_empty_lines(html: str) -> None:
    """Each line of the text has a word or a sign, and no blank at its ends."""
    text = block_text(html)
    assert all(line and line == line.strip(" \t") and not line.isspace() for line in text.split("\n") if text)
