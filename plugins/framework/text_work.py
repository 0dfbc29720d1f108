"""Renders one text: its reading and its body. Pure, so that workers do it too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from plugins.framework.bodies import Body, body_digest
from plugins.framework.cards import Kind
from plugins.framework.front import Front
from plugins.framework.readings import Reading
from plugins.framework.render.render_options import RenderOptions
from plugins.framework.render.render_source import ReadFront, front_of, render
from plugins.framework.rendered_card import card_of

__all__ = ["READ", "TextWork", "worker"]

READ = "plugins.framework.text_work:worker"
"""What makes a worker's function of a :class:`TextWork`."""


@dataclass(frozen=True, slots=True)
class TextWork:
    """What the rendering of texts depends on beside them: options by kind, and the site's author."""

    options: Mapping[str, RenderOptions]
    author: str

    def read(self, kind: Kind, path: str, data: bytes, front: ReadFront | None = None) -> tuple[Reading, bytes]:
        """Return what a text says, and the bytes of its body; none when it cannot be used.

        Args:
            kind: Article or page.
            path: Its file, relative to the content folder.
            data: The bytes of the file.
            front: Reads front matter.
        """
        options = self.options[kind]
        rendered = render(data, path, options, front)
        said, card, body = rendered.front_matter, None, b""
        if said is not None:
            body = Body(rendered.markup, rendered.contents, rendered.stored).to_bytes()
            digest = body_digest(body)
            card = card_of(kind, rendered, said, digest, language=options.language, author=self.author)
        return Reading(card, rendered.anchors, rendered.findings), body


Made = tuple[bytes, bytes, list[tuple[str, bytes]]]
"""The bytes of a text's reading and of its body, and its front matter with the bytes of what that says."""


def worker(work: TextWork) -> Callable[[tuple[Kind, str, bytes]], Made]:
    """Return a function from a text to what it says."""

    def read(text: tuple[Kind, str, bytes]) -> Made:
        fronts: list[tuple[str, bytes]] = []

        def front(written: str, path: str, options: RenderOptions) -> Front:
            found = front_of(written, path, options)
            fronts.append((written, found.to_bytes()))
            return found

        reading, body = work.read(*text, front)
        return reading.to_bytes(), body, fronts

    return read
