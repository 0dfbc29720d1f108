"""Entries, feeds and articles for tests: one of each, and what a test changes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from plugins.feeds.entries import Article, Site
from plugins.feeds.model import Category, Enclosure, Entry, Feed, Person
from plugins.feeds.tag_uris import Authority
from plugins.framework.model import Axis, Term, TermUse
from plugins.i18n.messages import Labels

ADDRESS = "https://pot.example"
AUTHORITY = Authority("pot.example", date(2024, 1, 1))
SITE = Site(address=ADDRESS, name="Le pot", description="Sur trois pieds", language="fr", author="La rédaction")

ENTRY = Entry(
    key="2026-03-marmite",
    id="tag:pot.example,2024-01-01:2026-03-marmite",
    url="https://pot.example/2026/03/marmite/",
    title="La marmite",
    summary="Trois pieds valent mieux qu'un.",
    content="<p>Du <em>texte</em>.</p>",
    published=datetime.fromisoformat("2026-03-02T08:30:00+01:00"),
    updated=datetime.fromisoformat("2026-03-05T00:00:00+01:00"),
    language="fr",
    authors=(Person("La rédaction", "https://pot.example/auteurs/la-redaction/"),),
)
FULL_ENTRY = replace(
    ENTRY,
    authors=(*ENTRY.authors, Person("Une autre plume")),
    categories=(
        Category("rse", "https://pot.example/moteurs/", "la Responsabilité sociale", "fr"),
        Category("ete", "https://pot.example/tags/", "Été", "fr"),
    ),
    image=Enclosure("https://pot.example/marmite.svg", "image/svg+xml", 1234, "Une marmite"),
)
FEED = Feed(
    key="",
    id="tag:pot.example,2024-01-01:feed/",
    address="https://pot.example/feed",
    home="https://pot.example/",
    title="Le pot",
    description="Sur trois pieds",
    language="fr",
    author=Person("La rédaction", "https://pot.example/"),
    updated=datetime.fromisoformat("2024-01-01T00:00:00+01:00"),
)


def feed(*entries: Entry, **changes: Any) -> Feed:
    """Return a feed with these entries."""
    updated = max((entry.updated for entry in entries), default=FEED.updated)
    return replace(FEED, entries=entries, updated=updated, **changes)


def labels(french: str, english: str) -> Labels:
    """Return a name in two languages."""
    return Labels({"fr": french, "en": english})


RSE = Term("rse", labels("la Responsabilité sociale", "Social responsibility"), labels("Répondre de tout.", "Answer."))
DIGITAL = Term("numerique", labels("le Numérique", "Digital"))
DRIVERS = Axis(
    "drivers", labels("moteur", "driver"), labels("moteurs", "drivers"), "moteurs",
    weighted=True, order="firmest", terms={"numerique": DIGITAL, "rse": RSE},
)  # fmt: skip
FIELD = Term("covoiturage", labels("covoiturage", "car sharing"))
FIELDS = Axis(
    "terrains", labels("terrain", "terrain"), labels("terrains", "terrains"), "terrains", terms={"covoiturage": FIELD}
)
TAG = Term("ete", Labels({"": "Été"}))
TAGS = Axis("tags", labels("étiquette", "tag"), labels("étiquettes", "tags"), "tags", open=True, terms={"ete": TAG})

ARTICLE = Article(
    path="articles/2026/marmite.md",
    key="2026-03-marmite",
    id="tag:pot.example,2024-01-01:2026-03-marmite",
    url="2026/03/marmite/",
    title="La marmite",
    summary="Trois pieds valent mieux qu'un.",
    html='<p>Voir <a href="https://pot.example/2025/12/court/">ici</a>.</p>',
    date=datetime.fromisoformat("2026-03-02T08:30:00+01:00"),
    modified=None,
    language="fr",
    authors=(("La rédaction", "auteurs/la-redaction/"),),
    uses=(TermUse(DRIVERS, RSE, 3), TermUse(FIELDS, FIELD, 1), TermUse(TAGS, TAG, 1)),
)
