"""The format-independent data model of feeds: feed, entry, person, category, enclosure, and extras.

It has no notion of article, axis or comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from plugins.base.safe_text import JsonValue

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
"""The namespaces of the prefixes that feeds use; extras cannot redefine these."""

EXTENSION = re.compile(r"_[A-Za-z][^.\s]*\Z")
"""A valid extension name (JSON Feed 1.1, "Extensions"): an underscore, a letter, no dot and no space."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person construct: a name, and the absolute URL of a page about the person, or an empty string."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """A category of an entry (RFC 4287, section 4.2.2).

    Attributes:
        term: The key, such as ``rse``.
        scheme: The absolute URL of the key's taxonomy, such as ``https://trepied.example/moteurs/``.
        label: Its human-readable name.
        language: The language of the label.
    """

    term: str
    scheme: str
    label: str
    language: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An enclosure of an entry (RFC 4287, section 4.2.7.2; RSS 2.0, ``<enclosure>``).

    Attributes:
        url: Its absolute URL.
        type: Its media type.
        length: Its size in bytes.
        title: A description of its content.
    """

    url: str
    type: str
    length: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """An XML element: a name with or without a prefix, text or children, and attributes."""

    name: str
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: tuple[Element, ...] = ()


class ExtraError(Exception):
    """An extra would make feeds invalid; the message says why."""


@dataclass(frozen=True, slots=True)
class Extra:
    """The addition of another plugin to an entry or to a feed, in each format.

    Attributes:
        atom: Elements of an Atom entry or feed; a name without a prefix is Atom's own.
        rss: Elements of an RSS item or channel; a name without a prefix is RSS's own.
        json: Extensions of a JSON Feed item or feed; their names begin with ``_``.
        namespaces: The namespace of every prefix in the elements.

    Raises:
        ExtraError: A prefix has no namespace, or one of the feeds' own prefixes another one; or the name of an
            extension is invalid.
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
    """A feed entry.

    Attributes:
        key: The permanent key of its subject, for contributors.
        id: The entry's id: a URI that never changes.
        url: The absolute URL of its page.
        title: Plain text.
        summary: Plain text; may be empty.
        content: Standalone HTML: absolute URLs, no scripts; empty until the entry is rendered if it has a source.
        published, updated: With a time zone, in whole seconds.
        language: A language tag (BCP 47).
        authors: At least one.
        categories: Its categories.
        image: Its head image.
        extra: The extras of other plugins.
        source: The digest of what the content is made of, where it is made only when it is needed.
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
    source: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed.

    Attributes:
        key: The permanent key of its subject, such as ``drivers/rse``; empty for the whole site.
        id: Its id: a URI that never changes.
        address: Its absolute URL without the extension of a format, such as ``https://trepied.example/feed``.
        home: The absolute URL of its page.
        title, description: Plain text, neither of them empty.
        language: A language tag (BCP 47).
        author: The author of the site.
        updated: When its newest entry changed, or the site's founding if it has none.
        entries: Newest first.
        hub: The absolute URL of its WebSub hub, or an empty string.
        extra: The extras of other plugins.
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
