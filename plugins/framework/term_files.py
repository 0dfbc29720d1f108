"""Reads the Markdown files of terms and introductions, and resolves the relations between terms.

Relations are resolved once all terms are known. Mistakes are findings, and the valid rest is used.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from plugins.base.files import read_regular, reason_of
from plugins.base.findings import Finding, Position, listed, quoted, suggestion
from plugins.base.slugs import is_slug
from plugins.framework.frontmatter.axes import unknown_term
from plugins.framework.frontmatter.models import IntroductionFrontMatter, TermFrontMatter
from plugins.framework.frontmatter.source import LARGEST_TEXT, split
from plugins.framework.frontmatter.validate import Model, locate, validate
from plugins.framework.frontmatter.yaml_tree import Mapping as Tree
from plugins.framework.frontmatter.yaml_tree import parse
from plugins.framework.model import Axis, Relation, Term
from plugins.framework.relation_cycles import Place, cycles
from plugins.i18n.messages import N_, Labels, Message, message

FILE = "framework.yaml"
Convert = Callable[[str, str, int], tuple[str, list[Finding]]]
"""Renders the Markdown of an introduction: (text, path, first line) → (HTML, findings)."""


@dataclass
class Loading:
    """The state of loading the framework's folder.

    Attributes:
        content: The content folder.
        folder: The framework's folder below it.
        convert: Renders Markdown.
        findings: The mistakes so far.
        trees: The front matter of each file that was read, by path, for positions.
    """

    content: Path
    folder: str
    convert: Convert
    findings: list[Finding] = field(default_factory=list)
    trees: dict[str, Tree] = field(default_factory=dict)

    def find(
        self,
        path: str,
        where: Position,
        problem: Message,
        mend: Message | None = None,
        *,
        fatal: bool = False,
    ) -> None:
        """Add a finding."""
        self.findings.append(Finding(path, where, problem, mend, fatal=fatal))

    def place(self, path: str, *location: int | str, at_key: bool = False) -> Position:
        """Return the position of a value, or of its key, in the front matter of a file."""
        return locate(self.trees[path], location, at_key=at_key) if path in self.trees else Position()

    def data(self, file: Path, path: str) -> bytes | None:
        """Return a file's bytes, or None with a finding."""
        try:
            return read_regular(file, LARGEST_TEXT)
        except OSError as error:
            problem = message(N_("this file cannot be read ({reason})"), reason=reason_of(error))
            self.find(path, Position(), problem, fatal=True)
            return None

    def read(self, file: Path, path: str, model: type[Model]) -> tuple[Model | None, str]:
        """Return a file's front matter (None when it is unusable), and its body as HTML."""
        data = self.data(file, path)
        if data is None:
            return None, ""
        source, found = split(data, path)
        self.findings += found
        if source.front_matter is None:
            return None, ""
        tree, found = parse(source.front_matter, path, 2)
        self.findings += found
        if tree is None:
            return None, ""
        self.trees[path] = tree
        said, found = validate(tree, model, path)
        self.findings += found
        html, found = self.convert(source.body, path, source.body_line)
        self.findings += found
        return said, html


def read_introduction(loading: Loading, name: str) -> tuple[Labels, str]:
    """Return the summaries and the HTML of ``name.md``; empty ones when there is no such file."""
    path = f"{loading.folder}/{name}.md"
    file = loading.content / path
    if not is_there(file):
        return Labels({}), ""
    said, html = loading.read(file, path, IntroductionFrontMatter)
    return Labels(said.summary or {} if said else {}), html


def read_terms(loading: Loading, axis: str) -> dict[str, Term]:
    """Return the terms of an axis by key, in order; their relations are not resolved yet."""
    files = sorted((loading.content / loading.folder / axis).glob("*.md"))
    terms = [term for file in files if is_there(file) and (term := _read_term(loading, file, axis)) is not None]
    return {term.key: term for term in sorted(terms, key=lambda term: (term.rank, term.key))}


