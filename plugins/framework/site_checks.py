"""Checks of all texts together: addresses that are taken, links, ids, and what packages examine."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from dataclasses import replace

from plugins.base.findings import Finding, Position
from plugins.framework.build import Build, Texts
from plugins.framework.cards import Card
from plugins.framework.corpus import cross_file_checks
from plugins.framework.corpus.corpus import Corpus
from plugins.framework.corpus.cross_file_checks import LinkTargets, Target
from plugins.framework.model import Axis
from plugins.framework.outputs.contributions import Contributions
from plugins.framework.read_texts import stray_files
from plugins.i18n.messages import N_, Message, message

__all__ = ["check_texts", "taken_outputs", "without_duplicates"]


def taken_outputs(build: Build, contributions: Contributions, axes: Iterable[Axis] = ()) -> dict[str, str]:
    """Return the output paths of term pages, axis pages, direct templates and packages' own pages, with a name each."""
    settings = build.settings
    taken: dict[str, str] = {}
    for one in contributions:
        taken |= one.reserved()
    taken[f"{build.framework.url()}index.html"] = f"{build.own.path}/framework.yaml"
    for template in settings["DIRECT_TEMPLATES"]:
        taken[settings.get(f"{template.upper()}_SAVE_AS", f"{template}.html")] = f"theme/templates/{template}.html"
    for axis in axes or build.axes.values():
        taken[f"{axis.url()}index.html"] = axis.key
        for term in axis.terms.values():
            taken[f"{axis.term_url(term.key)}index.html"] = term.path or f"{axis.key}/{term.key}"
    return {output.casefold(): name for output, name in taken.items()}


def without_duplicates(build: Build, contributions: Contributions, cards: Iterable[Card]) -> list[Card]:
    """Return the texts whose output path nothing else has, articles first; add a finding for each of the others."""
    by_kind: dict[str, list[Card]] = {"article": [], "page": []}
    for card in cards:
        by_kind[card.kind].append(card)
    taken, kept = taken_outputs(build, contributions), list[Card]()
    for kind in ("article", "page"):
        doubled = set()
        for card, finding in cross_file_checks.duplicate_outputs(by_kind[kind], taken):
            doubled.add(card.path)
            build.findings.append(finding)
        own = [card for card in by_kind[kind] if card.path not in doubled]
        taken |= {card.output.casefold(): card.path for card in own}
        kept += own
    return kept


def check_texts(build: Build, contributions: Contributions, corpus: Corpus, texts: Texts) -> None:
    """Add the findings of all checks across files to the build."""
    cards = [text.card for text in corpus.texts]
    published: list[str] = list(build.settings["STATIC_PATHS"])
    for name in ("ARTICLE_PATHS", "PAGE_PATHS"):
        build.find(stray_files(build.content, build.settings[name]))
    build.find(_unfit_files(build))
    outputs = {*taken_outputs(build, contributions, corpus.axes.values()), *(card.output.casefold() for card in cards)}
    around = LinkTargets(
        _targets(contributions, cards, texts),
        lambda path: file_problem(build, path, published),
        frozenset(outputs),
        build.root,
    )
    build.find(_findings(build, cards, around))
    for introduction in build.introductions.values():
        build.find(cross_file_checks.broken_links(introduction.path, introduction.links, introduction.anchors, around))
    for one in contributions:
        build.find(one.examine(corpus))


def _unfit_files(build: Build) -> Iterator[Finding]:
    """Yield a finding for each file of a published folder that is none: a pipe, a device, a link to nothing."""
    for static in build.static.values():
        reason: Message | str = message(N_("it is not a regular file"))
        try:
            if stat.S_ISREG((build.content / static.path).stat().st_mode):
                continue
        except OSError as error:
            reason = error.strerror or str(error)
        problem = message(N_("this file cannot be read ({reason})"), reason=reason)
        yield Finding(static.path, Position(), problem, fatal=True)


def _targets(contributions: Contributions, cards: Iterable[Card], texts: Texts) -> dict[str, Target]:
    """Return every Markdown file that links may lead to; of an unreadable one nothing is said but its own finding."""
    targets = {
        path: Target(public=path in texts.unreadable, readable=path not in texts.unreadable, anchors=anchors)
        for path, anchors in texts.anchors.items()
    }
    for card in cards:
        anchors = card.anchors.union(*(one.anchors(card) for one in contributions))
        targets[card.path] = Target(card.output, card.status != "draft", True, anchors)
    return targets


def _findings(build: Build, cards: list[Card], around: LinkTargets) -> Iterator[Finding]:
    yield from cross_file_checks.duplicate_ids(cards)
    yield from cross_file_checks.duplicate_parts(cards)
    yield from cross_file_checks.unknown_translations(cards)
    axis = build.framework.balance_axis
    everything = {path: replace(target, public=True) for path, target in around.texts.items()}
    for_drafts = LinkTargets(everything, around.file_problem)
    for card in cards:
        yield from cross_file_checks.head_pictures(card, around)
        links = around if card.status != "draft" else for_drafts  # a draft may link to a draft
        anchors = around.texts[card.path].anchors
        yield from cross_file_checks.broken_links(card.path, card.links, anchors, links)
        if axis is not None:
            on_one = message(N_("this article stands on one {axis} alone"), axis=axis.singular)
            yield from cross_file_checks.single_term_advice(card, axis.key, on_one)


def file_problem(build: Build, path: str, published: Iterable[str]) -> tuple[Message, Message | None] | None:
    """Return problem and mend of a static path below the content folder, or None."""
    content = build.content.resolve()
    file = content / path
    if not file.is_file():
        return message(N_("there is no file {file}"), file=path), None
    if not file.resolve().is_relative_to(content):
        return (
            message(N_("{file} is a link out of the content folder"), file=path),
            message(N_("copy the file itself there")),
        )
    if not any(path == folder or path.startswith(f"{folder}/") for folder in published):
        return (
            message(N_("{file} is not in a folder that is published"), file=path),
            message(N_("move it below: {folders}"), folders=", ".join(published)),
        )
    if path not in build.static:
        return (
            message(N_("{file} is left out by the settings"), file=path),
            message(N_("change IGNORE_FILES or STATIC_EXCLUDES, or rename it")),
        )
    return None
