"""What the site knows of a text without its body: a card, small, frozen, plain data.

It has three parts: what puts a text in its place (address, date, terms), its face, which lists show, and what only its
own page has. Who reads one of the latter two has read it (:mod:`~plugins.framework.reads`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import msgspec

from plugins.base.findings import Position
from plugins.framework.front import HeadPicture
from plugins.framework.model import Weights
from plugins.framework.reads import note
from plugins.framework.render.links import Link

__all__ = ["Card", "Face", "HeadPicture", "Inside", "Kept", "Kind", "Status"]

Kind = Literal["article", "page"]
Status = Literal["published", "hidden", "draft"]


@dataclass(frozen=True, slots=True)
class Face:
    """What lists show of a text.

    Attributes:
        title: Plain text, after the transforms.
        title_html: The same as HTML.
        title_typed: As typed.
        summary, summary_html: Likewise; made of the text's beginning where the author gave none.
        summarised: Whether the author gave a summary.
        image: The picture at its head.
        in_reply_to: The URL that it answers, or an empty string.
    """

    title: str
    title_html: str
    title_typed: str
    summary: str
    summary_html: str
    summarised: bool
    image: HeadPicture | None = None
    in_reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Inside:
    """What only the page of a text, its entry in feeds and its record in search have, beside its body.

    Attributes:
        words: The number of its words.
        links: Its links and images, in order.
        anchors: Every ``id`` of its body.
        positions: The positions of its front matter's keys.
    """

    words: int = 0
    links: tuple[Link, ...] = ()
    anchors: frozenset[str] = frozenset()
    positions: Mapping[str, Position] = field(default_factory=dict)


class Kept:
    """What only a text's page has, as bytes until it is asked for.

    Args:
        value: It itself, or its bytes.
    """

    __slots__ = ("_value",)

    def __init__(self, value: Inside | bytes) -> None:
        self._value = value

    def __call__(self) -> Inside:
        """Return it."""
        if not isinstance(self._value, Inside):
            self._value = DECODER.decode(self._value)
        return self._value

    def to_bytes(self) -> bytes:
        """Return it as MessagePack."""
        return msgspec.msgpack.encode(self._value) if isinstance(self._value, Inside) else self._value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Kept) and self() == other()

    def __hash__(self) -> int:
        return hash(self().words)

    def __reduce__(self) -> tuple[type[Kept], tuple[bytes]]:
        return Kept, (self.to_bytes(),)


DECODER = msgspec.msgpack.Decoder(Inside)


@dataclass(frozen=True, slots=True)
class Card:
    """A text without its body.

    Attributes:
        kind: Article or page.
        path: Its file, relative to the content folder.
        id, slug: Given or derived; a page may have no id.
        url, output: Its address relative to the site's, and its file below the output.
        status: In this build: an article of the future is a draft.
        language: The language of the text.
        face: What lists show.
        inside: What only its page has.
        text: The digest of its body.
        date, modified: In the site's zone; a page may have none.
        translation_of: The id of the text that it translates, or an empty string.
        authors: Their names; the site's author where the text names none.
        weights: Terms and weights by declared axis.
        tags: As typed.
        series: Name and part, or None.
        comments, linkbacks: Whether it takes them.
        guid: The id that it had in the feed of an older site, or an empty string.
        rules: The typography rules that it leaves out.
        menu: The rank of a page in the navigation, or None.
        due: Every moment at which something of it changes.
    """

    kind: Kind
    path: str
    id: str
    slug: str
    url: str
    output: str
    status: Status
    language: str
    face: Face
    inside: Kept
    text: str = ""
    date: datetime | None = None
    modified: datetime | None = None
    translation_of: str = ""
    authors: tuple[str, ...] = ()
    weights: Mapping[str, Weights] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    series: tuple[str, int] | None = None
    comments: bool = False
    linkbacks: bool = False
    guid: str = ""
    rules: tuple[str, ...] = ()
    menu: int | None = None
    due: tuple[datetime, ...] = ()

    def _shown(self) -> Face:
        note(f"face:{self.path}")
        return self.face

    def _read(self) -> Inside:
        note(f"own:{self.path}")
        return self.inside()

    @property
    def title(self) -> str:
        """Its title as plain text, after the transforms."""
        return self._shown().title

    @property
    def title_html(self) -> str:
        """Its title as HTML."""
        return self._shown().title_html

    @property
    def title_typed(self) -> str:
        """Its title as typed."""
        return self._shown().title_typed

    @property
    def summary(self) -> str:
        """Its summary as plain text."""
        return self._shown().summary

    @property
    def summary_html(self) -> str:
        """Its summary as HTML."""
        return self._shown().summary_html

    @property
    def summarised(self) -> bool:
        """Whether the author gave a summary."""
        return self._shown().summarised

    @property
    def image(self) -> HeadPicture | None:
        """The picture at its head."""
        return self._shown().image

    @property
    def in_reply_to(self) -> str:
        """The URL that it answers, or an empty string."""
        return self._shown().in_reply_to

    @property
    def words(self) -> int:
        """The number of its words."""
        return self._read().words

    @property
    def links(self) -> tuple[Link, ...]:
        """Its links and images, in order."""
        return self._read().links

    @property
    def anchors(self) -> frozenset[str]:
        """Every ``id`` of its body."""
        return self._read().anchors

    @property
    def body(self) -> str:
        """The digest of its body."""
        note(f"own:{self.path}")
        return self.text

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
        positions = self._read().positions
        return next((positions[key] for key in keys if key in positions), Position())
