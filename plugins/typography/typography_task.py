"""Lists the changes that typesetting makes to a file: ``python3 tasks.py check --typography FILE``.

One line a change, with its position in the source, the text before and after, and the rules applied. No-break spaces
are made visible: ``⍽`` for U+00A0 and ``␣`` for U+202F.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from plugins.base.findings import Position
from plugins.framework.frontmatter.source import decode, position_of, split
from plugins.framework.project import Project, open_project
from plugins.framework.render.render_options import DocumentKind
from plugins.framework.render.render_source import render
from plugins.framework.render.source_positions import masked
from plugins.i18n.messages import N_, message
from plugins.typography.change_report import changes
from plugins.typography.transform import options

MARKS = str.maketrans({"\u00a0": "⍽", "\u202f": "␣"})
TRANSFORM = "plugins.typography.transform:typeset"


def shown(project: Project, path: str, data: bytes) -> Iterator[str]:
    """Yield a line for each change in one file.

    Args:
        project: The site.
        path: The file, relative to the content folder.
        data: Its bytes.
    """
    kind: DocumentKind = "article" if path.startswith(project.article_folders) else "page"
    settings = project.options.transform_settings
    bare = replace(
        project.options,
        kind=kind,
        transforms=_others(project.options.transforms),
        word_transforms=_others(project.options.word_transforms or ()),
    )
    rendered = render(data, path, bare)
    said = rendered.front_matter
    if said is None:
        return
    context = bare.context(path, said)
    omitted = settings.get("TYPOGRAPHY_OMIT", ())
    rules = options(context.switch, tuple(omitted) if isinstance(omitted, list | tuple) else ())
    source, _ = split(data, path)
    text, _ = decode(data, path)
    whole, body = _Places(text, 1), _Places(source.body, source.body_line)
    summary = rendered.summary_html if said.summary else ""  # an excerpt's changes are those of the text
    for places, html in ((whole, rendered.title_html), (whole, summary), (body, rendered.html)):
        for change in changes(html, context.language, rules):
            place = places.next(longest_word(change.before))
            after = change.after.translate(MARKS)
            before = change.before.translate(MARKS)
            yield f"{path}:{place.line}:{place.column}: {before} → {after} ({', '.join(change.rules)})"


def _others(transforms: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in transforms if name != TRANSFORM)


class _Places:
    """Finds words in a source in the order of its HTML; footnotes come last there, and may be further up."""

    def __init__(self, text: str, first_line: int) -> None:
        self._text, self._first_line, self._offset = masked(text), first_line, 0

    def next(self, word: str) -> Position:
        offset = self._text.find(word, self._offset)
        if offset < 0:
            offset = max(0, self._text.find(word))
        else:
            self._offset = offset
        return position_of(self._text, offset, self._first_line)


def longest_word(text: str) -> str:
    """Return the longest word of a change, by which it is found in the source.

    >>> longest_word("l'eau !")
    "l'eau"
    """
    return max(text.split(), key=len, default="")


def main(arguments: Sequence[str] | None = None, root: Path | None = None) -> int:
    """Print the changes of the given files; return 1 when one is no article or page of the site."""
    parser = argparse.ArgumentParser(prog="tasks.py check --typography")
    parser.add_argument("files", nargs="+")
    project = open_project(root)
    content = project.content.resolve()
    for name in parser.parse_args(arguments).files:
        file = Path(name).resolve()
        if not file.is_file() or not file.is_relative_to(content):
            said = message(N_("{file} is not a text below {folder}"), file=name, folder=str(project.content.name))
            print(said.text(project.words), file=sys.stderr)
            return 1
        count = 0
        for line in shown(project, file.relative_to(content).as_posix(), file.read_bytes()):
            print(f"{project.content.name}/{line}")
            count += 1
        said = message(N_("{file}: {count} places set"), file=name, count=count)
        print(said.text(project.words))
    return 0


if __name__ == "__main__":
    sys.exit(main())
