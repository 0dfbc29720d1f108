"""The conversation of a static site: approved comments and linkbacks as text files, shown in pages and in feeds.

What is private stays with the receiving service (``inbox/``); what is approved is one YAML file each below
``content/interactions/<article id>/`` (:mod:`~plugins.interactions.model`,
:mod:`~plugins.interactions.record_files`), and the published conversation is made of those files alone. README.md is
the manual.
"""


def register() -> None:
    """Pelican's entry point. Imports late, so that the core stays free of Pelican."""
    from plugins.interactions import wiring

    wiring.connect()
