"""The pillar framework: axes, terms, and what an article's front matter says of them.

The framework is data (``content/framework/``); an article stands on its terms by front matter; mistakes are
findings with file, line and column; every term has its page. README.md is the manual.
"""


def register() -> None:
    """Pelican's entry point. Imports late, so that the core stays free of Pelican."""
    from plugins.framework import wiring

    wiring.connect()
