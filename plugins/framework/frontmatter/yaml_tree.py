"""The YAML of front matter as a tree of strings with positions.

Front matter is a small, safe part of YAML 1.1: mappings, lists and scalars, and every scalar stays the string
that was typed (``lang: no`` is "no", ``title: 2026`` is "2026"). Anchors, aliases, tags, several documents,
repeated keys and control characters are refused with a finding. The source is PyYAML's event stream, which
carries the positions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from plugins.base.findings import Finding, Position, quoted
from plugins.framework.frontmatter.source import position_of
from plugins.i18n.messages import N_, Message, message

FAST_LOADER = getattr(yaml, "CSafeLoader", None)
"""libyaml's parser where PyYAML was built with it: the same events, ten times faster."""

PARSERS_DIFFER = re.compile("[\t\ufeff]")
"""Characters on which libyaml and PyYAML's own parser differ; the latter decides, since every machine has it."""

DEEPEST = 16
"""The most levels of nesting."""

LINE_BREAKS = re.compile("[\x85\u2028\u2029]")
"""Line breaks of YAML 1.1 (section 4.1.4) that no editor takes for one."""

CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
"""The characters forbidden in a scalar; an escape such as ``"\\0"`` could produce them."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string; ``bare`` when it was typed without quotes."""

    value: str
    position: Position
    bare: bool = True

    def plain(self) -> str | None:
        """Return the string, or None for an empty bare scalar."""
        return None if self.bare and self.value == "" else self.value


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    position: Position

    def plain(self) -> list[object]:
        """Return the list of plain values."""
        return [item.plain() for item in self.items]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values, in the order of the file, each key once."""

    entries: tuple[tuple[Scalar, Node], ...]
    position: Position

    def plain(self) -> dict[str, object]:
        """Return the dictionary of plain values."""
        return {key.value: node.plain() for key, node in self.entries}

    def get(self, key: str) -> Node | None:
        """Return the value of ``key``, or None."""
        return next((node for name, node in self.entries if name.value == key), None)

    def key(self, key: str) -> Scalar | None:
        """Return the scalar of a key, for its position, or None."""
        return next((name for name, _ in self.entries if name.value == key), None)

    def without(self, *keys: str) -> Mapping:
        """Return the mapping without some keys."""
        gone = frozenset(keys)
        return Mapping(tuple(entry for entry in self.entries if entry[0].value not in gone), self.position)


Node = Scalar | Sequence | Mapping

LOST_TEXT = re.compile(r"[ \t]*(#[^\s#][^\n]*)")
"""A comment without a space after its ``#``, behind an unquoted value: probably meant as text."""

PARSER_WORDS = {
    "but found '<scalar>'": (
        N_("a quote ends the value before its line does"),
        N_("double the quote inside it, or put the other kind of quotes around it"),
    ),
    "\\t": (
        N_("a tab stands where YAML wants spaces"),
        N_("indent with spaces"),
    ),
    "mapping values are not allowed here": (
        N_("a colon stands where none may"),
        N_("put the value in quotes if it holds ': '"),
    ),
    "could not find expected ':'": (
        N_("this line is not 'key: value'"),
        N_("add the colon and a space after the key"),
    ),
    "while scanning a quoted scalar": (N_("a quote is opened and not closed"), N_("close it")),
    "while scanning a double-quoted scalar": (
        N_("in double quotes a backslash has a meaning, and this one has none"),
        N_("write two backslashes, or use single quotes"),
    ),
    "flow sequence": (
        N_("a list '[' is not closed"),
        N_("put commas between its values and close it with ']'"),
    ),
    "flow mapping": (
        N_("a mapping '{{' is not closed"),
        N_("put commas between its keys and close it with '}}'"),
    ),
    "block mapping": (
        N_("this line does not fit the indentation of the ones above"),
        N_("align it with the other keys; quote a value that begins with a special character"),
    ),
    "special characters are not allowed": (
        N_("there is a control character here"),
        N_("delete it"),
    ),
}


REPORTED_AT_START = ("a simple key", "a quoted scalar", "flow sequence", "flow mapping")
"""The constructs whose errors PyYAML reports at their end, and findings at their beginning."""

DELETE = message(N_("delete it"))
LAST_CHARACTER = 0x10FFFF
HUGE_ESCAPE = re.compile(r"\\U([0-9a-fA-F]{8})")


