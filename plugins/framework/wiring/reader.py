"""The Markdown reader for Pelican: renders a file, records its findings, and returns HTML and metadata."""

from __future__ import annotations

import traceback
from dataclasses import replace
from pathlib import Path
from typing import Any

from pelican.urlwrappers import Author

from plugins.base.files import read_regular, reason_of
from plugins.base.findings import Finding, Position
from plugins.framework.frontmatter.models import ArticleFrontMatter, PageFrontMatter
from plugins.framework.frontmatter.source import LARGEST_TEXT
from plugins.framework.render.render_source import Rendered, render
from plugins.framework.wiring.build import Build
from plugins.i18n.messages import N_, message

SKIP: tuple[str, dict[str, Any]] = ("", {"status": "skip"})


class FrontMatterReader:
    """Reads articles or pages. No subclass of Pelican's BaseReader: that would be registered by being imported."""

    def __init__(self, settings: dict[str, Any], build: Build, kind: str) -> None:
        self.settings, self.build, self.kind = settings, build, kind

    def process_metadata(self, name: str, value: Any) -> Any:
        """Return a value of Pelican's default metadata unchanged."""
        del name
        return value

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return HTML and metadata of a file; the metadata is ``status: skip`` when it is not part of this build."""
        file = Path(source_path)
        path = file.relative_to(self.build.content.absolute()).as_posix()
        try:
            data = read_regular(file, LARGEST_TEXT)
        except OSError as error:
            problem = message(N_("this file cannot be read ({reason})"), reason=reason_of(error))
            self.build.findings.append(Finding(path, Position(), problem, fatal=True))
            return SKIP
        try:
            rendered = render(data, path, self.build.options[self.kind])
        except Exception:
            traceback.print_exc()  # Pelican logs only that it could not process the file
            raise
        status = self.status(rendered)
        self.build.rendered[path] = replace(rendered, findings=())
        if status == "absent":
            return SKIP
        self.build.findings += self._findings(rendered)
        if rendered.front_matter is None or status == "skip":
            return SKIP
        return rendered.html, self.metadata(rendered, status)

    def _findings(self, rendered: Rendered) -> list[Finding]:
        """Return the findings of a file; after an invalid ``framework.yaml``, without those of unknown keys."""
        if self.build.framework.axes:
            return list(rendered.findings)
        return [finding for finding in rendered.findings if not finding.problem.template.startswith("unknown key")]

    def status(self, rendered: Rendered) -> str:
        """Return the status in this build: ``absent`` for an unpublished text when drafts are not built."""
        said = rendered.front_matter
        if said is None:
            return "skip"
        future = isinstance(said, ArticleFrontMatter) and self.build.clock.is_future(said.date)
        if said.status == "draft" or future:
            return "draft" if self.build.settings.drafts else "absent"
        return said.status

    def metadata(self, rendered: Rendered, status: str) -> dict[str, Any]:
        """Return the metadata for Pelican's content object."""
        said = rendered.front_matter
        assert said is not None
        found: dict[str, Any] = {
            "title": rendered.title,
            "title_html": rendered.title_html,
            "slug": rendered.slug,
            "status": status,
            "lang": said.lang or self.settings["DEFAULT_LANG"],
            "summary": rendered.summary_html,
            "image": said.image,
            "rendered": rendered,
            "translation_group": said.translation_of or rendered.id or rendered.path,
        }
        if said.modified is not None:
            found["modified"] = said.modified
        if isinstance(said, ArticleFrontMatter):
            names = said.authors or [self.build.author]
            found |= {
                "id": rendered.id,
                "date": said.date,
                "authors": [Author(name, self.settings) for name in names],
                "comments": said.comments,
                "series": said.series,
            }
        elif isinstance(said, PageFrontMatter):
            found["menu"] = said.menu
            if said.date is not None:
                found["date"] = said.date
            if said.save_as is not None:
                found |= {"save_as": said.save_as, "url": said.save_as.removesuffix("index.html")}
        return found
