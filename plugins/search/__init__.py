"""The static full-text search index of all public texts, made by Pagefind and queried in the browser.

Pagefind (https://pagefind.app) makes the index; the core defines its records
(:mod:`~plugins.search.search_record`), folds typographic characters (:mod:`~plugins.search.letter_folding`), and makes
its files reproducible (:mod:`~plugins.search.pagefind_bundle`). README.md is the manual.
"""


def register() -> None:
    """Pelican's entry point, which does nothing: the package is a part of the site by its name in ``PLUGINS``."""
