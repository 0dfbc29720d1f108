"""What the page of a linkback says when it is fetched, and who its author is."""

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
    """What came of a look.

    Attributes:
        outcome: ``linked``; ``unlinked``: the page is there and does not link here; ``gone``: its server says that it
            was taken away (410); ``missing``: it knows of none (404); ``unreachable``: all else, refused addresses
            and closed ports, slow and broken servers alike, and pages that are made to cost too much.
        said: What the page says, when it links here.
    """

    outcome: Outcome
    said: SourceContent = field(default_factory=SourceContent)


def fetch_source(inbox: Inbox, source: str, targets: Collection[str], turns: Turns) -> SourceResult:
    """Fetch a page and tell what it says; one that breaks whoever reads it is out of reach, too.

    Raises:
        BusyError: It is not its host's turn.
    """
    try:
        return classify_reply(inbox.fetcher.get(source, turns, ACCEPT), targets)
    except BusyError:
        raise
    except FetchError:
        return SourceResult("unreachable")
    except Exception:  # noqa: BLE001 - whatever a page does to those who read it, the next one is read
        _log_failure()
        return SourceResult("unreachable")


def classify_reply(reply: Reply, targets: Collection[str]) -> SourceResult:
    """Return what an answer means (Webmention, sections 3.2.2 and 3.2.4).

    Args:
        reply: With the beginning of the page, if it is long.
        targets: The absolute addresses that it may link to.
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
    """Return whose page an address is; when the page does not tell, the address alone.

    Raises:
        BusyError: It is not its host's turn.
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
    """Log the exception at hand; what it says may be the page's own words."""
    logging.getLogger(__name__).error("a page could not be read\n%s", plain(traceback.format_exc(), lines=True))
