"""What one text says, whatever build it is read in: a value that is kept between builds.

It depends on the bytes of the text, its path, the options of rendering and the code, and on nothing else: its address,
whether it is public yet, and what its links lead to, are found anew in each build.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from plugins.base.findings import Finding
from plugins.framework.cards import Card, Kept
from plugins.framework.plain_findings import finding_of, plain_finding

__all__ = ["Reading"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text that was read.

    Attributes:
        card: Its card without an address, its status as typed; None when the text cannot be used. ``output`` is set
            where its front matter says it.
        anchors: Every ``id`` of its body.
        findings: The author's mistakes in it.
    """

    card: Card | None
    anchors: frozenset[str]
    findings: tuple[Finding, ...]

    def to_bytes(self) -> bytes:
        """Return it as MessagePack."""
        return ENCODER.encode((self.card, sorted(self.anchors), [plain_finding(one) for one in self.findings]))

    @classmethod
    def of_bytes(cls, data: bytes, zone: str, **placed: Any) -> Reading:
        """Return what :meth:`to_bytes` was made of.

        Args:
            data: The bytes.
            zone: The site's time zone (IANA name), in which the dates of the card are.
            placed: What else is known of the card.

        Raises:
            msgspec.MsgspecError: They are something else.
        """
        card, anchors, findings = DECODER.decode(data)
        if card is not None:
            site = ZoneInfo(zone)
            date, modified = (moment and moment.astimezone(site) for moment in (card.date, card.modified))
            card = replace(card, date=date, modified=modified, **placed)
        return cls(card, frozenset(anchors), tuple(map(finding_of, findings)))


def _kept(kind: type, value: Any) -> Any:
    """Return what only a text's page has, of the bytes that it is kept as."""
    if kind is Kept and isinstance(value, bytes):
        return Kept(value)
    raise TypeError(f"{kind.__name__} is not kept")


ENCODER = msgspec.msgpack.Encoder(enc_hook=Kept.to_bytes)
DECODER = msgspec.msgpack.Decoder(tuple[Card | None, list[str], list[list[Any]]], dec_hook=_kept)


def in_zone(moment: datetime | None) -> datetime | None:
    """Return a moment whose wall clock shows it: one that the change to summer time skips is an hour later.

    >>> str(in_zone(datetime(2026, 3, 29, 2, 30, tzinfo=ZoneInfo("Europe/Paris"))))
    '2026-03-29 03:30:00+02:00'
    """
    return moment and moment.astimezone(UTC).astimezone(moment.tzinfo)
