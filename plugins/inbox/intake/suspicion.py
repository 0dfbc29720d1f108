"""How suspicious a comment is, and why: points with reasons, for a person to judge.

Nothing is refused and nothing is hidden for its points; they sort what waits, and each says what it stands for.
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
"""From so many points on a comment is marked."""
FREE_LINKS = 2
MOST_LINK_POINTS = 6
FASTEST = 4
"""Seconds that a person takes at least, from the page to the sent form."""
LINK = re.compile(r"https?://", re.IGNORECASE)
MARKUP = re.compile(r"\[(?:url|link)\b|<a\s", re.IGNORECASE)
RUN = re.compile(r"(\S)\1{9}")


@dataclass(frozen=True, slots=True)
class CommentTraits:
    """What the points are given for.

    Attributes:
        name, url, text: As kept.
        trapped: Whether the field was filled in that people do not see.
        seconds: From the page's opening to the form's sending; None when no script told.
        repeats: How many other comments have the same text.
        waiting: How many comments of the same network wait.
        orphan: Whether it answers what is not there.
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
    """What the points of a linkback are given for.

    Attributes:
        title, author, text, source: As kept.
        repeats: How many pages of other addresses say the same.
        waiting: How many linkbacks that the same network sent wait.
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
    """Points, and what they were given for."""

    points: int
    said: Message


def comment_reasons(traits: CommentTraits) -> list[Reason]:
    """Return the reasons to be suspicious, the heaviest first."""
    return sorted(_comment_reasons(traits), key=lambda reason: -reason.points)


def score(given: Iterable[Reason]) -> int:
    """Return the sum of the points."""
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
    """Return the reasons to be suspicious of a linkback, the heaviest first."""
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
    """Return the suspicious words that stand in a text, whole.

    >>> find_words("Un casino en ligne", ["casino", "ligne d"])
    ['casino']
    """
    lower = whole.lower()
    return [word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", lower)]


def reasons_to_json(given: Iterable[Reason]) -> str:
    """Return reasons as the database keeps them."""
    return json.dumps(
        [[reason.points, reason.said.template, dict(reason.said.arguments)] for reason in given], ensure_ascii=False
    )


def reasons_from_json(text: str) -> list[Reason]:
    """Return the reasons that :func:`reasons_to_json` was given."""
    return [Reason(points, Message(template, arguments)) for points, template, arguments in json.loads(text)]
