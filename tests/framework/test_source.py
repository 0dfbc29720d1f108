"""The outer form of a file: encoding, line ends, the two fences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.base.findings import Position
from plugins.framework.frontmatter.source import Source, decode, position_of, split
from tests.framework.samples import files, told


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"---\na: b\n---\nText\n", Source("a: b\n", "Text\n", 4), id="plain"),
        pytest.param(b"---\r\na: b\r\n---\r\nText\r\n", Source("a: b\n", "Text\n", 4), id="CRLF"),
        pytest.param(b"---\ra: b\r---\rText", Source("a: b\n", "Text", 4), id="CR"),
        pytest.param(b"\xef\xbb\xbf---\na: b\n---\n", Source("a: b\n", "", 4), id="byte order mark"),
        pytest.param(b"---  \na: b\n---\t\nText", Source("a: b\n", "Text", 4), id="blanks after the fences"),
        pytest.param(b"---\n---\nText", Source("\n", "Text", 3), id="nothing between the fences"),
        pytest.param(b"---\na: b\n---", Source("a: b\n", "", 4), id="nothing after the fences"),
        pytest.param(b"---\na: |\n ---\n---\nx\n---\n", Source("a: |\n ---\n", "x\n---\n", 5), id="later fences"),
    ],
)
def test_split(data: bytes, expected: Source) -> None:
    """A file is front matter between two fences, and a body whose first line is known."""
    assert split(data, "x.md") == (expected, [])


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(
            b"",
            "x.md:1:1: this file is empty; start it with front matter between two lines '---', or delete it",
            id="empty",
        ),
        pytest.param(
            b"\xef\xbb\xbf \r\n\n",
            "x.md:1:1: this file is empty; start it with front matter between two lines '---', or delete it",
            id="only blanks and a byte order mark",
        ),
        pytest.param(
            b"# Title\n\n---\n",
            "x.md:1:1: the front matter is missing; begin the file with a line '---'",
            id="no front matter",
        ),
        pytest.param(
            b"\n---\na: b\n---\n",
            "x.md:1:1: the front matter is missing; begin the file with a line '---'",
            id="a line before the front matter",
        ),
        pytest.param(
            b"----\na: b\n----\n",
            "x.md:1:1: the front matter is missing; begin the file with a line '---'",
            id="four hyphens",
        ),
        pytest.param(
            b"---\ntitle: x\n\nText\n",
            "x.md:1:1: the front matter has no end; close it with a line '---' before the text",
            id="no end",
        ),
        pytest.param(
            b"---",
            "x.md:1:1: the front matter has no end; close it with a line '---' before the text",
            id="only the first fence",
        ),
        pytest.param(
            b"---\na: " + b"x" * 65_536 + b"\n---\n",
            "x.md:1:1: the front matter is longer than 64 KiB; move the text below the second line '---'",
            id="over 64 KiB",
        ),
    ],
)
def test_refused_form(data: bytes, expected: str) -> None:
    """A file without usable front matter is told at its first character, and cannot be used."""
    source, findings = split(data, "x.md")
    assert told(findings) == [expected]
    assert source.front_matter is None
    assert findings[0].fatal


def test_front_matter_limit_counts_bytes() -> None:
    """Exactly 64 KiB of UTF-8 pass, one byte more does not."""
    most = b"#" + "é".encode() * 32_767
    assert split(b"---\n" + most + b"\n---\n", "x.md")[1] == []
    assert len(split(b"---\n" + most + b"#\n---\n", "x.md")[1]) == 1


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(
            b"---\ntitle: \xe9t\xe9\n---\n",
            ["x.md:2:8: this file is not UTF-8: byte 0xe9 at offset 11; save it as UTF-8 in your editor"],
            id="Latin-1",
        ),
        pytest.param(
            b"---\r\ntitle: \xe9t\xe9\r\n---\r\n",
            ["x.md:2:8: this file is not UTF-8: byte 0xe9 at offset 12; save it as UTF-8 in your editor"],
            id="Latin-1 with CRLF",
        ),
        pytest.param(
            b"---\rtitle: \xe9t\xe9\r---\r",
            ["x.md:2:8: this file is not UTF-8: byte 0xe9 at offset 11; save it as UTF-8 in your editor"],
            id="Latin-1 with CR",
        ),
        pytest.param(
            b"\xef\xbb\xbf---\ntitle: \xe9t\xe9\n---\n",
            ["x.md:2:8: this file is not UTF-8: byte 0xe9 at offset 14; save it as UTF-8 in your editor"],
            id="Latin-1 after a byte order mark, which the offset counts",
        ),
        pytest.param(
            "---\ntitle: é".encode() + b"\xff\n---\n",
            ["x.md:2:9: this file is not UTF-8: byte 0xff at offset 13; save it as UTF-8 in your editor"],
            id="the column counts characters, the offset bytes",
        ),
        pytest.param(
            b"---\ntitle: x\n---\nText\xc3",
            ["x.md:4:5: this file is not UTF-8: byte 0xc3 at offset 21; save it as UTF-8 in your editor"],
            id="cut in the middle of a character",
        ),
        pytest.param(
            b"---\ntitle: x\n---\na\n\nTe\0xt\0",
            ["x.md:6:3: there is a NUL character here; delete it: a text file has none"],
            id="NUL",
        ),
        pytest.param(
            "---\r\ntitle: x\r\n---\r\n".encode("utf-16"),
            [
                "x.md:1:1: this file is not UTF-8: byte 0xff at offset 0; save it as UTF-8 in your editor",
                "x.md:1:4: there is a NUL character here; delete it: a text file has none",
                "x.md:1:1: the front matter is missing; begin the file with a line '---'",
            ],
            id="UTF-16",
        ),
    ],
)
def test_wrong_bytes(data: bytes, expected: list[str]) -> None:
    """Bytes that are not UTF-8 are named with their offset in the file; such a file cannot be used."""
    findings = split(data, "x.md")[1]
    assert told(findings) == expected
    assert all(finding.fatal for finding in findings)


def test_control_characters_become_spaces() -> None:
    """What no feed may hold is told once and replaced, character for character; the file can still be used."""
    source, findings = split(b"---\na: b\n---\nx\x0by\x1bz\tt\n", "x.md")
    assert source.body == "x y z\tt\n"
    assert told(findings) == ["x.md:4:2: there is a control character here; delete it"]
    assert not findings[0].fatal


@pytest.mark.parametrize(
    ("offset", "expected"),
    [(0, Position(5, 1)), (1, Position(5, 2)), (2, Position(5, 3)), (3, Position(6, 1)), (5, Position(6, 3))],
)
def test_position_of(offset: int, expected: Position) -> None:
    """Lines and columns are 1-based and counted in characters, from a first line."""
    assert position_of("é😀\nab", offset, 5) == expected


@given(st.text(), st.data())
def test_position_of_leads_back(text: str, data: st.DataObject) -> None:
    """The line and column of an offset lead to the character at that offset."""
    offset = data.draw(st.integers(0, max(0, len(text) - 1)))
    place = position_of(text, offset)
    assert text.split("\n")[place.line - 1][place.column - 1 :][:1] == text[offset : offset + 1].replace("\n", "")


@given(st.one_of(files(), st.binary()))
def test_split_takes_any_bytes(data: bytes) -> None:
    """Any bytes give a source and findings inside the file; what is left has no character that a feed refuses."""
    source, findings = split(data, "x.md")
    lines = decode(data, "")[0].split("\n")
    for finding in findings:
        assert 1 <= finding.position.line <= len(lines)
        assert 1 <= finding.position.column <= len(lines[finding.position.line - 1]) + 1
    assert (source.front_matter is None) <= bool(findings)
    assert not set(source.body + (source.front_matter or "")) & set(map(chr, {*range(32)} - {9, 10}))


@given(files())
def test_line_ends_move_nothing(data: bytes) -> None:
    """The same file with CRLF or CR has the same text and the same findings at the same places."""
    text = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return  # its offset does count the line ends
    assert (
        split(text.replace(b"\n", b"\r\n"), "x.md") == split(text, "x.md") == split(text.replace(b"\n", b"\r"), "x.md")
    )
