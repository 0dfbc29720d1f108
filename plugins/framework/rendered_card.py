"""The card of a rendered text, as far as the text says it: without an address, its status as typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugins.framework.cards import Card, Face, Inside, Kept, Kind
from plugins.framework.front import Said
from plugins.framework.readings import in_zone
from plugins.framework.render.render_source import Rendered

__all__ = ["card_of"]


def card_of(kind: Kind, rendered: Rendered, said: Said, body: str, *, language: str, author: str) -> Card:
    """Return the card of a rendered text.

    Args:
        kind: Article or page.
        rendered: The text.
        said: Its front matter.
        body: The digest of its body.
        language: The site's, for a text that names none.
        author: Likewise.
    """
    face = Face(
        title=rendered.title,
        title_html=rendered.title_html,
        title_typed=said.title,
        summary=rendered.summary,
        summary_html=rendered.summary_html,
        summarised=bool(said.summary),
        image=said.image,
        in_reply_to=said.in_reply_to or "",
    )
    inside = Inside(words=rendered.words, links=rendered.links, anchors=rendered.anchors, positions=rendered.positions)
    return Card(
        kind=kind,
        path=rendered.path,
        id=rendered.id,
        slug=rendered.slug,
        url="",
        status=said.status,
        language=said.lang or language,
        face=face,
        inside=Kept(inside),
        text=body,
        modified=in_zone(said.modified),
        translation_of=said.translation_of or "",
        weights=rendered.axes,
        rules=said.typography if isinstance(said.typography, tuple) else (),
        **_of_kind(said, author),
    )


def _of_kind(said: Said, author: str) -> Mapping[str, Any]:
    """Return the fields that only an article or only a page has."""
    if said.kind == "article":
        return {
            "output": "",
            "date": in_zone(said.date),
            "authors": tuple(said.authors) or (author,),
            "tags": tuple(said.tags),
            "series": (said.series.name, said.series.part) if said.series else None,
            "comments": said.comments == "open",
            "linkbacks": (said.linkbacks or said.comments) == "open",
            "guid": said.guid or "",
        }
    return {"output": said.save_as or "", "date": in_zone(said.date), "menu": said.menu}
