"""The static full-text search index of all public texts, made by Pagefind and queried in the browser.

Pagefind (https://pagefind.app) makes the index; the core defines its records (:mod:`~plugins.search.record`), folds
typographic characters (:mod:`~plugins.search.fold`), and makes its files reproducible
(:mod:`~plugins.search.bundle`). README.md is the manual.
"""


def register() -> None:
    """Pelican's entry point. Imports late, so that the core stays free of Pelican."""
    from plugins.search import wiring

    wiring.connect()
