"""Reads texts, or remembers what they said when an earlier build read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import msgspec

from plugins.base.files import read_regular
from plugins.base.kept_values import KeptValues, digest_parts
from plugins.base.workers import Workers
from plugins.framework.bodies import Bodies
from plugins.framework.build import Build
from plugins.framework.cards import Card, Kind
from plugins.framework.front import Front
from plugins.framework.frontmatter.source import LARGEST_TEXT
from plugins.framework.readings import Reading
from plugins.framework.render.render_options import RenderOptions
from plugins.framework.render.render_source import front_of
from plugins.framework.text_work import READ, TextWork

__all__ = ["TextRead", "TextReader", "TextSource"]

FEWEST = 40
"""As many texts have to be rendered as take longer than workers take to start."""


@dataclass(frozen=True, slots=True)
class TextSource:
    """A text that is to be read.

    Attributes:
        kind: Article or page.
        path: Its file, relative to the content folder.
        data: The bytes of the file, or the error that reading it has ended with.
    """

    kind: Kind
    path: str
    data: bytes | OSError


@dataclass(slots=True)
class TextRead:
    """A text with what it says.

    Attributes:
        source: The text.
        key: The key of what it says.
        reading: What it says; None where :meth:`TextReader.read` has to find out, or the file could not be read.
    """

    source: TextSource
    key: bytes = b""
    reading: Reading | None = None


class TextReader:
    """The reader of one build, whose bodies it looks after.

    Args:
        build: The build.
        options: The options of rendering, by kind.
        kept: What earlier builds read.
        code: The digest of the code.
        workers: Those who render many texts.

    Attributes:
        keys: The keys of what texts say, by path.
    """

    def __init__(
        self,
        build: Build,
        options: Mapping[str, RenderOptions],
        kept: KeptValues,
        code: bytes,
        workers: Workers | None = None,
    ) -> None:
        self._build, self._options, self._kept = build, options, kept
        self._workers = workers or Workers()
        self._work = TextWork(options, build.author)
        self._workers.teach(READ, READ, self._work)
        self._known = {kind: digest_parts(code, repr((build.author, one)).encode()) for kind, one in options.items()}
        article = options["article"]
        self._fronts = digest_parts(b"front", code, repr((article.framework, article.zone)).encode())
        self._places: dict[str, tuple[Kind, str]] = {}
        self._bodies = build.bodies = Bodies(kept, self._render_again)
        self.keys: dict[str, bytes] = {}

    def each(self, sources: Iterable[TextSource], meanwhile: Iterator[object] | None = None) -> Iterator[TextRead]:
        """Yield texts in order with what they say, where that is remembered or workers have rendered them.

        Args:
            sources: The texts.
            meanwhile: What this process can do, bit by bit, while workers render.
        """
        for text, made in self._workers.each(READ, map(self._looked_up, sources), self._task, FEWEST, meanwhile):
            if made is not None:
                data, body, fronts = made
                for written, front in fronts:
                    self._kept.put(self._front_key(written, text.source.path, text.source.kind), front)
                text.reading = Reading.of_bytes(data, self._options[text.source.kind].zone)
                self._keep(text, data)
                if body:
                    self._bodies.put_bytes(body)
            yield text

    def _task(self, text: TextRead) -> tuple[str, tuple[Kind, str, bytes]] | None:
        source = text.source
        if text.reading is not None or isinstance(source.data, OSError):
            return None
        return f"{self._build.prefix}{source.path}", (source.kind, source.path, source.data)

    def _looked_up(self, source: TextSource) -> TextRead:
        """Return a text with what it said, if that is remembered."""
        if isinstance(source.data, OSError):
            return TextRead(source)
        kind, path = source.kind, source.path
        key = digest_parts(self._known[kind], path.encode("utf-8", "surrogateescape"), source.data)
        return TextRead(source, key, self.remembered(kind, path, key))

    def read_one(self, kind: Kind, path: str, data: bytes) -> Reading:
        """Return what one text says, rendered or remembered."""
        text = self._looked_up(TextSource(kind, path, data))
        return text.reading or self.read(text)

    def read(self, text: TextRead) -> Reading:
        """Render a text that nobody has rendered, and return what it says."""
        source = text.source
        assert isinstance(source.data, bytes)
        reading = self._rendered(source.kind, source.path, source.data)
        self._keep(text, reading.to_bytes())
        return reading

    def _keep(self, text: TextRead, data: bytes) -> None:
        self._kept.put(text.key, data)
        self.keys[text.source.path] = text.key

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

    def placed(
        self, texts: Sequence[tuple[Kind, str, bytes]], places: Sequence[Mapping[str, Any]]
    ) -> list[Card | None]:
        """Return the cards of texts that an earlier build has kept; their bodies are looked for when they are shown.

        Args:
            texts: Kind, path and key of each.
            places: What else is known of its card.
        """
        kept = self._kept.get_all([key for _, _, key in texts])
        found: list[Card | None] = []
        for (kind, path, key), place in zip(texts, places, strict=True):
            card = None
            if key in kept:
                with suppress(msgspec.MsgspecError, ValueError, TypeError):  # made by another hand
                    card = Reading.of_bytes(kept[key], self._options[kind].zone, **place).card
            if card is not None:
                self.keys[path] = key
                self._places[card.text] = kind, path
            found.append(card)
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
        reading, body = self._work.read(kind, path, data, self._front)
        if body:
            self._bodies.put_bytes(body)
        return reading

    def _front(self, text: str, path: str, options: RenderOptions) -> Front:
        """Return what front matter says, or said before."""
        key = self._front_key(text, path, options.kind)
        data = self._kept.get(key)
        if data is not None:
            with suppress(msgspec.MsgspecError, ValueError, TypeError):  # made by another hand
                return Front.of_bytes(data, options.zone)
        front = front_of(text, path, options)  # with pydantic and YAML
        self._kept.put(key, front.to_bytes())
        return front

    def _front_key(self, text: str, path: str, kind: str) -> bytes:
        return digest_parts(self._fronts, kind.encode(), path.encode("utf-8", "surrogateescape"), text.encode())
