"""Comment feeds, and the comment counts and links in the site's feeds.

Atom's threading is RFC 4685; ``slash:comments`` and ``wfw:commentRss`` are the modules that RSS readers know
(https://web.resource.org/rss/1.0/modules/slash/, https://wellformedweb.github.io/news/wfw_namespace_elements/).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape

from plugins.base.excerpt import excerpt
from plugins.base.html_tokens import block_text, with_attributes
from plugins.feeds.entries import Site
from plugins.feeds.feed_dates import settled, updated
from plugins.feeds.model import Element, Entry, Extra, Feed, Person
from plugins.feeds.tag_uris import Authority
from plugins.i18n.messages import N_, Translator, message
from plugins.interactions.comment_html import to_html
from plugins.interactions.conversation import anchor, signed, site_of, unique_linkbacks
from plugins.interactions.model import Interaction, Standing
from plugins.interactions.visitor_text import REL

__all__ = ["FEEDS", "CommentStats", "Counts", "Entries", "Subject", "changed", "feed_interactions", "newest"]

FEEDS = "comments"
"""The key of the site's comment feed, and the prefix of articles' ones; no axis may have this key."""

NAMESPACES = {
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "wfw": "http://wellformedweb.org/CommentAPI/",
}
TRACKBACK = {"trackback": "http://madskills.com/public/xml/rss/module/trackback/"}
THREADING = {"thr": NAMESPACES["thr"]}
EXTENSION = "_comments"
"""The JSON Feed extension with the number and the URL of an article's comments."""

SUMMARY_LENGTH = 240
"""The most characters of a summary, for feed readers that show only summaries."""

ATOM_TYPE, HTML_TYPE = "application/atom+xml", "text/html"
STANDINGS: dict[Standing, str] = {"archived": N_("archived, not checked"), "gone": N_("page gone")}


@dataclass(frozen=True, slots=True)
class Subject:
    """The article of a conversation.

    Attributes:
        key: Its permanent id.
        id: The id of its entry.
        url: Its absolute URL.
        title: Plain text, typeset.
        language: The language of its text.
        published: Its date.
        feed: The absolute URL of its comment feeds without an extension, or an empty string.
        ping: The absolute URL of its TrackBack endpoint, or an empty string.
    """

    key: str
    id: str
    url: str
    title: str
    language: str
    published: datetime
    feed: str = ""
    ping: str = ""

    @property
    def fragment(self) -> str:
        """The absolute URL of its conversation: a fragment of its page."""
        return f"{self.url}#commentaires"


@dataclass(frozen=True, slots=True)
class CommentStats:
    """The statistics of an article's comments, for the site's feeds.

    Attributes:
        subject: The article.
        comments: The number of comments, without linkbacks.
        changed: When the newest one was published or edited, or None without any.
    """

    subject: Subject
    comments: int
    changed: datetime | None


def feed_interactions(interactions: Iterable[Interaction]) -> tuple[Interaction, ...]:
    """Return the interactions of a comment feed: comments, and one linkback per page, without likes and reposts."""
    given = tuple(interactions)
    linkbacks = (one for one in unique_linkbacks(given) if one.type not in ("like", "repost"))
    return (*(one for one in given if one.is_comment), *linkbacks)


def newest(interactions: Iterable[Interaction], most: int) -> tuple[Interaction, ...]:
    """Return the ``most`` newest interactions, newest first."""
    return tuple(sorted(interactions, key=lambda one: (one.published, one.id), reverse=True)[:most])


def changed(interactions: Iterable[Interaction]) -> datetime | None:
    """Return the latest date of publication or edit of some interactions, or None."""
    return max((updated(one.published, one.edited) for one in interactions), default=None)


def identity_of(one: str, authority: Authority) -> str:
    """Return the entry id of an interaction, a tag URI, which does not change with its article's URL."""
    return authority.tag(f"comment/{one}")


