"""An item, a comment or a linkback in the moderation queue or decided: a row of ``items`` as a frozen dataclass.

The values of its enumerated columns are literal types, so that mypy finds a misspelt one.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal, TypeAlias

from sqlalchemy import RowMapping

from plugins.inbox.data.timestamps import from_ms
from plugins.interactions.model import COMMENTLIKE, Interaction, Kind, MentionType, Standing
from plugins.interactions.record_fields import interaction_of

__all__ = ["Failure", "Item", "Status"]

Status: TypeAlias = Literal["checking", "pending", "approved", "rejected", "spam", "erased"]
"""``checking``: a linkback not yet verified; ``erased``: emptied, until its file and then the row are removed."""
Failure: TypeAlias = Literal["unlinked", "gone", "missing", "unreachable"]
"""Why a linkback's source did not verify."""


@dataclass(frozen=True, slots=True)
class Item:
    """A row of ``items``, column by column; timestamps are in milliseconds.

    Attributes:
        todo: Whether its file is still to be written or removed, as its status says.
        revision: Incremented by each change; signed links hold it.
        reasons: The reasons of its score, as JSON (:mod:`~plugins.inbox.intake.suspicion`).
        key: The idempotency key: the keyed digest of what was sent.
        digest: The id of the digest mail that listed it.
        due: When its source is to be fetched, or fetched again.
        attempts: The number of failed attempts to fetch its source.
        checked: When its source was last verified to link here.
        outcome: Why the last verification failed, if it did.
        author_page: The page to fetch for its author.
    """

    id: str
    status: Status
    todo: bool
    revision: int
    kind: Kind
    article: str
    in_reply_to: str | None
    author: str
    author_url: str | None
    by_author: bool
    text: str
    text_digest: str | None
    received: int
    edited: int | None
    decided: int | None
    score: int
    reasons: str
    email: str | None
    email_digest: str | None
    network: str | None
    key: str | None
    digest: str | None
    type: MentionType | None
    source: str | None
    target: str | None
    title: str | None
    standing: Standing | None
    due: int | None
    attempts: int
    checked: int | None
    outcome: Failure | None
    author_page: str | None

    @classmethod
    def of(cls, row: RowMapping) -> Item:
        """Return the item of a whole row."""
        return cls(**{field.name: row[field.name] for field in fields(cls)})

    @property
    def is_comment(self) -> bool:
        """Whether it is displayed as a comment, with its text as a visitor's Markdown: the form's, or a reply."""
        return (self.kind, self.type) in COMMENTLIKE

    @property
    def is_linkback(self) -> bool:
        """Whether it came from a page of another site; so did a reply, though it is displayed as a comment."""
        return self.source is not None

    @property
    def is_verified(self) -> bool:
        """Whether it may be approved: no linkback, or verified, or kept by the site's author without verification."""
        return not self.is_linkback or self.checked is not None or self.standing is not None

    def to_interaction(self) -> Interaction:
        """Return the record to publish: without mail address and network."""
        edited = self.edited if self.status == "approved" else None
        return interaction_of(
            {
                "id": self.id,
                "article": self.article,
                "kind": self.kind,
                "type": self.type,
                "in_reply_to": self.in_reply_to,
                "author": self.author or None,
                "author_url": self.author_url,
                "by_author": self.by_author,
                "published": from_ms(self.received),
                "edited": None if edited is None else from_ms(edited),
                "source": self.source,
                "target": self.target,
                "title": self.title,
                "standing": self.standing,
                "text": self.text or None,
            }
        )
