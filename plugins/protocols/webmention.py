"""Webmention, receiving: what a request must say.

The specification is the W3C Recommendation of 12 January 2017, https://www.w3.org/TR/webmention/.
"""

from __future__ import annotations

from dataclasses import dataclass

from plugins.i18n.messages import N_, Message, message
from plugins.protocols.form import Form
from plugins.protocols.same_page import page_address, same_page

__all__ = ["Mention", "MentionError", "read_mention"]


class MentionError(Exception):
    """A request that is the sender's error: 400 (section 3.2.3)."""

    def __init__(self, said: Message) -> None:
        super().__init__(said.text())
        self.said = said


@dataclass(frozen=True, slots=True)
class Mention:
    """A page, and the page of ours that it mentions; both as they were sent, in ASCII."""

    source: str
    target: str


def read_mention(form: Form) -> Mention:
    """Return what a request says (sections 3.1.3 and 3.2.1): http or https only, and two different pages.

    Args:
        form: Its fields; others than ``source`` and ``target`` are ignored.

    Raises:
        MentionError: What a sender has to mend.

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
