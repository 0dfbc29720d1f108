"""The search record of a text, and the HTML document that Pagefind indexes for it.

The document has only what is searched; display data (date, language) is added to the fragment later
(:mod:`plugins.search.pagefind_bundle`), since Pagefind would index the words of the date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape, unescape
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template

from plugins.base.html_tokens import Token, attributes, block_text, tokens
from plugins.search.letter_folding import fold, originals

__all__ = ["YEAR", "Record", "document", "spoken"]

YEAR = "_year"
"""The key of the filter by year: no axis can have it."""
SKIPPED = frozenset({"svg", "math", "script", "style", "button", "template"})
SKIPPED_CLASSES = frozenset({"footnote-ref", "footnote-backref", "headerlink"})
"""Classes of elements that are no part of the text: footnote references and backlinks, heading anchors."""
EMPTY = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


@dataclass(frozen=True, slots=True)
class Record:
    """The search record of a text.

    Attributes:
        path: Its file below the output, such as ``2026/03/marmite/index.html``.
        title: Plain text.
        summary: The author's summary, as plain text; empty when it is an excerpt of the text.
        html: Its body.
        words: Additional indexed words: terms, tags, its series, its authors.
        filters: Term keys by axis key, and its year under :data:`YEAR`.
        order: The sort key: an ISO 8601 date and time in UTC, or ``0`` without a date.
        shown: The display data of a result beside title and excerpt: ``date`` (ISO 8601), ``day`` (localised), ``lang``
            when it is not the site's.
    """

    path: str
    title: str
    summary: str = ""
    html: str = ""
    words: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = "0"
    shown: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Its URL relative to the site's."""
        return _address(self.path)

    @property
    def file(self) -> str:
        """The file name of its document: Pagefind reads ``.html`` files."""
        return self.path if self.path.endswith(".html") else f"{self.path}.html"

    @property
    def key(self) -> str:
        """The URL that Pagefind derives from the file name, by which the fragment is matched."""
        return _address(self.file)

    def originals(self) -> dict[str, str]:
        """Return the words that folding changes, by their folded form."""
        return originals((self.title, self.summary, block_text(self.html)))


def _address(path: str) -> str:
    is_index = path == "index.html" or path.endswith("/index.html")
    return f"/{path.removesuffix('index.html')}" if is_index else f"/{path}"


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(Path(__file__).with_name("document.html").read_text("utf-8"))


def document(record: Record, language: str) -> str:
    """Return the HTML document of a record for Pagefind; ``language`` is the site's."""
    return _template().render(
        language=language,
        title=fold(record.title),
        summary=fold(record.summary),
        words=", ".join(map(fold, record.words)),
        filters=record.filters,
        order=record.order,
        body=spoken(record.html),
    )


def spoken(html: str) -> str:
    """Return the HTML of a text, folded, without drawings, scripts, footnote references and anchors.

    >>> spoken('<p>L’eau<a class="footnote-ref" href="#fn:1">1</a> <svg><text>x</text></svg></p>')
    "<p>L'eau </p>"
    """
    return "".join(_folded(token) for token in _kept(tokens(html)))


def _kept(pieces: Iterator[Token]) -> Iterator[Token]:
    depth, inside = 0, ""
    for token in pieces:
        if depth:
            if token.name == inside and not token.text.endswith("/>"):
                depth += {"start": 1, "end": -1}.get(token.kind, 0)
        elif token.kind == "start" and _is_skipped(token):
            if token.name not in EMPTY and not token.text.endswith("/>"):
                depth, inside = 1, token.name
        elif token.kind in ("text", "start", "end"):
            yield token


def _is_skipped(token: Token) -> bool:
    said = attributes(token.text)
    marks = SKIPPED_CLASSES.intersection(said.get("class", "").split())
    return token.name in SKIPPED or bool(marks) or "hidden" in said or said.get("aria-hidden") == "true"


def _folded(token: Token) -> str:
    return escape(fold(unescape(token.text)), quote=False) if token.kind == "text" else token.text
