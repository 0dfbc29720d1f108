"""HTML with unresolved targets: where a link or an image leads is filled in when a page shows it.

So another file's new address, or a picture's new size, changes no rendered text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple
from urllib.parse import unquote

from plugins.base.html_tokens import Token, attributes, tokens, with_attributes
from plugins.framework.render.links import BRACED, LINKING

__all__ = ["EMPTY", "Hole", "Holed", "holed", "link_tag", "of_tokens"]


class Hole(NamedTuple):
    """A tag whose target is not resolved yet.

    Attributes:
        kind: ``link``; ``image``, whose size is looked up too; or ``plain``, which is known on this site's pages and
            differs in feeds.
        tag: The whole tag, with ``{filename}/…`` or ``{static}/…`` as the value of the attribute.
        attribute: The name of the attribute with the address.
        alone: Whether an image is in no ``<picture>``.
    """

    kind: Literal["link", "image", "plain"]
    tag: str
    attribute: str = ""
    alone: bool = True

    @property
    def target(self) -> tuple[str, str]:
        """What it leads to: ``filename`` or ``static`` and a path below the content folder, else ``""`` and the
        path of a URL."""
        address = self.address
        braced = BRACED.match(address)
        if braced is None:
            return "", address.partition("#")[0].partition("?")[0]
        return braced[1], unquote(braced[2].partition("#")[0]).lstrip("/")

    @property
    def address(self) -> str:
        """The value of the attribute."""
        return attributes(self.tag).get(self.attribute, "")


@dataclass(frozen=True, slots=True)
class Holed:
    """HTML in pieces, with a hole after each but the last."""

    pieces: tuple[str, ...]
    holes: tuple[Hole, ...] = ()

    @property
    def raw(self) -> str:
        """The HTML as it was rendered, its targets in braces."""
        return self.filled(lambda hole: hole.tag)

    def filled(self, fill: Callable[[Hole], str]) -> str:
        """Return the HTML, each hole filled.

        >>> hole = Hole("link", '<a href="{filename}/b.md">', "href")
        >>> Holed(("<p>", "a</a></p>"), (hole,)).filled(lambda hole: "<a>")
        '<p><a>a</a></p>'
        """
        if not self.holes:
            return self.pieces[0]
        parts = [self.pieces[0]]
        for hole, piece in zip(self.holes, self.pieces[1:], strict=True):
            parts += fill(hole), piece
        return "".join(parts)

    def plain(self) -> list[Any]:
        """Return it as plain data."""
        return [list(self.pieces), [list(hole) for hole in self.holes]]

    @classmethod
    def of_plain(cls, data: list[Any]) -> Holed:
        """Return what :meth:`plain` was made of."""
        return cls(tuple(data[0]), tuple(Hole(*hole) for hole in data[1]))

    @classmethod
    def of(cls, html: str) -> Holed:
        """Return HTML that has paths in braces."""
        return holed(_holes(tokens(html)))


EMPTY = Holed(("",))


def holed(parts: Iterator[str | Hole]) -> Holed:
    """Return markup and holes, in order."""
    pieces: list[str] = []
    holes: list[Hole] = []
    piece: list[str] = []
    for part in parts:
        if isinstance(part, Hole):
            pieces.append("".join(piece))
            holes.append(part)
            piece = []
        else:
            piece.append(part)
    return Holed((*pieces, "".join(piece)), tuple(holes))


def of_tokens(found: list[Token]) -> Holed:
    """Return the HTML of tokens, after links have been rewritten."""
    return holed(_holes(iter(found)))


def _holes(found: Iterator[Token]) -> Iterator[str | Hole]:
    within = 0
    for kind, text, name in found:
        if kind == "start" and name == "img":
            yield Hole("image", text, "src", not within)
            continue
        if name == "picture" and kind in ("start", "end"):
            within = max(0, within + (1 if kind == "start" else -1))
        if (
            kind == "start"
            and "{" in text
            and name in LINKING
            and BRACED.match(attributes(text).get(LINKING[name], ""))
        ):
            yield Hole("link", text, LINKING[name])
        else:
            yield text


def link_tag(hole: Hole, address: str | None) -> str:
    """Return a tag with the URL that its target has; without one, the path itself, so that no braces are shown."""
    braced = BRACED.match(hole.address)
    if braced is None:
        return hole.tag
    target, hash_mark, fragment = braced[2].partition("#")
    return with_attributes(hole.tag, {hole.attribute: (address or target) + hash_mark + fragment})
