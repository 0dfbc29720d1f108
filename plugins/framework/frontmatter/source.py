"""Decodes a source file and splits it into front matter and body.

The resulting text has no byte order mark, only ``\\n`` line ends and no control characters; lines and columns stay
those of the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from plugins.base.findings import Finding, Position
from plugins.i18n.messages import N_, message

FRONT_MATTER_LIMIT = 64 * 1024
"""The most bytes that front matter may have; larger ones are refused before they are parsed."""

LARGEST_TEXT = 4 * 1024 * 1024
"""Bytes of a text: eighty times a long article. What is larger is no text that somebody wrote."""
FENCE = "---"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""The characters forbidden in XML, such as a feed (XML 1.0, production 2), less NUL, which has its own message."""


@dataclass(frozen=True, slots=True)
class Source:
    """A decoded file in two parts.

    Attributes:
        front_matter: The YAML between the two fences, or None when there is none that can be used.
        body: The Markdown after the second fence.
        body_line: The 1-based line of the file at which the body starts.
    """

    front_matter: str | None
    body: str
    body_line: int


def position_of(text: str, offset: int, first_line: int = 1) -> Position:
    r"""Return the line and column of a character offset.

    >>> position_of("ab\ncd", 4)
    Position(line=2, column=2)
    """
    start = text.rfind("\n", 0, offset) + 1
    return Position(first_line + text.count("\n", 0, offset), offset - start + 1)


def decode(data: bytes, path: str) -> tuple[str, list[Finding]]:
    """Return the text of UTF-8 bytes, and the findings about its encoding.

    Invalid bytes and NUL characters become U+FFFD, so that the rest of the file can still be checked.
    """
    findings: list[Finding] = []
    whole, data = data, data.removeprefix(BYTE_ORDER_MARK)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = _with_line_feeds(data[: error.start].decode("utf-8"))
        findings.append(
            Finding(
                path,
                position_of(before, len(before)),
                message(
                    N_("this file is not UTF-8: byte {value} at offset {offset}"),
                    value=f"0x{data[error.start]:02x}",
                    offset=error.start + len(whole) - len(data),
                ),
                message(N_("save it as UTF-8 in your editor")),
                fatal=True,
            )
        )
        text = data.decode("utf-8", "replace")
    text = _with_line_feeds(text)
    if (offset := text.find("\0")) >= 0:
        findings.append(
            Finding(
                path,
                position_of(text, offset),
                message(N_("there is a NUL character here")),
                message(N_("delete it: a text file has none")),
                fatal=True,
            )
        )
        text = text.replace("\0", "\ufffd")
    if match := CONTROL.search(text):
        findings.append(
            Finding(
                path,
                position_of(text, match.start()),
                message(N_("there is a control character here")),
                message(N_("delete it")),
            )
        )
        text = CONTROL.sub(" ", text)
    return text, findings


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def split(data: bytes, path: str) -> tuple[Source, list[Finding]]:
    """Return a file's front matter and body, and the findings about encoding, size and fences."""
    text, findings = decode(data, path)

    def refused(line: int, problem: str, mend: str) -> tuple[Source, list[Finding]]:
        finding = Finding(path, Position(line), message(problem), message(mend), fatal=True)
        return Source(None, text, 1), [*findings, finding]

    if not text.strip():
        return refused(
            1,
            N_("this file is empty"),
            N_("start it with front matter between two lines '---', or delete it"),
        )
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return refused(1, N_("the front matter is missing"), N_("begin the file with a line '---'"))
    number = next((number for number, line in enumerate(lines) if number and line.rstrip() == FENCE), 0)
    if not number:
        return refused(1, N_("the front matter has no end"), N_("close it with a line '---' before the text"))
    front_matter = "\n".join(lines[1:number]) + "\n"
    if len(front_matter.encode()) > FRONT_MATTER_LIMIT:
        return refused(
            1,
            N_("the front matter is longer than 64 KiB"),
            N_("move the text below the second line '---'"),
        )
    return Source(front_matter, "\n".join(lines[number + 1 :]), number + 2), findings
