"""The inbox's settings: environment variables whose names begin with ``INBOX_``.

Secrets come from the environment or from the generated key file (:mod:`~plugins.inbox.data.secret_keys`), never from
the repository.
"""

from __future__ import annotations

import re
from functools import partial
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from limits import parse_many
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, StringConstraints

from plugins.base.settings import PluginSettings
from plugins.interactions.settings import Mail

__all__ = ["PREFIX", "PREVIEWED", "InboxSettings", "Network"]

PREFIX = "INBOX_"
PREVIEWED = "preview"
"""A file of the state folder: the URL of the inbox in the last preview."""
Network = IPv4Network | IPv6Network


def _networks(value: object) -> object:
    """Return the networks of a comma-separated list; a single address is a network of one."""
    if not isinstance(value, str):
        return value
    return tuple(ip_network(part.strip(), strict=False) for part in value.split(",") if part.strip())


def _rates(value: str) -> str:
    parse_many(value)
    return value


def _secret(pattern: re.Pattern[str], value: SecretStr) -> SecretStr:
    """Return a secret that matches a pattern; the error does not reveal it."""
    if not pattern.match(value.get_secret_value()):
        raise ValueError(f"must begin as {pattern.pattern}")
    return value


def _without_slash(value: object) -> object:
    return value.rstrip("/") if isinstance(value, str) else value


Url = Annotated[str, StringConstraints(pattern=r"^https?://[!-~]+[^/]$")]
Hash = Annotated[SecretStr, AfterValidator(partial(_secret, re.compile(r"\$argon2id\$")))]
Server = Annotated[SecretStr, AfterValidator(partial(_secret, re.compile(r"smtps?://[^/]")))]
Networks = Annotated[tuple[Network, ...], BeforeValidator(_networks)]
Rates = Annotated[str, AfterValidator(_rates)]


class InboxSettings(PluginSettings):
    """The validated settings; ``INBOX_URL`` is the field ``url``, and so on."""

    url: Url = Field(
        "http://127.0.0.1:8000/inbox",
        description="The inbox's public address, without a slash at its end: links in mails begin with it.",
    )
    state: Path = Field(Path("var/inbox"), description="Folder of the database, the queue and the key.")
    records: Path = Field(Path("content/interactions"), description="Folder of the approved interactions.")
    articles: Path = Field(
        Path("output/inbox-articles.json"),
        description="The list of articles that the build writes; on a server, the file in the folder that is served.",
    )
    styles: str = Field("/theme/css/site.css", description="Address of the site's style sheet, of the same origin.")
    database_url: SecretStr | None = Field(
        None,
        description="PostgreSQL, as `postgresql+psycopg://user:password@host/name`; SQLite in the state folder "
        "without it.",
    )
    queue_url: SecretStr | None = Field(
        None,
        description="Redis, as `redis://host:6379/0`, for queue and rate limits of several processes; SQLite "
        "and memory without it.",
    )
    secret: SecretStr | None = Field(
        None,
        min_length=32,
        description="The key of all keys; generated below the state folder (`keys/secret`) when it is not set.",
    )
    password_hash: Hash | None = Field(
        None,
        description="Hash of the moderator's password: `python3 tasks.py moderate password` prints it. Without "
        "it only one-time links log in.",
    )
    smtp_url: Server | None = Field(
        None,
        description="Mail server, as `smtp://user:password@host:587` (STARTTLS where offered) or "
        "`smtps://host`; no mail without it.",
    )
    mail_from: Mail | None = Field(None, description="The sender of all mail; the moderator when it is not set.")
    moderator: Mail | None = Field(None, description="Who is told of what is waiting.")
    digest_minutes: int = Field(60, ge=1, le=10_080, description="The moderator gets at most one mail in this time.")
    retention_days: int = Field(
        30, ge=1, le=3_650, description="Days after a decision for which what is private of it is kept."
    )
    trusted_proxies: Networks = Field((), description="Whose `X-Forwarded-For` is believed; it is read from the right.")
    rate: Rates = Field(
        "6 per 10 minutes; 60 per day",
        description="Comments that one network (/24 or /48) may leave. The preview allows 600 a minute, of "
        "this and of the next two.",
    )
    request_rate: Rates = Field("60 per 5 minutes", description="Forms that one network may send, right or wrong.")
    linkback_rate: Rates = Field(
        "30 per 10 minutes; 300 per day",
        description="Trackbacks, pingbacks and webmentions that one network may send.",
    )
    host_seconds: int | None = Field(
        None,
        ge=0,
        le=86_400,
        description="Seconds between two fetches of one host; 60 when it is not set, and 0 in development.",
    )
    development: bool = Field(
        False,
        description="Whether pages of this machine alone are fetched (127.0.0.0/8 and ::1), to try things out; "
        "the preview does. Never on a server: it says so loudly at start.",
    )
    waiting_limit: int = Field(
        20_000, ge=1, description="How many comments and linkbacks may wait; beyond, senders are asked to come back."
    )
    body_seconds: float = Field(10, gt=0, le=120, description="Seconds that a form may take to arrive.")
    sync_url: Annotated[Url, BeforeValidator(_without_slash)] | None = Field(
        None,
        description="On the author's machine: the address of the inbox elsewhere that `python3 tasks.py sync` "
        "asks, and `build --publish` first.",
    )
    sync_token: SecretStr | None = Field(
        None,
        min_length=32,
        description="What `python3 tasks.py sync` shows; the same here and there. Without it the inbox gives "
        "no records away.",
    )
    rebuild: str | None = Field(
        None,
        min_length=1,
        description="Command that is run, once for all, after approved records changed: when it was quiet for "
        "15 seconds.",
    )
    words: Path | None = Field(None, description="A file of words that raise suspicion, one a line.")

    @property
    def https(self) -> bool:
        """Whether readers reach the inbox over HTTPS."""
        return self.url.startswith("https:")

    @property
    def host_pause(self) -> int:
        """The interval between two fetches of one host, in milliseconds."""
        standard = 0 if self.development else 60
        return 1000 * (standard if self.host_seconds is None else self.host_seconds)

    @property
    def origin(self) -> str:
        """The origin of the public URL: scheme, host and port, as browsers serialise it."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}".lower()

    @property
    def path(self) -> str:
        """The path of the public URL, such as ``/inbox``."""
        return urlsplit(self.url).path

    @property
    def sender(self) -> str | None:
        """The sender's address of all mail."""
        return self.mail_from or self.moderator

    @property
    def tells_moderator(self) -> bool:
        """Whether digests are sent: there are a moderator's address and a mail server."""
        return self.moderator is not None and self.smtp_url is not None
