"""The conversation of one article as its page shows it.

Everything that a template asks for is here as a value; templates have ``for`` and ``if`` to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from urllib.parse import quote, urlencode, urlsplit

from plugins.interactions.model import Interaction
from plugins.interactions.thread import Node, threads
from plugins.interactions.visitor_html import to_html

__all__ = [
    "Comment",
    "Conversation",
    "Doors",
    "Linkback",
    "Place",
    "anchor",
    "closing_time",
    "conversation_of",
    "counted",
]


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as a page shows it.

    Attributes:
        id, anchor: Its name, and that of its element on the page.
        author, author_href: Who signed it, and their page, or an empty string.
        by_article_author: Whether the article's author wrote it.
        date, edited: When it was said, and last changed, in the site's time zone.
        html: The text, sanitised.
        source_href, source_site: The page that it comes from, if it was written on another site, and that site; no
            address when the page is gone.
        standing: As a linkback's.
        answers, answers_anchor: Whom it answers and where that stands, if it does not stand below it.
        reply_href: The form for an answer to it; empty when there is none.
        replies: The answers, oldest first.
    """

    id: str
    anchor: str
    author: str
    author_href: str
    by_article_author: bool
    date: datetime
    edited: datetime | None
    html: str
    source_href: str = ""
    source_site: str = ""
    standing: str = ""
    answers: str = ""
    answers_anchor: str = ""
    reply_href: str = ""
    replies: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class Linkback:
    """A page elsewhere that links to the article.

    Attributes:
        anchor: The name of its element.
        href: The page; empty when it is gone.
        title, site: Its title or address (of a like or a repost: who says so), and its host.
        type: ``like``, ``repost`` or ``mention``.
        author: Who wrote it, or an empty string.
        excerpt: Plain text of that page, or an empty string.
        date: When it came in, in the site's time zone.
        standing: ``archived`` when nobody checked that its page links here, ``gone`` when it does no more; else empty.
    """

    anchor: str
    href: str
    title: str
    site: str
    type: str
    author: str
    excerpt: str
    date: datetime
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """What a page knows of the place where comments are left.

    Attributes:
        inbox: The inbox's address with a slash at its end, or an empty string.
        mail: The site's public mail address, or an empty string.
        subject: The subject of a comment by mail: it names the article.
        zone: The site's time zone.
        depth: How many levels deep answers are shown.
    """

    inbox: str
    mail: str
    subject: str
    zone: tzinfo
    depth: int


