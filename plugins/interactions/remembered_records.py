"""Parses the files of interactions, or remembers what they said when an earlier build parsed them."""

from __future__ import annotations

from typing import Any

import msgspec

from plugins.base.findings import Finding
from plugins.framework.plain_findings import finding_of, plain_finding
from plugins.framework.remembered import Remembered
from plugins.interactions.model import Interaction
from plugins.interactions.record_files import parsed

__all__ = ["RememberedRecords"]

DECODER = msgspec.msgpack.Decoder(tuple[Interaction | None, list[list[Any]]])


class RememberedRecords:
    """The parser of a build.

    Args:
        remembered: Its memory.
    """

    def __init__(self, remembered: Remembered) -> None:
        self._remembered = remembered

    def parse(self, data: bytes, shown: str, article: str, identity: str) -> tuple[Interaction | None, list[Finding]]:
        """Return what a file says, and the mistakes in it."""

        def make() -> bytes:
            interaction, findings = parsed(data, shown, article, identity)
            return msgspec.msgpack.encode((interaction, [plain_finding(one) for one in findings]))

        made_of = ("record", data, shown, article, identity)
        try:
            interaction, found = DECODER.decode(self._remembered.bytes_of(made_of, make))
            return interaction, [finding_of(one) for one in found]
        except (msgspec.MsgspecError, ValueError, TypeError):  # kept by another hand
            return parsed(data, shown, article, identity)
