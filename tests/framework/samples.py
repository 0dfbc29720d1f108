"""A small framework, cards and options of rendering that the tests share, and generators of files."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from markupsafe import escape

import pelicanconf
from plugins.base.findings import Finding
from plugins.framework.address_patterns import AddressPatterns
from plugins.framework.build import Build, Own
from plugins.framework.cards import Card, Face, Inside, Kept
from plugins.framework.clock import clock_at
from plugins.framework.model import Axis, Framework, Term
from plugins.framework.open_axes import open_axes
from plugins.framework.pagination import Paginator
from plugins.framework.render.markdown import MarkdownOptions
from plugins.framework.render.render_options import RenderOptions
from plugins.framework.settings import FrameworkSettings
from plugins.i18n import catalogue
from plugins.i18n.messages import Labels


def axis(key: str, singular: str, plural: str, terms: Iterable[str], **more: object) -> Axis:
    """Return an axis with English names."""
    return Axis(
        key=key,
        singular=Labels({"fr": f"{singular} (fr)", "en": singular}),
        plural=Labels({"fr": f"{plural} (fr)", "en": plural}),
        path=key,
        terms={term: Term(term, Labels({"en": term})) for term in terms},
        **more,  # type: ignore[arg-type]
    )


DRIVERS = axis(
    "drivers",
    "driver",
    "drivers",
    ["numerique", "collaboratif", "rse"],
    weighted=True,
    required=True,
    least=1,
    most=2,
    order="firmest",
)
TERRAINS = axis("terrains", "terrain", "terrains", ["covoiturage", "recrutement"])
FRAMEWORK = Framework(axes={"drivers": DRIVERS, "terrains": TERRAINS}, balance="drivers", path="marmite")

MARKDOWN = MarkdownOptions.from_settings(
    {
        "extension_configs": {
            "markdown.extensions.extra": {},
            "markdown.extensions.codehilite": {"css_class": "highlight", "guess_lang": False},
            "markdown.extensions.toc": {"toc_depth": "2-3"},
            "markdown.extensions.sane_lists": {},
        }
    }
)
ARTICLE = RenderOptions(
    kind="article",
    framework=FRAMEWORK,
    zone="Europe/Paris",
    language="fr",
    markdown=MARKDOWN,
    transforms=("plugins.framework.render.transforms:tables", "plugins.framework.render.transforms:figures"),
)
PAGE = RenderOptions(kind="page", framework=FRAMEWORK, zone="Europe/Paris", language="fr", markdown=MARKDOWN)
PATH = "articles/2026/x.md"

RIGHT = "id: 2026-03-x\ntitle: Un titre\ndate: 2026-03-02\ndrivers: [rse]\n"


ZONE = ZoneInfo("Europe/Paris")
MARCH = datetime(2026, 3, 2, 8, 30, tzinfo=ZONE)


def card(path: str = PATH, **given: Any) -> Card:
    """Return the card of a text as a build would make it of a file with this name: a published article, or a page."""
    slug = given.get("slug", posixpath.splitext(posixpath.basename(path))[0])
    article = given.get("kind", "page" if path.startswith("pages/") else "article") == "article"
    address = f"2026/03/{slug}/" if article else f"{slug}/"
    title = given.get("title", slug.capitalize())
    shown = {
        "title": title,
        "title_html": title,
        "title_typed": title,
        "summary": "",
        "summary_html": "",
        "summarised": False,
    }
    faces, owns = ({one.name for one in fields(kind)} for kind in (Face, Inside))
    placed = {
        "kind": "article" if article else "page",
        "path": path,
        "id": f"2026-03-{slug}" if article else "",
        "slug": slug,
        "url": address,
        "output": f"{address}index.html",
        "status": "published",
        "language": "fr",
        "date": MARCH if article else None,
        "authors": ("La rédaction",) if article else (),
        "text": given.pop("body", ""),
        **{name: value for name, value in given.items() if name not in faces | owns},
    }
    return Card(
        face=Face(**{**shown, **{name: value for name, value in given.items() if name in faces}}),
        inside=Kept(Inside(**{name: value for name, value in given.items() if name in owns})),
        **placed,
    )


def build(**settings: Any) -> Build:
    """Return a build of a site without texts, of the project's settings and some others."""
    given = {"DEFAULT_ORPHANS": 0, **{name: value for name, value in vars(pelicanconf).items() if name.isupper()}}
    given |= settings
    own = FrameworkSettings()
    return Build(
        settings=given,
        own=Own(path=own.path, drafts=own.drafts, strict=own.strict, check=own.check),
        content=Path(given["PATH"]),
        prefix="content/",
        framework=FRAMEWORK,
        open_axes=open_axes(own, catalogue.TRANSLATIONS),
        clock=clock_at("2026-06-01", given["TIMEZONE"]),
        zone=given["TIMEZONE"],
        root=urlsplit(given["SITEURL"]).path.rstrip("/"),
        words=catalogue.load(given["DEFAULT_LANG"]),
        typeset=lambda text, language=None: escape(text),
        addresses=AddressPatterns.of(given),
        paginator=Paginator.of(given),
    )


