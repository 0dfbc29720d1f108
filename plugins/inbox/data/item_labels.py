"""How a moderator is shown a row: whose it is, and what became of its page."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from plugins.i18n.messages import N_, Message, message
from plugins.interactions.conversation import site_of
from plugins.interactions.model import COMMENTLIKE

__all__ = ["KINDS", "OUTCOMES", "STANDING_WORDS", "is_comment", "kind_of", "signed"]

KINDS = {
    "comment": message(N_("comment")),
    "trackback": message(N_("trackback")),
    "pingback": message(N_("pingback")),
    "mention": message(N_("webmention")),
    "reply": message(N_("reply on another site")),
    "like": message(N_("like")),
    "repost": message(N_("repost")),
}
OUTCOMES = {
    "unlinked": message(N_("its page does not link here")),
    "gone": message(N_("its page was taken away")),
    "missing": message(N_("its page is not there")),
    "unreachable": message(N_("its page is out of reach")),
}


STANDING_WORDS = {
    "archived": message(N_("archived, not checked")),
    "gone": message(N_("page gone")),
}


def kind_of(row: Row[Any]) -> Message:
    """Return what a row is."""
    return KINDS[row.type or row.kind] if (row.type or row.kind) in KINDS else KINDS["mention"]


def signed(row: Row[Any]) -> str:
    """Return who signed, or, of a linkback that nobody signed, its site."""
    return row.author or site_of(row.source or "")


def is_comment(row: Row[Any]) -> bool:
    """Tell whether a row is read as a comment: its text is a visitor's Markdown then."""
    return (row.kind, row.type) in COMMENTLIKE
