"""A row as the record of its file, and a record as the row that it comes from."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from plugins.inbox.data.milliseconds import from_ms, to_ms
from plugins.interactions.model import Interaction

__all__ = ["interaction", "row_of"]


def interaction(row: Row[Any]) -> Interaction:
    """Return a comment or a linkback as its file tells it: neither mail address nor network."""
    return Interaction.model_validate(
        {
            "id": row.id,
            "article": row.article,
            "kind": row.kind,
            "type": row.type,
            "in_reply_to": row.in_reply_to,
            "author": row.author or None,
            "author_url": row.author_url,
            "by_author": row.by_author,
            "published": from_ms(row.received),
            "edited": from_ms(row.edited) if row.edited is not None and row.status == "approved" else None,
            "source": row.source,
            "target": row.target,
            "title": row.title,
            "standing": row.standing,
            "text": row.text or None,
        }
    )


def row_of(record: Interaction) -> dict[str, Any]:
    """Return the row of a record that the database knows nothing of: it was lost, or is another, or a hand wrote it."""
    moment = to_ms(record.published)
    return {
        "id": record.id,
        "status": "approved",
        "todo": False,
        "revision": 1,
        "kind": record.kind,
        "type": record.type,
        "article": record.article,
        "in_reply_to": record.in_reply_to,
        "author": record.author or "",
        "author_url": record.author_url,
        "by_author": record.by_author,
        "source": record.source,
        "target": record.target,
        "title": record.title,
        "standing": record.standing,
        "text": record.text or "",
        "received": moment,
        "edited": to_ms(record.edited) if record.edited else None,
        "checked": moment if record.source is not None and record.standing is None else None,
        "score": 0,
        "reasons": "[]",
    }
