"""One build: the site that is built, its texts, and the author's mistakes so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markupsafe import Markup

from plugins.base.addresses import site_address, uri
from plugins.base.findings import Finding
from plugins.framework.address_patterns import AddressPatterns
from plugins.framework.bodies import Bodies
from plugins.framework.cards import Card
from plugins.framework.clock import Clock
from plugins.framework.model import Axis, Framework
from plugins.framework.pagination import Paginator
from plugins.framework.remembered import Remembered
from plugins.framework.render.links import Link
from plugins.framework.render.targets import Holed
from plugins.i18n.catalogue import Catalogue

__all__ = ["Build", "Introduction", "Own", "StaticFile", "Texts"]


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A published file of the content folder: its path there, its URL relative to the site's, and its output file."""

    path: str
    url: str
    output: str


@dataclass(frozen=True, slots=True)
class Introduction:
    """An introduction of the framework: its file, its HTML, and its links and anchors for the link check."""

    path: str
    html: Holed
    links: tuple[Link, ...]
    anchors: frozenset[str]


@dataclass
class Texts:
    """The texts that were read.

    Attributes:
        cards: Those of this build.
        ids: The permanent id of every file that could be read, by path; empty for one that has none.
        unreadable: The files that could not be.
        anchors: Every ``id`` of the body of a file, by path.
    """

    cards: list[Card] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    anchors: dict[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Own:
    """The framework's own settings (:class:`~plugins.framework.settings.FrameworkSettings`), as plain data."""

    path: str
    drafts: bool
    strict: bool
    check: bool


@dataclass
class Build:
    """The state of one build.

    Attributes:
        settings: Pelican's settings.
        own: The framework's.
        content: The content folder.
        prefix: The content folder relative to the working directory, put before paths in findings.
        framework: The declared axes.
        open_axes: Tags, series and authors; their terms are known once all articles are read.
        clock: The build's clock.
        zone: The site's time zone (IANA name).
        root: The path part of the site's base URL, without a final slash.
        words: The catalogue of the site's language.
        typeset: Returns plain text as HTML with the transforms applied, in a language or the site's; cached.
        addresses: The patterns of addresses.
        paginator: The rules of pagination.
        introductions: The framework's, by their HTML.
        bodies: The bodies of all texts.
        remembered: What earlier builds computed.
        texts: The texts that were read.
        static: The published files, by path below the content folder.
        findings: The author's mistakes so far.
    """

    settings: Mapping[str, Any]
    own: Own
    content: Path
    prefix: str
    framework: Framework
    open_axes: Mapping[str, Axis]
    clock: Clock
    zone: str
    root: str
    words: Catalogue
    typeset: Callable[..., Markup]
    addresses: AddressPatterns
    paginator: Paginator
    introductions: Mapping[str, Introduction] = field(default_factory=dict)
    bodies: Bodies = field(default_factory=Bodies)
    remembered: Remembered = field(default_factory=Remembered)
    texts: Texts = field(default_factory=Texts)
    static: Mapping[str, StaticFile] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The site's name."""
        return str(self.settings["SITENAME"])

    @property
    def subtitle(self) -> str:
        """The site's subtitle."""
        return str(self.settings.get("SITESUBTITLE", ""))

    @property
    def author(self) -> str:
        """The site's author, the default of an article."""
        return str(self.settings.get("AUTHOR", self.name))

    @property
    def address(self) -> str:
        """The site's base URL as it is set."""
        return str(self.settings["SITEURL"])

    @property
    def language(self) -> str:
        """The site's language."""
        return str(self.settings["DEFAULT_LANG"])

    @property
    def axes(self) -> dict[str, Axis]:
        """Every axis by key: the declared ones, then the open ones, without their terms."""
        return {**self.framework.axes, **self.open_axes}

    def href(self, url: str) -> str:
        """Return an address on this site's pages."""
        return f"{self.root}/{url}"

    @property
    def state(self) -> str:
        """The folder of what builds remember."""
        return str(self.settings.get("PRESS_STATE", "var"))

    def permanent(self, url: str) -> str:
        """Return an address of the site as feeds have it: absolute in a preview too, where a domain is known."""
        domain = self.settings.get("FEEDS_DOMAIN")
        if domain:
            return uri(f"{site_address(self.address, domain)}/{url}")
        return f"{self.address}/{url}" if self.address else ""

    def find(self, findings: Iterable[Finding]) -> None:
        """Add findings."""
        self.findings += findings
