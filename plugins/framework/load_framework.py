"""Loads the framework of axes and terms from ``content/framework/``.

``framework.yaml`` declares the axes; ``<axis>/<term>.md`` is a term; ``<axis>.md`` introduces an axis and
``framework.md`` the whole. Mistakes are findings, and the valid rest is used.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path

from plugins.base.findings import Finding, Position, listed, suggestion
from plugins.framework.frontmatter.models import ArticleFrontMatter, AxisFile, Forms, FrameworkFile
from plugins.framework.frontmatter.source import FRONT_MATTER_LIMIT, decode
from plugins.framework.frontmatter.validate import validate
from plugins.framework.frontmatter.yaml_tree import parse
from plugins.framework.model import Axis, Framework, Relation
from plugins.framework.term_files import (
    FILE,
    Convert,
    Loading,
    is_text,
    read_introduction,
    read_terms,
    resolve_relations,
)
from plugins.i18n.messages import N_, Labels, message

FRAMEWORK_INTRODUCTION = "framework"
"""The name of the framework's own introduction, beside those of the axes."""


def load_framework(content: Path, folder: str, convert: Convert) -> tuple[Framework, list[Finding]]:
    """Return the framework that ``content/folder`` describes, and the findings.

    Args:
        content: The content folder.
        folder: The framework's folder below it.
        convert: Renders the introductions.
    """
    loading = Loading(content, folder, convert)
    declared = _framework_file(loading)
    if declared is None:
        return Framework(), loading.findings
    relations = {
        key: Relation(key, Labels(relation.labels), Labels(relation.inverse))
        for key, relation in declared.relations.items()
    }
    axes = resolve_relations(loading, _axes(loading, declared), relations)
    summaries, html = read_introduction(loading, FRAMEWORK_INTRODUCTION)
    framework = Framework(
        axes=axes,
        balance=_balance(loading, declared, axes),
        path=declared.path,
        names=_forms(declared.labels)[0],
        relations=relations,
        summaries=summaries,
        html=html,
    )
    _find_strays(loading, {entry.key for entry in declared.axes})
    return framework, loading.findings


def _framework_file(loading: Loading) -> FrameworkFile | None:
    path = f"{loading.folder}/{FILE}"
    file = loading.content / path
    if not os.path.lexists(file):
        loading.find(
            path,
            Position(),
            message(N_("the framework's file is missing")),
            message(N_("declare the axes in it; docs/authors/framework.md shows how")),
            fatal=True,
        )
        return None
    data = loading.data(file, path)
    if data is None:
        return None
    if len(data) > FRONT_MATTER_LIMIT:
        loading.find(path, Position(), message(N_("this file is longer than 64 KiB")), fatal=True)
        return None
    text, found = decode(data, path)
    loading.findings += found
    tree, found = parse(text, path)
    loading.findings += found
    if tree is None:
        return None
    loading.trees[path] = tree
    declared, found = validate(tree, FrameworkFile, path)
    loading.findings += found
    return declared


def _forms(labels: Mapping[str, Forms]) -> tuple[Labels, Labels]:
    return (
        Labels({language: forms.singular for language, forms in labels.items()}),
        Labels({language: forms.plural for language, forms in labels.items()}),
    )


def _axes(loading: Loading, declared: FrameworkFile) -> dict[str, Axis]:
    """Return the axes by key, without those whose key or path an earlier axis has."""
    path = f"{loading.folder}/{FILE}"
    axes: dict[str, Axis] = {}
    paths = {declared.path: FRAMEWORK_INTRODUCTION}
    for index, entry in enumerate(declared.axes):
        where = loading.place(path, "axes", index, "key")
        if entry.key in axes:
            loading.find(
                path,
                where,
                message(N_("two axes have the key '{key}'"), key=entry.key),
                message(N_("rename one of them")),
            )
        elif entry.key in ArticleFrontMatter.model_fields:
            loading.find(
                path,
                where,
                message(N_("'{key}' is a front matter key already"), key=entry.key),
                message(N_("choose another key for this axis")),
            )
        elif entry.path in paths:
            loading.find(
                path,
                loading.place(path, "axes", index, "path"),
                message(N_("the path '{path}' is that of '{other}'"), path=entry.path, other=paths[entry.path]),
                message(N_("choose another path for this axis")),
            )
        else:
            if entry.max is not None and entry.min > entry.max:
                loading.find(
                    path,
                    loading.place(path, "axes", index, "max"),
                    message(
                        N_("no number is at least {least} and at most {most}"),
                        least=entry.min,
                        most=entry.max,
                    ),
                    message(N_("correct 'min' or 'max'")),
                )
            paths[entry.path] = entry.key
            axes[entry.key] = _axis(loading, entry, where)
    return axes


def _axis(loading: Loading, entry: AxisFile, where: Position) -> Axis:
    singular, plural = _forms(entry.labels)
    summaries, html = read_introduction(loading, entry.key)
    terms = read_terms(loading, entry.key)
    if not terms:
        loading.find(
            f"{loading.folder}/{FILE}",
            where,
            message(N_("the axis '{key}' has no term"), key=entry.key),
            message(N_("add a file '{file}' for each"), file=f"{loading.folder}/{entry.key}/….md"),
        )
    return Axis(
        key=entry.key,
        singular=singular,
        plural=plural,
        path=entry.path,
        weighted=entry.weighted,
        ordered=entry.ordered,
        required=entry.required,
        least=entry.min,
        most=entry.max,
        order=entry.order or ("firmest" if entry.weighted else "newest"),
        summaries=summaries,
        html=html,
        terms=terms,
    )


def _balance(loading: Loading, declared: FrameworkFile, axes: Mapping[str, Axis]) -> str | None:
    if declared.balance is None:
        return None
    axis = axes.get(declared.balance)
    path = f"{loading.folder}/{FILE}"
    where = loading.place(path, "balance")
    if axis is None:
        loading.find(
            path,
            where,
            message(N_("unknown axis '{axis}' (there are: {axes})"), axis=declared.balance, axes=listed(axes)),
            suggestion(declared.balance, axes),
        )
        return None
    if not axis.weighted:
        loading.find(
            path,
            where,
            message(N_("the axis '{axis}' is not weighted, so it has no balance"), axis=axis.key),
            message(N_("say 'weighted: true' for it, or remove 'balance'")),
        )
        return None
    return axis.key


def _find_strays(loading: Loading, axes: Collection[str]) -> None:
    """Add a finding for each term folder and introduction that belongs to no axis."""
    for entry in sorted((loading.content / loading.folder).iterdir()):
        path = f"{loading.folder}/{entry.name}"
        if entry.is_dir() and entry.name not in axes and any(map(is_text, entry.glob("*.md"))):
            problem = message(N_("this folder of terms belongs to no axis (there are: {axes})"), axes=listed(axes))
            loading.find(path, Position(), problem, suggestion(entry.name, axes))
        elif is_text(entry) and entry.suffix == ".md" and entry.stem not in {*axes, FRAMEWORK_INTRODUCTION}:
            problem = message(N_("this introduction belongs to no axis (there are: {axes})"), axes=listed(axes))
            loading.find(path, Position(), problem, suggestion(entry.stem, {*axes, FRAMEWORK_INTRODUCTION}))
