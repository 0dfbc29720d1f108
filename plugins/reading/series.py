"""The box of an article's series: all parts in order, with previous and next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plugins.i18n.messages import Labels

__all__ = ["Part", "SeriesBox", "series_box"]


@dataclass(frozen=True, slots=True)
class Part:
    """One article of a series.

    Attributes:
        part: Its number, as the author gave it.
        title_html: Its title as HTML.
        href: Its URL.
        language: Its language.
        current: Whether it is the article that the box belongs to.
    """

    part: int
    title_html: str
    href: str
    language: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class SeriesBox:
    """The series of an article, for its page.

    Attributes:
        name: The series' name.
        href: The URL of its page.
        parts: All its parts in order.
        folded: Whether the list is collapsed, since it is long.
        previous, following: The parts before and after this one, or None.
    """

    name: Labels
    href: str
    parts: tuple[Part, ...]
    folded: bool
    previous: Part | None
    following: Part | None

    @property
    def current(self) -> Part:
        """The part that is the article itself."""
        return next(part for part in self.parts if part.current)


def series_box(name: Labels, href: str, parts: Iterable[Part], shown: int) -> SeriesBox:
    """Return the series box of the current part.

    Args:
        name: The series' name.
        href: The URL of its page.
        parts: Its parts in any order, one of them current.
        shown: The most parts of a list that is not collapsed.

    >>> box = series_box(Labels({}), "/s/", [Part(3, "C", "/c/", "fr"), Part(1, "A", "/a/", "fr", current=True)], 8)
    >>> [part.title_html for part in box.parts], box.previous, box.following.part, box.folded
    (['A', 'C'], None, 3, False)
    """
    ordered = tuple(sorted(parts, key=lambda part: (part.part, part.href)))
    here = next(index for index, part in enumerate(ordered) if part.current)
    return SeriesBox(
        name=name,
        href=href,
        parts=ordered,
        folded=len(ordered) > shown,
        previous=ordered[here - 1] if here else None,
        following=ordered[here + 1] if here + 1 < len(ordered) else None,
    )
