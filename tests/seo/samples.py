"""A site and an article, as the core sees them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from plugins.seo.model import Facts, Part, Party, Picture, Place, Site, Subject, Topic

SITE = Site(
    address="https://a.example/blog",
    name="Trépied",
    description="Sur trois pieds",
    language="fr",
    publisher=Party("Trépied", organization=True, path=""),
    logo=Picture("icon-512.png", 512, 512),
)
PREVIEW = replace(SITE, address="")
CARD = Picture("2026/03/pot/card.png?v=1", 1200, 630, "La marmite – Le Collaboratif")
FACTS = Facts(
    published=datetime.fromisoformat("2026-03-02T08:30:00+01:00"),
    modified=datetime.fromisoformat("2026-04-01T00:00:00+02:00"),
    authors=(Party("Anne", path="auteurs/anne/"), Party("La rédaction", organization=True)),
    words=1000,
    minutes=5,
    topics=(Topic("le Collaboratif", "moteurs/collaboratif/", "moteurs/"),),
    section="Le Collaboratif",
    tags=("été",),
    series=Part("Trois pieds", "series/trois-pieds/", 2),
    translations=(("en", "2026/03/the-pot/"),),
    pictures=(CARD,),
)
ARTICLE = Subject(
    path="2026/03/pot/",
    kind="article",
    title="La marmite\u00a0: «\u00a0trois pieds\u00a0»",
    description="Pourquoi\u00a0?",
    language="fr",
    changed=FACTS.modified,
    trail=(Place("Moteurs", "moteurs/"), Place("Le Collaboratif", "moteurs/collaboratif/")),
    alternates=(("en", "2026/03/the-pot/"), ("fr", "2026/03/pot/")),
    default="2026/03/pot/",
    picture=CARD,
    facts=FACTS,
)
LIST = Subject(path="moteurs/", kind="collection", title="Moteurs", language="fr")

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<!-- <script>",
    "]]>&amp;&nbsp;\u2028\u2029",
    "\"'\\u003c {{ 7 * 7 }} {% raw %}",
    "\u202eevil\u202c \u200bwords\u00ad",
    "\ud800 lone \x00 \x1b",
)


def nodes(graph: dict[str, Any]) -> dict[str, Any]:
    """Return the nodes of a graph by type."""
    return {node["@type"]: node for node in graph["@graph"]}
