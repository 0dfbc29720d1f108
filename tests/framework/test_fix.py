"""Writing down the ids that articles lack."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from plugins.framework.commands.fix import with_id
from plugins.framework.render.render_source import render
from tests.framework.samples import ARTICLE, PATH, files


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"---\ntitle: A\n---\n", b"---\nid: x\ntitle: A\n---\n", id="LF"),
        pytest.param(b"---\r\ntitle: A\r\n---\r\n", b"---\r\nid: x\r\ntitle: A\r\n---\r\n", id="CRLF"),
        pytest.param(b"---\rtitle: A\r---\r", b"---\rid: x\rtitle: A\r---\r", id="CR"),
        pytest.param(b"\xef\xbb\xbf---\na: b\n---\n", b"\xef\xbb\xbf---\nid: x\na: b\n---\n", id="byte order mark"),
        pytest.param(b"---  \na: b\n---\n", b"---  \nid: x\na: b\n---\n", id="blanks after the fence"),
    ],
)
def test_with_id(data: bytes, expected: bytes) -> None:
    """The id is a line of its own after the first, ended as that is; all other bytes stay."""
    assert with_id(data, "x") == expected


@given(files())
def test_what_was_written_is_read(data: bytes) -> None:
    """After the id was written down the article is the same, with that id and without the advice."""
    before = render(data, PATH, ARTICLE)
    if before.front_matter is None or before.front_matter.id is not None or "id" in before.positions:
        return
    after = render(with_id(data, before.id), PATH, ARTICLE)
    assert after.front_matter == replace(before.front_matter, id=before.id)
    assert (after.id, after.html, after.axes) == (before.id, before.html, before.axes)
    assert [finding for finding in after.findings if finding.advice] == []
