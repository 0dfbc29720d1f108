"""What the front matter of a text says, as plain data: kept apart from its body, which changes more often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from plugins.base.findings import Finding, Position
from plugins.framework.model import Weights
from plugins.framework.plain_findings import finding_of, plain_finding

__all__ = ["Front", "HeadPicture", "Part", "Said"]


@dataclass(frozen=True, slots=True)
class HeadPicture:
    """The picture at the head of a text, as its front matter names it: a file below the content folder, and words."""

    file: str
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """An article's place in a series."""

    name: str
    part: int


@dataclass(frozen=True, slots=True)
class Said:
    """The values of front matter, checked; dates are in the site's zone.

    The attributes are the keys of :class:`~plugins.framework.frontmatter.models.ArticleFrontMatter` and of
    :class:`~plugins.framework.frontmatter.models.PageFrontMatter`; ``kind`` says which of both it is.
    """

    kind: Literal["article", "page"]
    title: str
    id: str | None = None
    slug: str | None = None
    lang: str | None = None
    status: Literal["published", "draft", "hidden"] = "published"
    summary: str | None = None
    image: HeadPicture | None = None
    typography: bool | tuple[str, ...] = True
    date: datetime | None = None
    modified: datetime | None = None
    translation_of: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    series: Part | None = None
    comments: str = "open"
    linkbacks: str | None = None
    in_reply_to: str | None = None
    guid: str | None = None
    menu: int | None = None
    save_as: str | None = None


@dataclass(frozen=True, slots=True)
class Front:
    """Front matter that was read.

    Attributes:
        said: Its values; None when they cannot be used.
        parsed: Whether it is YAML at all.
        axes: Terms and weights by axis key.
        positions: The positions of its keys.
        findings: The author's mistakes in it.
    """

    said: Said | None
    parsed: bool = True
    axes: Mapping[str, Weights] = field(default_factory=dict)
    positions: Mapping[str, Position] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def to_bytes(self) -> bytes:
        """Return it as MessagePack."""
        findings = [plain_finding(one) for one in self.findings]
        return msgspec.msgpack.encode((self.said, self.parsed, self.axes, self.positions, findings))

    @classmethod
    def of_bytes(cls, data: bytes, zone: str) -> Front:
        """Return what :meth:`to_bytes` was made of.

        Args:
            data: The bytes.
            zone: The site's time zone (IANA name).

        Raises:
            msgspec.MsgspecError, ValueError, TypeError: They are something else.
        """
        said, parsed, axes, positions, findings = DECODER.decode(data)
        if said is not None:
            site = ZoneInfo(zone)
            date, modified = (moment and moment.astimezone(site) for moment in (said.date, said.modified))
            said = replace(said, date=date, modified=modified)
        return cls(said, parsed, axes, positions, tuple(map(finding_of, findings)))


DECODER = msgspec.msgpack.Decoder(
    tuple[Said | None, bool, dict[str, dict[str, int]], dict[str, Position], list[list[Any]]]
)
