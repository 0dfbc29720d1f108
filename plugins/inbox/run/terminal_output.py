"""The terminal output of the moderation commands: messages, and items on one line each, with visitors' text escaped."""

from __future__ import annotations

import sys

from plugins.base.safe_text import plain
from plugins.i18n import catalogue
from plugins.i18n.messages import N_, Message
from plugins.inbox.data.item import Item, Status
from plugins.inbox.data.item_labels import kind_of, signature
from plugins.inbox.data.timestamps import from_ms
from plugins.inbox.service import Inbox

__all__ = ["STATUS_WORDS", "WIDTH", "Terminal"]

WIDTH = 100
STATUS_WORDS: dict[Status, str] = {
    "pending": N_("waiting"),
    "checking": N_("being checked"),
    "approved": N_("published"),
    "rejected": N_("rejected"),
    "spam": N_("spam"),
}


class Terminal:
    """The terminal output of a command, in the moderator's language."""

    def __init__(self, inbox: Inbox, words: catalogue.Catalogue) -> None:
        self.inbox = inbox
        self.words = words

    def say(self, said: Message) -> None:
        """Print a message."""
        print(said.text(self.words))

    def fail(self, said: Message) -> int:
        """Print an error message and return the exit code 1."""
        print(said.text(self.words), file=sys.stderr)
        return 1

    def line(self, item: Item) -> str:
        """Return the summary of an item, on one line."""
        day = from_ms(item.received).strftime("%Y-%m-%d %H:%MZ")
        status = self.words.gettext(STATUS_WORDS[item.status])
        kind = f"  {kind_of(item).text(self.words)}" if item.source else ""
        head = f"{item.id}  {day}  {status}{kind}  +{item.score}  {plain(signature(item))}  [{plain(item.article)}]  "
        text = plain(" ".join(f"{item.title or ''} {item.text}".split()))
        return head + (text if len(text) < WIDTH else f"{text[:WIDTH]}…")
