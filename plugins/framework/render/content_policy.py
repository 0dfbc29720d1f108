"""Checks HTML in Markdown against the site's Content-Security-Policy (docs/headers.md).

A page loads nothing from other hosts and runs no inline script. Markdown lets an author type both, and browsers would
block them silently: so each is a finding with its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from plugins.base.findings import quoted
from plugins.i18n.messages import N_, Message, message

__all__ = ["refused", "refused_address"]

ELEMENTS = frozenset({"script", "style", "iframe", "object", "embed", "base", "link", "meta"})
SCRIPTED = frozenset({"javascript", "vbscript", "data"})
"""Schemes that no link may have (HTML Standard, 7.4.2.3.2; browsers open no ``data:`` page from a link)."""
FETCHING = ("srcset", "poster")
"""Attributes with URLs that a browser fetches, besides those of :mod:`plugins.framework.render.links`."""
SUBMITTING = ("action", "formaction")
"""Attributes with URLs that a form is submitted to."""
ADDRESSED = (*FETCHING, *SUBMITTING)


def refused(name: str, attributes: Mapping[str, str]) -> Iterator[tuple[Message, Message]]:
    """Yield problem and mend of each element name and attribute that the policy forbids.

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
            found = refused_address((candidate.split() or [""])[0], fetched=one in FETCHING, sent=one in SUBMITTING)
            if found:
                yield found


def refused_address(address: str, *, fetched: bool = False, sent: bool = False) -> tuple[Message, Message] | None:
    """Return problem and mend of a URL that the policy forbids, or None.

    Args:
        address: The URL as it stands in the text.
        fetched: Whether the browser fetches it as a part of the page, such as an image.
        sent: Whether a form is submitted to it.
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
