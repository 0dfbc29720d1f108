"""The boundary of the core: it knows nothing of Pelican, and imports none of the inbox but its list of articles."""

from __future__ import annotations

from tests.framework.test_purity import ROOT, imported


def test_the_core_leaves_pelican_out() -> None:
    """Importing every module but the wiring imports neither Pelican nor its templates nor its signals."""
    files = (ROOT / "plugins" / "interactions").glob("*.py")
    cores = sorted(f"plugins.interactions.{file.stem}" for file in files if file.stem not in ("wiring", "__init__"))
    assert {"plugins.interactions.store", "plugins.interactions.comment_feeds"} <= set(cores)
    assert imported("plugins.interactions", *cores) == ""
