"""HTML transforms: the ordered list, tables and figures."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given

from plugins.base.html_tokens import block_text
from plugins.framework.render.document import Document
from plugins.framework.render.render_body import render_body
from plugins.framework.render.transforms import (
    TransformContext,
    UnknownTransformError,
    applied,
    figures,
    find_transform,
    tables,
)
from plugins.i18n.messages import N_, message
from tests.framework.samples import HTML, PAGE

CONTEXT = TransformContext("articles/x.md", "fr")


def add_path(document: Document, context: TransformContext) -> None:
    """A transform for the tests."""
    document[len(document) - 1] += f"<!-- {context.path} -->"


def add_language(document: Document, context: TransformContext) -> None:
    """Another one."""
    document[len(document) - 1] += f"<!-- {context.language} -->"


def test_order() -> None:
    """Transforms are found by name and run in the order of the setting."""
    names = (f"{__name__}:add_path", f"{__name__}:add_language")
    assert applied("a", names, CONTEXT) == "a<!-- articles/x.md --><!-- fr -->"
    assert applied("a", names[::-1], CONTEXT) == "a<!-- fr --><!-- articles/x.md -->"
    assert applied("a", (), CONTEXT) == "a"


def report_all(document: Document, context: TransformContext) -> None:
    """A transform that takes every emphasis for a mistake, and every paragraph for a reason for advice."""
    del context
    for number, _, _ in document.elements("em"):
        words = document.tokens[number + 1].text
        document.report(number, message(N_("no")), message(N_("yes")), near=words)
        document.report(number, message(N_("never")), near=re.compile(rf"_(?={words}_)"), typed=True)
    for number, _, _ in document.elements("p"):
        document.report(number, message(N_("well")), advice=True)


def test_reports() -> None:
    """A report becomes a finding where its words stand in its block, or at the block; a typed one only there."""
    options = replace(PAGE, transforms=(f"{__name__}:add_path", f"{__name__}:report_all"))
    text = "`un` *un* un\n\n- `deux`\n\n    *deux*\n\n_trois_ <em>&eacute;</em>"
    body = render_body(text, "x.md", 7, options, CONTEXT)
    assert [(finding.text(), finding.advice) for finding in body.findings] == [
        ("x.md:7:7: no; yes", False),
        ("x.md:11:6: no; yes", False),
        ("x.md:13:2: no; yes", False),
        ("x.md:13:2: never", False),
        ("x.md:13:13: no; yes", False),
        ("x.md:7:1: well", True),
        ("x.md:9:1: well", True),
        ("x.md:11:1: well", True),
        ("x.md:13:1: well", True),
    ]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("plugins.nothing:x", "No module named 'plugins.nothing'"),
        ("os:nothing", "module 'os' has no attribute 'nothing'"),
        ("os", "module 'os' has no attribute ''"),
        ("", "Empty module name"),
        (":x", "Empty module name"),
        ("os:sep", "that is no function"),
        (".os:sep", "the 'package' argument is required to perform a relative import for '.os'"),
    ],
)
def test_unknown_transforms(name: str, reason: str) -> None:
    """A name that leads to no function is told with the setting, the name and the reason."""
    with pytest.raises(UnknownTransformError) as error:
        find_transform(name)
    assert str(error.value) == f"FRAMEWORK_TRANSFORMS names {name!r}: {reason}"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<p>a</p>", "<p>a</p>", id="no table"),
        pytest.param(
            '<table class="x"><tr><th style="text-align: center;">a</th></tr></table>',
            '<div class="table-scroll"><table class="x"><tr><th class="align-center">a</th></tr></table></div>',
            id="aligned heading",
        ),
        pytest.param(
            '<table><td class="b" style="text-align:left">a</td></table>',
            '<div class="table-scroll"><table><td class="b align-left">a</td></table></div>',
            id="a class that was there stays",
        ),
        pytest.param(
            '<table><td style="color: red">a</td></table>',
            '<div class="table-scroll"><table><td style="color: red">a</td></table></div>',
            id="another style stays",
        ),
        pytest.param("<!-- <table> -->", "<!-- <table> -->", id="a table in a comment"),
    ],
)
def test_tables(html: str, expected: str) -> None:
    """Tables may scroll, and their cells align by class."""
    assert Document.of(html).edited(tables, CONTEXT) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(
            '<p><img alt="a" src="b"></p>', '<figure><img alt="a" src="b"></figure>', id="alone, without title"
        ),
        pytest.param(
            '<p>\n<img alt="a" src="b" title="&lt;i&gt; &amp; &quot;c&quot; ]]&gt;" />\n</p>',
            '<figure><img alt="a" src="b" /><figcaption>&lt;i&gt; &amp; "c" ]]&gt;</figcaption></figure>',
            id="a caption of signs",
        ),
        pytest.param('<p>x <img alt="a" src="b"></p>', '<p>x <img alt="a" src="b"></p>', id="not alone"),
        pytest.param('<p><img src="b"><img src="c"></p>', '<p><img src="b"><img src="c"></p>', id="two"),
        pytest.param("<p>a</p>", "<p>a</p>", id="none"),
    ],
)
def test_figures(html: str, expected: str) -> None:
    """An image that stands alone becomes a figure, and its title a caption."""
    assert Document.of(html).edited(figures, CONTEXT) == expected


@given(HTML)
def test_transforms_keep_the_words(html: str) -> None:
    """Tables and figures take no word away."""
    words = block_text(html).split()
    assert block_text(Document.of(html).edited(tables, CONTEXT)).split() == words
    assert block_text(Document.of(html).edited(figures, CONTEXT)).split() == words
