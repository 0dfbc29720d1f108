"""Checks across files: duplicate ids and outputs, series parts, translations, broken links, head images."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from plugins.base.findings import Finding, nearest, quoted, suggestion
from plugins.base.slugs import slugify
from plugins.framework.cards import Card
from plugins.framework.render.links import Link
from plugins.i18n.messages import N_, Message, message

TEMPLATE_ANCHORS = frozenset({"commentaires", "comments", "content"})
"""Anchors that templates add to the page of an article."""


@dataclass(frozen=True, slots=True)
class Target:
    """A Markdown file that links may lead to.

    Attributes:
        output: Its file below the output; empty when it has none in this build.
        public: Whether it is published in this build.
        readable: Whether its front matter could be read: if not, its anchors are not known.
        anchors: Every ``id`` of its page.
    """

    output: str = ""
    public: bool = True
    readable: bool = True
    anchors: frozenset[str] = frozenset()


def duplicate_ids(cards: Iterable[Card]) -> Iterator[Finding]:
    """Yield a finding for each id that an earlier file has too."""
    first: dict[str, str] = {}
    for card in sorted(cards, key=lambda card: card.path):
        if card.id and first.setdefault(card.id, card.path) != card.path:
            yield Finding(
                card.path,
                card.position("id"),
                message(N_("the id '{id}' is taken by {other}"), id=card.id, other=first[card.id]),
                message(N_("give this one an id of its own")),
            )


def duplicate_outputs(cards: Iterable[Card], taken: Mapping[str, str]) -> Iterator[tuple[Card, Finding]]:
    """Yield each text whose output path is taken, with the finding.

    Args:
        cards: Texts of the site.
        taken: Output paths in lower case that something else is written to, with a name for each.
    """
    first = dict(taken)
    for card in sorted(cards, key=lambda card: card.path):
        key = card.output.casefold()
        if key not in first:
            first[key] = card.path
            continue
        address = "/" + card.output.removesuffix("index.html")
        yield (
            card,
            Finding(
                card.path,
                card.position("slug", "save_as"),
                message(N_("the address {address} is taken by {other}"), address=address, other=first[key]),
                message(N_("give this one another slug: add or change the line '{line}'"), line="slug: …"),
            ),
        )


def unknown_translations(cards: Iterable[Card]) -> Iterator[Finding]:
    """Yield a finding for each ``translation_of`` of an unknown id, or of a text in the same language."""
    cards = list(cards)
    known = {card.id: card for card in cards if card.id}
    for card in cards:
        if not card.translation_of:
            continue
        where = card.position("translation_of")
        original = known.get(card.translation_of)
        if original is None or original is card:
            yield Finding(
                card.path,
                where,
                message(N_("no text has the id '{id}', which this one translates"), id=card.translation_of),
                suggestion(card.translation_of, set(known) - {card.id}),
            )
        elif original.language == card.language:
            yield Finding(
                card.path,
                where,
                message(N_("a translation has another language than {other}"), other=original.path),
                message(N_("add a line '{line}'"), line="lang: …"),
            )


def duplicate_parts(cards: Iterable[Card]) -> Iterator[Finding]:
    """Yield a finding for each part number of a series that an earlier article in the same language has too."""
    first: dict[tuple[str, int, str], str] = {}
    for card in sorted(cards, key=lambda card: card.path):
        if card.series is None:
            continue
        name, part = card.series
        key = (slugify(name), part, card.language)
        if first.setdefault(key, card.path) != card.path:
            yield Finding(
                card.path,
                card.position("series"),
                message(
                    N_("part {part} of the series '{series}' is {other} already"),
                    part=part,
                    series=quoted(name),
                    other=first[key],
                ),
                message(N_("number this one otherwise")),
            )


@dataclass(frozen=True, slots=True)
class LinkTargets:
    """The possible targets of links.

    Attributes:
        texts: Every Markdown file by its path, unpublished ones included.
        outputs: The paths of all pages in the output, in lower case; None when they are not known.
        root: The path part of the site's base URL.
        file_problem: Returns problem and mend of a static path below the content folder, or None.
    """

    texts: Mapping[str, Target]
    file_problem: Callable[[str], tuple[Message, Message | None] | None]
    outputs: frozenset[str] | None = None
    root: str = ""


def broken_links(path: str, links: Iterable[Link], anchors: frozenset[str], around: LinkTargets) -> Iterator[Finding]:
    """Yield a finding for each broken link of a file."""
    for link in links:
        if link.kind == "source":
            problem = _source_problem(path, link, around.texts)
        elif link.kind == "static":
            problem = around.file_problem(link.target)
        elif link.kind == "site":
            problem = _address_problem(link, around)
        elif link.kind == "fragment" and link.fragment and link.fragment not in anchors | TEMPLATE_ANCHORS:
            problem = (
                message(N_("nothing on this page is called '{anchor}'"), anchor=quoted(link.fragment)),
                suggestion(link.fragment, anchors),
            )
        else:
            continue
        if problem is not None:
            yield Finding(path, link.position, *problem)


def _address_problem(link: Link, around: LinkTargets) -> tuple[Message, Message | None] | None:
    """Return problem and mend of a link to a page of this site, or None; feeds and other files are not checked."""
    name = unquote(link.target.removeprefix(around.root)).strip("/")
    if around.outputs is None or not name or posixpath.splitext(name)[1]:
        return None
    page = re.sub(r"(?:\A|/)page/\d+\Z", "", name).casefold()
    if not page or f"{page}/index.html" in around.outputs:
        return None
    return (
        message(N_("nothing of this site is at {address}"), address=quoted(link.target)),
        message(N_("link to the file of the text instead, by its relative path")),
    )


def _source_problem(path: str, link: Link, texts: Mapping[str, Target]) -> tuple[Message, Message | None] | None:
    target = texts.get(link.target)
    if target is None:
        near = nearest(posixpath.basename(link.target), map(posixpath.basename, texts))
        found = next((other for other in sorted(texts) if posixpath.basename(other) == near), None)
        mend = message(N_("did you mean '{word}'?"), word=relative(found, path)) if found else None
        return message(N_("there is no file {file}"), file=quoted(link.target, 120)), mend
    if not target.public:
        return (
            message(N_("{file} is not published yet"), file=link.target),
            message(N_("publish it first, or take the link out")),
        )
    if not target.readable:
        return None  # the anchors of an unreadable file are not known
    if link.fragment and link.fragment not in target.anchors | TEMPLATE_ANCHORS:
        return (
            message(N_("nothing in {file} is called '{anchor}'"), file=link.target, anchor=quoted(link.fragment)),
            suggestion(link.fragment, target.anchors),
        )
    return None


def relative(target: str, path: str) -> str:
    """Return the relative path of a target from the folder of another file, as an author writes it in a link.

    >>> relative("articles/2025/a.md", "articles/2026/b.md")
    '../2025/a.md'
    """
    return posixpath.relpath(target, posixpath.dirname(path))


def head_pictures(card: Card, around: LinkTargets) -> Iterator[Finding]:
    """Yield the findings about the head image of a text."""
    if card.image is not None and (problem := around.file_problem(card.image.file)):
        yield Finding(card.path, card.position("image"), *problem)


def single_term_advice(card: Card, axis_key: str, name: Message) -> Iterator[Finding]:
    """Yield advice for an article that names only one term of the balance axis."""
    if len(card.weights.get(axis_key, {})) == 1:
        yield Finding(
            card.path,
            card.position(axis_key),
            name,
            message(N_("nothing needs mending if that is what it means to say")),
            advice=True,
        )
