"""From a tree to a model: every mistake with its place and an author's words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from plugins.base.findings import Position
from plugins.framework.frontmatter.models import (
    ArticleFrontMatter,
    FrameworkFile,
    IntroductionFrontMatter,
    PageFrontMatter,
    TermFrontMatter,
)
from plugins.framework.frontmatter.validate import locate, validate
from plugins.framework.frontmatter.yaml_tree import Mapping, parse
from tests.framework.samples import FRONT_MATTER_LINES, told

KEYS = ", ".join(sorted(ArticleFrontMatter.model_fields))


def tree_of(text: str) -> Mapping:
    """Return the tree of front matter that starts on line 2."""
    tree, findings = parse(text, "x.md", 2)
    assert tree is not None
    assert findings == []
    return tree


def mistakes(text: str, model: type[BaseModel] = ArticleFrontMatter, others: tuple[str, ...] = ()) -> list[str]:
    """Return the findings about front matter, less the path."""
    return [words.removeprefix("x.md:") for words in told(validate(tree_of(text), model, "x.md", others)[1])]


HEAD = "title: T\ndate: 2026-03-02\n"


def test_right() -> None:
    """Right front matter becomes the model, with nothing to tell."""
    text = (
        "id: 2026-03-x\ntitle: no\ndate: 2026-03-02\nlang: no\ntags: [a, 2026]\nseries: {name: S, part: 2}\n"
        "image: {file: images/x.svg, alt: X, caption: }\nsummary:\ncomments: closed\nstatus: hidden\ndrivers: 7\n"
    )
    said, findings = validate(tree_of(text), ArticleFrontMatter, "x.md", ("drivers",))
    assert findings == []
    assert said is not None
    assert said.model_dump(mode="json", exclude_unset=True) == {
        "id": "2026-03-x",
        "title": "no",
        "date": "2026-03-02T00:00:00",
        "lang": "no",
        "tags": ["a", "2026"],
        "series": {"name": "S", "part": 2},
        "image": {"file": "images/x.svg", "alt": "X", "caption": None},
        "comments": "closed",
        "status": "hidden",
    }


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            "tittle: x", f"4:1: unknown key 'tittle' (known keys: {KEYS}); did you mean 'title'?", id="unknown key"
        ),
        pytest.param("template: 7", f"4:1: unknown key 'template' (known keys: {KEYS})", id="a key of Pelican's"),
        pytest.param("settings: x", f"4:1: unknown key 'settings' (known keys: {KEYS})", id="a name of Pelican's"),
        pytest.param("menu: 3", f"4:1: unknown key 'menu' (known keys: {KEYS})", id="a key of pages"),
        pytest.param(
            f"{'k' * 90}: x", f"4:1: unknown key '{'k' * 59}…' (known keys: {KEYS})", id="unknown key without end"
        ),
        pytest.param(
            "tags: x", "4:7: 'tags' must be a list such as [one, two]; mend or remove the value", id="no list"
        ),
        pytest.param("tags: [a, [b]]", "4:11: 'tags' must be a text; mend or remove the value", id="a list in a list"),
        pytest.param("tags:\n- a\n-", "6:2: 'tags' is empty; give it a value, or remove it", id="an empty item"),
        pytest.param(
            "tags: [a, '!!']",
            "4:11: no address can be made of '!!'; give it at least one letter or digit",
            id="a tag without letters",
        ),
        pytest.param(
            "summary: {a: b}", "4:10: 'summary' must be a text; mend or remove the value", id="a mapping as text"
        ),
        pytest.param("summary: ''", "4:10: 'summary' is empty; give it a value, or remove it", id="empty text"),
        pytest.param("summary: '  '", "4:10: 'summary' is empty; give it a value, or remove it", id="blank text"),
        pytest.param(
            "series: x", "4:9: 'series' must be lines 'key: value'; mend or remove the value", id="no mapping"
        ),
        pytest.param("series: {part: 1}", "4:1: 'name' is missing; add a line 'name: …'", id="a missing inner key"),
        pytest.param(
            "series:\n  name: A\n  part: 1\n  nmae: B",
            "7:3: unknown key 'nmae' (known keys: name, part); did you mean 'name'?",
            id="an unknown inner key",
        ),
        pytest.param(
            "series: {name: A, part: x}",
            "4:25: 'part' must be a whole number, not 'x'; mend or remove the value",
            id="no number",
        ),
        pytest.param(
            "series: {name: A, part: }", "4:19: 'part' is empty; give it a value, or remove it", id="an empty number"
        ),
        pytest.param(
            "series: {name: A, part: 0}",
            "4:25: 'part' is 0, and may not be less than 1; mend or remove the value",
            id="a number too small",
        ),
        pytest.param(
            "series: {name: A, part: 1000}",
            "4:25: 'part' is 1000, and may not be more than 999; mend or remove the value",
            id="a number too big",
        ),
        pytest.param(
            f"series: {{name: A, part: {'9' * 5000}}}",
            f"4:25: 'part' must be a whole number, not '{'9' * 59}…'; mend or remove the value",
            id="a number without end",
        ),
        pytest.param(
            "comments: maybe",
            "4:11: 'maybe' is not a value of 'comments'; write one of: open, closed",
            id="no choice",
        ),
        pytest.param(
            "status: [draft]",
            "4:9: '…' is not a value of 'status'; write one of: published, draft, hidden",
            id="a list as choice",
        ),
        pytest.param(
            "slug: ../x",
            "4:7: '../x' cannot stand in an address; use at most 80 lower-case letters without accents, digits and "
            "hyphens",
            id="a slug that leaves",
        ),
        pytest.param("lang: xx", "4:7: 'xx' is not a language; write a language tag such as fr or en", id="language"),
        pytest.param(
            "modified: 2026-13-01",
            "4:11: there is no such day or hour as '2026-13-01'; write it as 2026-03-02 or 2026-03-02T08:30:00+01:00",
            id="no day",
        ),
        pytest.param("modified: [x]", "4:11: 'modified' must be a date; mend or remove the value", id="a list as date"),
    ],
)
def test_a_wrong_key_is_left_out(line: str, expected: str) -> None:
    """A wrong optional key is told at its place, and the rest of the front matter is used."""
    said, findings = validate(tree_of(f"{HEAD}{line}\n"), ArticleFrontMatter, "x.md")
    assert told(findings) == [f"x.md:{expected}"]
    assert said is not None
    assert said.model_fields_set == {"title", "date"}
    assert not findings[0].fatal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "",
            ["2:1: 'title' is missing; add a line 'title: …'", "2:1: 'date' is missing; add a line 'date: …'"],
            id="nothing",
        ),
        pytest.param(
            "title:\ndate: 2026-03-02\n", ["2:1: 'title' is missing; add a line 'title: …'"], id="empty title"
        ),
        pytest.param(
            "title: ' '\ndate: 2026-03-02\n", ["2:8: 'title' is empty; give it a value, or remove it"], id="blank title"
        ),
        pytest.param(
            f"title: {'x' * 10_000}\ndate: 2026-03-02\n",
            ["2:8: 'title' has 10000 characters, and 300 are the most it may have; shorten it"],
            id="title of ten thousand characters",
        ),
        pytest.param(
            "date: 2026-13-01\ntitle: T\n",
            ["2:7: there is no such day or hour as '2026-13-01'; write it as 2026-03-02 or 2026-03-02T08:30:00+01:00"],
            id="no day",
        ),
        pytest.param(
            "lang: xx\ntitle: [T]\ndate: 2024-05\n",
            [
                "3:8: 'title' must be a text; mend or remove the value",
                "2:7: 'xx' is not a language; write a language tag such as fr or en",
                "4:7: '2024-05' is not a date; write it as 2026-03-02 or 2026-03-02T08:30:00+01:00",
            ],
            id="all at once",
        ),
    ],
)
def test_a_wrong_required_key_is_fatal(text: str, expected: list[str]) -> None:
    """Without a right title and date nothing can be made, and all mistakes are told together."""
    said, findings = validate(tree_of(text), ArticleFrontMatter, "x.md")
    assert said is None
    assert told(findings) == [f"x.md:{words}" for words in expected]
    assert all(finding.fatal for finding in findings)


def test_other_keys_are_known_and_not_looked_at() -> None:
    """The axes' keys are no mistakes, and are among the known keys."""
    assert mistakes(f"{HEAD}drivers: 7\ndriver: 7\n", others=("drivers",)) == [
        f"5:1: unknown key 'driver' (known keys: {KEYS.replace('date,', 'date, drivers,')}); did you mean 'drivers'?"
    ]