def is_there(file: Path) -> bool:
    """Return whether something is at a path that has to be read: no folder, and no hidden file such as an editor's."""
    return not file.name.startswith(".") and not file.is_dir() and os.path.lexists(file)


def is_text(file: Path) -> bool:
    """Return whether a path is a regular file, and no hidden one such as an editor's."""
    return not file.name.startswith(".") and file.is_file()


def _read_term(loading: Loading, file: Path, axis: str) -> Term | None:
    path = f"{loading.folder}/{axis}/{file.name}"
    if not is_slug(file.stem):
        loading.find(
            path,
            Position(),
            message(N_("the file's name '{file}' cannot stand in an address"), file=quoted(file.name)),
            message(N_("rename it with at most 80 lower-case letters without accents, digits and hyphens")),
            fatal=True,
        )
        return None
    said, html = loading.read(file, path, TermFrontMatter)
    if said is None:
        return None
    if said.key is not None and said.key != file.stem:
        loading.find(
            path,
            loading.place(path, "key"),
            message(N_("the key is '{key}' and the file is '{file}'"), key=said.key, file=file.name),
            message(N_("rename the file '{file}', or correct the key"), file=f"{said.key}.md"),
        )
    return Term(
        key=file.stem,
        names=Labels(said.labels),
        summaries=Labels(said.summary or {}),
        rank=said.rank,
        light=said.colour.light if said.colour else "",
        dark=said.colour.dark if said.colour else "",
        shape=said.shape or "",
        relations={kind: tuple(_place(target, axis) for target in targets) for kind, targets in said.relations.items()},
        html=html,
        path=path,
    )


def _place(target: str, axis: str) -> Place:
    """Return the axis and the key of a relation's target: ``term`` of the same axis, or ``axis/term``."""
    first, slash, rest = target.partition("/")
    return (first, rest) if slash else (axis, target)


def resolve_relations(loading: Loading, axes: Mapping[str, Axis], relations: Mapping[str, Relation]) -> dict[str, Axis]:
    """Return the axes with the relations whose kind and target exist."""
    resolved = {}
    for axis in axes.values():
        terms = {}
        for term in axis.terms.values():
            kept = {
                kind: tuple(_known_targets(loading, axes, term, kind))
                for kind in term.relations
                if _is_known(loading, relations, term, kind)
            }
            terms[term.key] = replace(term, relations=kept)
        resolved[axis.key] = replace(axis, terms=terms)
    for path, kind, circle in cycles(resolved):
        loading.find(
            path,
            loading.place(path, "relations", kind, at_key=True),
            message(N_("the relation '{relation}' goes in a circle: {circle}"), relation=kind, circle=circle),
            message(N_("take one of them out")),
        )
    return resolved


def _is_known(loading: Loading, relations: Mapping[str, Relation], term: Term, kind: str) -> bool:
    if kind in relations:
        return True
    loading.find(
        term.path,
        loading.place(term.path, "relations", kind, at_key=True),
        message(
            N_("unknown relation '{relation}' ({file} has: {relations})"),
            relation=quoted(kind),
            file=f"{loading.folder}/{FILE}",
            relations=listed(relations),
        ),
        suggestion(kind, relations),
    )
    return False


def _known_targets(loading: Loading, axes: Mapping[str, Axis], term: Term, kind: str) -> Iterator[Place]:
    seen: set[Place] = set()
    for index, (axis, key) in enumerate(term.relations[kind]):
        where = loading.place(term.path, "relations", kind, index)
        if axis not in axes:
            loading.find(
                term.path,
                where,
                message(N_("unknown axis '{axis}' (there are: {axes})"), axis=quoted(axis), axes=listed(axes)),
                suggestion(axis, axes),
            )
        elif key not in axes[axis].terms:
            loading.find(term.path, where, *unknown_term(axes[axis], key))
        elif (axis, key) in seen:
            loading.find(
                term.path,
                where,
                message(N_("'{term}' stands twice in '{key}'"), term=key, key=kind),
                message(N_("keep one of them")),
            )
        else:
            seen.add((axis, key))
            yield axis, key
