"""The suspicion score of comments and linkbacks: points, each with its reason, for the moderator to judge.

Nothing is rejected or hidden for its score, which only sorts the moderation queue.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plugins.i18n.messages import N_, Message, message

__all__ = [
    "SUSPICIOUS",
    "CommentTraits",
    "LinkbackTraits",
    "Reason",
    "comment_reasons",
    "linkback_reasons",
    "reasons_from_json",
    "reasons_to_json",
    "score",
]

SUSPICIOUS = 5
"""The score from which on an item is marked as suspicious."""
FREE_LINKS = 2
MOST_LINK_POINTS = 6
FASTEST = 4
"""Seconds that a person takes at least, from opening the page to submitting the form."""
LINK = re.compile(r"https?://", re.IGNORECASE)
MARKUP = re.compile(r"\[(?:url|link)\b|<a\s", re.IGNORECASE)
RUN = re.compile(r"(\S)\1{9}")


@dataclass(frozen=True, slots=True)
class CommentTraits:
    """The traits of a comment that are scored.

    Attributes:
        name, url, text: As stored.
        trapped: Whether the honeypot was filled in.
        seconds: From the page's opening to the form's submission; None without a valid token.
        repeats: The number of other comments with the same text.
        waiting: The number of pending comments from the same network.
        orphan: Whether it replies to a comment that is not published.
        words: Suspicious words, in lower case.
        author: The name of the article's author.
    """

    name: str
    url: str | None
    text: str
    trapped: bool = False
    seconds: float | None = None
    repeats: int = 0
    waiting: int = 0
    orphan: bool = False
    words: Sequence[str] = ()
    author: str = ""


@dataclass(frozen=True, slots=True)
class LinkbackTraits:
    """The traits of a linkback that are scored.

    Attributes:
        title, author, text, source: As stored.
        repeats: The number of linkbacks from other sources with the same title and text.
        waiting: The number of pending items from the same network.
        words: Suspicious words, in lower case.
    """

    title: str
    author: str
    text: str
    source: str
    repeats: int = 0
    waiting: int = 0
    words: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Points, and the reason for them."""

    points: int
    said: Message


def comment_reasons(traits: CommentTraits) -> list[Reason]:
    """Return the reasons of a comment's score, the heaviest first."""
    return sorted(_comment_reasons(traits), key=lambda reason: -reason.points)


def score(given: Iterable[Reason]) -> int:
    """Return the sum of the points of some reasons."""
    return sum(reason.points for reason in given)


def _comment_reasons(traits: CommentTraits) -> Iterable[Reason]:
    links = len(LINK.findall(traits.text))
    if traits.trapped:
        yield Reason(10, message(N_("filled in a field that people do not see")))
    if links > FREE_LINKS:
        yield Reason(min(links - FREE_LINKS, MOST_LINK_POINTS), message(N_("{count} links"), count=links))
    if MARKUP.search(traits.text):
        yield Reason(4, message(N_("links written for another kind of site")))
    if LINK.search(traits.name) or "www." in traits.name.lower():
        yield Reason(4, message(N_("an address in place of a name")))
    if traits.author and traits.name.casefold() == traits.author.casefold():
        yield Reason(3, message(N_("signed with the name of the article's author")))
    if traits.repeats:
        yield Reason(min(2 * traits.repeats, 6), message(N_("the same text as {count} others"), count=traits.repeats))
    if traits.waiting >= 3:
        yield Reason(
            min(traits.waiting - 2, 4), message(N_("{count} more waiting from the same network"), count=traits.waiting)
        )
    words = find_words(f"{traits.name}\n{traits.url or ''}\n{traits.text}", traits.words)
    if words:
        yield Reason(min(3 * len(words), 9), message(N_("suspicious words: {words}"), words=", ".join(words[:5])))
    if traits.seconds is None:
        yield Reason(1, message(N_("no script told how long the writing took")))
    elif traits.seconds < FASTEST:
        yield Reason(3, message(N_("written in {seconds} seconds"), seconds=max(0, round(traits.seconds))))
    if RUN.search(traits.text):
        yield Reason(1, message(N_("one character many times")))
    letters = [character for character in traits.text if character.isalpha()]
    if len(letters) > 20 and sum(letter.isupper() for letter in letters) > 0.7 * len(letters):
        yield Reason(1, message(N_("mostly capitals")))
    if traits.orphan:
        yield Reason(1, message(N_("answers a comment that is not there")))


def linkback_reasons(traits: LinkbackTraits) -> list[Reason]:
    """Return the reasons of a linkback's score, the heaviest first."""
    return sorted(_linkback_reasons(traits), key=lambda reason: -reason.points)


def _linkback_reasons(traits: LinkbackTraits) -> Iterable[Reason]:
    words = find_words(f"{traits.title}\n{traits.author}\n{traits.text}\n{traits.source}", traits.words)
    if words:
        yield Reason(min(3 * len(words), 9), message(N_("suspicious words: {words}"), words=", ".join(words[:5])))
    if traits.repeats:
        yield Reason(min(2 * traits.repeats, 6), message(N_("the same text as {count} others"), count=traits.repeats))
    if traits.waiting >= 3:
        yield Reason(
            min(traits.waiting - 2, 4), message(N_("{count} more waiting from the same network"), count=traits.waiting)
        )
    if not traits.title:
        yield Reason(1, message(N_("a page without a title")))
    if len(links := LINK.findall(traits.text)) > FREE_LINKS:
        yield Reason(min(len(links) - FREE_LINKS, MOST_LINK_POINTS), message(N_("{count} links"), count=len(links)))


def find_words(whole: str, words: Iterable[str]) -> list[str]:
    """Return the suspicious words of a text, matched as whole words.

    >>> find_words("Un casino en ligne", ["casino", "ligne d"])
    ['casino']
    """
    lower = whole.lower()
    return [word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", lower)]


def reasons_to_json(given: Iterable[Reason]) -> str:
    """Return reasons as JSON, for the database."""
    return json.dumps(
        [[reason.points, reason.said.template, dict(reason.said.arguments)] for reason in given], ensure_ascii=False
    )


def reasons_from_json(text: str) -> list[Reason]:
    """Return the reasons of a JSON text: the inverse of :func:`reasons_to_json`."""
    return [Reason(points, Message(template, arguments)) for points, template, arguments in json.loads(text)]
