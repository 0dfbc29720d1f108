"""What changed of a text, and whether that is less than takes a whole build."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace

from plugins.framework.build import Build
from plugins.framework.cards import Card
from plugins.framework.corpus.corpus import Corpus
from plugins.framework.corpus.cross_file_checks import LinkTargets, Target, broken_links, head_pictures
from plugins.framework.outputs.contributions import Contributions
from plugins.framework.site_checks import file_problem
from plugins.press.last_plan import KnownText

__all__ = ["WholeBuildNeededError", "check_links", "differences", "placed"]


class WholeBuildNeededError(Exception):
    """An edit changes more than texts and what shows them; the message says what."""


def placed(card: Card, known: KnownText) -> Card:
    """Return a card with the status and the address of the last build."""
    return replace(card, status=known.status, url=known.url, output=known.output)


def differences(before: Card, now: Card) -> Iterator[str]:
    """Yield the names of what changed of a text (:mod:`plugins.framework.reads`).

    Raises:
        WholeBuildNeededError: It is more than its face and its body.
    """
    rest = replace(now, face=before.face, inside=before.inside, text=before.text)
    if rest != before:
        raise WholeBuildNeededError(f"what places {before.path}")
    if before.inside().anchors - now.inside().anchors:
        raise WholeBuildNeededError(f"an anchor of {before.path} is gone")
    if now.face != before.face:
        yield f"face:{before.path}"
    if now.text != before.text or now.inside != before.inside:
        yield f"own:{before.path}"


def check_links(build: Build, contributions: Contributions, corpus: Corpus, changed: Set[str]) -> None:
    """Look at the links and pictures of changed texts.

    Raises:
        WholeBuildNeededError: There is something to be told, or to be found out with all texts.
    """
    by_path = {text.card.path: text.card for text in corpus.texts}
    published = build.settings["STATIC_PATHS"]
    for path in changed:
        card = by_path[path]
        targets = {path: _target(card, contributions)}
        for link in card.links:
            if link.kind == "site":
                raise WholeBuildNeededError(f"{path} links to an address")
            if link.kind == "source" and link.target not in by_path:
                raise WholeBuildNeededError(f"{path} links to {link.target}")
            if link.kind == "source":
                target = _target(by_path[link.target], contributions)
                targets[link.target] = replace(target, public=True) if card.status == "draft" else target
        around = LinkTargets(targets, lambda file: file_problem(build, file, published), None, build.root)
        if [*broken_links(path, card.links, targets[path].anchors, around), *head_pictures(card, around)]:
            raise WholeBuildNeededError(f"a link or picture of {path}")


def _target(card: Card, contributions: Contributions) -> Target:
    anchors = card.anchors.union(*(one.anchors(card) for one in contributions))
    return Target(card.output, card.status != "draft", True, anchors)
