"""Names that never change: tag URIs (RFC 4151) of articles and feeds.

A tag URI is made of a domain, a day on which its owner held it, and a name that the owner gives once only. It stays
what it is when titles, addresses, dates, and even the domain itself change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from plugins.base.findings import Finding, Position, quoted
from plugins.i18n.messages import N_, message

PCHARS = "!$&'()*+,;=:@/?-._~"
"""What may stand in the specific part of a tag URI beside letters and digits (RFC 4151, section 2.1)."""

IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`\x00-\x20\x7f-\x9f\ud800-\udfff]+\Z")
"""An absolute IRI, as Atom wants for an id (RFC 4287, section 4.2.6): a scheme, and no character that RFC 3987 bars."""

START = Position()

FEEDS = "feed/"
"""What the names of feeds begin with; no article's permanent id has a slash."""


@dataclass(frozen=True, slots=True)
class Authority:
    """Who gives the names: the site's founding domain, and the day of its founding.

    >>> Authority("trepied.example", date(2024, 1, 1)).tag("2026-03-marmite")
    'tag:trepied.example,2024-01-01:2026-03-marmite'
    """

    domain: str
    founded: date

    def tag(self, specific: str) -> str:
        """Return the tag URI of a name, in ASCII."""
        named = quote(specific.encode("utf-8", "surrogatepass"), safe=PCHARS)
        return f"tag:{self.domain},{self.founded.isoformat()}:{named}"


def feed_id(authority: Authority, key: str) -> str:
    """Return the id of a feed: its axis and term by their keys, which outlive their addresses.

    >>> feed_id(Authority("trepied.example", date(2024, 1, 1)), "drivers/rse")
    'tag:trepied.example,2024-01-01:feed/drivers/rse'
    """
    return authority.tag(FEEDS + key)


@dataclass(frozen=True, slots=True)
class Claim:
    """What an article says of its identity.

    Attributes:
        path: Its file, relative to the content folder.
        key: Its permanent id.
        guid: The id that it had elsewhere before it was imported, or an empty string.
        position: Where the file says so.
    """

    path: str
    key: str
    guid: str = ""
    position: Position = START


def entry_ids(claims: Iterable[Claim], authority: Authority) -> tuple[dict[str, str], list[Finding]]:
    """Return the id of every article by its path, and what is wrong with the guids.

    A guid stands as it is, so that no subscriber of the old site sees an article twice. One that is no URI, or that
    another article has already, is told, and the article keeps the id of its own.
    """
    ordered = sorted(claims, key=lambda claim: claim.path)
    ids = {claim.path: authority.tag(claim.key) for claim in ordered}
    taken = {identity: path for path, identity in ids.items()}
    findings = []
    for claim in ordered:
        if not claim.guid:
            continue
        if not IRI.match(claim.guid):
            problem = message(N_("the guid '{guid}' is not a URI"), guid=quoted(claim.guid))
            mend = message(N_("copy it as the old feed has it, such as https://old.example/?p=12"))
        elif taken.get(claim.guid, claim.path) != claim.path:
            problem = message(
                N_("the guid '{guid}' is taken by {other}"), guid=quoted(claim.guid), other=taken[claim.guid]
            )
            mend = message(N_("give this one a guid of its own"))
        else:
            ids[claim.path] = claim.guid
            taken[claim.guid] = claim.path
            continue
        findings.append(Finding(claim.path, claim.position, problem, mend))
    return ids, findings
