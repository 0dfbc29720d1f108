"""Pictures that load fast, shift nothing and tell nothing: sizes, variants, and no metadata.

Every picture that is published has been read and written anew or stripped to its bare image: where and with what it
was taken stays at home. Texts say how large their pictures are, so that nothing moves while they load; when
publishing, each photograph comes in several widths. README.md is the manual.
"""


def register() -> None:
    """Pelican's entry point. Imports late, so that the core stays free of Pelican."""
    from plugins.images import wiring

    wiring.connect()
