"""The series that an article is a part of: all parts in order."""

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
        href: Its address.
        language: Its language.
        current: Whether it is the article that the box stands on.
    """

    part: int
    title_html: str
    href: str
    language: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class SeriesBox:
    """What an article's page says of its series.

    Attributes:
        name: The series' name.
        href: The address of its page.
        parts: All its parts in order.
        folded: Whether there are so many that a reader must ask for the list.
        previous, following: The parts around this one, where there are any.
    """

    name: Labels
    href: str
    parts: tuple[Part, ...]
    folded: bool
    previous: Part | None
    following: Part | None

    @property
    def current(self) -> Part:
        """The part that the box stands on."""
        return next(part for part in self.parts if part.current)


def series_box(name: Labels, href: str, parts: Iterable[Part], shown: int) -> SeriesBox:
    """Return the box of the one part that is current.

    Args:
        name: The series' name.
        href: The address of its page.
        parts: Its parts in any order, one of them current.
        shown: How many are listed unfolded.

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
