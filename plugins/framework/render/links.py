"""Links and images of a text: resolved to files or URLs, with their positions in the source.

An author links as in any editor, by the relative path of a file (``../2025/tresorerie.md``, ``../../images/pot.svg``);
Pelican's ``{filename}`` and ``{static}`` work too. All become Pelican's forms with a path from the content folder,
which :mod:`~plugins.framework.render.targets` leaves open for the page.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import quote, unquote, urlsplit

from plugins.base.findings import Finding, Position, quoted
from plugins.base.html_tokens import Token, attributes, with_attributes
from plugins.framework.render.content_policy import ELEMENTS, refused, refused_address
from plugins.framework.render.document import Document
from plugins.framework.render.sentences import Sentence, sentence_around
from plugins.framework.render.source_positions import Locator
from plugins.i18n.messages import N_, Message, message

Kind = Literal["source", "static", "fragment", "site", "external"]

BRACED = re.compile(r"[{|]([a-z]+)[|}](.*)\Z", re.DOTALL)
LINKING = {"a": "href", "img": "src", "source": "src", "video": "src", "audio": "src", "area": "href"}
SOURCE_SUFFIX = ".md"
LONGEST_NAME, LONGEST_PATH = 255, 1000
"""The most characters of a name and of a path: file systems raise on longer ones instead of finding no such file."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link or an image, resolved.

    Attributes:
        kind: source (a Markdown file), static (another file), fragment (this page), site (an address of this
            site), external (anything else).
        target: A path from the content folder, or the URL as typed.
        fragment: The fragment after ``#``, decoded.
        position: Its position in the source.
        image: Whether it is an image.
        sentence: That of a link to a Markdown file, or None.
    """

    kind: Kind
    target: str
    fragment: str
    position: Position
    image: bool = False
    sentence: Sentence | None = None


def rewrite(
    document: Document, path: str, body: str, first_line: int
) -> tuple[tuple[Link, ...], frozenset[str], list[Finding]]:
    """Resolve the paths in a document; return its links and images, its anchors, and the findings.

    Args:
        document: The rendered Markdown.
        path: The file, relative to the content folder.
        body: The Markdown, for positions.
        first_line: The 1-based line at which it begins.
    """
    locator = Locator(body, first_line, document.lines)
    links: list[Link] = []
    anchors: set[str] = set()
    findings: list[Finding] = []
    for number, token in enumerate(document.tokens):
        kind, text, name = token
        if kind != "start" or (len(text) == len(name) + 2 and name not in ELEMENTS):
            continue
        named = attributes(text)
        if anchor := named.get("id"):
            anchors.add(anchor)
        line = document.lines[number]
        if mistakes := list(refused(name, named)):
            where = locator.near(text, line) or locator.near(f"<{name}", line) or locator.start(line)
            findings += [Finding(path, where, *mistake) for mistake in mistakes]
        attribute = LINKING.get(name)
        if attribute and (address := named.get(attribute)) is not None:
            where = locator.find(address, line)
            link, problem = resolve(address, path, where, image=name not in ("a", "area"))
            if link.kind == "source" and name == "a":
                link = replace(link, sentence=sentence_around(document, number))
            links.append(link)
            document[number] = _rewritten(token, attribute, address, link)
            if problem:
                findings.append(Finding(path, where, *problem))
            if name == "img":
                findings += _alternative(named, address, path, where)
    document.commit()
    return tuple(links), frozenset(anchors), findings


def _rewritten(token: Token, attribute: str, address: str, link: Link) -> str:
    if link.kind in ("source", "static"):
        what = "filename" if link.kind == "source" else "static"
        fragment = f"#{quote(link.fragment, safe=':')}" if link.fragment else ""
        return with_attributes(token.text, {attribute: f"{{{what}}}/{quote(link.target)}{fragment}"})
    if (braced := BRACED.match(address)) is not None:  # refused: Pelican must not act on it
        return with_attributes(token.text, {attribute: braced[2]})
    return token.text


def resolve(
    address: str, path: str, where: Position, *, image: bool = False
) -> tuple[Link, tuple[Message, Message] | None]:
    """Return a URL of a file as a resolved link, and its problem and mend, or None.

    >>> resolve("../2025/x.md#y", "articles/2026/a.md", Position())[0].target
    'articles/2025/x.md'
    >>> resolve("../../../secret", "articles/2026/a.md", Position())[1][0].text()
    "'../../../secret' leaves the content folder"
    """
    braced = BRACED.match(address)
    if braced and braced[1] not in ("filename", "static"):
        return Link("external", address, "", where, image), (
            message(N_("'{address}' is not a link that this site knows"), address=quoted(address)),
            message(N_("write the file's relative path instead, such as other-article.md or ../../images/x.svg")),
        )
    bare = braced[2] if braced else address
    try:
        parts = urlsplit(bare)
    except ValueError:
        return Link("external", address, "", where, image), (
            message(N_("'{address}' is not an address"), address=quoted(address)),
            message(N_("correct it")),
        )
    if not braced:
        if parts.scheme or parts.netloc:
            problem = refused_address(address, fetched=image)
            return Link("external", address, unquote(parts.fragment), where, image), problem
        if not parts.path:
            return Link("fragment", "", unquote(parts.fragment), where, image), None
        if parts.path.startswith("/"):
            return Link("site", parts.path, unquote(parts.fragment), where, image), None
    raw = unquote(parts.path)
    base = "" if raw.startswith("/") else posixpath.dirname(path)
    target = posixpath.normpath(posixpath.join(base, raw.lstrip("/")))
    kind: Kind = "source" if target.endswith(SOURCE_SUFFIX) else "static"
    if "\\" in target:
        return Link("external", address, "", where, image), (
            message(N_("'{address}' has a backslash"), address=quoted(address)),
            message(N_("write '/' between folders")),
        )
    if len(target) > LONGEST_PATH or any(len(quote(part)) > LONGEST_NAME for part in target.split("/")):
        return Link("external", address, "", where, image), (
            message(N_("'{address}' is longer than a file's name may be"), address=quoted(address)),
            message(N_("correct it")),
        )
    if target.startswith("../") or target in ("..", ".") or "\0" in target:
        return Link("external", address, "", where, image), (
            message(N_("'{address}' leaves the content folder"), address=quoted(address)),
            message(N_("put the file under content/ and link to it there")),
        )
    return Link(kind, target, unquote(parts.fragment), where, image), None


def _alternative(named: dict[str, str], address: str, path: str, where: Position) -> Iterator[Finding]:
    """Yield the findings about an image's alternative text (HTML Standard, 4.8.4.4)."""
    if named.get("role") in ("presentation", "none"):
        return
    alt = named.get("alt", "").strip()
    if not alt:
        yield Finding(
            path,
            where,
            message(N_("this image has no alternative text")),
            message(N_("write what it shows between the brackets; after an ornament {{: role=presentation}}")),
        )
    elif alternative_is_file_name(alt, address):
        yield Finding(
            path,
            where,
            message(N_("the alternative text '{alt}' is a file's name"), alt=quoted(alt)),
            message(N_("write what the image shows")),
        )


def alternative_is_file_name(alt: str, address: str) -> bool:
    """Return whether an alternative text is only a file name.

    >>> [alternative_is_file_name(alt, "images/x-1.svg") for alt in ("IMG_1234.jpg", "x-1", "Une marmite")]
    [True, True, False]
    """
    name = posixpath.basename(unquote(address))
    stem = posixpath.splitext(name)[0]
    looks_so = re.fullmatch(r"\S+\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?)", alt, re.IGNORECASE)
    return (alt in (name, stem) and not alt.isalpha()) or bool(looks_so)
