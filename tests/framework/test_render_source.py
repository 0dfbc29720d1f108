"""The render seam: bytes in, everything out; pure, the same everywhere, and never an exception."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.base.findings import Position
from plugins.framework.front import Said
from plugins.framework.frontmatter.source import decode
from plugins.framework.render.document import Document
from plugins.framework.render.links import Link
from plugins.framework.render.markdown import Heading
from plugins.framework.render.render_source import Rendered, RenderOptions, render, render_body
from plugins.framework.render.sentences import Sentence
from plugins.framework.render.targets import Hole, Holed
from tests.framework.samples import ARTICLE, PAGE, PATH, RIGHT, files, told

ROOT = Path(__file__).resolve().parents[2]
PARIS = ZoneInfo("Europe/Paris")

WHOLE = """\
---
id: 2026-03-marmite
title: "La marmite : \\" < & ]]>"
date: 2026-07-02T08:30:00Z
modified: 2026-07-03
drivers: {rse: 2, numerique: 1}
terrains: [covoiturage]
tags: [Été]
---
Un *premier* paragraphe.

## Où aller ?

Voir [l'autre](../2025/y.md#z), et [ici](#ou-aller).

![Une marmite](../../images/pot.svg "Le pot")
"""


def test_everything_that_an_article_says() -> None:
    """An article becomes one value with its front matter, HTML, contents, links, text and places."""
    assert render(WHOLE.encode(), "articles/2026/marmite.md", ARTICLE) == Rendered(
        path="articles/2026/marmite.md",
        front_matter=Said(
            kind="article",
            id="2026-03-marmite",
            title='La marmite : " < & ]]>',
            date=datetime(2026, 7, 2, 10, 30, tzinfo=PARIS),
            modified=datetime(2026, 7, 3, tzinfo=PARIS),
            tags=("Été",),
        ),
        axes={"drivers": {"rse": 2, "numerique": 1}, "terrains": {"covoiturage": 1}},
        id="2026-03-marmite",
        slug="marmite",
        title='La marmite : " < & ]]>',
        title_html='La marmite : " &lt; &amp; ]]&gt;',
        html=(
            "<p>Un <em>premier</em> paragraphe.</p>\n"
            '<h2 id="ou-aller">Où aller ?</h2>\n'
            '<p>Voir <a href="{filename}/articles/2025/y.md#z">l\'autre</a>, et <a href="#ou-aller">ici</a>.</p>\n'
            '<figure><img alt="Une marmite" src="{static}/images/pot.svg"><figcaption>Le pot</figcaption></figure>'
        ),
        markup=Holed(
            (
                '<p>Un <em>premier</em> paragraphe.</p>\n<h2 id="ou-aller">Où aller ?</h2>\n<p>Voir ',
                'l\'autre</a>, et <a href="#ou-aller">ici</a>.</p>\n<figure>',
                "<figcaption>Le pot</figcaption></figure>",
            ),
            (
                Hole("link", '<a href="{filename}/articles/2025/y.md#z">', "href"),
                Hole("image", '<img alt="Une marmite" src="{static}/images/pot.svg">', "src"),
            ),
        ),
        contents=(Heading(2, "ou-aller", "Où aller ?", ()),),
        links=(
            Link(
                "source",
                "articles/2025/y.md",
                "z",
                Position(14, 16),
                sentence=Sentence("Voir ", "l'autre", ", et ici."),
            ),
            Link("fragment", "", "ou-aller", Position(14, 42)),
            Link("static", "images/pot.svg", "", Position(16, 16), image=True),
        ),
        anchors=frozenset({"ou-aller"}),
        text="Un premier paragraphe.\nOù aller ?\nVoir l'autre, et ici.\nLe pot",
        words=11,
        summary="Un premier paragraphe. Voir l'autre, et ici.",
        summary_html="Un premier paragraphe. Voir l'autre, et ici.",
        positions={
            "id": Position(2, 1),
            "title": Position(3, 1),
            "date": Position(4, 1),
            "modified": Position(5, 1),
            "drivers": Position(6, 1),
            "terrains": Position(7, 1),
            "tags": Position(8, 1),
        },
    )


@pytest.mark.parametrize(
    ("front_matter", "options", "expected"),
    [
        pytest.param(RIGHT, ARTICLE, ("2026-03-x", "x"), id="an id, and the file's name"),
        pytest.param(RIGHT + "slug: y\n", ARTICLE, ("2026-03-x", "y"), id="an id and a slug"),
        pytest.param(RIGHT.replace("id: 2026-03-x\n", ""), ARTICLE, ("2026-03-x", "x"), id="derived"),
        pytest.param(
            "title: T\ndrivers: [rse]\nslug: y\ndate: 2026-01-01T00:30:00+02:00\n",
            ARTICLE,
            ("2025-12-y", "y"),
            id="derived from the date in the site's zone",
        ),
        pytest.param("title: T\n", PAGE, ("", "x"), id="a page needs no id"),
        pytest.param("id: about\ntitle: T\n", PAGE, ("about", "x"), id="a page may have one"),
    ],
)
def test_identity(front_matter: str, options: RenderOptions, expected: tuple[str, str]) -> None:
    """The id and the slug are those of the front matter, or are derived."""
    rendered = render(f"---\n{front_matter}---\n".encode(), PATH, options)
    assert (rendered.id, rendered.slug) == expected


def test_a_missing_id_is_advice() -> None:
    """An article without id is told how to get one, and nothing fails."""
    rendered = render(f"---\n{RIGHT.replace('id: 2026-03-x', '')}---\n".encode(), PATH, ARTICLE)
    assert told(rendered.findings) == [
        "articles/2026/x.md:1:1: this article has no permanent id; "
        "add a line 'id: 2026-03-x', or run: python3 tasks.py check --fix"
    ]
    assert rendered.findings[0].advice


def test_a_file_without_address() -> None:
    """A file whose name makes no slug is told, and cannot be used."""
    rendered = render(f"---\n{RIGHT}---\n".encode(), "articles/!!.md", ARTICLE)
    assert rendered.front_matter is None
    assert told(rendered.findings) == [
        "articles/!!.md:1:1: no address can be made of the file's name; add a line 'slug: …'"
    ]


def test_a_file_whose_name_is_not_utf8() -> None:
    """A name in Latin-1 is told and nothing is made of it: its address would be garbled."""
    rendered = render(f"---\n{RIGHT}---\n[x](y.md)".encode(), "articles/\udce9t\udce9/x.md", ARTICLE)
    assert rendered.front_matter is None
    assert told(rendered.findings) == [
        "articles/\\udce9t\\udce9/x.md:1:1: the name of this file is not UTF-8; rename it"
    ]


def test_a_page() -> None:
    """A page has front matter of its own; what only articles have is a mistake there."""
    rendered = render(b"---\ntitle: T\nmenu: 2\ndrivers: [rse]\n---\nA", "pages/t.md", PAGE)
    assert rendered.front_matter == Said(kind="page", title="T", menu=2)
    assert [words.partition(" (")[0] for words in told(rendered.findings)] == ["pages/t.md:4:1: unknown key 'drivers'"]
    assert rendered.axes == {}


def test_summary() -> None:
    """A summary is the author's, else the text's beginning; it is plain text either way."""
    body = "**Un** deux &amp; trois. " + "Quatre cinq six. " * 20
    own = render(f"---\n{RIGHT}summary: |\n  Le <mien>\n  ici\n---\n{body}".encode(), PATH, ARTICLE)
    assert own.summary == "Le <mien> ici"
    taken = render(f"---\n{RIGHT}---\n{body}".encode(), PATH, replace(ARTICLE, summary_length=40))
    assert taken.summary == "Un deux & trois. Quatre cinq six."


def test_language_of_the_text_reaches_the_transforms() -> None:
    """Transforms are told the language of the article, else of the site."""
    options = replace(ARTICLE, transforms=("tests.framework.test_transforms:add_language",))
    assert render(f"---\n{RIGHT}lang: no\n---\nA".encode(), PATH, options).html == "<p>A</p><!-- no -->"
    assert render(f"---\n{RIGHT}---\nA".encode(), PATH, options).html == "<p>A</p><!-- fr -->"


def test_what_packages_store() -> None:
    """A projection sees the text after all transforms and links, and its result stands under its package."""
    options = replace(ARTICLE, projections=(("a", "tests.framework.test_render_source:project"), ("b", "builtins:id")))
    rendered = render(f"---\n{RIGHT}---\n[x](y.md)".encode(), PATH, options)
    assert list(rendered.stored) == ["a", "b"]
    assert rendered.stored["a"] == '<p><a href="{filename}/articles/2026/y.md">x</a></p>'


def project(document: Document) -> str:
    """Store the whole HTML."""
    return document.html


def test_an_unusable_article_keeps_its_links() -> None:
    """When the front matter cannot be used, the links of the text are still there to be checked."""
    rendered = render(b"---\ntitle: T\n---\n# A\n\n[x](y.md)", PATH, ARTICLE)
    assert rendered.front_matter is None
    assert rendered.html == ""
    assert rendered.links == (Link("source", "articles/2026/y.md", "", Position(6, 5)),)
    assert rendered.anchors == {"a"}


def test_a_text_that_markdown_cannot_take() -> None:
    """An article whose text cannot be converted is not made into an empty page."""
    rendered = render(f"---\n{RIGHT}---\n``` {{.python linenostart=x}}\na\n```".encode(), PATH, ARTICLE)
    assert rendered == Rendered(PATH, findings=rendered.findings)
    assert [(finding.position, finding.fatal) for finding in rendered.findings] == [(Position(7, 1), True)]


def test_findings_of_every_part_come_at_once() -> None:
    """The outer form, the front matter, the axes and the text are told together."""
    source = b"---\ntitle: T\ntitle: U\ndate: 2026-13-01\ndrivers: {rse: 9}\n---\nA\x1bb\n\n![](x.svg)\n"
    assert [words.removeprefix(f"{PATH}:") for words in told(render(source, PATH, ARTICLE).findings)] == [
        "7:2: there is a control character here; delete it",
        "3:1: 'title' stands twice (first on line 2); keep one of them",
        "4:7: there is no such day or hour as '2026-13-01'; write it as 2026-03-02 or 2026-03-02T08:30:00+01:00",
        "5:16: the weight of 'rse' is '9'; give a whole number from 1 to 3",
        "9:5: this image has no alternative text; write what it shows between the brackets; "
        "after an ornament {: role=presentation}",
    ]


def test_render_body() -> None:
    """An introduction is rendered without front matter, its places counted from its first line."""
    body = render_body(
        "## A\n\n[b](c.md)",
        "framework/x.md",
        9,
        replace(ARTICLE, kind="introduction"),
        ARTICLE.context("framework/x.md"),
    )
    assert body.html == '<h2 id="a">A</h2>\n<p><a href="{filename}/framework/c.md">b</a></p>'
    assert body.links == (Link("source", "framework/c.md", "", Position(11, 5)),)


def in_file(position: Position, data: bytes) -> bool:
    """Tell whether a place is in a file, or just behind the end of one of its lines."""
    lines = decode(data, "")[0].split("\n")
    return 1 <= position.line <= len(lines) and 1 <= position.column <= len(lines[position.line - 1]) + 1


@given(st.one_of(files(), st.binary()), st.sampled_from([ARTICLE, PAGE]))
def test_any_bytes(data: bytes, options: RenderOptions) -> None:
    """Any bytes are rendered or told of, at places inside the file; what cannot be used has a fatal finding."""
    rendered = render(data, PATH, options)
    assert all(in_file(finding.position, data) for finding in rendered.findings)
    assert all(in_file(link.position, data) for link in rendered.links)
    assert all(finding.path == PATH for finding in rendered.findings)
    assert (rendered.front_matter is None) == any(finding.fatal for finding in rendered.findings)
    assert rendered.slug if rendered.front_matter else not rendered.html
    assert rendered.markup.raw == rendered.html


@given(files())
def test_rendering_can_be_stored_and_repeated(data: bytes) -> None:
    """The same bytes give the same value again, and it survives being pickled, as its options do."""
    rendered = render(data, PATH, ARTICLE)
    options = pickle.loads(pickle.dumps(ARTICLE))
    assert options == ARTICLE
    assert render(data, PATH, options) == rendered == pickle.loads(pickle.dumps(rendered))


@given(files())
def test_line_ends_and_byte_order_mark_change_nothing(data: bytes) -> None:
    """A file from Windows has the same text, and its findings stand at the same places."""
    try:
        text = data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return  # told with its byte offset, which these do change
    expected = render(text.encode(), PATH, ARTICLE)
    for variant in (text.replace("\n", "\r\n").encode(), text.replace("\n", "\r").encode(), text.encode("utf-8-sig")):
        assert render(variant, PATH, ARTICLE) == expected


WORKER = """
import pickle, sys
from plugins.framework.render.render_source import render
sys.stdout.buffer.write(pickle.dumps(render(*pickle.load(sys.stdin.buffer))))
"""


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_gives_the_same(seed: str) -> None:
    """A worker that knows nothing but the arguments gives the same value, whatever its hash seed."""
    arguments = (WHOLE.encode(), "articles/2026/marmite.md", ARTICLE)
    done = subprocess.run(
        [sys.executable, "-c", WORKER],
        input=pickle.dumps(arguments),
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Asia/Tokyo"},
        capture_output=True,
        check=True,
    )
    assert pickle.loads(done.stdout) == render(*arguments)


def test_a_summary_is_running_prose() -> None:
    """Headings, code and tables stay out of a summary that is taken from the text."""
    text = "## Un\n\nVoici.\n\n```sh\ngit status\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nSuite.\n"
    said = render(f"---\n{RIGHT}---\n\n{text}".encode(), PATH, ARTICLE)
    assert said.summary == "Voici. Suite."
