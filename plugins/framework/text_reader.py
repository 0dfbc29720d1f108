"""Reads one text, or remembers what it said when an earlier build read it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import msgspec

from plugins.base.files import read_regular
from plugins.base.kept_values import KeptValues, digest_parts
from plugins.framework.bodies import Bodies, Body
from plugins.framework.build import Build
from plugins.framework.cards import Kind
from plugins.framework.front import Front
from plugins.framework.frontmatter.source import LARGEST_TEXT
from plugins.framework.readings import Reading
from plugins.framework.render.render_options import RenderOptions
from plugins.framework.render.render_source import render
from plugins.framework.rendered_card import card_of

__all__ = ["TextReader"]


class TextReader:
    """The reader of one build, whose bodies it looks after.

    Args:
        build: The build.
        options: The options of rendering, by kind.
        kept: What earlier builds read.
        code: The digest of the code.

    Attributes:
        rendered: How many texts were read anew.
        keys: The keys of what texts say, by path.
    """

    def __init__(self, build: Build, options: Mapping[str, RenderOptions], kept: KeptValues, code: bytes) -> None:
        self._build, self._options, self._kept = build, options, kept
        self._known = {kind: digest_parts(code, repr((build.author, one)).encode()) for kind, one in options.items()}
        article = options["article"]
        self._fronts = digest_parts(b"front", code, repr((article.framework, article.zone)).encode())
        self._places: dict[str, tuple[Kind, str]] = {}
        self._bodies = build.bodies = Bodies(kept, self._render_again)
        self.rendered = 0
        self.keys: dict[str, bytes] = {}

    def read(self, kind: Kind, path: str, data: bytes) -> Reading:
        """Return what a text says.

        Args:
            kind: Article or page.
            path: Its file, relative to the content folder.
            data: The bytes of the file.
        """
        key = digest_parts(self._known[kind], path.encode("utf-8", "surrogateescape"), data)
        found = self.remembered(kind, path, key)
        if found is None:
            found = self._rendered(kind, path, data)
            self._kept.put(key, found.to_bytes())
            self.keys[path] = key
        return found

    def remembered(self, kind: Kind, path: str, key: bytes) -> Reading | None:
        """Return what a text says, if an earlier build has kept it.

        Args:
            kind: Article or page.
            path: Its file, relative to the content folder.
            key: The key of what it says.
        """
        found = self._remembered(key, self._options[kind].zone)
        if found is not None:
            self.keys[path] = key
            if found.card is not None:
                self._places[found.card.text] = kind, path
        return found

    def _remembered(self, key: bytes, zone: str) -> Reading | None:
        data = self._kept.get(key)
        if data is None:
            return None
        try:
            found = Reading.of_bytes(data, zone)
        except (msgspec.MsgspecError, ValueError, TypeError):  # made by another hand
            return None
        return found if found.card is None or found.card.text in self._bodies else None

    def _render_again(self, body: str) -> None:
        """Render the text of a body that was remembered, and cannot be read."""
        if body in self._places:
            kind, path = self._places[body]
            self._rendered(kind, path, read_regular(self._build.content / path, LARGEST_TEXT))

    def _rendered(self, kind: Kind, path: str, data: bytes) -> Reading:
        self.rendered += 1
        options = self._options[kind]
        rendered = render(data, path, options, self._front)
        said, card = rendered.front_matter, None
        if said is not None:
            body = self._bodies.put(Body(rendered.markup, rendered.contents, rendered.stored))
            card = card_of(kind, rendered, said, body, language=options.language, author=self._build.author)
        return Reading(card, rendered.anchors, rendered.findings)

    def _front(self, text: str, path: str, options: RenderOptions) -> Front:
        """Return what front matter says, or said before."""
        key = digest_parts(self._fronts, options.kind.encode(), path.encode(), text.encode())
        data = self._kept.get(key)
        if data is not None:
            with suppress(msgspec.MsgspecError, ValueError, TypeError):  # made by another hand
                return Front.of_bytes(data, options.zone)
        from plugins.framework.frontmatter.read_front import read_front  # with pydantic and YAML

        front = read_front(text, path, options.kind, options.framework, options.zone)
        self._kept.put(key, front.to_bytes())
        return front
