"""The conversation of an article for its template: threaded comments, linkbacks, form, feed and endpoints.

Everything is computed here; templates contain only ``for`` and ``if``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from urllib.parse import quote, urlencode, urlsplit

from plugins.interactions.comment_html import to_html
from plugins.interactions.model import Interaction
from plugins.interactions.reply_tree import Node, threads

__all__ = [
    "Comment",
    "Conversation",
    "Endpoints",
    "Linkback",
    "Place",
    "anchor",
    "closing_time",
    "conversation_of",
    "counted",
]


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment for its template.

    Attributes:
        id, anchor: Its id, and the ``id`` of its element on the page.
        author, author_href: The name of its author, and the URL of the author's page, or an empty string.
        by_article_author: Whether the article's author wrote it.
        date, edited: When it was published, and last edited, in the site's time zone.
        html: The text, as sanitised HTML.
        source_href, source_site: The URL and the host of its page, if it was written on another site; the URL is empty
            when the page is gone.
        standing: As of a linkback.
        answers, answers_anchor: Author and anchor of its parent, if it is not nested below that.
        reply_href: The URL of the reply form; empty when there is none.
        replies: The replies, oldest first.
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
    """A linkback for its template: a page on another site that links to the article.

    Attributes:
        anchor: The ``id`` of its element.
        href: The URL of the page; empty when it is gone.
        title, site: Its title or URL (of a like or a repost: its author), and its host.
        type: ``like``, ``repost`` or ``mention``.
        author: Its author, or an empty string.
        excerpt: Plain text of that page, or an empty string.
        date: When it was received, in the site's time zone.
        standing: ``archived`` when its link was never verified, ``gone`` when the link is no longer there; else empty.
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
    """How comments can be left, and are displayed.

    Attributes:
        inbox: The URL of the inbox with a final slash, or an empty string.
        mail: The site's public e-mail address, or an empty string.
        subject: The subject of a comment by e-mail, with the article's title.
        zone: The site's time zone.
        depth: The deepest level of nested replies.
    """

    inbox: str
    mail: str
    subject: str
    zone: tzinfo
    depth: int


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The linkback endpoints of an article: empty strings where linkbacks are closed.

    Attributes:
        trackback: The article's own TrackBack URL, also in ``rdf``.
        pingback, webmention: The endpoints of the whole site.
        rdf: The HTML comment of TrackBack auto-discovery.
    """

    trackback: str = ""
    pingback: str = ""
    webmention: str = ""
    rdf: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """The conversation of an article, for its template.

    Attributes:
        article: The article's permanent id.
        open: Whether comments are open.
        comments_count: The number of comments, including replies.
        comments: The comments as trees.
        linkbacks: The linkbacks, oldest first, one per page.
        feed_href: The URL of its Atom feed; empty when it has none.
        form_action: The URL that the form is submitted to; empty without an inbox, or when comments are closed.
        mail_href: The ``mailto:`` URL of a comment, where there is no inbox.
        endpoints: The linkback endpoints.
        feeds: The subscription, for autodiscovery in the head of the page; None when it has none.
    """

    article: str
    open: bool
    comments_count: int
    comments: tuple[Comment, ...]
    linkbacks: tuple[Linkback, ...]
    feed_href: str = ""
    form_action: str = ""
    mail_href: str = ""
    endpoints: Endpoints = field(default_factory=Endpoints)
    feeds: object = field(default=None)


def anchor(identity: str) -> str:
    """Return the ``id`` of an interaction's element on the page of its article.

    >>> anchor("01kjptp8t00000000000000000")
    'comment-01kjptp8t00000000000000000'
    """
    return f"comment-{identity}"


def closing_time(published: datetime, days: int | None) -> datetime | None:
    """Return when the comments of an article close, or None when they never do."""
    return None if days is None else published + timedelta(days=days)


def counted(interactions: Iterable[Interaction]) -> tuple[int, int]:
    """Return the numbers of comments and of linkbacks as displayed on a page."""
    given = tuple(interactions)
    return sum(one.is_comment for one in given), len(unique_linkbacks(given))


def unique_linkbacks(interactions: Iterable[Interaction]) -> tuple[Interaction, ...]:
    """Return the linkbacks, oldest first, one per page: of several protocols, preferably one with a title."""
    found: dict[str, Interaction] = {}
    for linkback in sorted(interactions, key=lambda one: (one.published, one.id)):
        if linkback.is_comment or linkback.source is None:
            continue
        known = found.get(linkback.source)
        if known is None or (known.title is None and linkback.title is not None):
            found[linkback.source] = linkback
    return tuple(sorted(found.values(), key=lambda one: (one.published, one.id)))


def site_of(address: str) -> str:
    """Return the host of a URL for display, without port and ``www.``.

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
    html: Callable[[str], str] = to_html,
) -> Conversation:
    """Return the conversation of an article.

    Args:
        article: Its permanent id.
        interactions: The interactions of this article, in any order.
        place: How comments can be left.
        is_open: Whether comments are open.
        html: Renders the text of a comment.
    """
    comments = [one for one in interactions if one.is_comment]
    form = f"{place.inbox}comment" if is_open and place.inbox else ""

    def shown(node: Node) -> Comment:
        return _comment(node, place, form, html, tuple(shown(reply) for reply in node.replies))

    return Conversation(
        article=article,
        open=is_open,
        comments_count=len(comments),
        comments=tuple(shown(node) for node in threads(comments, place.depth)),
        linkbacks=tuple(_linkback(one, place.zone) for one in unique_linkbacks(interactions)),
        form_action=form,
        mail_href=_letter(place) if is_open and not form else "",
    )


def _comment(node: Node, place: Place, form: str, html: Callable[[str], str], replies: tuple[Comment, ...]) -> Comment:
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
        html=html(one.text or ""),
        source_href=source if one.standing != "gone" else "",
        source_site=site_of(source),
        standing=one.standing or "",
        answers=signed(node.answers) if node.answers else "",
        answers_anchor=anchor(node.answers.id) if node.answers else "",
        reply_href=f"{form}?{asked}" if form else "",
        replies=replies,
    )


def signed(one: Interaction) -> str:
    """Return the author of an interaction: the name, or the host of its page."""
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
    """Return the ``mailto:`` URL of a comment (RFC 6068), or an empty string."""
    if not place.mail:
        return ""
    return f"mailto:{quote(place.mail, safe='@')}?subject={quote(place.subject, safe='')}"
