"""Pelican's writer, writing into the stage."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from pelican.writers import Writer

from plugins.press.staging import Stage


class _StagedText(io.StringIO):
    """The file object that a page or a feed is written to: its text is staged when it is closed without an error."""

    def __init__(self, stage: Stage, name: str, encoding: str, *, replace: bool) -> None:
        super().__init__()
        self._stage, self._name, self._encoding, self._replace = stage, name, encoding, replace

    def __exit__(self, kind: Any, *rest: Any) -> None:
        if kind is None:
            self._stage.add(self._name, self.getvalue().encode(self._encoding), replace=self._replace)
        super().__exit__(kind, *rest)


class PressWriter(Writer):  # type: ignore[misc]  # Pelican has no types
    """The writer of all output.

    Other plugins write pages with ``write_file``, feeds with ``write_feed`` and anything else with ``write_bytes``.
    """

    def __init__(self, output_path: str, settings: dict[str, Any], stage: Stage) -> None:
        super().__init__(output_path, settings=settings)
        self.stage = stage

    def _open_w(self, filename: str, encoding: str, override: bool = False) -> _StagedText:
        name = Path(filename).relative_to(Path(self.output_path).absolute()).as_posix()
        return _StagedText(self.stage, name, encoding, replace=override)

    def write_bytes(self, name: str, data: bytes) -> None:
        """Stage an asset at a path below the output."""
        self.stage.add(name, data)
