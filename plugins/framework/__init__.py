"""The framework of axes and weighted terms: front matter, rendering, checks, term lists and term pages.

Axes and terms are data (``content/framework/``); an article names its terms in front matter; an author's mistakes are
findings with file, line and column; every term has a page. README.md is the manual.
"""


def register() -> None:
    """Pelican's entry point, which does nothing: the package is a part of the site by its name in ``PLUGINS``."""
