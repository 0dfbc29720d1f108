"""The fetcher knows nothing of Pelican."""

from __future__ import annotations

from tests.framework.test_purity import ROOT, imported


def test_the_fetcher_leaves_pelican_out() -> None:
    """Importing every module imports neither Pelican nor its templates nor its signals."""
    modules = sorted(f"plugins.fetcher.{file.stem}" for file in (ROOT / "plugins" / "fetcher").glob("[a-z]*.py"))
    assert {"plugins.fetcher.fetcher", "plugins.fetcher.transport"} <= set(modules)
    assert imported("plugins.fetcher", *modules) == ""
