"""The fetch scope of a run (public or loopback), and whether the site's URL is reachable for receivers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from plugins.base.settings import SettingsError
from plugins.fetcher.model import FetchError, Scope
from plugins.fetcher.urls import target_of
from plugins.i18n.messages import N_, Message, message
from plugins.notify.published_site import Site

__all__ = ["SWITCH", "fault_of", "is_here", "scope_of", "within"]

SWITCH = "INBOX_DEVELOPMENT"
"""The environment variable of the development mode, shared with the inbox."""
EXAMPLES = (".example", ".invalid")
"""Reserved top-level domains (RFC 2606, section 2); publishconf.py comes with one."""


def scope_of(environ: Mapping[str, str], option: bool) -> Scope:
    """Return the fetch scope of a run: loopback in development mode, else public.

    Raises:
        SettingsError: The variable is neither yes nor no.
    """
    try:
        switched = TypeAdapter(bool).validate_python(environ.get(SWITCH) or "false")
    except ValidationError:
        raise SettingsError(f"setting {SWITCH}: true or false") from None
    return Scope.LOOPBACK if option or switched else Scope.PUBLIC


def is_here(url: str) -> bool:
    """Return whether a URL is on this machine.

    >>> is_here("http://blog.localhost:8000/"), is_here("http://127.0.0.1/"), is_here("https://name.example/")
    (True, True, False)
    """
    try:
        target = target_of(url, Scope.LOOPBACK)
    except FetchError:
        return False
    return target.literal is not None or f".{target.host}".endswith(".localhost")


def fault_of(site: Site, scope: Scope) -> Message | None:
    """Return why receivers could not fetch the site's pages, as a message; None when they can."""
    if f".{site.host}".endswith(EXAMPLES):
        return message(
            N_("SITEURL is still the example's ({home}): put your address into publishconf.py, and publish"),
            home=site.home,
        )
    if scope is Scope.PUBLIC and is_here(site.home):
        return message(
            N_(
                "SITEURL is on this machine ({home}): nobody elsewhere can read what would be told. Put your address "
                "into publishconf.py and publish, or try it out on this machine with --development"
            ),
            home=site.home,
        )
    return None


def within(site: Site, scope: Scope) -> Site:
    """Return the site with only the links allowed in a scope: in development mode, those to this machine."""
    if scope is Scope.PUBLIC:
        return site
    articles = {
        key: replace(article, links=tuple(filter(is_here, article.links))) for key, article in site.articles.items()
    }
    return replace(site, articles=articles)
