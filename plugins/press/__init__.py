"""The press: the one door to the output folder.

Every page, feed and asset goes through one writer. What it writes waits beside the output until the whole build
has succeeded; then each changed file is renamed into place, unchanged bytes are left alone, and files that an
earlier build wrote and this one did not are removed. Nothing else is ever deleted.
"""


def register() -> None:
    """Pelican's entry point. Imports late, so that the core stays free of Pelican."""
    from plugins.press import wiring

    wiring.connect()
