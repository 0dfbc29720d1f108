"""Fetches the source page of a linkback, and the page of its author: outcome, and content by microformats2."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from plugins.base.safe_text import plain
from plugins.fetcher.model import BusyError, FetchError, Reply, Turns
from plugins.inbox.data.item import Failure
from plugins.inbox.service import Inbox
from plugins.inbox.verify.parser_process import TooCostlyError, parse_author, parse_mention
from plugins.protocols.microformats import Author, SourceContent
from plugins.protocols.source_page import Page

__all__ = ["Outcome", "SourceResult", "classify_reply", "fetch_author", "fetch_source"]

Outcome: TypeAlias = Literal["linked"] | Failure
ACCEPT = "text/html, application/xhtml+xml;q=0.9, application/json;q=0.8, text/plain;q=0.7, */*;q=0.1"
GONE, MISSING = 410, 404


@dataclass(frozen=True, slots=True)
class SourceResult:
    """The result of fetching a source.

    Attributes:
        outcome: ``linked``; ``unlinked``: there is a page, and it does not link here; ``gone``: 410; ``missing``: 404;
            ``unreachable``: all else, one outcome for private addresses, closed ports, slow and broken servers, and
            pages that exceed the parser's limits.
        said: The content of the page, when it links here.
    """

    outcome: Outcome
    said: SourceContent = field(default_factory=SourceContent)


def fetch_source(inbox: Inbox, source: str, targets: Collection[str], turns: Turns) -> SourceResult:
    """Return the result of fetching a source; ``unreachable`` also for a page that makes its parser fail.

    Raises:
        BusyError: The rate limit of its host forbids a fetch now.
    """
    try:
        return classify_reply(inbox.fetcher.get(source, turns, ACCEPT), targets)
    except BusyError:
        raise
    except FetchError:
        return SourceResult("unreachable")
    except Exception:  # noqa: BLE001 - a page that makes a parser fail may not stop the verification of others
        _log_failure()
        return SourceResult("unreachable")


def classify_reply(reply: Reply, targets: Collection[str]) -> SourceResult:
    """Return the result that an HTTP response means (Webmention, sections 3.2.2 and 3.2.4).

    Args:
        reply: The response; of a long page, its body is the beginning.
        targets: The absolute URLs of which the page has to link to one.
    """
    if reply.status in (GONE, MISSING):
        return SourceResult("gone" if reply.status == GONE else "missing")
    if not 200 <= reply.status < 300:
        return SourceResult("unreachable")
    try:
        said = parse_mention(Page(reply.url, reply.content_type, reply.body), targets)
    except TooCostlyError:
        return SourceResult("unreachable")
    if said is not None:
        return SourceResult("linked", said)
    return SourceResult("unreachable" if reply.truncated else "unlinked")  # of a long page the end was not read


def fetch_author(inbox: Inbox, address: str, turns: Turns) -> Author:
    """Return the author of a page by its representative h-card, or an author of nothing but its URL.

    Raises:
        BusyError: The rate limit of its host forbids a fetch now.
    """
    found = None
    try:
        reply = inbox.fetcher.get(address, turns, ACCEPT)
        found = parse_author(Page(reply.url, reply.content_type, reply.body)) if reply.status == 200 else None
    except BusyError:
        raise
    except (FetchError, TooCostlyError):
        pass
    except Exception:  # noqa: BLE001 - as above
        _log_failure()
    return found or Author(url=address)


def _log_failure() -> None:
    """Log the current exception, escaped: its message may quote the page."""
    logging.getLogger(__name__).error("a page could not be read\n%s", plain(traceback.format_exc(), lines=True))
