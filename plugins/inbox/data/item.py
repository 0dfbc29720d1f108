"""A comment or a linkback as the database keeps it: a row of ``items`` as a value.

The words that its columns may hold are types, so that one that is misspelt is an error of mypy's.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal, TypeAlias

from sqlalchemy import RowMapping

from plugins.inbox.data.timestamps import from_ms
from plugins.interactions.model import COMMENTLIKE, Interaction, Kind, MentionType, Standing

__all__ = ["Failure", "Item", "Status"]

Status: TypeAlias = Literal["checking", "pending", "approved", "rejected", "spam", "erased"]
"""``checking``: a linkback whose page was not yet seen to link here; ``erased``: emptied, and gone with its file."""
Failure: TypeAlias = Literal["unlinked", "gone", "missing", "unreachable"]
"""What a fetch of a linkback's page found in place of a link."""


@dataclass(frozen=True, slots=True)
class Item:
    """A row of ``items``, column by column; moments are milliseconds, and what is private is emptied in time.

    Attributes:
        todo: Whether its file is not yet what its status says.
        revision: One more with each change: signed links hold it.
        reasons: The reasons of its score, as JSON (:mod:`~plugins.inbox.intake.suspicion`).
        key: Of what was sent: sent again, it is the same.
        digest: The mail that told the moderator of it.
        due: When its page is to be fetched, or fetched again.
        attempts: To fetch its page, in vain.
        checked: When its page was last seen to link here.
        outcome: What the last fetch found instead.
        author_page: Where to fetch who its author is.
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
        """Return the item of a whole row: the one place where a row becomes one."""
        return cls(**{field.name: row[field.name] for field in fields(cls)})

    @property
    def is_comment(self) -> bool:
        """Whether it is read as a comment: its text is a visitor's Markdown then."""
        return (self.kind, self.type) in COMMENTLIKE

    @property
    def is_linkback(self) -> bool:
        """Whether it came from a page of another site's, a reply that is read as a comment too."""
        return self.source is not None

    @property
    def is_verified(self) -> bool:
        """Whether it may be approved: a linkback's page was seen to link here, or its author vouches for it."""
        return not self.is_linkback or self.checked is not None or self.standing is not None

    def to_interaction(self) -> Interaction:
        """Return it as its file tells it: neither mail address nor network."""
        edited = self.edited if self.status == "approved" else None
        return Interaction.model_validate(
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
