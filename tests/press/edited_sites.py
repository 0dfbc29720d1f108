"""A small site and what an author may do to it, one edit after another: what incremental builds are tried with."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.conftest import ENVIRONMENT, ROOT, SITES, SiteFolder
from tests.forkserver import run_module
from tests.images.samples import photograph, png
from tests.interactions.built import say

__all__ = ["EDITS", "EditedSite"]

WORDS = "theme/translations/fr/LC_MESSAGES/trepied.po"
STEMS = ("un", "deux", "trois", "quatre")
PLUGINS = [
    "drawings",
    "feeds",
    "framework",
    "images",
    "interactions",
    "press",
    "reading",
    "search",
    "seo",
    "typography",
]


@dataclass
class EditedSite:
    """A site with a theme of its own.

    Attributes:
        folder: Its folder.
        settings: Its settings.
        written: The files of the content before each edit.
    """

    folder: Path
    settings: dict[str, Any] = field(default_factory=dict)
    written: list[Mapping[Path, bytes]] = field(default_factory=list)

    @classmethod
    def made(cls, folder: Path) -> EditedSite:
        """Write a site into an empty folder: four articles with links to each other, a page, a picture, a comment."""
        shutil.copytree(SITES / "french" / "content", folder / "content")
        shutil.copytree(ROOT / "theme", folder / "theme")
        site = cls(folder, {"THEME": str(folder / "theme"), "FRAMEWORK_NOW": "2026-06-01T12:00:00"})
        for number, stem in enumerate(STEMS):
            site.write(stem, number)
        (folder / "content/pages").mkdir(exist_ok=True)
        (folder / "content/pages/qui.md").write_text("---\ntitle: Qui\nmenu: 1\n---\n[Un](../articles/2026/un.md).\n")
        (folder / "content/images").mkdir(exist_ok=True)
        (folder / "content/images/pot.png").write_bytes(png(photograph(40, 30)))
        say(SiteFolder(folder), 1, article="2026-03-un")
        return site

    def article(self, stem: str) -> Path:
        """Return the file of an article."""
        return self.folder / f"content/articles/2026/{stem}.md"

    def write(self, stem: str, number: int, *, more: str = "", body: str = "", title: str = "") -> None:
        """Write an article."""
        other = STEMS[(STEMS.index(stem) + 1) % len(STEMS)] if stem in STEMS else "un"
        text = (
            f"---\nid: 2026-03-{stem}\ntitle: {title or f'Titre {stem}'}\ndate: 2026-03-0{number + 1}\n"
            f"drivers: {{numerique: {number % 3 + 1}}}\npriorities: [terrain-rse]\n"
            f"tags: [eau, t{number}]\n{more}---\n\n"
            f"Premier paragraphe : {stem}.\n\n## Point\n\n[Voir]({other}.md#point). {body}\n\n"
            "![Un pot](../../images/pot.png)\n"
        )
        self.article(stem).parent.mkdir(parents=True, exist_ok=True)
        self.article(stem).write_text(text, "utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace words in a file, if it has them."""
        file = self.folder / name
        if file.is_file():
            file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")

    def remember(self) -> None:
        """Keep the content as it is, to go back to."""
        files = {path: path.read_bytes() for path in (self.folder / "content").rglob("*") if path.is_file()}
        self.written.append(files)

    def go_back(self, steps: int) -> None:
        """Write the content as it was before some edits."""
        files = self.written[-1 - steps % len(self.written)]
        for path in (self.folder / "content").rglob("*"):
            if path.is_file() and path not in files:
                path.unlink()
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def build(self, output: str, state: str) -> tuple[dict[str, str], str, int]:
        """Build it; return the digests of its files, what is told, and the exit code."""
        site = SiteFolder(self.folder)
        site.output = self.folder / output
        extra = [f"{name}={json.dumps(value)}" for name, value in {"PRESS_STATE": state, **self.settings}.items()]
        command = ["pelican", "content", "-s", str(ROOT / "pelicanconf.py"), "-o", output, "-e", *extra]
        done = run_module(command, self.folder, ENVIRONMENT)
        told = [line for line in done.stdout.splitlines() if not line.startswith("The site is in")]
        return site.files() if site.output.exists() else {}, "\n".join([*told, done.stderr]), done.returncode


Edit = Callable[[EditedSite, int], object]


def same_time(site: EditedSite, number: int) -> None:
    """Change a letter of a text, its size and its time kept."""
    file = site.article(STEMS[number % 4])
    if file.is_file():
        found = file.stat()
        text = file.read_text("utf-8")
        file.write_text(text.replace("Premier", "Dernier" if "Premier" in text else "Premier"), "utf-8")
        os.utime(file, ns=(found.st_atime_ns, found.st_mtime_ns))


def renamed(site: EditedSite, number: int) -> None:
    """Give a text another file, and with it another address."""
    file = site.article(STEMS[number % 4])
    if file.is_file():
        file.rename(site.article(f"{file.stem}-{number}"))


