"""The registry of pages that other plugins write, for sitemap and metadata.

>>> context = {}
>>> announce(context, "carte/index.html", title="La carte", description="Tous les articles entre les moteurs.")
>>> [place.output for place in announced(context)]
['carte/index.html']
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

__all__ = ["Announced", "announce", "announced"]

CONTEXT_KEY = "seo_announced"


@dataclass(frozen=True, slots=True)
class Announced:
    """A page that a plugin writes.

    Attributes:
        output: Its path in the output.
        title, description: Plain text, typeset or not.
        above: Its breadcrumbs, as name and path below the site's root.
        indexed: Whether search engines may index it.
        changed: When it was last changed; None for the latest change of an article.
    """

    output: str
    title: str
    description: str = ""
    above: tuple[tuple[str, str], ...] = ()
    indexed: bool = True
    changed: datetime | None = None


def announce(context: dict[str, Any], output: str, **said: Any) -> None:
    """Register a page, on ``all_generators_finalized`` or before; other pages of plugins are in no sitemap."""
    context.setdefault(CONTEXT_KEY, []).append(Announced(output, **said))


def announced(context: Mapping[str, Any]) -> tuple[Announced, ...]:
    """Return the registered pages."""
    return tuple(context.get(CONTEXT_KEY, ()))
