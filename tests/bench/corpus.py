"""Invented articles, the same on every machine: French in form and typed as people type, without a thought in it.

An article is made of its number alone, so that the first thousand of five thousand are those of one thousand.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tests.bench.sentences import choices, code, heading, paragraph, sentence, statement, word_list

FIRST_DAY = date(2010, 1, 4)
"""The day of the first article."""
DAYS = 5000
"""Days with articles, one a day up to this number; the next are of the same days, three hours later."""
NOUNS = choices(
    "agenda;achat;atelier;accueil;budget;bureau;courrier;débat;facture;formation;horaire;logiciel;message;"
    "métier;réseau;réunion;stage;trajet;usage;vote"
)
MANNERS = choices(
    "en ville;à distance;au quotidien;par écrit;en commun;à l'essai;sur place;au long cours;en chiffres;de proximité"
)
TAGS = tuple(f"{noun} {manner}" for noun in NOUNS for manner in MANNERS)
AUTHORS = choices(
    "Camille Durand;Zoé Lefèvre;Anaïs Moreau;Théo Garnier;Léa Fontaine;Noé Béranger;Inès Chevalier;Hugues Paré"
)
WORDS = (690, 970)
"""Bounds of an article's words; the middle is 830."""
AXES = ("drivers", "priorities", "terrains")
LINK = re.compile(r"\[([^\]]+)\]\((?:\.\./)+articles/[^)]+\)")


@dataclass(frozen=True)
class Article:
    """An article, apart from how a site writes it down.

    Attributes:
        number: From 0.
        title, summary: Plain text.
        day: When it was published.
        drivers: Keys with weights.
        priorities, terrains, tags, authors: Keys, or words.
        body: Markdown that all sites understand; links are relative paths of files.
    """

    number: int
    title: str
    summary: str
    day: date
    drivers: dict[str, int]
    priorities: list[str]
    terrains: list[str]
    tags: list[str]
    authors: list[str]
    body: str

    @property
    def moment(self) -> str:
        """Return when it was published, as ISO 8601: five articles a day at most."""
        return f"{self.day}T{8 + self.number // DAYS * 3:02}:30:00+01:00"

    @property
    def path(self) -> str:
        """Return its file, from the folder of articles."""
        return path_of(self.number)


def path_of(number: int) -> str:
    """Return the file of an article by its number, from the folder of articles.

    >>> path_of(400)
    '2011/essai-00400.md'
    """
    return f"{day_of(number).year}/essai-{number:05}.md"


def day_of(number: int) -> date:
    """Return the day of an article by its number.

    >>> day_of(0) == day_of(15000), day_of(4999)
    (True, datetime.date(2023, 9, 12))
    """
    return FIRST_DAY + timedelta(days=number % DAYS)


def terms(framework: Path) -> dict[str, list[str]]:
    """Return the keys of the terms of each axis, as a framework's folder has them."""
    return {axis: sorted(file.stem for file in (framework / axis).glob("*.md")) for axis in AXES}


def articles(number: int, keys: dict[str, list[str]]) -> Iterator[Article]:
    """Yield so many articles, the oldest first."""
    return (article(one, keys) for one in range(number))


def article(number: int, keys: dict[str, list[str]]) -> Article:
    """Return one article, always the same."""
    chance = random.Random(f"article {number}")
    drivers = chance.sample(keys["drivers"], chance.randrange(1, min(3, len(keys["drivers"])) + 1))
    return Article(
        number=number,
        title=f"{heading(chance)} : essai n° {number}",
        summary=re.sub(r"[*`]", "", sentence(chance)),
        day=day_of(number),
        drivers={key: chance.randrange(1, 4) for key in drivers},
        priorities=chance.sample(keys["priorities"], chance.randrange(1, 3)),
        terrains=chance.sample(keys["terrains"], chance.randrange(3)),
        tags=chance.sample(TAGS, 3),
        authors=[chance.choice(AUTHORS)],
        body=body(number, chance),
    )


def body(number: int, chance: random.Random) -> str:
    """Return the Markdown of an article."""
    wanted = chance.randrange(*WORDS)
    blocks = [paragraph(chance)]
    if number:
        blocks.append(f"{statement(chance)}, comme le montre [l'essai d'avant](../{path_of(number - 1)}).")
    extras = list(aside(number, chance))
    sections: set[str] = set()
    while (words := sum(len(block.split()) for block in blocks)) < wanted:
        if words > len(sections) * wanted // 5 and (title := heading(chance)) not in sections:
            blocks.append(f"{'###' if len(sections) % 3 == 2 else '##'} {title}")
            sections.add(title)
        blocks.append(paragraph(chance))
        if extras:
            blocks.append(extras.pop(0))
    if number % 4 == 1:
        blocks[0] += "[^1]"
        blocks.append(f"[^1]: {sentence(chance)}")
    return "\n\n".join(blocks) + "\n"


def aside(number: int, chance: random.Random) -> Iterator[str]:
    """Yield what stands between paragraphs: code in one of five, a list, a quotation."""
    if number % 5 == 0:
        yield code(chance)
    if number % 3 == 0:
        yield word_list(chance)
    if number % 4 == 2:
        yield f"> {sentence(chance)}"


def write_content(folder: Path, made: list[Article], source: Path) -> None:
    """Write this site's content: its own framework and pages, and the articles.

    Args:
        folder: What becomes the content folder.
        made: The articles.
        source: The content folder of this project.
    """
    for name in ("framework", "pages"):
        for file in sorted(path for path in (source / name).rglob("*") if path.is_file()):
            target = folder / file.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(without_links(file.read_text("utf-8")), "utf-8")
    for one in made:
        file = folder / "articles" / one.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(as_typed(one), "utf-8")


def without_links(text: str) -> str:
    """Return a text whose links to this site's own articles are their words: none of these is in the corpus.

    >>> without_links("selon [la marmite](../articles/2026/marmite.md), et [un flux](abonnement.md)")
    'selon la marmite, et [un flux](abonnement.md)'
    """
    return LINK.sub(r"\1", text)


def id_of(one: Article) -> str:
    """Return the permanent id of an article."""
    return f"{one.day:%Y-%m}-essai-{one.number:05}"


def as_typed(one: Article) -> str:
    """Return an article as a file of this site's."""
    said = {
        "id": id_of(one),
        "title": one.title,
        "date": one.moment,
        "drivers": one.drivers,
        "priorities": one.priorities,
        "terrains": one.terrains,
        "tags": one.tags,
        "authors": one.authors,
        "summary": one.summary,
    }
    return front_matter(said) + one.body


def front_matter(said: dict[str, object]) -> str:
    """Return front matter in YAML, of which JSON is a part."""
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in said.items() if value)
    return f"---\n{''.join(lines)}---\n\n"
