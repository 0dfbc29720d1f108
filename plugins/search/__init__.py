"""Search: an index of every public text, which a reader's browser asks without any server behind it.

Pagefind (https://pagefind.app) makes the index; the core says what goes into it (:mod:`~plugins.search.record`),
how French words are found in it (:mod:`~plugins.search.fold`), and that the same texts always make the same bytes
(:mod:`~plugins.search.bundle`). README.md is the manual.
"""


def register() -> None:
    """Pelican's entry point. Imports late, so that the core stays free of Pelican."""
    from plugins.search import wiring

    wiring.connect()
