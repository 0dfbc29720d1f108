"""The small YAML of front matter: strings with places, and everything else refused."""

from __future__ import annotations

from itertools import pairwise

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from plugins.base.findings import Position
from plugins.framework.frontmatter import yaml_tree
from plugins.framework.frontmatter.yaml_tree import Mapping, Node, Scalar, Sequence, parse
from tests.framework.samples import FRONT_MATTER_LINES, told

PARSERS = pytest.mark.parametrize("fast", [True, False], ids=["libyaml", "python"])


@pytest.fixture
def parser(fast: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Choose between libyaml, where it is there, and PyYAML's own parser."""
    if not fast:
        monkeypatch.setattr(yaml_tree, "FAST_LOADER", None)


@PARSERS
@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("lang: no\n", {"lang": "no"}, id="no is not false"),
        pytest.param("title: 2026\n", {"title": "2026"}, id="a number is a string"),
        pytest.param("template: 7\nsettings: x\n", {"template": "7", "settings": "x"}, id="any key"),
        pytest.param("date: 2026-13-01\n", {"date": "2026-13-01"}, id="a date is a string"),
        pytest.param("a: ~\nb: null\nc: 0x10\n", {"a": "~", "b": "null", "c": "0x10"}, id="no other types"),
        pytest.param("a:\nb: ''\nc: x\n", {"a": None, "b": "", "c": "x"}, id="nothing, empty, something"),
        pytest.param("a: [x, 'y z', 1]\n", {"a": ["x", "y z", "1"]}, id="list on a line"),
        pytest.param("a:\n- x\n-\n- y\n", {"a": ["x", None, "y"]}, id="list below"),
        pytest.param("a: {numerique: 1, rse: }\n", {"a": {"numerique": "1", "rse": None}}, id="mapping on a line"),
        pytest.param("a:\n  b:\n    c: d\n", {"a": {"b": {"c": "d"}}}, id="mappings below"),
        pytest.param("a: >\n  x\n  y\n", {"a": "x y\n"}, id="folded"),
        pytest.param('a: "\\u00e9 \\x41"\n', {"a": "é A"}, id="escapes"),
        pytest.param("<<: x\n", {"<<": "x"}, id="a merge key is a key"),
        pytest.param("# only a comment\n", {}, id="comment"),
        pytest.param("", {}, id="nothing"),
        pytest.param("---\na: b\n", {"a": "b"}, id="a fence of its own"),
        pytest.param('a: "t\\""\nb: \'<&]]>\'\n', {"a": 't"', "b": "<&]]>"}, id="signs that markup uses"),
    ],
)
def test_plain(text: str, expected: dict[str, object]) -> None:
    """Every scalar stays the string that was typed, with both parsers."""
    tree, findings = parse(text, "x.md")
    assert findings == []
    assert tree is not None
    assert tree.plain() == expected


@PARSERS
@pytest.mark.usefixtures("parser")
def test_positions() -> None:
    """Keys, values, lists and mappings know their line and column in the file, in characters."""
    tree, _ = parse("é: '😀'\nb: [x,  y]\nc:\n  - z: t\n", "x.md", 2)
    assert tree == Mapping(
        (
            (Scalar("é", Position(2, 1)), Scalar("😀", Position(2, 4), bare=False)),
            (
                Scalar("b", Position(3, 1)),
                Sequence((Scalar("x", Position(3, 5)), Scalar("y", Position(3, 9))), Position(3, 4)),
            ),
            (
                Scalar("c", Position(4, 1)),
                Sequence(
                    (Mapping(((Scalar("z", Position(5, 5)), Scalar("t", Position(5, 8))),), Position(5, 5)),),
                    Position(5, 3),
                ),
            ),
        ),
        Position(2, 1),
    )