def told(findings: Iterable[Finding]) -> list[str]:
    """Return the findings as an English-speaking author reads them."""
    return [finding.text() for finding in findings]


HTML_PIECES = st.sampled_from(
    [
        *("<", ">", "/", '"', "'", "=", " ", "\n", "\xa0", "&amp;", "&", ";", "a", "é", "words "),
        *("<a ", "<a href=", '<a href="x">', "</a>", "<a/>", "<p>", "</p >", "<p class='x' hidden>", "<br/>"),
        *("<!--", "-->", "--!>", "<!-->", "<!--->", "<!doctype html>", "<?x", "</", "</3>", "</>"),
        *("<script>", "</script>", "<STYLE>", "</style ", "<textarea>", "</Textarea>", "<title>", "</title>"),
        *("<pre>", "</pre>", "<svg>", "<svg/>", "</svg>", '<img alt="a>b" src=x.svg>', "<img src=x/>", "<td style='"),
        *("x = y", "/=z", "a=", '="', "='", 'a="b"c="d"', "\x0b", "\u2028", "\u017f", "\u212a"),
    ]
)
HTML = st.lists(HTML_PIECES, max_size=30).map("".join)

FRONT_MATTER_LINES = st.sampled_from(
    [
        *("id: 2026-03-x", "title: Un titre", "title: [a]", 'title: "a" b', "date: 2026-03-02", "date: 2026-13-01"),
        *("drivers: [rse]", "drivers: {numerique: 9}", "drivers:", "  numerique: 2", "  - rse", "drivers: numerik"),
        *(
            "tags: [a, a",
            "tags: [été, '!!']",
            "- a",
            "-",
            "- {b: , c:}",
            "terrains: {covoiturage: , recrutement:}",
            "image:",
            "  file: ../x.svg",
            "  alt: ",
            "lang: no",
            "lang: xx",
        ),
        *("series: {name: A, part: 0}", "status: [x]", "summary: |", "  two", "  lines", "a: &b c", "a: *b", "!!x y"),
        *("\tx: y", "x:\ty", 'slug: "\\UFFFFFFFF"', 'slug: "\\0"', "%YAML 1.1", "...", "--- x", "? [a]", "{", "}", "]"),
        *("# comment", "", "x: y\u2028z", "\ufeffx: y", "é: 😀", "x: @y", "x: 'y", "slug: ../x", "comments: maybe"),
    ]
)
MARKDOWN_PIECES = st.sampled_from(
    [
        *("a", "b c", "\n", "\n\n", "    ", "- ", "1. ", "> ", "# ", "## é", "```", "~~~", "`", "*", "**", "_"),
        *("[a](", "![a](", ")", "x.md", "../2025/y.md#z", "images/x.svg", "../../../x", "http://[", "%00", "\\", "|"),
        *("<", ">", "<div markdown='1'>", "</div>", "<!--", "-->", "<![", "<?", "{: #b }", "{: role=none }", "[^1]"),
        *("[^1]: x", "*[a]: b", "\n-|-\n", "\n:   ", "&amp;", "&#x", "<script>", "</script>", "<pre>", "\x02", "\x03"),
        *("{filename}", "{tag}x", "``` {.python hl_lines=x}", "``` python\nx\n```", "\x0b", "\u2028", "é", "😀"),
    ]
)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Draw the bytes of something like an article."""
    lines = draw(st.one_of(st.just(RIGHT.splitlines()), st.lists(FRONT_MATTER_LINES, max_size=10)))
    body = draw(st.lists(MARKDOWN_PIECES, max_size=20).map("".join))
    close = draw(st.sampled_from(["---", "---", "---", "---", ""]))
    text = "\n".join(["---", *lines, close, body]).replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"])))
    data = text.encode(draw(st.sampled_from(["utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16"])))
    return data[: draw(st.integers(0, len(data)))] + draw(st.sampled_from([b"", b"", b"", b"\xe9", b"\0"]))