@dataclass(frozen=True, slots=True)
class Doors:
    """Where other sites announce their links: empty strings while nothing takes them.

    Attributes:
        trackback: For this article, by hand or by software that finds it in ``rdf``.
        pingback, webmention: For the whole site.
        rdf: A comment in HTML: TrackBack's auto-discovery.
    """

    trackback: str = ""
    pingback: str = ""
    webmention: str = ""
    rdf: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was said of an article, and how to join in.

    Attributes:
        article: The article's permanent id.
        open: Whether comments may be left.
        comments_count: How many comments there are, answers too.
        comments: They, as trees.
        linkbacks: The others, oldest first, each page once.
        feed_href: The feed of this conversation, as Atom; empty when it has none.
        form_action, preview_action: Where the form leads; empty when there is no inbox or nothing may be left.
        mail_href: A letter to the site, where there is no inbox.
        doors: Where other sites announce their links.
        feeds: The subscription, for the head of the page; None when it has none.
    """

    article: str
    open: bool
    comments_count: int
    comments: tuple[Comment, ...]
    linkbacks: tuple[Linkback, ...]
    feed_href: str = ""
    form_action: str = ""
    mail_href: str = ""
    doors: Doors = field(default_factory=Doors)
    feeds: object = field(default=None)


def anchor(identity: str) -> str:
    """Return the name of an interaction's element on the page of its article.

    >>> anchor("01kjptp8t00000000000000000")
    'comment-01kjptp8t00000000000000000'
    """
    return f"comment-{identity}"


def closing_time(published: datetime, days: int | None) -> datetime | None:
    """Return when an article takes no more comments, or None when it always does."""
    return None if days is None else published + timedelta(days=days)


def counted(interactions: Iterable[Interaction]) -> tuple[int, int]:
    """Return how many comments and how many linkbacks there are, as a page counts them."""
    given = tuple(interactions)
    return sum(one.is_comment for one in given), len(unique_linkbacks(given))


def unique_linkbacks(interactions: Iterable[Interaction]) -> tuple[Interaction, ...]:
    """Return the linkbacks, oldest first; a page that spoke by several protocols once, with a title if it gave one."""
    found: dict[str, Interaction] = {}
    for linkback in sorted(interactions, key=lambda one: (one.published, one.id)):
        if linkback.is_comment or linkback.source is None:
            continue
        known = found.get(linkback.source)
        if known is None or (known.title is None and linkback.title is not None):
            found[linkback.source] = linkback
    return tuple(sorted(found.values(), key=lambda one: (one.published, one.id)))


def site_of(address: str) -> str:
    """Return the host of an address as people say it.

    >>> site_of("https://www.a.example:8080/b")
    'a.example'
    """
    return (urlsplit(address).hostname or "").removeprefix("www.")


def conversation_of(
    article: str,
    interactions: Sequence[Interaction],
    place: Place,
    *,
    is_open: bool,
    html: Mapping[str, str] | None = None,
) -> Conversation:
    """Return the conversation of an article.

    Args:
        article: Its permanent id.
        interactions: Those of this article, in any order.
        place: Where comments are left.
        is_open: Whether they may be.
        html: Texts that were rendered before, by the ids of their comments.
    """
    known = html or {}
    comments = [one for one in interactions if one.is_comment]
    form = f"{place.inbox}comment" if is_open and place.inbox else ""

    def shown(node: Node) -> Comment:
        return _comment(node, place, form, known, tuple(shown(reply) for reply in node.replies))

    return Conversation(
        article=article,
        open=is_open,
        comments_count=len(comments),
        comments=tuple(shown(node) for node in threads(comments, place.depth)),
        linkbacks=tuple(_linkback(one, place.zone) for one in unique_linkbacks(interactions)),
        form_action=form,
        mail_href=_letter(place) if is_open and not form else "",
    )


def _comment(node: Node, place: Place, form: str, html: Mapping[str, str], replies: tuple[Comment, ...]) -> Comment:
    one, source = node.interaction, node.interaction.source or ""
    asked = urlencode({"article": one.article, "in_reply_to": one.id})
    return Comment(
        id=one.id,
        anchor=anchor(one.id),
        author=signed(one),
        author_href=one.author_url or "",
        by_article_author=one.by_author,
        date=one.published.astimezone(place.zone),
        edited=one.edited.astimezone(place.zone) if one.edited else None,
        html=html[one.id] if one.id in html else to_html(one.text or ""),
        source_href=source if one.standing != "gone" else "",
        source_site=site_of(source),
        standing=one.standing or "",
        answers=signed(node.answers) if node.answers else "",
        answers_anchor=anchor(node.answers.id) if node.answers else "",
        reply_href=f"{form}?{asked}" if form else "",
        replies=replies,
    )


def signed(one: Interaction) -> str:
    """Return who wrote an interaction: the name, or the site that it comes from."""
    return one.author or site_of(one.source or "")


def _linkback(one: Interaction, zone: tzinfo) -> Linkback:
    assert one.source is not None
    return Linkback(
        anchor=anchor(one.id),
        href=one.source if one.standing != "gone" else "",
        title=(one.author if one.type in ("like", "repost") else None) or one.title or one.source,
        site=site_of(one.source),
        type=one.type or "mention",
        author=one.author or "",
        excerpt=one.text or "",
        date=one.published.astimezone(zone),
        standing=one.standing or "",
    )


def _letter(place: Place) -> str:
    """Return the ``mailto:`` address of a comment (RFC 6068), or an empty string."""
    if not place.mail:
        return ""
    return f"mailto:{quote(place.mail, safe='@')}?subject={quote(place.subject, safe='')}"
