"""HTML transforms for callouts, heading anchors, run-in heads, footnotes, code and tables; series and citations.

The transforms run between Markdown and typography, each for one kind of element; none needs a script. The rest is data
of an article's page: its series, its citation, its last modification.
"""


def register() -> None:
    """Pelican's entry point, which does nothing: the package is a part of the site by its name in ``PLUGINS``."""
