"""What the site's Content-Security-Policy (docs/headers.md) keeps from working inside a text.

A page asks no other host for anything and runs no script of its own. Markdown lets an author type both, and browsers
would leave a hole in the page without a word: so it is a mistake, told with its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from plugins.base.findings import quoted
from plugins.i18n.messages import N_, Message, message

__all__ = ["refused", "refused_address"]

ELEMENTS = frozenset({"script", "style", "iframe", "object", "embed", "base", "link", "meta"})
SCRIPTED = frozenset({"javascript", "vbscript", "data"})
"""Schemes that are no place to go to (HTML Standard, 7.4.2.3.2; browsers open no ``data:`` page from a link)."""
FETCHED = ("srcset", "poster")
"""Attributes with addresses that a browser fetches, beside those of :mod:`plugins.framework.render.links`."""
SENT = ("action", "formaction")
"""Attributes with addresses to which a form sends what is typed."""
ADDRESSED = (*FETCHED, *SENT)


def refused(name: str, attributes: Mapping[str, str]) -> Iterator[tuple[Message, Message]]:
    """Yield what is wrong with a start tag, and how to mend it.

    >>> [str(problem.text()) for problem, _ in refused("p", {"style": "color: red", "id": "a"})]
    ["browsers refuse the attribute 'style' on this site"]
    """
    attribute = next((one for one in attributes if one == "style" or one.startswith("on")), "")
    if attribute:
        problem = message(N_("browsers refuse the attribute '{name}' on this site"), name=quoted(attribute))
        yield problem, message(N_("give it a class, and put the rule into the theme"))
    elif name in ELEMENTS:
        problem = message(N_("browsers refuse <{name}> on this site"), name=name)
        yield problem, message(N_("link to it instead, or put it into the theme"))
    for one in ADDRESSED:
        for candidate in attributes[one].split(",") if one in attributes else ():
            found = refused_address((candidate.split() or [""])[0], fetched=one in FETCHED, sent=one in SENT)
            if found:
                yield found


def refused_address(address: str, *, fetched: bool = False, sent: bool = False) -> tuple[Message, Message] | None:
    """Return what is wrong with an address and how to mend it; None when browsers go there.

    Args:
        address: As it stands in the text.
        fetched: Whether the page is made of what stands there, as it is of a picture.
        sent: Whether a form sends to it.
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    problem = message(N_("browsers refuse '{address}' on this site"), address=quoted(address))
    if fetched and (parts.scheme or parts.netloc):
        mend = N_("put the file under content/ (pictures: python3 tasks.py image), and write its relative path")
        return problem, message(mend)
    if parts.scheme in SCRIPTED or (sent and (parts.scheme or parts.netloc)):
        return problem, message(N_("link to a page or to a file instead"))
    return None
