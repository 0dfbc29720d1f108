"""Which of Pelican's signals this site sends, and which plugins listen to others.

Sent are ``initialized``, ``generator_init``, ``get_generators``, those of static files, and ``finalized``.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator

from blinker import NamedSignal
from pelican import signals

__all__ = ["SENT", "foreign_receivers"]

SENT = frozenset(
    {"initialized", "generator_init", "get_generators", "finalized"}
    | {f"static_generator_{what}" for what in ("init", "preread", "context", "finalized")}
)


def foreign_receivers() -> Iterator[tuple[str, str]]:
    """Yield the module of each plugin that listens to a signal that is never sent, with the signal's name."""
    for name, signal in sorted(vars(signals).items()):
        if name in SENT or not isinstance(signal, NamedSignal):
            continue
        for kept in [*signal.receivers.values()]:  # of any sender, where receivers_for() asks for one
            receiver = kept() if isinstance(kept, weakref.ref) else kept
            if receiver is not None:
                yield getattr(receiver, "__module__", repr(receiver)), name
