"""What the site knows of a text without its body: a card, small, frozen, plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from plugins.base.findings import Position
from plugins.framework.model import Weights
from plugins.framework.render.links import Link

__all__ = ["Card", "HeadPicture", "Kind", "Status"]

Kind = Literal["article", "page"]
Status = Literal["published", "hidden", "draft"]


@dataclass(frozen=True, slots=True)
class HeadPicture:
    """The picture at the head of a text, as its front matter names it: a file below the content folder, and words."""

    file: str
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A text without its body.

    Attributes:
        kind: Article or page.
        path: Its file, relative to the content folder.
        id, slug: Given or derived; a page may have no id.
        url, output: Its address relative to the site's, and its file below the output.
        title: Plain text, after the transforms.
        title_html: The same as HTML.
        title_typed: As typed.
        summary, summary_html: Likewise; made of the text's beginning where the author gave none.
        summarised: Whether the author gave a summary.
        status: In this build: an article of the future is a draft.
        language: The language of the text.
        date, modified: In the site's zone; a page may have none.
        translation_of: The id of the text that it translates, or an empty string.
        authors: Their names; the site's author where the text names none.
        weights: Terms and weights by declared axis.
        tags: As typed.
        series: Name and part, or None.
        image: The picture at its head.
        comments, linkbacks: Whether it takes them.
        in_reply_to: The URL that it answers, or an empty string.
        guid: The id that it had in the feed of an older site, or an empty string.
        rules: The typography rules that it leaves out.
        menu: The rank of a page in the navigation, or None.
        words: The number of its words.
        links: Its links and images, in order.
        anchors: Every ``id`` of its body.
        positions: The positions of its front matter's keys.
        body: The digest of its body.
        due: Every moment at which something of it changes.
    """

    kind: Kind
    path: str
    id: str
    slug: str
    url: str
    output: str
    title: str
    title_html: str
    title_typed: str
    summary: str
    summary_html: str
    summarised: bool
    status: Status
    language: str
    date: datetime | None = None
    modified: datetime | None = None
    translation_of: str = ""
    authors: tuple[str, ...] = ()
    weights: Mapping[str, Weights] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    series: tuple[str, int] | None = None
    image: HeadPicture | None = None
    comments: bool = False
    linkbacks: bool = False
    in_reply_to: str = ""
    guid: str = ""
    rules: tuple[str, ...] = ()
    menu: int | None = None
    words: int = 0
    links: tuple[Link, ...] = ()
    anchors: frozenset[str] = frozenset()
    positions: Mapping[str, Position] = field(default_factory=dict)
    body: str = ""
    due: tuple[datetime, ...] = ()

    @property
    def published(self) -> datetime:
        """The date of an article, which always has one."""
        assert self.date is not None
        return self.date

    @property
    def changed(self) -> datetime | None:
        """When it was last changed: never before it was published."""
        if self.date is None or self.modified is None:
            return self.modified or self.date
        return max(self.date, self.modified)

    @property
    def group(self) -> str:
        """What its translations share with it."""
        return self.translation_of or self.id or self.path

    def position(self, *keys: str) -> Position:
        """Return the position of the first of the keys that its front matter has."""
        return next((self.positions[key] for key in keys if key in self.positions), Position())
