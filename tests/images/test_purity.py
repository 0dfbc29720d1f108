"""The boundary of the core: it knows nothing of Pelican."""

from __future__ import annotations

from tests.conftest import ROOT
from tests.framework.test_purity import imported


def test_the_core_leaves_pelican_out() -> None:
    """Importing every module but the wiring imports neither Pelican nor its templates nor its signals."""
    files = (ROOT / "plugins/images").glob("*.py")
    cores = sorted(f"plugins.images.{file.stem}" for file in files if file.stem not in ("wiring", "__init__"))
    assert "plugins.images.raster" in cores
    assert imported(*cores) == ""