def test_longest_title() -> None:
    """Three hundred characters pass, counted after folding."""
    title = "'" + "é" * 150 + "  " + "😀" * 149 + "'"
    assert mistakes(f"title: {title}\ndate: 2026-03-02\n") == []


@pytest.mark.parametrize(
    ("model", "text", "expected"),
    [
        pytest.param(
            PageFrontMatter,
            "title: T\nmenu: 1.5\nsave_as: ../x\n",
            [
                "3:7: 'menu' must be a whole number, not '1.5'; mend or remove the value",
                "4:10: '../x' leaves the site's folder; give a path such as 'about/index.html', without '..' and "
                "without '/' at its start",
            ],
            id="page",
        ),
        pytest.param(
            TermFrontMatter,
            "labels: x\n",
            ["2:9: 'labels' must be lines 'key: value'; mend or remove the value"],
            id="term without languages",
        ),
        pytest.param(
            TermFrontMatter,
            "labels: {label: x}\ncolour: {light: red, dark: '#000000'}\n",
            [
                "2:9: 'label' is not a language; write a language tag such as fr or en",
                "3:17: 'red' is not a colour; write it as \"#3f4a9c\"",
            ],
            id="term",
        ),
        pytest.param(
            TermFrontMatter, "labels: {}\n", ["2:9: 'labels' is empty; give it a value, or remove it"], id="no label"
        ),
        pytest.param(
            IntroductionFrontMatter,
            "title: x\n",
            ["2:1: unknown key 'title' (known keys: summary)"],
            id="introduction",
        ),
        pytest.param(
            FrameworkFile,
            "path: m\nlabels: {en: {singular: A, plurals: B}}\naxes:\n- key: a\n  labels: {en: {singular: A}}\n"
            "  path: a\n  weighted: maybe\n",
            [
                "3:10: 'plural' is missing; add a line 'plural: …'",
                "3:28: unknown key 'plurals' (known keys: plural, singular); did you mean 'plural'?",
                "6:12: 'plural' is missing; add a line 'plural: …'",
                "8:13: 'weighted' must be true or false, not 'maybe'; mend or remove the value",
            ],
            id="framework",
        ),
    ],
)
def test_other_models(model: type[BaseModel], text: str, expected: list[str]) -> None:
    """Pages, terms, introductions and the framework's file are told of in the same way."""
    assert mistakes(text, model) == expected


