"""The project that a command runs in: content folder, framework, options, language and time zone.

Imports ``pelicanconf`` from the current folder.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from plugins.base.author_words import author_words
from plugins.base.findings import Finding
from plugins.base.settings import from_prefix
from plugins.framework.load_framework import load_framework
from plugins.framework.model import Framework
from plugins.framework.new_build import rendering
from plugins.framework.outputs.contributions import classes_of
from plugins.framework.render.render_options import RenderOptions
from plugins.framework.settings import PREFIX, FrameworkSettings
from plugins.framework.term_files import is_text
from plugins.i18n import catalogue


@dataclass(frozen=True, slots=True)
class Project:
    """The parts of the site's configuration that commands use."""

    content: Path
    article_folders: tuple[str, ...]
    draft_url: str
    framework: Framework
    options: RenderOptions
    findings: tuple[Finding, ...]
    words: catalogue.Catalogue

    def articles(self) -> Iterator[tuple[Path, str]]:
        """Yield each article's file, and its path relative to the content folder."""
        for folder in self.article_folders:
            for file in sorted((self.content / folder).rglob("*.md")):
                if is_text(file):
                    yield file, file.relative_to(self.content).as_posix()


def _no_html(*_: object) -> tuple[str, list[Finding]]:
    """Leave the introductions unrendered: commands do not show them."""
    return "", []


def open_project(root: Path | None = None) -> Project:
    """Return the project in ``root``, or in the current folder."""
    folder = root or Path.cwd()
    sys.path.insert(0, str(folder))
    conf = importlib.import_module("pelicanconf")
    settings = from_prefix(vars(conf), PREFIX, FrameworkSettings)
    content = folder / conf.PATH
    framework, findings = load_framework(content, settings.path, _no_html)
    options = replace(rendering(vars(conf), settings, classes_of(conf.PLUGINS)), kind="article", framework=framework)
    return Project(
        content,
        tuple(conf.ARTICLE_PATHS),
        conf.DRAFT_URL,
        framework,
        options,
        tuple(findings),
        author_words(conf.DEFAULT_LANG),
    )
