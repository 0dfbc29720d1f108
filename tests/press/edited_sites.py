"""A small site with a theme of its own, which is edited and built: what incremental builds are tried with."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from tests.conftest import ENVIRONMENT, ROOT, SITES, SiteFolder
from tests.forkserver import run_module
from tests.images.samples import photograph, png
from tests.interactions.built import say

__all__ = ["STEMS", "Built", "EditedSite"]

STEMS = ("un", "deux", "trois", "quatre")


class Built(NamedTuple):
    """What a build left and said.

    Attributes:
        files: The digests of the files of its output.
        told: What it told, but for the line that counts files.
        code: Its exit code.
    """

    files: dict[str, str]
    told: str
    code: int


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

    def build(self, output: str, state: str, module: Sequence[str] = ("pelican",)) -> Built:
        """Build it.

        Args:
            output: The name of the folder of the output.
            state: The name of the folder of what builds remember.
            module: A module that builds as Pelican does, with what comes before Pelican's own arguments.
        """
        site = SiteFolder(self.folder)
        site.output = self.folder / output
        done = run_module([*module, *self.arguments(output, state)], self.folder, ENVIRONMENT)
        told = [line for line in done.stdout.splitlines() if not line.startswith("The site is in")]
        return Built(site.files() if site.output.exists() else {}, "\n".join([*told, done.stderr]), done.returncode)

    def arguments(self, output: str, state: str) -> list[str]:
        """Return what Pelican is called with."""
        given = {"PRESS_STATE": state, **self.settings}
        extra = [f"{name}={json.dumps(value)}" for name, value in given.items()]
        return ["content", "-s", str(ROOT / "pelicanconf.py"), "-o", output, "-e", *extra]

    def clean(self, name: str, templates: Path | None = None) -> Built:
        """Build it into a folder that is new, with nothing remembered, and remove that again.

        Args:
            name: The name of the folder.
            templates: Where clean builds share compiled templates, which take longer than all else; shared with none
                when left out.
        """
        compiled = self.folder / f"var-{name}/press/templates"
        if templates is not None and templates.exists():
            shutil.copytree(templates, compiled)
        built = self.build(name, f"var-{name}")
        if templates is not None and compiled.exists():
            shutil.copytree(compiled, templates, dirs_exist_ok=True)
        for folder in (name, f"var-{name}"):
            shutil.rmtree(self.folder / folder, ignore_errors=True)
        return built
