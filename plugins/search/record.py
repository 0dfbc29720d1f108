"""What search knows of one text, and the document that Pagefind reads of it.

The document holds what is to be found; what is only to be shown (the date, the language) joins the record's
fragment later (:mod:`plugins.search.bundle`), since Pagefind would find an article by the words of its date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape, unescape
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template

from plugins.base.html_tokens import Token, attributes, block_text, tokens
from plugins.search.fold import fold, originals

__all__ = ["YEAR", "Record", "document", "spoken"]

YEAR = "_year"
"""The filter of years: no axis can have this key."""
SKIPPED = frozenset({"svg", "math", "script", "style", "button", "template"})
SKIPPED_CLASSES = frozenset({"footnote-ref", "footnote-backref", "headerlink"})
"""What stands in a text without being of it: marks of footnotes, links to a heading."""
EMPTY = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


@dataclass(frozen=True, slots=True)
class Record:
    """One text.

    Attributes:
        path: Its file below the output, such as ``2026/03/marmite/index.html``.
        title: Plain text.
        summary: What its author wrote before it, as plain text; empty when the text's beginning stands for it.
        html: Its body.
        words: Further words it is found by: terms, tags, its series, its authors.
        filters: Term keys by axis key, and its year under :data:`YEAR`.
        order: What the newest are found by: an ISO 8601 moment in UTC, or ``0`` for what has no date.
        shown: What a result shows beside title and excerpt: ``date`` (ISO 8601), ``day`` (in words), ``lang`` when
            it is not the site's.
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
        """Its address below the site's."""
        return _address(self.path)

    @property
    def file(self) -> str:
        """The file of its document: Pagefind reads those that end in ``.html``."""
        return self.path if self.path.endswith(".html") else f"{self.path}.html"

    @property
    def key(self) -> str:
        """What Pagefind makes of the file, and calls its address."""
        return _address(self.file)

    def originals(self) -> dict[str, str]:
        """Return the words as typeset, by what folding made of them."""
        return originals((self.title, self.summary, block_text(self.html)))


def _address(path: str) -> str:
    is_index = path == "index.html" or path.endswith("/index.html")
    return f"/{path.removesuffix('index.html')}" if is_index else f"/{path}"


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(Path(__file__).with_name("document.html").read_text("utf-8"))


def document(record: Record, language: str) -> str:
    """Return the HTML document that Pagefind reads of a record; ``language`` is the site's."""
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
    """Return the HTML of a text, folded, without what is drawn or leads about in it.

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
