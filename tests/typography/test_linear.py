"""Time grows with the length of the text and no faster: steps are counted, never timed."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import plugins.typography
from plugins.typography.change_report import changes
from plugins.typography.rule_options import Options
from plugins.typography.typeset import typeset_html, typeset_text
from tests.typography.counting import Matcher, lines_run

MATCHED_ONCE = {"SPEECH", "LAST_GAP", "VALID_ROMAN"}
"""Expressions that are tried at the start of a text only."""

CORE = [
    name for _, name, _ in pkgutil.iter_modules(plugins.typography.__path__) if name not in ("contribution", "show")
]
EXPRESSIONS = {
    f"{module}.{name}": value
    for module in CORE
    for name, value in vars(importlib.import_module(f"plugins.typography.{module}")).items()
    if isinstance(value, re.Pattern)
}

TEXTS = (
    *('"', "'", " ", "1", "a", ".", "-", "(", "I", "é", "@", "&", "<", "«", "A", "\n", "M", "\u00a0", "oe"),
    *("- ", " - ", "1 ", "111 ", "1.", "1,1", "'a", " 'a", "a@", "a.", "@a.", "http://", "http://a ", " ;", " :)"),
    *("M. ", "« ", '" ', ' "', "1h", "14 h 30 ", ". A", "l' ", "qu'", "XXe ", "I-Ie ", "20 %", "n° ", "p. ", "coeur"),
    *("(a - b", "!!", "...", ":a", "&nbsp;", "1er", "Mme ", "--", "a b ", "=", "2e-3", "/", "l'«"),
)
HTML = (
    *TEXTS,
    *(
        "<a ",
        "<a>",
        "</a>",
        "<p>",
        "<q>",
        "</q>",
        "<em>a</em>",
        "<i lang=en>",
        "<i lang=en>a</i>",
        "<!--",
        "<!",
        "<code>",
    ),
    *(
        "<sup>",
        "<sup>1</sup>",
        "<i lang=en><b lang=fr>",
        "<p>a</b>",
        "<br>",
        '<a href="',
        "<svg/>",
        "<p lang=en>",
        "</p>",
    ),
    *("1&egrave;re", "<b>1</b>e", '<b class="caps">', "<title>", "&#39;", "<script>", "<i lang=en>a<p>b", "<x>a</y>"),
)
LENGTH = 400
GROWTH = 2.6
"""What doubling a text may cost: 2, and a little for windows that the shorter text does not fill; squares cost 4."""


def repeated(unit: str, length: int) -> str:
    """Return a text of about a length, made of one unit."""
    return unit * max(1, length // len(unit))


def steps(expression: re.Pattern[str], text: str, once: bool) -> int:
    """Return the steps of looking for an expression in a text, having compared the matches with those of ``re``."""
    matcher = Matcher(expression, text)
    if once:
        real = expression.match(text)
        assert matcher.match(0) == (real.end() if real else -1)
    else:
        assert list(matcher.spans()) == [match.span() for match in expression.finditer(text) if match[0]]
    return matcher.steps


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_expressions_take_linear_steps(name: str) -> None:
    """Doubling a hostile text doubles the steps that an expression takes on it, counted by a matcher of our own."""
    once = name.rpartition(".")[2] in MATCHED_ONCE
    for unit in TEXTS:
        short = steps(EXPRESSIONS[name], repeated(unit, LENGTH), once)
        long = steps(EXPRESSIONS[name], repeated(unit, 2 * LENGTH), once)
        assert long <= GROWTH * short + 50, f"{name} on {unit!r}: {short} then {long} steps"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("unit", HTML)
def test_typesetting_runs_linear_lines(unit: str, language: str) -> None:
    """Doubling hostile HTML doubles the lines of Python that run, in HTML, in plain text and in reports."""

    def run(html: str) -> None:
        typeset_html(html, language)
        typeset_text(html, language)
        list(changes(html, language, Options()))

    short = lines_run(lambda: run(repeated(unit, 2 * LENGTH)))
    long = lines_run(lambda: run(repeated(unit, 4 * LENGTH)))
    assert long <= GROWTH * short + 200, f"{unit!r}: {short} then {long} lines"


@pytest.mark.parametrize("unit", ['"', "<", "<a ", " ", "1", "- ", "'", "&quot;"])
def test_a_megabyte_comes_through(unit: str) -> None:
    """A megabyte of one thing that says nothing comes back byte for byte."""
    html = repeated(unit, 1_000_000)
    assert typeset_html(html, "fr") == html


def test_squares_are_found_out() -> None:
    """The count tells an expression that takes quadratic steps."""
    quadratic = re.compile(r" +(?=!)")
    short, long = (steps(quadratic, " " * length, False) for length in (LENGTH, 2 * LENGTH))
    assert long > 3.9 * short
