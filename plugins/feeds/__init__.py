"""Atom, RSS and JSON Feed of the site and of every term: feed list, entries with tag URIs, renderers, contributors.

The core turns articles into entries once (:mod:`~plugins.feeds.entries`), and entries into bytes
(:class:`~plugins.feeds.feed_formats.Renderer`). Another package adds to entries and feeds as a
:class:`plugins.feeds.contributors.FeedContributor`, and may write feeds of its own with the same renderer. README.md is
the manual.
"""


def register() -> None:
    """Pelican's entry point, which does nothing: the package is a part of the site by its name in ``PLUGINS``."""
