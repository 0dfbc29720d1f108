"""What a feed is made of, whatever its format.

Nothing here knows an article, an axis or a comment: an entry is what a subscriber gets, and a feed holds entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from plugins.base.text import JsonValue

__all__ = [
    "ATOM",
    "NAMESPACES",
    "Category",
    "Element",
    "Enclosure",
    "Entry",
    "Extra",
    "ExtraError",
    "Feed",
    "Person",
]


ATOM = "http://www.w3.org/2005/Atom"
NAMESPACES: Mapping[str, str] = {
    "atom": ATOM,
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
"""The prefixes that feeds use themselves: for everybody they stand for these namespaces."""

EXTENSION = re.compile(r"_[A-Za-z][^.\s]*\Z")
"""The name of an extension (JSON Feed 1.1, "Extensions"): an underscore, a letter, no dot and no space."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes: a name, and the absolute address of a page about them, or an empty string."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """What an entry is about (RFC 4287, section 4.2.2).

    Attributes:
        term: The key, such as ``rse``.
        scheme: The absolute address of what the key belongs to, such as ``https://trepied.example/moteurs/``.
        label: Its name, for humans.
        language: The language of the label.
    """

    term: str
    scheme: str
    label: str
    language: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that belongs to an entry (RFC 4287, section 4.2.7.2; RSS 2.0, ``<enclosure>``).

    Attributes:
        url: Its absolute address.
        type: Its media type.
        length: Its size in bytes.
        title: What it shows or holds, in words.
    """

    url: str
    type: str
    length: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """An XML element: a name with or without a prefix, a text or children, and attributes."""

    name: str
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: tuple[Element, ...] = ()


class ExtraError(Exception):
    """What somebody adds to feeds would break them; the message says at what."""


@dataclass(frozen=True, slots=True)
class Extra:
    """What somebody else adds to an entry or to a feed, said once for each format.

    Attributes:
        atom: Elements of an Atom entry or feed; a name without a prefix is Atom's own.
        rss: Elements of an RSS item or channel; a name without a prefix is RSS's own.
        json: Extensions of a JSON Feed item or feed; their names begin with ``_``.
        namespaces: The namespace of every prefix in the elements.

    Raises:
        ExtraError: A prefix has no namespace, or one that it stands for already; or an extension has a name that it
            may not have.
    """

    atom: tuple[Element, ...] = ()
    rss: tuple[Element, ...] = ()
    json: Mapping[str, JsonValue] = field(default_factory=dict)
    namespaces: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.json:
            if not EXTENSION.match(name):
                raise ExtraError(f"{name!r} cannot be the name of an extension of JSON Feed")
        for prefix, namespace in self.namespaces.items():
            if NAMESPACES.get(prefix, namespace) != namespace:
                raise ExtraError(f"the prefix {prefix!r} stands for {NAMESPACES[prefix]} already")
        for name in _names((*self.atom, *self.rss)):
            prefix, colon, _ = name.partition(":")
            if colon and prefix != "xml" and prefix not in self.namespaces:
                raise ExtraError(f"the prefix of {name!r} has no namespace")


def _names(elements: Iterable[Element]) -> Iterator[str]:
    """Yield the names of all elements and attributes."""
    for element in elements:
        yield element.name
        yield from element.attributes
        yield from _names(element.children)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a subscriber gets.

    Attributes:
        key: The permanent name of what the entry is about; contributors know it by that.
        id: The entry's identity for readers: a URI that never changes.
        url: The absolute address of its page.
        title: Plain text.
        summary: Plain text; may be empty.
        content: HTML that can stand alone: absolute addresses, no scripts.
        published, updated: With a time zone, in whole seconds.
        language: A language tag (BCP 47).
        authors: At least one.
        categories: What it is about.
        image: The picture at its head.
        extra: What others add.
    """

    key: str
    id: str
    url: str
    title: str
    summary: str
    content: str
    published: datetime
    updated: datetime
    language: str
    authors: tuple[Person, ...]
    categories: tuple[Category, ...] = ()
    image: Enclosure | None = None
    extra: Extra = field(default_factory=Extra)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a reader may subscribe to.

    Attributes:
        key: The permanent name of what it follows, such as ``drivers/rse``; empty for the whole site.
        id: Its identity for readers: a URI that never changes.
        address: Its absolute address without the extension of a format, such as ``https://trepied.example/feed``.
        home: The absolute address of the page that it follows.
        title, description: Plain text, neither of them empty.
        language: A language tag (BCP 47).
        author: Who answers for the site.
        updated: When its newest entry changed, or the site's founding if it has none.
        entries: Newest first.
        hub: The absolute address of its WebSub hub, or an empty string.
        extra: What others add.
    """

    key: str
    id: str
    address: str
    home: str
    title: str
    description: str
    language: str
    author: Person
    updated: datetime
    entries: tuple[Entry, ...] = ()
    hub: str = ""
    extra: Extra = field(default_factory=Extra)
