"""The check for orphans: interactions whose article does not exist."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from plugins.base.findings import Finding, Position, suggestion
from plugins.i18n.messages import N_, message
from plugins.interactions.model import Interaction
from plugins.interactions.record_files import SUFFIX

__all__ = ["without_article"]


def without_article(interactions: Iterable[Interaction], known: Collection[str], folder: str) -> Iterator[Finding]:
    """Yield a finding for each interaction whose article does not exist.

    Args:
        interactions: All stored interactions.
        known: The permanent ids of all articles, drafts too.
        folder: The folder of interactions, below the content folder.
    """
    for one in interactions:
        if one.article not in known:
            mend = suggestion(one.article, known) or message(N_("name the folder after the article's id, or remove it"))
            problem = message(N_("no article has the id '{id}', which this folder names"), id=one.article)
            yield Finding(f"{folder}/{one.article}/{one.id}{SUFFIX}", Position(), problem, mend)
