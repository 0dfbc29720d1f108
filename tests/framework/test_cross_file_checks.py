"""What only all files together can show: doubled ids, addresses and parts, translations, links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.base.findings import Finding, Position
from plugins.framework.corpus.cross_file_checks import (
    Document,
    LinkTargets,
    broken_links,
    duplicate_ids,
    duplicate_outputs,
    duplicate_parts,
    head_pictures,
    relative,
    single_term_advice,
    unknown_translations,
)
from plugins.framework.render.links import Kind, Link
from plugins.framework.render.render_source import Rendered, render
from plugins.i18n.messages import Message, message
from tests.framework.samples import ARTICLE, told


def document(name: str, lines: str = "", *, output: str = "", public: bool = True, body: str = "") -> Document:
    """Return an article with further lines of front matter, from line 4 on."""
    text = f"---\ntitle: T\ndate: 2026-03-02\n{lines}\n---\n{body}"
    rendered = render(text.encode(), f"articles/{name}.md", ARTICLE)
    assert rendered.front_matter is not None
    return Document(rendered, output or f"2026/03/{name}/index.html", public)


def test_doubled_ids() -> None:
    """Each id that another file has already is told in the later file, in the order of paths."""
    documents = [document("c", "id: x"), document("b", "id: x"), document("a", "id: x"), document("d", "id: y")]
    assert told(duplicate_ids(documents)) == [
        "articles/b.md:4:1: the id 'x' is taken by articles/a.md; give this one an id of its own",
        "articles/c.md:4:1: the id 'x' is taken by articles/a.md; give this one an id of its own",
    ]


def test_doubled_ids_that_were_derived() -> None:
    """A derived id counts, and is told at the beginning of the file."""
    documents = [document("a", "id: 2026-03-b"), document("b")]
    assert told(duplicate_ids(documents)) == [
        "articles/b.md:1:1: the id '2026-03-b' is taken by articles/a.md; give this one an id of its own"
    ]


def test_files_without_id_are_no_doubles() -> None:
    """Pages without an id, and files that could not be read, are left out."""
    assert list(duplicate_ids([Document(Rendered("a.md"), ""), Document(Rendered("b.md"), "")])) == []


def test_doubled_outputs() -> None:
    """An address belongs to its first file, or to who had it before; letters' case makes no difference."""
    a, b, c, d = (
        document("a", output="2026/03/x/index.html"),
        document("b", "slug: x", output="2026/03/X/index.html"),
        document("c", output="tags/y/index.html"),
        document("d", output="404.html"),
    )
    found = list(duplicate_outputs([d, c, b, a], {"tags/y/index.html": "tags/y", "404.html": "theme/404.html"}))
    assert [doubled for doubled, _ in found] == [b, c, d]
    assert told(finding for _, finding in found) == [
        "articles/b.md:4:1: the address /2026/03/X/ is taken by articles/a.md; "
        "give this one another slug: add or change the line 'slug: …'",
        "articles/c.md:1:1: the address /tags/y/ is taken by tags/y; "
        "give this one another slug: add or change the line 'slug: …'",
        "articles/d.md:1:1: the address /404.html is taken by theme/404.html; "
        "give this one another slug: add or change the line 'slug: …'",
    ]


@pytest.mark.parametrize(
    ("original", "translation", "expected"),
    [
        pytest.param("id: x", "lang: en\ntranslation_of: x", [], id="another language"),
        pytest.param("id: x\nlang: en", "translation_of: x", [], id="into the site's language"),
        pytest.param(
            "id: marmite",
            "lang: en\ntranslation_of: marmit",
            ["articles/b.md:5:1: no text has the id 'marmit', which this one translates; did you mean 'marmite'?"],
            id="an id that is nearly there",
        ),
        pytest.param(
            "id: x",
            "id: self\nlang: en\ntranslation_of: self",
            ["articles/b.md:6:1: no text has the id 'self', which this one translates"],
            id="itself",
        ),
        pytest.param(
            "id: x",
            "translation_of: x",
            ["articles/b.md:4:1: a translation has another language than articles/a.md; add a line 'lang: …'"],
            id="no language at all",
        ),
        pytest.param(
            "id: x",
            "lang: fr\ntranslation_of: x",
            ["articles/b.md:5:1: a translation has another language than articles/a.md; add a line 'lang: …'"],
            id="the site's language, said and unsaid",
        ),
    ],
)
def test_translations(original: str, translation: str, expected: list[str]) -> None:
    """A translation leads to a text in another language; the site's is that of texts which name none."""
    documents = [document("a", original), document("b", translation)]
    assert told(unknown_translations(documents, "fr")) == expected
    assert told(unknown_translations(iter(documents), "fr")) == expected


def test_doubled_parts() -> None:
    """A part of a series is one article in each language."""
    documents = [
        document("a", "series: {name: Trois pieds, part: 1}"),
        document("b", "series: {name: TROIS PIEDS, part: 1}"),
        document("c", "series: {name: Trois pieds, part: 1}\nlang: fr"),
        document("d", "series: {name: Trois pieds, part: 1}\nlang: en"),
        document("e", "series: {name: Trois pieds, part: 2}"),
        document("f", "series: {name: Autre, part: 1}"),
    ]
    assert told(duplicate_parts(documents, "fr")) == [
        "articles/b.md:4:1: part 1 of the series 'TROIS PIEDS' is articles/a.md already; number this one otherwise",
        "articles/c.md:4:1: part 1 of the series 'Trois pieds' is articles/a.md already; number this one otherwise",
    ]