@PARSERS
@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "title: x\n\tdate: y\n",
            "x.md:3:1: a tab stands where YAML wants spaces; indent with spaces",
            id="tab as indentation",
        ),
        pytest.param(
            "title:\tx\n",
            "x.md:2:7: a tab stands where YAML wants spaces; indent with spaces",
            id="tab after a colon",
        ),
        pytest.param(
            "a: x\ty\n", "x.md:2:5: a tab stands where YAML wants spaces; indent with spaces", id="tab in a value"
        ),
        pytest.param(
            "a: &x y\n",
            "x.md:2:4: YAML anchors and aliases ('&', '*') are not used here; write the value out, or put it in "
            "quotes if it begins with that character",
            id="anchor",
        ),
        pytest.param(
            "a: 1\nb: [x, *lol]\n",
            "x.md:3:8: YAML anchors and aliases ('&', '*') are not used here; write the value out, or put it in "
            "quotes if it begins with that character",
            id="alias",
        ),
        pytest.param(
            "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in pairwise("abcdefghi")),
            "x.md:2:4: YAML anchors and aliases ('&', '*') are not used here; write the value out, or put it in "
            "quotes if it begins with that character",
            id="alias bomb",
        ),
        pytest.param(
            "a: !!python/object/apply:os.system [x]\n",
            "x.md:2:4: YAML tags ('!') are not used here; write the plain value, or put it in quotes if it begins "
            "with that character",
            id="tag of Python",
        ),
        pytest.param(
            "a: !x y\n",
            "x.md:2:4: YAML tags ('!') are not used here; write the plain value, or put it in quotes if it begins "
            "with that character",
            id="tag",
        ),
        pytest.param("a: " + "[" * 40 + "]" * 40, "x.md:2:20: this is nested too deep", id="forty lists"),
        pytest.param("? [a]\n: b\n", "x.md:2:3: a key is a word", id="a list as a key"),
        pytest.param("a: b\n--- \nc: d\n", "x.md:3:1: front matter is one YAML document", id="two documents"),
        pytest.param(
            "- a\n- b\n", "x.md:2:1: front matter is made of lines 'key: value'; add the keys", id="only a list"
        ),
        pytest.param("words\n", "x.md:2:1: front matter is made of lines 'key: value'; add the keys", id="only words"),
        pytest.param(
            "a: b: c\n",
            "x.md:2:5: a colon stands where none may; put the value in quotes if it holds ': '",
            id="colon in a value",
        ),
        pytest.param(
            "a: b\nwords\nc: d\n",
            "x.md:3:1: this line is not 'key: value'; add the colon and a space after the key",
            id="a line without colon",
        ),
        pytest.param("a: 'b\n", "x.md:2:4: a quote is opened and not closed; close it", id="open quote"),
        pytest.param(
            "a: b\nc: [d,\n  e\nf: g\n",
            "x.md:3:4: a list '[' is not closed; put commas between its values and close it with ']'",
            id="open list",
        ),
        pytest.param(
            "a: {b: c\nd: e\n",
            "x.md:2:4: a mapping '{' is not closed; put commas between its keys and close it with '}'",
            id="open mapping",
        ),
        pytest.param(
            'a: "C:\\qux"\n',
            "x.md:2:8: in double quotes a backslash has a meaning, and this one has none; write two backslashes, or "
            "use single quotes",
            id="backslash in double quotes",
        ),
        pytest.param(
            'a: b\n"c" d\n',
            "x.md:3:1: this line is not 'key: value'; add the colon and a space after the key",
            id="quoted words without colon",
        ),
        pytest.param(
            "a: 'b' c\n",
            "x.md:2:8: a quote ends the value before its line does; double the quote inside it, or put the other "
            "kind of quotes around it",
            id="words after a quote",
        ),
        pytest.param(
            "a: @b\n",
            "x.md:2:4: this is not YAML: found character '@' that cannot start any token while scanning for the next "
            "token; put the value in quotes",
            id="special character",
        ),
        pytest.param("a: x\x07y\n", "x.md:2:5: there is a control character here; delete it", id="control character"),
        pytest.param("a: x\u2028y\n", "x.md:2:5: there is a control character here; delete it", id="line separator"),
        pytest.param("a: x\x85y\n", "x.md:2:5: there is a control character here; delete it", id="next line"),
        pytest.param('a: "x\\0"\n', "x.md:2:4: this value holds a control character; delete it", id="NUL by escape"),
        pytest.param('a: "\\ud800"\n', "x.md:2:4: this value holds a control character; delete it", id="half a pair"),
        pytest.param(
            'a: "x\\UFFFFFFFF"\n', "x.md:2:6: there is no such character as '\\UFFFFFFFF'; delete it", id="huge escape"
        ),
        pytest.param(
            'a: "x\\U00110000"\n', "x.md:2:6: there is no such character as '\\U00110000'; delete it", id="next to last"
        ),
    ],
)
def test_refused(text: str, expected: str) -> None:
    """What front matter may not be is told in one finding that ends the reading, with both parsers."""
    tree, findings = parse(text, "x.md", 2)
    assert told(findings) == [expected]
    assert findings[0].fatal
    assert tree is None


def test_endless_number() -> None:
    """A version of YAML with more digits than Python converts is a finding, not a traceback."""
    tree, findings = parse(f"%YAML {'9' * 5000}.1\n---\na: b\n", "x.md", 2)
    assert tree is None
    assert [(f.position, f.problem.template, f.fatal) for f in findings] == [
        (Position(2, 1), "this is not YAML: {reason}", True)
    ]


