"""An approved comment or linkback, as plain data.

Every interaction is approved: pending ones, and all private data, belong to the inbox. What may be in one is checked
where it comes in (:mod:`plugins.interactions.record_fields`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

__all__ = ["COMMENTLIKE", "Interaction", "Kind", "MentionType", "Standing"]

Kind: TypeAlias = Literal["comment", "trackback", "pingback", "webmention"]
MentionType: TypeAlias = Literal["reply", "like", "repost", "mention"]
Standing: TypeAlias = Literal["archived", "gone"]

COMMENTLIKE = frozenset({("comment", None), ("webmention", "reply")})
"""The kinds and types that count as comments; all others are linkbacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """An approved comment or linkback.

    Attributes:
        id: Its id, which sorts by time (:mod:`plugins.interactions.record_ids`); the name of its file.
        article: The permanent id of the article; the folder of its file.

    The others are the keys of its file (:class:`~plugins.interactions.record_fields.Record`).
    """

    id: str
    article: str
    kind: Kind
    published: datetime
    type: MentionType | None = None
    in_reply_to: str | None = None
    author: str | None = None
    author_url: str | None = None
    by_author: bool = False
    received: datetime | None = None
    edited: datetime | None = None
    source: str | None = None
    target: str | None = None
    title: str | None = None
    standing: Standing | None = None
    text: str | None = None

    @property
    def is_comment(self) -> bool:
        """Whether it is displayed, counted and threaded as a comment, as a webmention reply is too."""
        return (self.kind, self.type) in COMMENTLIKE
