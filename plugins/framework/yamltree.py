"""YAML as a tree of strings with positions. Contains no Pelican and no I/O.

Front matter is a small, safe part of YAML 1.1: mappings, lists and scalars, and every scalar stays the string
that was typed (``lang: no`` is "no", ``title: 2026`` is "2026"). Anchors, aliases, tags, several documents and
repeated keys are refused with a finding. The source is PyYAML's event stream, which carries the positions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from plugins.framework.findings import Finding, Position, quoted
from plugins.framework.source import position_of
from plugins.i18n.messages import Message, N_, message

FAST_LOADER = getattr(yaml, "CSafeLoader", None)
"""libyaml's parser where PyYAML was built with it: the same events, ten times faster."""

DEEPEST = 16
"""How many levels of nesting front matter may have."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string; ``bare`` when it was typed without quotes."""

    value: str
    position: Position
    bare: bool = True

    def plain(self) -> str | None:
        """Return the string, or None where nothing was typed."""
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
        """Return the key itself, for its position."""
        return next((name for name, _ in self.entries if name.value == key), None)

    def without(self, *keys: str) -> Mapping:
        """Return the mapping less some keys."""
        return Mapping(tuple(entry for entry in self.entries if entry[0].value not in keys), self.position)


Node = Scalar | Sequence | Mapping

PARSER_WORDS = {
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
    "flow sequence": (N_("a list '[' is not closed"), N_("close it with ']'")),
    "flow mapping": (N_("a mapping '{{' is not closed"), N_("close it with '}}'")),
    "block mapping": (
        N_("this line does not fit the indentation of the ones above"),
        N_("align it with the other keys; quote a value that begins with a special character"),
    ),
    "special characters are not allowed": (
        N_("there is a control character here"),
        N_("delete it"),
    ),
}


class _Refused(Exception):
    """One finding ends the parsing."""

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

    def refuse(self, offset: int, problem: Message, mend: Message | None = None) -> _Refused:
        return _Refused(Finding(self.path, self.place(offset), problem, mend, fatal=True))

    def document(self, events: Iterator[yaml.Event]) -> Mapping:
        roots: list[Node] = []
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and roots:
                raise self.refuse(
                    event.start_mark.index, message(N_("front matter is one YAML document")), None
                )
            if isinstance(event, yaml.NodeEvent):
                roots.append(self.node(event, events, 0))
        root = roots[0] if roots else Mapping((), self.place(0))
        if isinstance(root, Scalar) and root.plain() is None:
            root = Mapping((), root.position)
        if not isinstance(root, Mapping):
            raise self.refuse(
                0, message(N_("front matter is made of lines 'key: value'")), message(N_("add the keys"))
            )
        return root

    def node(self, event: yaml.NodeEvent, events: Iterator[yaml.Event], depth: int) -> Node:
        offset = event.start_mark.index
        if isinstance(event, yaml.AliasEvent) or event.anchor:
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
            raise self.refuse(offset, message(N_("this is nested too deep")), None)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, self.place(offset), event.style is None)
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
                raise self.refuse(following.start_mark.index, message(N_("a key is a word")), None)
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
            entries[key.value] = (key, value)
        return Mapping(tuple(entries.values()), self.place(offset))


def parse(text: str, path: str, first_line: int = 1) -> tuple[Mapping | None, list[Finding]]:
    """Return the mapping a YAML text holds (None when it cannot be read), and the findings.

    Args:
        text: YAML with ``\\n`` line ends; its length has been capped by the caller.
        path: The file, for the findings.
        first_line: The 1-based line of the file at which ``text`` starts.
    """
    if FAST_LOADER is not None:
        builder = _Builder(text, path, first_line)
        try:
            return builder.document(yaml.parse(text, FAST_LOADER)), builder.findings
        except (_Refused, yaml.YAMLError):
            pass  # told by the parser in Python, whose words and places are the documented ones
    builder = _Builder(text, path, first_line)
    try:
        return builder.document(yaml.parse(text, yaml.SafeLoader)), builder.findings
    except _Refused as refused:
        return None, [*builder.findings, refused.finding]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = builder.place(mark.index if mark else 0)
        return None, [*builder.findings, _explain(path, where, f"{error.problem} {error.context}")]
    except yaml.reader.ReaderError as error:
        where = builder.place(error.position)
        return None, [*builder.findings, _explain(path, where, error.reason)]


def _explain(path: str, where: Position, words: str) -> Finding:
    for needle, (problem, mend) in PARSER_WORDS.items():
        if needle in words:
            return Finding(path, where, message(problem), message(mend), fatal=True)
    problem_words = message(N_("this is not YAML: {reason}"), reason=words.removesuffix(" None"))
    return Finding(path, where, problem_words, message(N_("put the value in quotes")), fatal=True)
