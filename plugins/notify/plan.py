"""Plans which linkbacks to send, by comparing an article's links with its history; retries with backoff.

Webmention (W3C Recommendation), sections 3.1.4 and 3.1.5: a webmention is sent again when the article changes, and when
the link or the article is removed. A pingback and a trackback are sent once.
"""

from __future__ import annotations

from collections.abc import Iterable

from plugins.fetcher.model import Reason
from plugins.notify.article_page import Article
from plugins.notify.sent_history import Link, Memory
from plugins.protocols.discovery import Endpoint
from plugins.protocols.sending import Verdict
from plugins.protocols.url_equivalence import comparable

__all__ = [
    "BACKOFF",
    "begun",
    "due",
    "reconciled",
    "remembered",
    "settled",
    "was_sent",
    "without_answer",
    "without_endpoint",
]

SECOND = 1000
MINUTE, HOUR, DAY = 60 * SECOND, 3600 * SECOND, 24 * 3600 * SECOND
BACKOFF = (MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, DAY, 3 * DAY)
"""The delays between retries in milliseconds; after the last one it is given up."""
ASKED_AGAIN = 30 * DAY
"""The delay before a page without an endpoint is asked again, in milliseconds."""


def reconciled(memory: Memory, article: Article | None, now: int) -> Memory:
    """Return the history of an article with everything that has to be sent in the state ``waiting``.

    Args:
        memory: The history so far.
        article: The published article; None when it is not published, or no longer.
        now: Milliseconds since 1970.
    """
    wanted = {comparable(target): target for target in article.links} if article else {}
    links: list[Link] = []
    for remembered in memory.links:
        link = _recovered(remembered, now)
        target = wanted.pop(comparable(link.target), None) if article and link.source == article.url else None
        if article and target is not None:
            links.append(_present(link, target, article.digest, now))
        elif (absent := _absent(link, now)) is not None:
            links.append(absent)
    if article:
        links += [Link(source=article.url, target=target, due=now, at=now) for target in wanted.values()]
    return memory.model_copy(update={"links": tuple(links)})


def remembered(memory: Memory, article: Article | None, now: int) -> Memory:
    """Return the history of an article with all its links taken as sent (``--remember``), so that none is sent."""

    def known(link: Link) -> Link:
        if link.state == "waiting" and link.gone:
            return _changed(link, state="removed", accepted="", tries=0, due=0, at=now)
        digest = article.digest if article and not link.gone else link.digest
        if link.state in ("sent", "removed", "unsure", "known"):
            return _changed(link, digest=digest)
        return _changed(link, state="known", pinged=True, digest=digest, tries=0, due=0, at=now, reason="")

    return memory.model_copy(update={"links": tuple(map(known, reconciled(memory, article, now).links))})


def _recovered(link: Link, now: int) -> Link:
    """Return a link after an interrupted request: it waits again if idempotent; a trackback becomes ``unsure``."""
    if link.state != "sending":
        return link
    if link.protocol == "trackback":
        return _changed(link, state="unsure", pinged=True, at=now)
    accepted = link.endpoint if link.protocol == "webmention" else link.accepted
    return _changed(link, state="waiting", accepted=accepted, due=now, at=now)


def _present(link: Link, target: str, digest: str, now: int) -> Link:
    """Return the next state of a link that the article has."""
    again = _changed(link, target=target, gone=False, state="waiting", tries=0, due=now, at=now, reason="")
    if link.gone and (link.state in ("waiting", "removed") or link.accepted):
        return again
    link = _changed(link, target=target, gone=False)
    if link.state == "waiting":
        return link
    if link.state == "none" and now - link.at >= ASKED_AGAIN:
        return again
    if link.digest == digest:
        return link
    if link.state in ("none", "refused", "failed", "known") or link.protocol == "webmention":
        return again
    return _changed(link, digest=digest)


def _absent(link: Link, now: int) -> Link | None:
    """Return the next state of a link that the article no longer has; None when nothing was sent for it."""
    if link.gone:
        return None if link.state == "removed" and not link.pinged else link
    if link.accepted:
        return _changed(link, gone=True, state="waiting", tries=0, due=now, at=now, reason="")
    return _changed(link, gone=True) if link.pinged else None


def due(links: Iterable[Link], now: int) -> list[Link]:
    """Return the links to send now."""
    return [link for link in links if link.state == "waiting" and link.due <= now]


def begun(link: Link, endpoint: Endpoint, digest: str, now: int) -> Link:
    """Return a link in the state ``sending``, just before the request."""
    return _changed(
        link, state="sending", protocol=endpoint.protocol, endpoint=endpoint.url, digest=digest, at=now, reason=""
    )


def settled(link: Link, verdict: Verdict, digest: str, now: int) -> Link:
    """Return a link after a response; the digest is that of the article as it was sent."""
    link = _changed(link, digest=digest)
    if verdict.outcome == "later":
        return _later(link, verdict, now)
    if link.gone:  # the removal was delivered, whatever the response
        return _changed(link, state="removed", accepted="", tries=0, due=0, at=now, reason=verdict.reason)
    if verdict.outcome == "refused":
        return _changed(link, state="refused", tries=0, due=0, at=now, reason=verdict.reason)
    by_webmention = link.protocol == "webmention"
    return _changed(
        link,
        state="sent",
        accepted=link.endpoint if by_webmention else link.accepted,
        pinged=link.pinged or not by_webmention,
        status_url=verdict.status_url,
        tries=0,
        due=0,
        at=now,
        reason=verdict.reason,
    )


def _later(link: Link, verdict: Verdict, now: int) -> Link:
    if link.tries >= len(BACKOFF):
        return _changed(link, state="failed", due=0, at=now, reason=verdict.reason)
    wait = max(BACKOFF[link.tries], verdict.wait * SECOND)
    return _changed(link, state="waiting", tries=link.tries + 1, due=now + wait, at=now, reason=verdict.reason)


def was_sent(link: Link) -> bool:
    """Return whether a link was sent by any protocol: then only webmentions may follow."""
    return link.pinged or bool(link.accepted)


def without_endpoint(link: Link, digest: str, now: int, reason: str = "") -> Link:
    """Return a link to a page without an endpoint, or with none but those that were used already."""
    state = "known" if was_sent(link) else "none"
    return _changed(link, state=state, digest=digest, tries=0, due=0, at=now, reason=reason)


def without_answer(link: Link, reason: Reason, digest: str, now: int, *, connected: bool) -> Link:
    """Return a link after a request without a response.

    Args:
        link: In the state ``waiting`` (discovery) or ``sending``.
        reason: The fetcher's reason.
        digest: The digest of the article.
        now: Milliseconds since 1970.
        connected: Whether the request may have reached the receiver.
    """
    if link.state == "sending" and link.protocol == "trackback" and connected:
        return _changed(link, state="unsure", pinged=True, tries=0, due=0, at=now, reason=reason)
    outcome = "refused" if reason == "address" else "later"
    return settled(link, Verdict(outcome, reason), digest, now)  # type: ignore[arg-type]


def _changed(link: Link, **fields: object) -> Link:
    return link.model_copy(update=fields)
