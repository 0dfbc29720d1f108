"""The signals that the framework sends to other plugins."""

from __future__ import annotations

from blinker import signal

__all__ = ["examining"]

examining = signal("framework_examining")
"""Sent by the build before its findings are printed, with the ``documents`` of the site: plugins add their findings."""
