"""A walk through a served site by its links alone, as a reader without scripts or a robot does it."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections import deque
from dataclasses import dataclass, field
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import lxml.html

RESOURCES = ("//img/@src", "//script/@src", "//link[not(@rel='canonical')]/@href", "//source/@src", "//use/@href")
SETS = ("//img/@srcset", "//source/@srcset", "//link/@imagesrcset")


@dataclass
class Walk:
    """What a walk found: the paths of the pages that it saw, and what did not resolve."""

    pages: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def fetched(address: str) -> tuple[int, str, bytes]:
    """Return the status, the media type and the body that a server on this machine answers."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, "", b""


def addresses(page: lxml.html.HtmlElement, base: str) -> list[str]:
    """Return the absolute addresses that a page links to or is made of, those of other hosts too."""
    found = [str(value) for path in ("//a/@href", "//form/@action", *RESOURCES) for value in page.xpath(path)]
    found += [
        candidate.split()[0]
        for path in SETS
        for value in page.xpath(path)
        for candidate in str(value).split(",")
        if candidate.strip()
    ]
    return [urljoin(base, value) for value in found]


def crawled(origin: str, start: str) -> Walk:
    """Walk through the site at ``origin`` from the path ``start``; links to other hosts are not followed."""
    walk = Walk()
    names: dict[str, set[str] | None] = {}
    fragments: list[tuple[str, str, str]] = []
    waiting = deque([(start, "")])
    while waiting:
        path, referrer = waiting.popleft()
        if path in names:
            continue
        status, type_, body = fetched(origin + path)
        names[path] = None
        if status != 200:
            walk.faults.append(f"{referrer} leads to {path}, which answers {status}")
        if type_ != "text/html":
            continue
        page = lxml.html.document_fromstring(body)
        walk.pages.add(path)
        names[path] = {str(name) for name in page.xpath("//@id")}
        for address in addresses(page, origin + path):
            bare, fragment = urldefrag(address)
            parts = urlsplit(bare)
            if f"{parts.scheme}://{parts.netloc}" != origin:
                continue
            waiting.append((parts.path, path))
            if fragment:
                fragments.append((path, parts.path, unquote(fragment)))
    walk.faults += [
        f"{path} leads to #{fragment}, which {target} lacks"
        for path, target, fragment in fragments
        if (known := names.get(target)) is not None and fragment not in known
    ]
    return walk
