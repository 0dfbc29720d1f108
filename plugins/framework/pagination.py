"""Pages of a list: which items each has, and its address by Pelican's ``PAGINATION_PATTERNS``."""

from __future__ import annotations

import math
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

__all__ = ["Pagination", "Paginator"]

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Pagination:
    """One page of a list.

    Attributes:
        number, pages: Its number from 1, and how many pages the list has.
        url, output: Its address relative to the site's, and its file.
        first: The file of the list's first page.
        previous, following: The addresses of the pages before and after it, relative to the site's, or None.
    """

    number: int
    pages: int
    url: str
    output: str
    first: str
    previous: str | None = None
    following: str | None = None


@dataclass(frozen=True, slots=True)
class Paginator:
    """The rules by which lists are paginated.

    Attributes:
        sizes: How many items a page has by template; a list of another template has one page.
        default: How many where the size is None.
        orphans: The most items that a last page of their own is not worth.
        patterns: Number of the first page that a pattern is for (-1: the last page), URL and file.
    """

    sizes: Mapping[str, int | None]
    default: int
    orphans: int
    patterns: tuple[tuple[int, str, str], ...]

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Paginator:
        """Return the rules that Pelican's settings hold."""
        return cls(
            sizes=dict(settings["PAGINATED_TEMPLATES"]),
            default=int(settings["DEFAULT_PAGINATION"] or 0),
            orphans=int(settings["DEFAULT_ORPHANS"]),
            patterns=tuple(sorted(map(tuple, settings["PAGINATION_PATTERNS"]), key=lambda pattern: pattern[0])),
        )

    def pages(
        self, items: Sequence[Item], template: str, url: str, output: str
    ) -> Iterator[tuple[Pagination | None, tuple[Item, ...]]]:
        """Yield the pages of a list, each with its items; one without pagination where the template has none."""
        size = (self.sizes[template] or self.default) if template in self.sizes else 0
        if not size:
            yield None, tuple(items)
            return
        count = max(1, math.ceil(max(1, len(items) - self.orphans) / size))
        addresses = [self.addresses(number, count, url, output) for number in range(1, count + 1)]
        for index, (own, file) in enumerate(addresses):
            end = len(items) if index + 1 == count else (index + 1) * size
            yield (
                Pagination(
                    number=index + 1,
                    pages=count,
                    url=own,
                    output=file,
                    first=addresses[0][1],
                    previous=addresses[index - 1][0] if index else None,
                    following=addresses[index + 1][0] if index + 1 < count else None,
                ),
                tuple(items[index * size : end]),
            )

    def addresses(self, number: int, count: int, url: str, output: str) -> tuple[str, str]:
        """Return URL and file of a page (Pelican's documentation, "Using Pagination Patterns")."""
        rule: tuple[int, str, str] | None = None
        for pattern in self.patterns:
            if pattern[0] == -1 and number == count:
                rule = pattern
                break
            if 0 <= pattern[0] <= number:
                rule = pattern
        if rule is None:
            return "", ""
        name, extension = posixpath.splitext(output)
        folder, file = posixpath.split(output)
        known = {
            "save_as": output,
            "url": url,
            "name": name,
            "base_name": folder if file in ("index.htm", "index.html") else name,
            "extension": extension,
            "number": number,
        }
        own, saved = (pattern.format(**known).removeprefix("/") for pattern in rule[1:])
        return own, saved