def moved(site: EditedSite, number: int) -> None:
    """Move a text into another folder."""
    file = site.article(STEMS[number % 4])
    if file.is_file():
        target = site.folder / f"content/articles/2025/{file.name}"
        target.parent.mkdir(parents=True, exist_ok=True)
        file.rename(target)


def shown(site: EditedSite, number: int) -> None:
    """Let every page show a value of the settings."""
    site.settings["JINJA_GLOBALS"] = {"note": f"Note {number}"}
    footer = site.folder / "theme/templates/_footer.html"
    if "{{ note }}" not in footer.read_text("utf-8"):
        site.replace("theme/templates/_footer.html", "</footer>", "{{ note }}</footer>")


def plugin(site: EditedSite, number: int) -> None:
    """Leave a plugin out, or take it in again."""
    names = [f"plugins.{name}" for name in PLUGINS]
    left_out = ("plugins.drawings", "plugins.images", "plugins.reading", "plugins.seo", "")[number % 5]
    site.settings["PLUGINS"] = [name for name in names if name != left_out]


def text_of(number: int) -> str:
    """Return the name of one of the first texts."""
    return f"content/articles/2026/{STEMS[number % 4]}.md"


EDITS: Mapping[str, Edit] = {
    "body": lambda site, n: site.write(STEMS[n % 4], n % 4, body=f"Mot {n}."),
    "title": lambda site, n: site.write(STEMS[n % 4], n % 4, title=f"Autre titre {n}"),
    "date": lambda site, n: site.replace(text_of(n), "date: 2026-03-0", "date: 2026-02-1"),
    "one second": lambda site, n: [site.write(stem, n % 4) for stem in STEMS[:2]],
    "slug": lambda site, n: site.write(STEMS[n % 4], n % 4, more=f"slug: autre-{n}\n"),
    "weights": lambda site, n: site.replace(text_of(n), "numerique: ", "rse: 2, numerique: "),
    "draft": lambda site, n: site.write(STEMS[n % 4], n % 4, more="status: draft\n"),
    "hidden": lambda site, n: site.write(STEMS[n % 4], n % 4, more="status: hidden\n"),
    "language": lambda site, n: site.write(STEMS[n % 4], n % 4, more="lang: en\ntranslation_of: 2026-03-un\n"),
    "series": lambda site, n: site.write(STEMS[n % 4], n % 4, more=f"series: {{name: Suite, part: {n % 4 + 1}}}\n"),
    "closed": lambda site, n: site.write(STEMS[n % 4], n % 4, more="comments: closed\n"),
    "mistake": lambda site, n: site.write(STEMS[n % 4], n % 4, more="tag: [x]\n", body="[a](rien.md)"),
    "heading": lambda site, n: site.replace(text_of(n), "## Point", f"## Point {n}"),
    "new": lambda site, n: site.write(f"nouveau-{n}", n % 4),
    "delete": lambda site, n: site.article(STEMS[n % 4]).unlink(missing_ok=True),
    "rename": renamed,
    "move": moved,
    "same time": same_time,
    "page": lambda site, n: site.replace("content/pages/qui.md", "menu: 1", f"menu: {n % 9}"),
    "picture": lambda site, n: (site.folder / "content/images/pot.png").write_bytes(png(photograph(40 + n % 7, 30))),
    "comment": lambda site, n: say(SiteFolder(site.folder), n % 90 + 2, article=f"2026-03-{STEMS[n % 4]}"),
    "term": lambda site, n: site.replace("content/framework/drivers/numerique.md", "fr:", f"fr: N{n} #"),
    "introduction": lambda site, n: site.replace("content/framework/drivers/rse.md", "veut", f"veut {n}"),
    "axis": lambda site, n: site.replace("content/framework/framework.yaml", "balance: drivers\n", ""),
    "template": lambda site, n: site.replace("theme/templates/article.html", "</article>", f"<!-- {n} --></article>"),
    "partial": lambda site, n: site.replace("theme/templates/_footer.html", "</footer>", f"<!-- {n} --></footer>"),
    "style": lambda site, n: (site.folder / "theme/styles/zz.css").write_text(f".x{{z-index:{n}}}\n"),
    "script": lambda site, n: (site.folder / "theme/static/zz.js").write_text(f"// {n}\n"),
    "word": lambda site, n: site.replace(WORDS, "Aller au texte", f"Aller au texte {n}"),
    "global": shown,
    "setting": lambda site, n: site.settings.update(SITENAME=f"Nom {n}"),
    "address": lambda site, n: site.settings.update(SITEURL=("", "https://a.example", "https://a.example/b")[n % 3]),
    "option": lambda site, n: site.settings.update(FEEDS_ENTRIES=n % 3 + 1),
    "clock": lambda site, n: site.settings.update(FRAMEWORK_NOW=f"2026-{'03' if n % 2 else '06'}-02T12:00:00"),
    "plugin": plugin,
    "back": lambda site, n: site.go_back(n),
}
"""What may happen, by name: a function of the site and of a number that makes it another each time."""
