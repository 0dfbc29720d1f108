"""What only all files together can show: doubled ids, addresses and parts, translations, links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.base.findings import Finding, Position
from plugins.framework.cards import Card, HeadPicture
from plugins.framework.corpus.cross_file_checks import (
    LinkTargets,
    Target,
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
from plugins.framework.render.render_source import render
from plugins.i18n.messages import Message, message
from tests.framework.samples import ARTICLE, card, told


def article(name: str, lines: str = "", *, output: str = "") -> Card:
    """Return the card of an article with further lines of front matter, from line 4 on."""
    text = f"---\ntitle: T\ndate: 2026-03-02\n{lines}\n---\n"
    rendered = render(text.encode(), f"articles/{name}.md", ARTICLE)
    said = rendered.front_matter
    assert said is not None
    return card(
        rendered.path,
        id=rendered.id,
        slug=rendered.slug,
        output=output or f"2026/03/{name}/index.html",
        language=said.lang or "fr",
        translation_of=said.translation_of or "",
        series=(said.series.name, said.series.part) if said.series else None,
        image=HeadPicture(said.image.file, said.image.alt) if said.image else None,
        weights=rendered.axes,
        positions=rendered.positions,
    )


def test_doubled_ids() -> None:
    """Each id that another file has already is told in the later file, in the order of paths."""
    cards = [article("c", "id: x"), article("b", "id: x"), article("a", "id: x"), article("d", "id: y")]
    assert told(duplicate_ids(cards)) == [
        "articles/b.md:4:1: the id 'x' is taken by articles/a.md; give this one an id of its own",
        "articles/c.md:4:1: the id 'x' is taken by articles/a.md; give this one an id of its own",
    ]


def test_doubled_ids_that_were_derived() -> None:
    """A derived id counts, and is told at the beginning of the file."""
    cards = [article("a", "id: 2026-03-b"), article("b")]
    assert told(duplicate_ids(cards)) == [
        "articles/b.md:1:1: the id '2026-03-b' is taken by articles/a.md; give this one an id of its own"
    ]


def test_files_without_id_are_no_doubles() -> None:
    """Pages without an id are left out."""
    assert list(duplicate_ids([card("pages/a.md"), card("pages/b.md")])) == []


def test_doubled_outputs() -> None:
    """An address belongs to its first file, or to who had it before; letters' case makes no difference."""
    a, b, c, d = (
        article("a", output="2026/03/x/index.html"),
        article("b", "slug: x", output="2026/03/X/index.html"),
        article("c", output="tags/y/index.html"),
        article("d", output="404.html"),
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
    cards = [article("a", original), article("b", translation)]
    assert told(unknown_translations(cards)) == expected
    assert told(unknown_translations(iter(cards))) == expected


def test_doubled_parts() -> None:
    """A part of a series is one article in each language."""
    cards = [
        article("a", "series: {name: Trois pieds, part: 1}"),
        article("b", "series: {name: TROIS PIEDS, part: 1}"),
        article("c", "series: {name: Trois pieds, part: 1}\nlang: fr"),
        article("d", "series: {name: Trois pieds, part: 1}\nlang: en"),
        article("e", "series: {name: Trois pieds, part: 2}"),
        article("f", "series: {name: Autre, part: 1}"),
    ]
    assert told(duplicate_parts(cards)) == [
        "articles/b.md:4:1: part 1 of the series 'TROIS PIEDS' is articles/a.md already; number this one otherwise",
        "articles/c.md:4:1: part 1 of the series 'Trois pieds' is articles/a.md already; number this one otherwise",
    ]


def file_problem(path: str) -> tuple[Message, Message | None] | None:
    """Say that only one picture is there."""
    return None if path == "images/pot.svg" else (message("there is no file {file}", file=path), None)


AROUND = LinkTargets(
    {
        "articles/a.md": Target("2026/03/a/index.html", anchors=frozenset({"la"})),
        "articles/marmite.md": Target("2026/03/marmite/index.html"),
        "articles/draft.md": Target("drafts/draft/index.html", public=False, anchors=frozenset({"la"})),
        "articles/broken.md": Target(readable=False),
    },
    file_problem,
)
PUBLISHED = LinkTargets({}, file_problem, frozenset({"2026/03/a/index.html", "été/index.html", "index.html"}), "/blog")


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
        ("source", "articles/broken.md", "xyz", None),
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


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("/blog/2026/03/a/", True),
        ("/blog/2026/03/A", True),
        ("/blog/%C3%A9t%C3%A9/", True),
        ("/blog/", True),
        ("/blog/page/2/", True),
        ("/blog/2026/03/a/page/12/", True),
        ("/blog/feed.atom", True),
        ("/blog/2026/03/b/", False),
        ("/blog/mypage/2/", False),
    ],
)
def test_addresses_of_this_site(target: str, found: bool) -> None:
    """An address leads to a page that is written, or to a further page of a list; files are not looked at."""
    link = Link("site", target, "", Position(9, 2))
    problem = (
        f"x.md:9:2: nothing of this site is at {target}; link to the file of the text instead, by its relative path"
    )
    assert told(broken_links("x.md", [link], frozenset(), PUBLISHED)) == ([] if found else [problem])


def test_head_pictures() -> None:
    """The picture at the head must be there."""
    assert list(head_pictures(article("a", "image: {file: images/pot.svg, alt: Pot}"), AROUND)) == []
    assert told(head_pictures(article("a", "image: {file: images/pan.svg, alt: Pan}"), AROUND)) == [
        "articles/a.md:4:1: there is no file images/pan.svg"
    ]
    assert list(head_pictures(article("a"), AROUND)) == []


def test_one_footed() -> None:
    """An article on one term of the balance axis is worth knowing, and no mistake."""
    said = message("one foot")
    assert list(single_term_advice(article("a", "drivers: [rse]"), "drivers", said)) == [
        Finding(
            "articles/a.md",
            Position(4, 1),
            said,
            message("nothing needs mending if that is what it means to say"),
            advice=True,
        )
    ]
    assert list(single_term_advice(article("a", "drivers: [rse, numerique]"), "drivers", said)) == []
    assert list(single_term_advice(article("a"), "drivers", said)) == []


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
    cards = [
        card(f"{n:02}.md", id=identity, output=output.upper() if upper else output)
        for n, (identity, output, upper) in enumerate(drawn)
    ]
    doubled = [doubled.path for doubled, _ in duplicate_outputs(cards, {"z": "theme"})]
    kept = [one.output.casefold() for one in cards if one.path not in doubled]
    assert sorted(kept) == sorted({output for _, output, _ in drawn} - {"z"})
    assert doubled == [doubled.path for doubled, _ in duplicate_outputs(cards[::-1], {"z": "theme"})]
    told_of = {finding.path for finding in duplicate_ids(cards)}
    assert sorted(one.id for one in cards if one.path not in told_of) == sorted({i for i, _, _ in drawn})
