"""The terms and weights that front matter names on each axis, validated."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator

from plugins.base.findings import Finding, Position, listed, quoted, suggestion
from plugins.framework.frontmatter.yaml_tree import Mapping, Node, Scalar, Sequence
from plugins.framework.model import HEAVIEST, LIGHTEST, Axis, Framework, Weights
from plugins.i18n.messages import N_, Message, message


def read_axes(tree: Mapping, framework: Framework, path: str) -> tuple[dict[str, Weights], list[Finding]]:
    """Return the terms with weights that an article names, by axis key, and the findings.

    A plain list on a weighted axis means weight 1 each. Terms that do not exist are left out.
    """
    uses: dict[str, Weights] = {}
    findings: list[Finding] = []
    for axis in framework.axes.values():
        node = tree.get(axis.key)
        if node is None or (isinstance(node, Scalar) and node.plain() is None):
            if axis.required:
                findings.append(_missing(axis, tree, path))
            continue
        weights, found = _read_axis(node, axis, path)
        findings += found
        key = tree.key(axis.key)
        if weights or not found:  # when no term is valid, there is a finding already
            findings += _count(axis, len(weights), key.position if key else tree.position, path)
        if weights:
            uses[axis.key] = weights
    return uses, findings


def _missing(axis: Axis, tree: Mapping, path: str) -> Finding:
    line = f"{axis.key}: [{next(iter(axis.terms), '')}]"
    return Finding(
        path,
        tree.position,
        message(
            N_("'{key}' is missing: every article names at least one {axis}"),
            key=axis.key,
            axis=axis.singular,
        ),
        message(N_("add a line such as '{line}'"), line=line),
    )


def _count(axis: Axis, count: int, where: Position, path: str) -> Iterator[Finding]:
    if axis.most is not None and count > axis.most:
        yield Finding(
            path,
            where,
            message(
                N_("{count} {axis} are too many: {most} at most"),
                count=count,
                axis=axis.plural,
                most=axis.most,
            ),
            message(N_("keep those that the article really stands on")),
        )
    if count < axis.fewest:
        yield Finding(
            path,
            where,
            message(
                N_("{count} {axis} are too few: {least} at least"),
                count=count,
                axis=axis.plural,
                least=axis.fewest,
            ),
            message(N_("add those that the article stands on")),
        )


def _pairs(node: Node) -> Iterator[tuple[Node, Node | None]]:
    """Yield each term's node with its weight's (None in a plain list)."""
    if isinstance(node, Mapping):
        yield from node.entries
    elif isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Mapping) and len(item.entries) == 1:
                yield item.entries[0]  # "- numerique: 2", a list of pairs
            else:
                yield item, None
    else:
        yield node, None


def _read_axis(node: Node, axis: Axis, path: str) -> tuple[dict[str, int], list[Finding]]:
    weights: dict[str, int] = {}
    findings: list[Finding] = []

    def find(where: Position, problem: Message, mend: Message | None = None) -> None:
        findings.append(Finding(path, where, problem, mend))

    if isinstance(node, Scalar):
        find(
            node.position,
            message(N_("'{key}' must be a list"), key=axis.key),
            message(N_("write '{line}'"), line=f"{axis.key}: [{node.value}]"),
        )
    for term, weight in _pairs(node):
        if not isinstance(term, Scalar):
            find(term.position, message(N_("the name of a term is a word")))
        elif term.value not in axis.terms:
            find(term.position, *unknown_term(axis, term.value))
        elif term.value in weights:
            find(
                term.position,
                message(N_("'{term}' stands twice in '{key}'"), term=term.value, key=axis.key),
                message(N_("keep one of them")),
            )
        elif weight is not None and not axis.weighted:
            find(
                weight.position,
                message(N_("'{key}' is not weighed"), key=axis.key),
                message(N_("write a plain list such as '{line}'"), line=f"{axis.key}: [{term.value}]"),
            )
            weights[term.value] = LIGHTEST
        else:
            weights[term.value] = _weight(weight, term.value, find)
    return weights, findings


def _weight(node: Node | None, term: str, find: Callable[[Position, Message, Message], None]) -> int:
    if node is None:
        return LIGHTEST
    if isinstance(node, Scalar) and node.value in {str(n) for n in range(LIGHTEST, HEAVIEST + 1)}:
        return int(node.value)
    value = quoted(node.value) if isinstance(node, Scalar) else "…"
    find(
        node.position,
        message(N_("the weight of '{term}' is '{value}'"), term=term, value=value),
        message(N_("give a whole number from {least} to {most}"), least=LIGHTEST, most=HEAVIEST),
    )
    return LIGHTEST


def unknown_term(axis: Axis, key: str) -> tuple[Message, Message | None]:
    """Return problem and mend for an unknown term; the mend suggests a similar one."""
    file = next((term.path for term in axis.terms.values() if term.path), f"framework/{axis.key}/")
    return (
        message(
            N_("unknown {axis} '{term}' ({folder} has: {terms})"),
            axis=axis.singular,
            term=quoted(key),
            folder=f"content/{posixpath.dirname(file)}/",
            terms=listed(axis.terms),
        ),
        suggestion(key, axis.terms),
    )
