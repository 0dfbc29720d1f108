"""What an author does to a site between two builds, each as one change of its files.

The articles that are edited stand in the middle of the archive: another one in each round.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from plugins.interactions import record_yaml
from plugins.interactions.model import Interaction
from plugins.interactions.record_ids import RANDOM_BYTES, new_id
from tests.bench import corpus

TITLE = re.compile(r'(?m)^(title: "|Title: )')
STYLES = "theme/styles/utilities.css"


@dataclass(frozen=True)
class Round:
    """A site that is built, and which of its articles are edited.

    Attributes:
        folder: The folder that it runs in.
        articles: Where its articles lie.
        number: How many there are.
        run: Which round it is, from 0.
    """

    folder: Path
    articles: Path
    number: int
    run: int

    @property
    def middle(self) -> int:
        """The number of the article that is edited."""
        return (self.number // 2 + self.run) % self.number

    @property
    def keys(self) -> dict[str, list[str]]:
        """The keys of the terms of each axis."""
        return corpus.terms(self.folder / "content/framework")


def nothing(where: Round) -> None:
    """Change nothing."""


def body(where: Round) -> None:
    """Change the first word of an article's text."""
    file = where.articles / corpus.path_of(where.middle)
    text = file.read_text("utf-8")
    start = text.index("\n\n") + 2
    if text[start:].startswith("[TOC]"):
        start = text.index("\n\n", start) + 2
    file.write_text(text[:start] + reworded(text[start:]), "utf-8")


def title(where: Round) -> None:
    """Put a word before an article's title."""
    file = where.articles / corpus.path_of(where.middle)
    file.write_text(TITLE.sub(r"\1Encore : ", file.read_text("utf-8"), count=1), "utf-8")


def added(where: Round) -> None:
    """Add an article of the same day as one in the middle, and with a link to it."""
    new, old = where.number + where.run, corpus.article(where.middle, where.keys)
    made = corpus.article(new, where.keys)
    linked = made.body.replace(corpus.path_of(new - 1), corpus.path_of(old.number))
    file = where.articles / f"{old.day.year}/essai-{new:05}.md"
    file.write_text(corpus.as_typed(replace(made, day=old.day, body=linked)), "utf-8")


def comment(where: Round) -> None:
    """Put the record of an approved comment beside the others, as moderation does."""
    about = corpus.article(where.middle, where.keys)
    said = datetime.fromisoformat(about.moment) + timedelta(days=3)
    record = Interaction(
        id=new_id(said, bytes(RANDOM_BYTES)),
        article=corpus.id_of(about),
        kind="comment",
        author="Camille",
        published=said,
        text="Bonjour,\n\nc'est *tout à fait* cela : merci !",
    )
    file = where.folder / f"content/interactions/{record.article}/{record.id}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(record_yaml.write(record))


def introduction(where: Round) -> None:
    """Change the first word of the introduction of a driver."""
    files = sorted((where.folder / "content/framework/drivers").glob("*.md"))
    file = files[where.run % len(files)]
    front, text = file.read_text("utf-8").rsplit("\n---\n", 1)
    file.write_text(f"{front}\n---\n{reworded(text)}", "utf-8")


def rule(where: Round) -> None:
    """Add a rule to the style sheet."""
    with (where.folder / STYLES).open("a", encoding="utf-8") as file:
        file.write(f"\n@layer utilities {{ .round-{where.run} {{ outline: 0; }} }}\n")


def reworded(text: str) -> str:
    """Return a text with another first word.

    >>> reworded("L'équipe mesure. Tout va.")
    'Marmite mesure. Tout va.'
    """
    return re.sub(r"\A(\s*)\S+", r"\1Marmite", text)


@dataclass(frozen=True)
class Scenario:
    """What is measured: a build after an edit.

    Attributes:
        label: As tables say it.
        edit: What is done before.
    """

    label: str
    edit: Callable[[Round], None]


SCENARIOS = {
    "cold": Scenario("cold", nothing),
    "nothing": Scenario("nothing changed", nothing),
    "body": Scenario("one body edited", body),
    "title": Scenario("one title edited", title),
    "added": Scenario("one article added", added),
    "comment": Scenario("one comment approved", comment),
    "introduction": Scenario("a word of a term's introduction", introduction),
    "rule": Scenario("one CSS rule", rule),
}
"""In the order in which they are measured: each builds on what the one before has left."""
REBUILT = ("cold", "body")
"""Of a generator that builds everything each time."""
