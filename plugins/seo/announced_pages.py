"""The description of a page that another package writes, for sitemap and metadata.

A contribution (:mod:`plugins.framework.outputs.contributions`) that is an :class:`Announcer` too tells its pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

__all__ = ["Announced", "Announcer"]


@dataclass(frozen=True, slots=True)
class Announced:
    """A page that a package writes.

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


class Announcer:
    """A package whose own pages search engines may know."""

    def announced(self) -> Iterable[Announced]:
        """Return the pages."""
        return ()
