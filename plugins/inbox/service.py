"""The service container of a process: settings, keys, database, record files, articles, tokens, clock and fetcher."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeAlias

from plugins.base.settings import SettingsError
from plugins.fetcher.fetcher import Fetcher
from plugins.fetcher.model import Scope
from plugins.i18n import catalogue
from plugins.inbox.data.database import Database, open_database
from plugins.inbox.data.known_articles import Articles
from plugins.inbox.data.secret_keys import Keys, load_keys
from plugins.inbox.data.signed_tokens import Tokens
from plugins.inbox.data.timestamps import Clock, now, to_ms
from plugins.inbox.settings import InboxSettings
from plugins.interactions.record_files import Store

__all__ = ["Inbox", "Job", "open_inbox"]

Job: TypeAlias = Literal["announce", "deliver", "verify"]
"""The name of a background job: queue a digest, send a letter, verify a linkback."""


def _leave_to_sweep(job: Job, subject: str) -> None:
    """Do nothing: without a queue or a worker here, the sweep of another process does the job."""
    del job, subject


@dataclass(slots=True)
class Inbox:
    """The service container of one inbox.

    Attributes:
        fetcher: The SSRF-guarded HTTP client, for all fetches from other hosts.
        suspicious: The suspicious words of ``INBOX_WORDS``, in lower case.
        nudge: Called with a job's name and subject after a commit, so that it runs before the next sweep.
    """

    settings: InboxSettings
    keys: Keys
    database: Database
    store: Store
    articles: Articles
    tokens: Tokens
    clock: Clock
    fetcher: Fetcher
    suspicious: tuple[str, ...] = ()
    nudge: Callable[[Job, str], None] = field(default=_leave_to_sweep)

    @property
    def now(self) -> int:
        """The present as a timestamp, in milliseconds."""
        return to_ms(self.clock())

    @property
    def present(self) -> datetime:
        """The present as an aware datetime."""
        return self.clock()

    @property
    def words(self) -> catalogue.Catalogue:
        """The message catalogue of the site's language, for pages and letters."""
        return catalogue.load(self.articles.site.language)

    def email_digest(self, email: str) -> str:
        """Return the keyed digest of an e-mail address, regardless of case."""
        return self.keys.digest("email", email.strip().lower())

    def close(self) -> None:
        """Close the database's connections."""
        self.database.close()


def open_inbox(settings: InboxSettings, clock: Clock = now) -> Inbox:
    """Return the inbox of some settings; creates its database and its secret key when they are missing.

    Raises:
        DatabaseError: The database cannot be opened or migrated.
        SettingsError: The secret key, or a file that a setting names, cannot be read.
    """
    url = settings.database_url.get_secret_value() if settings.database_url else None
    try:
        keys = load_keys(settings.state, settings.secret.get_secret_value() if settings.secret else None)
        suspicious = _suspicious(settings.words)
        database = open_database(url, settings.state)
    except (OSError, ValueError) as error:  # UnicodeDecodeError is one
        raise SettingsError(f"the inbox cannot start: {error}") from None
    return Inbox(
        settings=settings,
        keys=keys,
        database=database,
        store=Store(settings.records),
        articles=Articles(settings.articles),
        tokens=Tokens(keys, clock),
        clock=clock,
        fetcher=Fetcher(
            Scope.LOOPBACK if settings.development else Scope.PUBLIC, agent=f"Trepied (+{settings.url}/webmention)"
        ),
        suspicious=suspicious,
    )


def _suspicious(path: Path | None) -> tuple[str, ...]:
    if path is None:
        return ()
    lines = (line.strip().lower() for line in path.read_text("utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
