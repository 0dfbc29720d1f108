"""Labels of items for the moderator: kind, signature, outcome of the last verification, standing."""

from __future__ import annotations

from collections.abc import Mapping

from plugins.i18n.messages import N_, Message, message
from plugins.inbox.data.item import Failure, Item
from plugins.interactions.conversation import site_of
from plugins.interactions.model import Kind, MentionType, Standing

__all__ = ["OUTCOMES", "STANDING_WORDS", "kind_of", "signature"]

KINDS: Mapping[Kind | MentionType, Message] = {
    "comment": message(N_("comment")),
    "trackback": message(N_("trackback")),
    "pingback": message(N_("pingback")),
    "mention": message(N_("webmention")),
    "reply": message(N_("reply on another site")),
    "like": message(N_("like")),
    "repost": message(N_("repost")),
}
OUTCOMES: Mapping[Failure, Message] = {
    "unlinked": message(N_("its page does not link here")),
    "gone": message(N_("its page was taken away")),
    "missing": message(N_("its page is not there")),
    "unreachable": message(N_("its page is out of reach")),
}
STANDING_WORDS: Mapping[Standing, Message] = {
    "archived": message(N_("archived, not checked")),
    "gone": message(N_("page gone")),
}


def kind_of(item: Item) -> Message:
    """Return the label of an item's kind."""
    return KINDS.get(item.type or item.kind, KINDS["mention"])


def signature(item: Item) -> str:
    """Return an item's author, or the site of a linkback without one."""
    return item.author or site_of(item.source or "")
