"""Being found: what search engines, social networks, browsers and feed-less robots are told of every page.

The core turns what is known of a page into the tags of its head (:mod:`~plugins.seo.head`), structured data
(:mod:`~plugins.seo.json_ld`), a sitemap, a manifest, icons and a card for social networks. README.md is the
manual.
"""


def register() -> None:
    """Pelican's entry point. Imports late, so that the core stays free of Pelican."""
    from plugins.seo import wiring

    wiring.connect()
