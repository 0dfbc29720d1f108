"""Pages that other plugins write, told by them.

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
        above: The pages above it, as name and path below the site's root.
        indexed: Whether search engines may show it.
        changed: When it was last changed; None for when the newest article was.
    """

    output: str
    title: str
    description: str = ""
    above: tuple[tuple[str, str], ...] = ()
    indexed: bool = True
    changed: datetime | None = None


def announce(context: dict[str, Any], output: str, **said: Any) -> None:
    """Tell of a page, on ``all_generators_finalized`` or before; a page that nobody tells of is in no sitemap."""
    context.setdefault(CONTEXT_KEY, []).append(Announced(output, **said))


def announced(context: Mapping[str, Any]) -> tuple[Announced, ...]:
    """Return the pages that were told of."""
    return tuple(context.get(CONTEXT_KEY, ()))