class _Refused(Exception):  # noqa: N818 - never leaves this module
    """Ends the parsing with a finding."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.text())


class _Builder:
    """Builds the tree of one document from PyYAML's events."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.text, self.path, self.first_line = text, path, first_line
        self.findings: list[Finding] = []

    def place(self, offset: int) -> Position:
        return position_of(self.text, offset, self.first_line)

    def parse(self, loader: type[yaml.SafeLoader]) -> Mapping:
        if match := LINE_BREAKS.search(self.text):
            raise self.refuse(match.start(), message(N_("there is a control character here")), DELETE)
        return self.document(yaml.parse(self.text, loader))

    def refuse(self, offset: int, problem: Message, mend: Message | None = None) -> _Refused:
        return _Refused(Finding(self.path, self.place(offset), problem, mend, fatal=True))

    def document(self, events: Iterator[yaml.Event]) -> Mapping:
        roots: list[Node] = []
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and roots:
                raise self.refuse(_offset(event), message(N_("front matter is one YAML document")))
            if isinstance(event, yaml.NodeEvent):
                roots.append(self.node(event, events, 0))
        root = roots[0] if roots else Mapping((), self.place(0))
        if isinstance(root, Scalar) and root.plain() is None:
            root = Mapping((), root.position)
        if not isinstance(root, Mapping):
            raise self.refuse(0, message(N_("front matter is made of lines 'key: value'")), message(N_("add the keys")))
        return root

    def find_lost_text(self, event: yaml.ScalarEvent) -> None:
        """Add a finding for a comment that was meant as text: ``Le #1 des outils`` is "Le" in YAML."""
        end = event.end_mark.index if event.end_mark else len(self.text)
        comment = LOST_TEXT.match(self.text, end)
        if comment and event.value:
            self.findings.append(
                Finding(
                    self.path,
                    self.place(comment.start(1)),
                    message(N_("from here on this line is a comment: '{words}'"), words=quoted(comment[1])),
                    message(N_("put the value in quotes; after a real comment's '#' leave a space")),
                )
            )

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        offset = _offset(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self.refuse(
                offset,
                message(N_("YAML anchors and aliases ('&', '*') are not used here")),
                message(N_("write the value out, or put it in quotes if it begins with that character")),
            )
        if getattr(event, "tag", None):
            raise self.refuse(
                offset,
                message(N_("YAML tags ('!') are not used here")),
                message(N_("write the plain value, or put it in quotes if it begins with that character")),
            )
        if depth > DEEPEST:
            raise self.refuse(offset, message(N_("this is nested too deep")))
        if isinstance(event, yaml.ScalarEvent):
            if CONTROL.search(event.value):
                raise self.refuse(offset, message(N_("this value holds a control character")), DELETE)
            if not event.style:
                self.find_lost_text(event)
            return Scalar(event.value, self.place(offset), not event.style)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(following := next(events), yaml.SequenceEndEvent):
                items.append(self.node(following, events, depth + 1))
            return Sequence(tuple(items), self.place(offset))
        return self.mapping(offset, events, depth)

    def mapping(self, offset: int, events: Iterator[yaml.Event], depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(following := next(events), yaml.MappingEndEvent):
            key = self.node(following, events, depth + 1)
            if not isinstance(key, Scalar):
                raise self.refuse(_offset(following), message(N_("a key is a word")))
            value = self.node(next(events), events, depth + 1)
            if key.value in entries:
                first = entries[key.value][0].position
                self.findings.append(
                    Finding(
                        self.path,
                        key.position,
                        message(
                            N_("'{key}' stands twice (first on line {line})"),
                            key=quoted(key.value),
                            line=first.line,
                        ),
                        message(N_("keep one of them")),
                    )
                )
                continue
            if isinstance(value, Scalar) and value.plain() is None:  # libyaml and PyYAML differ in its position
                value = Scalar("", key.position)
            entries[key.value] = (key, value)
        return Mapping(tuple(entries.values()), self.place(offset))


def _offset(event: yaml.Event) -> int:
    return int(event.start_mark.index) if event.start_mark is not None else 0


def parse(text: str, path: str, first_line: int = 1) -> tuple[Mapping | None, list[Finding]]:
    """Return the mapping of a YAML text (None when it is invalid), and the findings.

    Args:
        text: YAML with ``\\n`` line ends; its length has been capped by the caller.
        path: The file, for the findings.
        first_line: The 1-based line of the file at which ``text`` starts.
    """
    if FAST_LOADER is not None and not PARSERS_DIFFER.search(text):
        builder = _Builder(text, path, first_line)
        try:
            return builder.parse(FAST_LOADER), builder.findings
        except (_Refused, yaml.YAMLError):
            pass  # the Python parser runs next: findings are made of its messages and positions
    builder = _Builder(text, path, first_line)
    try:
        return builder.parse(yaml.SafeLoader), builder.findings
    except _Refused as refused:
        return None, [*builder.findings, refused.finding]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        if mark is None or (error.context or "").endswith(REPORTED_AT_START):
            mark = error.context_mark
        where = builder.place(mark.index if mark else 0)
        return None, [*builder.findings, _explain(path, where, f"{error.problem} {error.context}")]
    except yaml.reader.ReaderError as error:
        where = builder.place(error.position)
        return None, [*builder.findings, _explain(path, where, error.reason)]
    except (ValueError, OverflowError) as error:  # PyYAML lets the errors of chr() and int() through
        huge = next((match for match in HUGE_ESCAPE.finditer(text) if int(match[1], 16) > LAST_CHARACTER), None)
        if huge is None:
            return None, [*builder.findings, _explain(path, builder.place(0), str(error))]
        problem = message(N_("there is no such character as '{escape}'"), escape=huge[0])
        where = builder.place(huge.start())
        return None, [*builder.findings, Finding(path, where, problem, DELETE, fatal=True)]


def _explain(path: str, where: Position, words: str) -> Finding:
    for needle, (problem, mend) in PARSER_WORDS.items():
        if needle in words:
            return Finding(path, where, message(problem), message(mend), fatal=True)
    problem_words = message(N_("this is not YAML: {reason}"), reason=words.removesuffix(" None"))
    return Finding(path, where, problem_words, message(N_("put the value in quotes")), fatal=True)
