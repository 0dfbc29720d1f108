"""Adds missing article ids to front matter: ``python3 tasks.py check --fix``."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from plugins.base.files import read_regular, replace_file
from plugins.base.findings import Position
from plugins.framework.frontmatter.source import LARGEST_TEXT
from plugins.framework.project import open_project
from plugins.framework.render.render_source import render
from plugins.i18n.messages import N_, message


def with_id(data: bytes, identity: str) -> bytes:
    r"""Return a file's bytes with an id as the first key of its front matter; all other bytes stay.

    >>> with_id(b"---\r\ntitle: A\r\n---\r\n", "2026-03-a")
    b'---\r\nid: 2026-03-a\r\ntitle: A\r\n---\r\n'
    """
    line_end = re.search(rb"\r\n?|\n", data)
    assert line_end is not None, "the caller has read its front matter"
    return data[: line_end.end()] + b"id: " + identity.encode("ascii") + line_end[0] + data[line_end.end() :]


def without_line(data: bytes, where: Position | None) -> bytes:
    r"""Return a file's bytes without the line at a position, that of an empty ``id:``; unchanged without a position.

    >>> without_line(b"---\nid:\ntitle: A\n", Position(2))
    b'---\ntitle: A\n'
    """
    if where is None:
        return data
    lines = data.splitlines(keepends=True)
    return b"".join([*lines[: where.line - 1], *lines[where.line :]])


def main(root: Path | None = None) -> int:
    """Add an id to each valid article that has none; return 0."""
    project = open_project(root)
    for file, path in project.articles():
        try:
            data = read_regular(file, LARGEST_TEXT)
        except OSError:
            continue  # check tells it
        rendered = render(data, path, project.options)
        said = rendered.front_matter
        if said is not None and said.id is None and not any(not finding.advice for finding in rendered.findings):
            replace_file(file, with_id(without_line(data, rendered.positions.get("id")), rendered.id))
            done = message(N_("{file}: wrote {line}"), file=path, line=f"id: {rendered.id}")
            print(done.text(project.words))
    return 0


if __name__ == "__main__":
    sys.exit(main())
