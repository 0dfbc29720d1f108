"""What helps to read a text: callouts, the "try it" box, anchors, run-in heads, notes, code, series, citation.

Most of it is HTML transforms between Markdown and typography, each of one kind of element; none needs a script.
The rest is what an article's page says around the text: its series, how to cite it, when it was last changed.
"""


def register() -> None:
    """Pelican's entry point. Imports late, so that the transforms stay free of Pelican."""
    from plugins.reading.wiring import connect

    connect()
