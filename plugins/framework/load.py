"""Reads ``content/framework/`` into a :class:`Framework`. Contains no Pelican; reads files.

``framework.yaml`` declares the axes; ``<axis>/<term>.md`` is a term; ``<axis>.md`` introduces an axis and
``framework.md`` the whole. Mistakes are findings, and what is right is still used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from plugins.framework.axes import unknown_term
from plugins.framework.findings import Finding, Position, listed, suggestion
from plugins.framework.frontmatter import AxisFile, FrameworkFile, FrontMatter, IntroductionFrontMatter, TermFrontMatter
from plugins.framework.frontmatter import ArticleFrontMatter, Forms
from plugins.framework.model import Axis, Framework, Relation, Term
from plugins.framework.relations import cycles
from plugins.framework.source import FRONT_MATTER_LIMIT, decode, split
from plugins.framework.validate import locate, validate
from plugins.framework.yamltree import Mapping, parse
from plugins.i18n.messages import Labels, N_, message

FILE = "framework.yaml"
Convert = Callable[[str, str, int], tuple[str, list[Finding]]]
"""Turns the Markdown of an introduction into HTML: (text, path, first line) → (HTML, findings)."""


@dataclass
class _Loading:
    """One reading of the folder: where it is, what turns Markdown into HTML, and the findings so far."""

    content: Path
    folder: str
    convert: Convert
    findings: list[Finding]

    def find(self, path: str, where: Position, problem: object, mend: object = None, *, fatal: bool = False) -> None:
        self.findings.append(Finding(path, where, problem, mend, fatal=fatal))  # type: ignore[arg-type]


def load_framework(content: Path, folder: str, convert: Convert) -> tuple[Framework, list[Finding]]:
    """Return the framework that ``content/folder`` describes, and the findings.

    Args:
        content: The content folder.
        folder: The framework's folder below it.
        convert: What renders the introductions.
    """
    loading = _Loading(content, folder, convert, [])
    declared, tree = _framework_file(loading)
    if declared is None or tree is None:
        return Framework(), loading.findings
    relations = {
        key: Relation(key, Labels(relation.labels), Labels(relation.inverse))
        for key, relation in declared.relations.items()
    }
    framework = Framework(
        path=declared.path,
        names=Labels({language: forms.singular for language, forms in declared.labels.items()}),
        relations=relations,
    )
    axes: dict[str, Axis] = {}
    for index, entry in enumerate(declared.axes):
        where = locate(tree, ("axes", index, "key"))
        if entry.key in axes:
            loading.find(
                f"{folder}/{FILE}", where, message(N_("two axes have the key '{key}'"), key=entry.key),
                message(N_("rename one of them")),
            )
        elif entry.key in ArticleFrontMatter.model_fields:
            loading.find(
                f"{folder}/{FILE}", where,
                message(N_("'{key}' is a front matter key already"), key=entry.key),
                message(N_("choose another key for this axis")),
            )
        else:
            axes[entry.key] = _axis(loading, entry, where)
    axes = _resolve_relations(loading, axes, framework)
    summaries, html = _introduction(loading, "framework")
    framework = replace(framework, axes=axes, summaries=summaries, html=html, balance=_balance(loading, declared, tree, axes))
    _find_strays(loading, axes)
    return framework, loading.findings


def _framework_file(loading: _Loading) -> tuple[FrameworkFile | None, Mapping | None]:
    path = f"{loading.folder}/{FILE}"
    file = loading.content / path
    if not file.is_file():
        loading.find(
            path, Position(), message(N_("the framework's file is missing")),
            message(N_("declare the axes in it; plugins/framework/README.md shows how")), fatal=True,
        )
        return None, None
    text, found = decode(file.read_bytes(), path)
    loading.findings += found
    if len(text) > FRONT_MATTER_LIMIT:
        loading.find(path, Position(), message(N_("this file is longer than 64 KiB")), fatal=True)
        return None, None
    tree, found = parse(text, path)
    loading.findings += found
    if tree is None:
        return None, None
    declared, found = validate(tree, FrameworkFile, path)
    loading.findings += found
    return declared, tree


def _forms(labels: dict[str, Forms]) -> tuple[Labels, Labels]:
    return (
        Labels({language: forms.singular for language, forms in labels.items()}),
        Labels({language: forms.plural for language, forms in labels.items()}),
    )


def _axis(loading: _Loading, entry: AxisFile, where: Position) -> Axis:
    singular, plural = _forms(entry.labels)
    summaries, html = _introduction(loading, entry.key)
    terms = [
        term
        for file in sorted((loading.content / loading.folder / entry.key).glob("*.md"))
        if (term := _term(loading, file, entry.key)) is not None
    ]
    if not terms:
        loading.find(
            f"{loading.folder}/{FILE}", where, message(N_("the axis '{key}' has no term"), key=entry.key),
            message(N_("add a file '{file}' for each"), file=f"{loading.folder}/{entry.key}/….md"),
        )
    terms.sort(key=lambda term: (term.rank, term.key))
    return Axis(
        key=entry.key, singular=singular, plural=plural, path=entry.path, weighted=entry.weighted,
        ordered=entry.ordered, required=entry.required, least=entry.min, most=entry.max,
        order=entry.order or ("firmest" if entry.weighted else "newest"),
        summaries=summaries, html=html, terms={term.key: term for term in terms},
    )


def _term(loading: _Loading, file: Path, axis: str) -> Term | None:
    path = f"{loading.folder}/{axis}/{file.name}"
    source, found = split(file.read_bytes(), path)
    loading.findings += found
    if source.front_matter is None:
        return None
    tree, found = parse(source.front_matter, path, 2)
    loading.findings += found
    said, found = validate(tree, TermFrontMatter, path) if tree is not None else (None, [])
    loading.findings += found
    if said is None or tree is None:
        return None
    if said.key is not None and said.key != file.stem:
        loading.find(
            path, locate(tree, ("key",)),
            message(N_("the key is '{key}' and the file is '{file}'"), key=said.key, file=file.name),
            message(N_("rename the file '{file}', or correct the key"), file=f"{said.key}.md"),
        )
    html, found = loading.convert(source.body, path, source.body_line)
    loading.findings += found
    return Term(
        key=file.stem, names=Labels(said.labels), summaries=Labels(said.summary or {}), rank=said.rank,
        light=said.colour.light if said.colour else "", dark=said.colour.dark if said.colour else "",
        shape=said.shape or "", html=html, path=path,
        relations={
            kind: tuple((axis, target) if "/" not in target else _pair(target) for target in targets)
            for kind, targets in said.relations.items()
        },
    )


def _pair(target: str) -> tuple[str, str]:
    axis, _, term = target.partition("/")
    return axis, term


def _introduction(loading: _Loading, name: str) -> tuple[Labels, str]:
    path = f"{loading.folder}/{name}.md"
    file = loading.content / path
    if not file.is_file():
        return Labels({}), ""
    source, found = split(file.read_bytes(), path)
    loading.findings += found
    if source.front_matter is None:
        return Labels({}), ""
    tree, found = parse(source.front_matter, path, 2)
    loading.findings += found
    said, found = validate(tree, IntroductionFrontMatter, path) if tree is not None else (None, [])
    loading.findings += found
    html, found = loading.convert(source.body, path, source.body_line)
    loading.findings += found
    return Labels(said.summary or {} if said else {}), html


def _resolve_relations(loading: _Loading, axes: dict[str, Axis], framework: Framework) -> dict[str, Axis]:
    """Return the axes with only the relations that lead somewhere."""
    resolved = {}
    for axis in axes.values():
        terms = {}
        for term in axis.terms.values():
            kept = {}
            for kind, targets in term.relations.items():
                if kind not in framework.relations:
                    loading.find(
                        term.path, Position(),
                        message(
                            N_("unknown relation '{relation}' ({file} has: {relations})"), relation=kind,
                            file=f"{loading.folder}/{FILE}", relations=listed(framework.relations),
                        ),
                        suggestion(kind, framework.relations),
                    )
                    continue
                kept[kind] = tuple(pair for pair in targets if _known(loading, axes, term, pair))
            terms[term.key] = replace(term, relations=kept)
        resolved[axis.key] = replace(axis, terms=terms)
    for path, kind, circle in cycles(resolved):
        loading.find(
            path, Position(),
            message(N_("the relation '{relation}' goes in a circle: {circle}"), relation=kind, circle=circle),
            message(N_("take one of them out")),
        )
    return resolved


def _known(loading: _Loading, axes: dict[str, Axis], term: Term, pair: tuple[str, str]) -> bool:
    axis, key = pair
    if axis not in axes:
        loading.find(
            term.path, Position(),
            message(N_("unknown axis '{axis}' (there are: {axes})"), axis=axis, axes=listed(axes)),
            suggestion(axis, axes),
        )
        return False
    if key not in axes[axis].terms:
        loading.find(term.path, Position(), *unknown_term(axes[axis], key))
        return False
    return True


def _balance(loading: _Loading, declared: FrameworkFile, tree: Mapping, axes: dict[str, Axis]) -> str | None:
    if declared.balance is None:
        return None
    axis = axes.get(declared.balance)
    path, where = f"{loading.folder}/{FILE}", locate(tree, ("balance",))
    if axis is None:
        loading.find(
            path, where,
            message(N_("unknown axis '{axis}' (there are: {axes})"), axis=declared.balance, axes=listed(axes)),
            suggestion(declared.balance, axes),
        )
        return None
    if not axis.weighted:
        loading.find(
            path, where, message(N_("the axis '{axis}' is not weighted, so it has no balance"), axis=axis.key),
            message(N_("say 'weighted: true' for it, or remove 'balance'")),
        )
        return None
    return axis.key


def _find_strays(loading: _Loading, axes: dict[str, Axis]) -> None:
    """Find folders of terms that belong to no axis."""
    for folder in sorted((loading.content / loading.folder).iterdir()):
        if folder.is_dir() and folder.name not in axes and any(folder.glob("*.md")):
            loading.find(
                f"{loading.folder}/{folder.name}", Position(),
                message(N_("this folder of terms belongs to no axis (there are: {axes})"), axes=listed(axes)),
                suggestion(folder.name, axes),
            )
