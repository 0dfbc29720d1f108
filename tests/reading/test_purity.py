"""The boundary of the plugin: only its wiring knows Pelican."""

from __future__ import annotations

from tests.framework.test_purity import ROOT, imported

CORES = sorted(
    f"plugins.reading.{file.stem}"
    for file in (ROOT / "plugins" / "reading").glob("*.py")
    if file.stem not in ("wiring", "__init__")
)


def test_cores_leave_pelican_out() -> None:
    """Importing every core in a fresh interpreter imports neither Pelican nor its templates nor its signals."""
    assert {"plugins.reading.headings", "plugins.reading.citation"} <= set(CORES)
    assert imported("plugins.reading", *CORES) == ""


def test_the_test_can_fail() -> None:
    """Importing the wiring does import Pelican: the probe sees it."""
    assert "pelican" in imported("plugins.reading.wiring").split()
