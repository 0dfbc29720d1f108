"""Reads the texts of a build: files to cards and bodies, with the findings about each."""

from __future__ import annotations

import fnmatch
import logging
import os
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from plugins.base.files import read_regular, reason_of
from plugins.base.findings import Finding, Position
from plugins.base.slugs import slugify
from plugins.framework.build import Build, Texts
from plugins.framework.cards import Card, Kind, Status
from plugins.framework.frontmatter.source import LARGEST_TEXT
from plugins.framework.outputs.contributions import Contributions
from plugins.framework.readings import Reading
from plugins.framework.text_reader import TextRead, TextReader, TextSource
from plugins.i18n.messages import N_, message

__all__ = ["read_texts", "stray_files"]

SUFFIX = ".md"
KINDS: tuple[tuple[Kind, str], ...] = ("article", "ARTICLE"), ("page", "PAGE")
"""The kinds of texts, and how their settings begin."""

logger = logging.getLogger(__name__)


def read_texts(
    build: Build,
    contributions: Contributions,
    reader: TextReader,
    watched: Callable[[Iterator[TextRead]], Iterator[TextRead]] = iter,
    meanwhile: Iterator[object] | None = None,
) -> Texts:
    """Return the articles and pages of the content folder, and add the findings about them to the build.

    Args:
        build: The build.
        contributions: What packages add.
        reader: The reader of its texts.
        watched: Returns the texts that it is given, and looks at how it goes.
        meanwhile: What can be done, bit by bit, while others render.
    """
    texts = Texts()
    for text in watched(reader.each(_sources(build), meanwhile)):
        reading = text.reading or _read(reader, build, text)
        if reading is not None:
            _add(build, contributions, text.source, reading, texts)
    return texts


def _sources(build: Build) -> Iterator[TextSource]:
    settings = build.settings
    for kind, name in KINDS:
        files = _files(build.content, settings[f"{name}_PATHS"], settings[f"{name}_EXCLUDES"], settings["IGNORE_FILES"])
        for path in sorted(files):
            try:
                yield TextSource(kind, path, read_regular(build.content / path, LARGEST_TEXT))
            except OSError as error:
                yield TextSource(kind, path, error)


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


def _read(reader: TextReader, build: Build, text: TextRead) -> Reading | None:
    """Return what a text says that nobody has rendered; None when it cannot be read or rendered, which is told."""
    path, data = text.source.path, text.source.data
    if isinstance(data, OSError):
        problem = message(N_("this file cannot be read ({reason})"), reason=reason_of(data))
        build.findings.append(Finding(path, Position(), problem, fatal=True))
        return None
    try:
        return reader.read(text)
    except Exception:  # noqa: BLE001 - a fault of ours or of a plugin's: all others are read, then the build ends
        traceback.print_exc()  # Pelican's log would write it to standard output, broken into short lines
        logger.error("Could not process %s", path)
        return None


def _add(build: Build, contributions: Contributions, source: TextSource, reading: Reading, texts: Texts) -> None:
    path = source.path
    texts.anchors[path] = reading.anchors
    card = reading.card
    status = _status(build, card) if card else None
    if card is None:
        texts.unreadable.add(path)
    else:
        texts.ids[path] = card.id
    if status is not None or card is None:
        build.findings += _findings(build, reading)
    if card is not None and status is not None:
        card = _placed(build, card, status)
        moments = {moment for one in contributions for moment in one.due(card)}
        own = {card.date} if source.kind == "article" and card.date else set()
        texts.cards.append(replace(card, due=tuple(sorted(moments | own))))


def _findings(build: Build, reading: Reading) -> list[Finding]:
    """Return the findings of a file; after an invalid ``framework.yaml``, without those of unknown keys."""
    if build.framework.axes:
        return list(reading.findings)
    return [finding for finding in reading.findings if not finding.problem.template.startswith("unknown key")]


def _status(build: Build, card: Card) -> Status | None:
    """Return the status of a text in this build; None for one that it has not, such as a draft when publishing."""
    future = card.kind == "article" and build.clock.is_future(card.published)
    if card.status == "draft" or future:
        return "draft" if build.own.drafts else None
    return card.status


def _placed(build: Build, card: Card, status: Status) -> Card:
    """Return a card with its address."""
    url, output = card.output.removesuffix("index.html"), card.output
    if not output:
        url, output = build.addresses.of_text(
            card.kind,
            draft=status == "draft",
            slug=card.slug,
            language=card.language,
            date=card.date,
            path=card.path,
            author=slugify(card.authors[0]) if card.authors else "",
        )
    return replace(card, status=status, url=url, output=output)


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