@dataclass(frozen=True, slots=True)
class Entries:
    """Converts interactions to feed entries.

    Attributes:
        site: The site.
        authority: The tagging authority of ids.
        words: The catalogue of the site's language.
        html: Renders the text of a comment.
    """

    site: Site
    authority: Authority
    words: Translator
    html: Callable[[str], str] = to_html

    def of(self, one: Interaction, subject: Subject, present: Mapping[str, Interaction]) -> Entry:
        """Return the entry of an interaction.

        Args:
            one: The comment or the linkback.
            subject: Its article.
            present: The interactions of the article by id: a comment's parent may be missing.
        """
        who = signed(one)
        title = message(N_("{author} on “{title}”"), author=who, title=subject.title)
        content = self._content(one)
        return Entry(
            key=one.id,
            id=identity_of(one.id, self.authority),
            url=f"{subject.url}#{anchor(one.id)}",
            title=title.text(self.words),
            summary=excerpt(block_text(content), SUMMARY_LENGTH),
            content=content,
            published=settled(one.published),
            updated=updated(one.published, one.edited),
            language=subject.language,
            authors=(Person(who, one.author_url or ""),),
            extra=Extra(atom=(self._answered(one, subject, present),), namespaces=THREADING),
        )

    def _content(self, one: Interaction) -> str:
        """Return the HTML of a comment's text; of a linkback, its link and excerpt."""
        if one.is_comment:
            return self.html(one.text or "")
        source = one.source or ""
        title = escape(one.title or source, quote=False)
        if one.standing != "gone":
            title = f"{with_attributes('<a>', {'href': source, 'rel': REL})}{title}</a>"
        about = escape(site_of(source), quote=False)
        if one.standing is not None:
            about += f", {escape(self.words.gettext(STANDINGS[one.standing]), quote=False)}"
        said = f"<p>{title} ({about})</p>"
        return said + (f"<blockquote><p>{escape(one.text, quote=False)}</p></blockquote>" if one.text else "")

    def _answered(self, one: Interaction, subject: Subject, present: Mapping[str, Interaction]) -> Element:
        """Return the ``thr:in-reply-to`` element (RFC 4685, section 3): the parent comment, or the article."""
        parent = present.get(one.in_reply_to or "")
        attributes = {"ref": subject.id, "href": subject.url, "type": HTML_TYPE}
        if parent is not None and parent.id != one.id:
            attributes |= {
                "ref": identity_of(parent.id, self.authority),
                "href": f"{subject.url}#{anchor(parent.id)}",
                **({"source": f"{subject.feed}.atom"} if subject.feed else {}),
            }
        return Element("thr:in-reply-to", attributes=attributes)


@dataclass(frozen=True, slots=True)
class Counts:
    """Contributes comment counts and links to the site's feeds (:mod:`plugins.feeds.contributors`).

    Attributes:
        of: Returns the statistics of an article by its permanent id; None without a comment feed.
    """

    of: Callable[[str], CommentStats | None]

    def for_entry(self, entry: Entry) -> Extra | None:
        """Return the elements with the comment count and the comment feeds of an article."""
        talk = self.of(entry.key)
        if talk is None:
            return None
        count, feed = str(talk.comments), talk.subject.feed
        when = {"thr:updated": talk.changed.isoformat()} if talk.changed else {}
        replies = {"rel": "replies", "type": ATOM_TYPE, "href": f"{feed}.atom", "thr:count": count, **when}
        page = {"rel": "replies", "type": HTML_TYPE, "href": talk.subject.fragment, "thr:count": count, **when}
        return Extra(
            atom=(Element("link", attributes=replies), Element("link", attributes=page), Element("thr:total", count)),
            rss=(
                Element("comments", talk.subject.fragment),
                Element("wfw:commentRss", f"{feed}.rss"),
                Element("slash:comments", count),
                *([Element("trackback:ping", talk.subject.ping)] if talk.subject.ping else []),
            ),
            json={EXTENSION: {"count": talk.comments, "url": talk.subject.fragment, "feed_url": f"{feed}.json"}},
            namespaces={**NAMESPACES, **(TRACKBACK if talk.subject.ping else {})},
        )

    def for_feed(self, feed: Feed) -> Extra | None:
        """Return None: a feed has no comments, its entries have."""
        del feed
        return None
