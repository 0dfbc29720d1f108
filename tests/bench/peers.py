"""The folders that Hugo and stock Pelican build: the same articles, terms and pages, written down as each wants them.

What they are built with lies in ``sites/``: settings and templates. Neither writes comment feeds, drawings, a map or
citations, which this site does; both have home, archives, terms, tags and authors with lists and feeds, and articles
with contents and neighbours.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.bench.corpus import AXES, Article, front_matter, without_links

SITES = Path(__file__).with_name("sites")


@dataclass(frozen=True)
class Text:
    """A page or a term of this site's.

    Attributes:
        key: Its slug, or the key of the term.
        title, summary: In French.
        body: Markdown.
    """

    key: str
    title: str
    summary: str
    body: str


def texts(folder: Path) -> Iterator[Text]:
    """Yield the pages or terms of a folder, without their links to articles."""
    for file in sorted(folder.glob("*.md")):
        _, front, body = file.read_text("utf-8").split("---\n", 2)
        said = yaml.load(front, yaml.BaseLoader)  # all scalars are text
        title = said.get("title") or said["labels"]["fr"]
        summary = said.get("summary", "")
        summary = summary if isinstance(summary, str) else summary["fr"]
        yield Text(said.get("slug", file.stem), title, summary, without_links(body.lstrip()))


def write_hugo(folder: Path, made: list[Article], source: Path) -> None:
    """Write Hugo's site.

    Args:
        folder: Made anew.
        made: The articles.
        source: The content folder of this project, for pages and terms.
    """
    shutil.copytree(SITES / "hugo", folder)
    content = folder / "content"
    for one in made:
        said = {
            "title": one.title,
            "date": one.moment,
            "drivers": list(one.drivers),
            "weights": one.drivers,
            "priorities": one.priorities,
            "terrains": one.terrains,
            "tags": one.tags,
            "authors": one.authors,
            "summary": one.summary,
        }
        write(content / "articles" / one.path, front_matter(said) + one.body)
    write(content / "articles/_index.md", front_matter({"title": "Archives"}))
    for axis in AXES:
        for text in texts(source / "framework" / axis):
            said = {"title": text.title, "summary": text.summary}
            write(content / axis / text.key / "_index.md", front_matter(said) + text.body)
    for text in texts(source / "pages"):
        said = {"title": text.title, "summary": text.summary}
        write(content / f"{text.key}.md", front_matter(said) + text.body)


def write_stock(folder: Path, made: list[Article], source: Path) -> None:
    """Write stock Pelican's site: an article's firmest driver is its category, all other terms are tags.

    Args:
        folder: Made anew.
        made: The articles.
        source: The content folder of this project, for pages.
    """
    shutil.copytree(SITES / "stock", folder, ignore=shutil.ignore_patterns("__pycache__"))
    content = folder / "content"
    for one in made:
        firmest, *others = sorted(one.drivers, key=one.drivers.__getitem__, reverse=True)
        said = {
            "Title": one.title,
            "Date": one.moment,
            "Category": firmest,
            "Tags": ", ".join([*one.tags, *others, *one.priorities, *one.terrains]),
            "Authors": "; ".join(one.authors),
            "Summary": one.summary,
        }
        body = "[TOC]\n\n" + one.body.replace("](../", "]({filename}../")
        write(content / "articles" / one.path, metadata(said) + body)
    for text in texts(source / "pages"):
        said = {"Title": text.title, "Slug": text.key, "Summary": text.summary}
        write(content / "pages" / f"{text.key}.md", metadata(said) + text.body)


def metadata(said: dict[str, str]) -> str:
    """Return metadata as Python-Markdown reads them.

    >>> metadata({"Title": "Un titre", "Category": "rse"})
    'Title: Un titre\\nCategory: rse\\n\\n'
    """
    return "".join(f"{key}: {value}\n" for key, value in said.items()) + "\n"


def write(file: Path, text: str) -> None:
    """Write a text into a file, and make the folders above it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
