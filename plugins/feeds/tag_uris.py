"""Permanent ids of entries and feeds: tag URIs (RFC 4151), or the guids of imported articles.

A tag URI is made of a domain, a date on which its owner held it, and a name that the owner gives only once. It does not
change with titles, URLs, dates or even the domain.
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
"""The characters allowed in the specific part of a tag URI besides letters and digits (RFC 4151, section 2.1)."""

IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`\x00-\x20\x7f-\x9f\ud800-\udfff]+\Z")
"""An absolute IRI, as Atom requires for an id (RFC 4287, section 4.2.6), without characters that RFC 3987 forbids."""

START = Position()

FEEDS = "feed/"
"""The prefix of feeds' names; no article's permanent id has a slash."""


@dataclass(frozen=True, slots=True)
class Authority:
    """The tagging authority: the site's domain at its founding, and the date of its founding.

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
    """Return the id of a feed, made of the keys of its axis and term, which are permanent, unlike URLs.

    >>> feed_id(Authority("trepied.example", date(2024, 1, 1)), "drivers/rse")
    'tag:trepied.example,2024-01-01:feed/drivers/rse'
    """
    return authority.tag(FEEDS + key)


@dataclass(frozen=True, slots=True)
class Claim:
    """The ids in an article's front matter.

    Attributes:
        path: Its file, relative to the content folder.
        key: Its permanent id.
        guid: The id of its entry in the feed of an older site, or an empty string.
        position: The position of the guid in the file.
    """

    path: str
    key: str
    guid: str = ""
    position: Position = START


def entry_ids(claims: Iterable[Claim], authority: Authority) -> tuple[dict[str, str], list[Finding]]:
    """Return the entry id of every article by its path, and the findings about guids.

    A guid is used unchanged, so that no subscriber of the old site sees an article twice. One that is no URI, or that
    an earlier article has, is a finding, and the article gets its tag URI.
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