def test_locate() -> None:
    """A place is that of the value, of the key when asked, or of the nearest thing around it."""
    tree = tree_of("a: [x, y]\nb:\n  c: z\nd:\n")
    assert locate(tree, ("a", 1)) == Position(2, 8)
    assert locate(tree, ("a", 7)) == Position(2, 1)
    assert locate(tree, ("b", "c")) == Position(4, 6)
    assert locate(tree, ("b", "c"), at_key=True) == Position(4, 3)
    assert locate(tree, ("b", "x"), at_key=True) == Position(3, 1)
    assert locate(tree, ("d",)) == Position(5, 1)
    assert locate(tree, ("x",)) == locate(tree, ()) == Position(2, 1)


@given(
    st.lists(FRONT_MATTER_LINES, max_size=10).map("\n".join),
    st.sampled_from([ArticleFrontMatter, PageFrontMatter, TermFrontMatter, IntroductionFrontMatter, FrameworkFile]),
)
def test_any_tree(text: str, model: type[BaseModel]) -> None:
    """Any tree gives a model or fatal findings, never a complaint in a library's own words."""
    tree, _ = parse(text, "x.md")
    if tree is None:
        return
    said, findings = validate(tree, model, "x.md")
    assert (said is None) == any(finding.fatal for finding in findings)
    assert not [finding for finding in findings if finding.problem.template == "'{key}' is not right: {reason}"]
