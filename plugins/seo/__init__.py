"""Metadata of every page: canonical URL, Open Graph, JSON-LD, sitemap, robots.txt, manifest, icons, social cards.

The core converts the description of a page (:mod:`~plugins.seo.model`) to the tags of its head
(:mod:`~plugins.seo.head`), structured data (:mod:`~plugins.seo.json_ld`) and files. README.md is the manual.
"""


def register() -> None:
    """Pelican's entry point, which does nothing: the package is a part of the site by its name in ``PLUGINS``."""
