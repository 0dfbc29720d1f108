"""Webmention, receiving: the source and the target of a request, validated.

The specification is the W3C Recommendation of 12 January 2017, https://www.w3.org/TR/webmention/.
"""

from __future__ import annotations

from dataclasses import dataclass

from plugins.i18n.messages import N_, Message, message
from plugins.protocols.url_equivalence import page_address, same_page
from plugins.protocols.urlencoded_form import Form

__all__ = ["Mention", "MentionError", "read_mention"]


class MentionError(Exception):
    """An invalid request, to be answered 400 (section 3.2.3)."""

    def __init__(self, said: Message) -> None:
        super().__init__(said.text())
        self.said = said


@dataclass(frozen=True, slots=True)
class Mention:
    """A received webmention: the URLs of source and target as sent, in ASCII."""

    source: str
    target: str


def read_mention(form: Form) -> Mention:
    """Return the webmention of a request (sections 3.1.3 and 3.2.1): two http or https URLs of different pages.

    Args:
        form: Its fields; others than ``source`` and ``target`` are ignored.

    Raises:
        MentionError: The request is invalid.

    >>> read_mention({"source": ("https://a.example/1",), "target": ("https://b.example/2",)})
    Mention(source='https://a.example/1', target='https://b.example/2')
    """
    source, target = _one(form, "source"), _one(form, "target")
    if same_page(source, target):
        raise MentionError(message(N_("Source and target are one page.")))
    return Mention(source, target)


def _one(form: Form, name: str) -> str:
    values = form.get(name, ())
    if len(values) != 1 or not values[0].strip():
        raise MentionError(message(N_("The field '{name}' must be there, once."), name=name))
    address = page_address(values[0].strip())
    if address is None:
        raise MentionError(message(N_("The field '{name}' is not the address of a web page."), name=name))
    return address