@PARSERS
@pytest.mark.usefixtures("parser")
def test_doubled_keys() -> None:
    """The first of a doubled key counts, each other is a finding that stops nothing."""
    tree, findings = parse("a: 1\nb: {c: 1, c: 2}\na: 2\na: 3\n", "x.md", 2)
    assert tree is not None
    assert tree.plain() == {"a": "1", "b": {"c": "1"}}
    assert told(findings) == [
        "x.md:3:11: 'c' stands twice (first on line 3); keep one of them",
        "x.md:4:1: 'a' stands twice (first on line 2); keep one of them",
        "x.md:5:1: 'a' stands twice (first on line 2); keep one of them",
    ]


def test_byte_order_mark_inside() -> None:
    """A stray byte order mark at the beginning does not move the places behind it."""
    tree, _ = parse("\ufeffa: b\nc: d\n", "x.md", 2)
    assert tree is not None
    assert [key.position for key, _ in tree.entries] == [Position(2, 2), Position(3, 1)]


def test_mapping_access() -> None:
    """A mapping gives values and keys by name, and itself without some."""
    tree = parse("a: 1\nb: 2\nc: 3\n", "x.md")[0]
    assert tree is not None
    assert tree.get("b") == Scalar("2", Position(2, 4))
    assert tree.key("b") == Scalar("b", Position(2, 1))
    assert (tree.get("d"), tree.key("d")) == (None, None)
    assert tree.without("a", "c", "d") == Mapping(tree.entries[1:2], tree.position)


KEYS = st.text(alphabet="abcdeéñ😀-_", min_size=1, max_size=8).filter(lambda key: key.strip("-") == key)
WORDS = st.sampled_from(["x", "no", "2026", "'q: #'", '"é\\u00e9"', "a b", "é 😀 fin", "2026-03-02T08:30:00+01:00"])


@st.composite
def front_matter(draw: st.DrawFn) -> tuple[str, dict[str, Position]]:
    """Draw header-shaped front matter, with the place of each of its keys."""
    lines: list[str] = []
    places: dict[str, Position] = {}
    for key in draw(st.lists(KEYS, max_size=6, unique=True)):
        lines += draw(st.lists(st.sampled_from(["", "# comment: x", "   "]), max_size=2))
        places[key] = Position(len(lines) + 2, 1)
        shape = draw(st.integers(0, 4))
        if shape == 0:
            lines.append(f"{key}: {draw(WORDS)}")
        elif shape == 1:
            lines.append(f"{key}: [{', '.join(draw(st.lists(WORDS, max_size=3)))}]")
        elif shape == 2:
            lines += [f"{key}:", *(f"- {word}" for word in draw(st.lists(WORDS, min_size=1, max_size=3)))]
        else:
            indent = " " * draw(st.integers(1, 4))
            lines.append(f"{key}:")
            for inner in draw(st.lists(KEYS, min_size=1, max_size=3, unique=True)):
                places[f"{key}.{inner}"] = Position(len(lines) + 2, len(indent) + 1)
                lines.append(f"{indent}{inner}: {draw(WORDS)}")
    return "".join(f"{line}\n" for line in lines), places


def key_places(node: Node | None, prefix: str = "") -> dict[str, Position]:
    """Return the places of all keys of a tree of mappings."""
    found = {}
    for key, value in node.entries if isinstance(node, Mapping) else ():
        found |= {prefix + key.value: key.position, **key_places(value, f"{prefix}{key.value}.")}
    return found


@given(front_matter())
def test_positions_point_at_the_keys(drawn: tuple[str, dict[str, Position]]) -> None:
    """In any well-formed front matter each key's place is that of its first character."""
    text, places = drawn
    tree, findings = parse(text, "x.md", 2)
    assert findings == []
    assert key_places(tree) == places


@given(st.lists(FRONT_MATTER_LINES, max_size=8).map("\n".join))
def test_both_parsers_agree(text: str) -> None:
    """With libyaml or without, the same text gives the same tree, places and findings."""
    fast = parse(text, "x.md", 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_tree, "FAST_LOADER", None)
        assert parse(text, "x.md", 2) == fast


@given(st.one_of(st.text(), st.lists(FRONT_MATTER_LINES, max_size=8).map("\n".join)))
def test_any_text(text: str) -> None:
    """Any text gives a tree or a fatal finding, and every place is inside it."""
    tree, findings = parse(text, "x.md")
    lines = text.split("\n")
    assert (tree is None) == any(finding.fatal for finding in findings)
    for place in (*(finding.position for finding in findings), *key_places(tree).values()):
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1


def test_libyaml_is_used() -> None:
    """The fast parser is there: the tests of both would else be the same twice."""
    assert yaml_tree.FAST_LOADER is yaml.CSafeLoader
