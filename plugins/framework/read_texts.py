"""Reads the texts of a build: files to cards and bodies, with the findings about each."""

from __future__ import annotations

import fnmatch
import logging
import os
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from plugins.base.files import read_regular, reason_of
from plugins.base.findings import Finding, Position
from plugins.base.slugs import slugify
from plugins.framework.bodies import Body
from plugins.framework.build import Build, Texts
from plugins.framework.cards import Card, HeadPicture, Kind, Status
from plugins.framework.frontmatter.models import ArticleFrontMatter, FrontMatter, PageFrontMatter
from plugins.framework.frontmatter.source import LARGEST_TEXT
from plugins.framework.outputs.contributions import Contributions
from plugins.framework.render.render_options import RenderOptions
from plugins.framework.render.render_source import Rendered, render
from plugins.i18n.messages import N_, message

__all__ = ["card_of", "read_texts", "stray_files"]

SUFFIX = ".md"
logger = logging.getLogger(__name__)


def read_texts(build: Build, contributions: Contributions, options: Mapping[str, RenderOptions]) -> Texts:
    """Return the articles and pages of the content folder, and add the findings about them to the build."""
    texts = Texts()
    settings = build.settings
    for kind, name in (("article", "ARTICLE"), ("page", "PAGE")):
        files = _files(build.content, settings[f"{name}_PATHS"], settings[f"{name}_EXCLUDES"], settings["IGNORE_FILES"])
        for path in sorted(files):
            _read(build, contributions, options[kind], "article" if kind == "article" else "page", path, texts)
    return texts


def _files(content: Path, folders: Iterable[str], excluded: Iterable[str], ignored: Iterable[str]) -> set[str]:
    """Return the Markdown files in some folders below the content folder, as Pelican finds them."""
    found: set[str] = set()
    left_out = {os.path.normpath(content / folder) for folder in excluded}

    def is_ignored(name: str) -> bool:
        return any(fnmatch.fnmatch(name, pattern) for pattern in ignored)

    for folder in folders:
        root = Path(os.path.normpath(content / folder))
        files = [root] if root.is_file() else _walk(root, left_out, is_ignored)
        found |= {
            file.relative_to(os.path.normpath(content)).as_posix()
            for file in files
            if file.name.endswith(SUFFIX) and not is_ignored(file.name)
        }
    return found


def _walk(root: Path, left_out: set[str], is_ignored: Callable[[str], bool]) -> Iterator[Path]:
    for folder, folders, names in os.walk(root, followlinks=True):
        here = Path(folder)
        folders[:] = [name for name in folders if str(here / name) not in left_out and not is_ignored(name)]
        yield from (here / name for name in names)


def _read(
    build: Build, contributions: Contributions, options: RenderOptions, kind: Kind, path: str, texts: Texts
) -> None:
    try:
        data = read_regular(build.content / path, LARGEST_TEXT)
    except OSError as error:
        problem = message(N_("this file cannot be read ({reason})"), reason=reason_of(error))
        build.findings.append(Finding(path, Position(), problem, fatal=True))
        return
    try:
        rendered = render(data, path, options)
    except Exception:  # noqa: BLE001 - a fault of ours or of a plugin's: all others are read, then the build ends
        traceback.print_exc()  # Pelican's log would write it to standard output, broken into short lines
        logger.error("Could not process %s", path)
        return
    texts.anchors[path] = rendered.anchors
    said = rendered.front_matter
    if said is None:
        texts.unreadable.add(path)
    else:
        texts.ids[path] = rendered.id
    status = _status(build, said)
    if status is not None or said is None:
        build.findings += _findings(build, rendered)
    if said is not None and status is not None:
        card = card_of(build, kind, rendered, said, status)
        moments = {moment for one in contributions for moment in one.due(card)}
        own = {card.date} if kind == "article" and card.date else set()
        texts.cards.append(replace(card, due=tuple(sorted(moments | own))))


def _findings(build: Build, rendered: Rendered) -> list[Finding]:
    """Return the findings of a file; after an invalid ``framework.yaml``, without those of unknown keys."""
    if build.framework.axes:
        return list(rendered.findings)
    return [finding for finding in rendered.findings if not finding.problem.template.startswith("unknown key")]


def _status(build: Build, said: FrontMatter | None) -> Status | None:
    """Return the status of a text in this build; None for one that it has not, such as a draft when publishing."""
    if said is None:
        return None
    future = isinstance(said, ArticleFrontMatter) and build.clock.is_future(said.date)
    if said.status == "draft" or future:
        return "draft" if build.own.drafts else None
    return said.status


def card_of(build: Build, kind: Kind, rendered: Rendered, said: FrontMatter, status: Status) -> Card:
    """Return the card of a rendered text, and store its body."""
    language = said.lang or build.language
    authors: tuple[str, ...] = ()
    date = said.date if isinstance(said, ArticleFrontMatter | PageFrontMatter) else None
    if isinstance(said, ArticleFrontMatter):
        authors = tuple(said.authors) or (build.author,)
    url, output = build.addresses.of_text(
        kind,
        draft=status == "draft",
        slug=rendered.slug,
        language=language,
        date=date,
        path=rendered.path,
        author=slugify(authors[0]) if authors else "",
    )
    if isinstance(said, PageFrontMatter) and said.save_as is not None:
        url, output = said.save_as.removesuffix("index.html"), said.save_as
    card = Card(
        kind=kind,
        path=rendered.path,
        id=rendered.id,
        slug=rendered.slug,
        url=url,
        output=output,
        title=rendered.title,
        title_html=rendered.title_html,
        title_typed=said.title,
        summary=rendered.summary,
        summary_html=rendered.summary_html,
        summarised=bool(said.summary),
        status=status,
        language=language,
        date=date,
        modified=said.modified,
        translation_of=said.translation_of or "",
        authors=authors,
        weights=rendered.axes,
        image=HeadPicture(said.image.file, said.image.alt, said.image.caption or "") if said.image else None,
        rules=said.typography if isinstance(said.typography, tuple) else (),
        words=rendered.words,
        links=rendered.links,
        anchors=rendered.anchors,
        positions=rendered.positions,
        body=build.bodies.put(Body(rendered.markup, rendered.contents, rendered.stored)),
    )
    return replace(card, **_of_kind(said))


def _of_kind(said: FrontMatter) -> dict[str, Any]:
    """Return the fields that only an article or only a page has."""
    if isinstance(said, ArticleFrontMatter):
        return {
            "tags": tuple(said.tags),
            "series": (said.series.name, said.series.part) if said.series else None,
            "comments": said.comments == "open",
            "linkbacks": (said.linkbacks or said.comments) == "open",
            "in_reply_to": said.in_reply_to or "",
            "guid": said.guid or "",
        }
    return {"menu": said.menu} if isinstance(said, PageFrontMatter) else {}


def stray_files(content: Path, folders: Iterable[str]) -> Iterator[Finding]:
    """Yield a finding for each file in an article or page folder that is no Markdown file."""
    for folder in folders:
        for file in sorted((content / folder).rglob("*")):
            if not file.is_dir() and file.suffix != SUFFIX and not file.name.startswith("."):
                yield Finding(
                    file.relative_to(content).as_posix(),
                    Position(),
                    message(N_("this file is not read: texts end in .md")),
                    message(N_("rename it, or move a picture to images/")),
                )