def file_problem(path: str) -> tuple[Message, Message | None] | None:
    """Say that only one picture is there."""
    return None if path == "images/pot.svg" else (message("there is no file {file}", file=path), None)


AROUND = LinkTargets(
    {
        d.rendered.path: d
        for d in (document("a", body="## Là\n"), document("marmite"), document("draft", public=False, body="## Là\n"))
    },
    file_problem,
)


@pytest.mark.parametrize(
    ("kind", "target", "fragment", "expected"),
    [
        ("source", "articles/a.md", "", None),
        ("source", "articles/a.md", "la", None),
        ("source", "articles/a.md", "commentaires", None),
        ("source", "articles/a.md", "las", "nothing in articles/a.md is called 'las'; did you mean 'la'?"),
        ("source", "articles/a.md", "xyz", "nothing in articles/a.md is called 'xyz'"),
        ("source", "articles/marmit.md", "", "there is no file articles/marmit.md; did you mean '../marmite.md'?"),
        ("source", "articles/xyz.md", "", "there is no file articles/xyz.md"),
        (
            "source",
            "articles/draft.md",
            "la",
            "articles/draft.md is not published yet; publish it first, or take the link out",
        ),
        ("static", "images/pot.svg", "", None),
        ("static", "images/pan.svg", "", "there is no file images/pan.svg"),
        ("fragment", "", "", None),
        ("fragment", "", "ici", None),
        ("fragment", "", "comments", None),
        ("fragment", "", "icy", "nothing on this page is called 'icy'; did you mean 'ici'?"),
        ("site", "/nowhere/", "x", None),
        ("external", "http://x", "x", None),
    ],
)
def test_broken_links(kind: Kind, target: str, fragment: str, expected: str | None) -> None:
    """Links to files, pictures and anchors that are not there are told at their place."""
    link = Link(kind, target, fragment, Position(9, 2))
    found = told(broken_links("articles/2026/x.md", [link], frozenset({"ici"}), AROUND))
    assert found == ([f"articles/2026/x.md:9:2: {expected}"] if expected else [])


def test_head_pictures() -> None:
    """The picture at the head must be there."""
    assert list(head_pictures(document("a", "image: {file: images/pot.svg, alt: Pot}"), AROUND)) == []
    assert told(head_pictures(document("a", "image: {file: images/pan.svg, alt: Pan}"), AROUND)) == [
        "articles/a.md:4:1: there is no file images/pan.svg"
    ]
    assert list(head_pictures(Document(Rendered("a.md"), ""), AROUND)) == []


def test_one_footed() -> None:
    """An article on one term of the balance axis is worth knowing, and no mistake."""
    said = message("one foot")
    assert list(single_term_advice(document("a", "drivers: [rse]"), "drivers", said)) == [
        Finding(
            "articles/a.md",
            Position(4, 1),
            said,
            message("nothing needs mending if that is what it means to say"),
            advice=True,
        )
    ]
    assert list(single_term_advice(document("a", "drivers: [rse, numerique]"), "drivers", said)) == []
    assert list(single_term_advice(document("a"), "drivers", said)) == []


@pytest.mark.parametrize(
    ("target", "path", "expected"),
    [
        ("articles/2025/a.md", "articles/2026/b.md", "../2025/a.md"),
        ("articles/2026/a.md", "articles/2026/b.md", "a.md"),
        ("pages/a.md", "b.md", "pages/a.md"),
        ("a.md", "pages/b.md", "../a.md"),
    ],
)
def test_relative(target: str, path: str, expected: str) -> None:
    """A path is given as it would be typed in the other file."""
    assert relative(target, path) == expected


NAMES = st.sampled_from(["x", "y", "z"])


@given(st.lists(st.tuples(NAMES, NAMES, st.booleans()), max_size=8).flatmap(st.permutations))
def test_one_file_an_address(drawn: list[tuple[str, str, bool]]) -> None:
    """However files are read, each address and each id is left to exactly one of them, always the same."""
    documents = [
        Document(Rendered(f"{n:02}.md", id=identity), output.upper() if upper else output)
        for n, (identity, output, upper) in enumerate(drawn)
    ]
    doubled = [document.rendered.path for document, _ in duplicate_outputs(documents, {"z": "theme"})]
    kept = [d.output.casefold() for d in documents if d.rendered.path not in doubled]
    assert sorted(kept) == sorted({output for _, output, _ in drawn} - {"z"})
    assert doubled == [d.rendered.path for d, _ in duplicate_outputs(documents[::-1], {"z": "theme"})]
    told_of = {finding.path for finding in duplicate_ids(documents)}
    assert sorted(d.rendered.id for d in documents if d.rendered.path not in told_of) == sorted(
        {i for i, _, _ in drawn}
    )
