"""The folders that Hugo and stock Pelican build: the same articles, terms and pages, written down as each wants them.

What they are built with lies in ``sites/``: settings and templates. Neither writes comment feeds, drawings, a map or
citations, which this site does; both have home, archives, terms, tags and authors with lists and feeds, and articles
with contents and neighbours.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.bench.corpus import AUTHORS, AXES, Article, day_of, front_matter, path_of, without_links

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


def write_zensical(folder: Path, made: list[Article], source: Path) -> None:
    """Write Zensical's site: terms and tags are categories of its blog, since each of these has pages of its own.

    Args:
        folder: Made anew.
        made: The articles.
        source: The content folder of this project, for pages.
    """
    shutil.copytree(SITES / "zensical", folder)
    docs = folder / "docs"
    names = sorted({name for one in made for name in one.authors})
    people = {
        f"a{AUTHORS.index(name)}": {"name": name, "description": "Rédaction", "avatar": "avatar.svg"} for name in names
    }
    write(docs / "blog/.authors.yml", yaml.safe_dump({"authors": people}, allow_unicode=True))
    for one in made:
        said = {
            "title": one.title,
            "date": one.moment,
            "categories": [*one.drivers, *one.priorities, *one.terrains, *one.tags],
            "authors": [f"a{AUTHORS.index(name)}" for name in one.authors],
            "description": one.summary,
        }
        opening, _, rest = one.body.partition("\n\n")
        write(docs / "blog/posts" / one.path, front_matter(said) + f"{opening}\n\n<!-- more -->\n\n{rest}")
    write(docs / "blog/index.md", "# Articles\n")
    write(docs / "index.md", "# Trépied\n\n[Articles](blog/index.md)\n")
    for text in texts(source / "pages"):
        write(docs / f"{text.key}.md", front_matter({"title": text.title, "description": text.summary}) + text.body)


def write_eleventy(folder: Path, made: list[Article], source: Path) -> None:
    """Write Eleventy's site: it finds no pages by their files, so that links are addresses; its tags are collections.

    Args:
        folder: Made anew.
        made: The articles.
        source: The content folder of this project, for pages and terms.
    """
    shutil.copytree(SITES / "eleventy", folder)
    content = folder / "content"
    for one in made:
        said = {
            "title": one.title,
            "date": one.moment,
            "layout": "article.11ty.mjs",
            "permalink": address(one.number),
            "tags": ["article"],
            "labels": one.tags,
            "drivers": one.drivers,
            "priorities": one.priorities,
            "terrains": one.terrains,
            "authors": one.authors,
            "summary": one.summary,
        }
        before = one.number - 1
        linked = one.body.replace(f"(../{path_of(before)})", f"({address(before)})") if one.number else one.body
        write(content / "articles" / one.path, front_matter(said) + linked)
    found = {axis: {text.key: text for text in texts(source / "framework" / axis)} for axis in AXES}
    told = {axis: {key: vars(text) for key, text in terms.items()} for axis, terms in found.items()}
    write(content / "_data/terms.json", json.dumps(told, ensure_ascii=False, indent=1))
    for text in texts(source / "pages"):
        said = {"title": text.title, "layout": "page.11ty.mjs", "permalink": f"/{text.key}/", "tags": ["pages"]}
        write(content / f"{text.key}.md", front_matter({**said, "summary": text.summary}) + text.body)


def address(number: int) -> str:
    """Return the path of an article's page by its number.

    >>> address(400)
    '/2011/02/essai-00400/'
    """
    return f"/{day_of(number):%Y/%m}/essai-{number:05}/"
