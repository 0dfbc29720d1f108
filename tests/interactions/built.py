"""Built sites with a conversation: what tests write into them, and read in their output."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import lxml.html

from plugins.interactions.record_fields import interaction_of
from plugins.interactions.record_files import Store
from plugins.interactions.record_ids import new_id
from tests.conftest import SiteFolder

ADDRESS = "https://pot.example/blog"
NOW = "2026-06-01T12:00:00"
START = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
MARMITE = "2026-03-marmite"
PAGE = "2026/03/marmite"


def store(site: SiteFolder) -> Store:
    """Return the store of a site."""
    return Store(site.path / "content" / "interactions")


def say(site: SiteFolder, hour: int, *, article: str = MARMITE, **values: Any) -> str:
    """Write an interaction at an hour, a comment unless it says otherwise, and return its id."""
    moment = START + timedelta(hours=hour)
    identity = new_id(moment, hour.to_bytes(10, "big"))
    said = {"kind": "comment", "author": f"N{hour}", "text": f"T{hour}"} if "kind" not in values else {}
    store(site).write(interaction_of({"id": identity, "article": article, "published": moment, **said, **values}))
    return identity


def talk(site: SiteFolder) -> dict[str, str]:
    """Write three articles and a conversation of every kind under the first; return the ids by name."""
    site.article("marmite", title="La marmite & <nous>", body="## Point\n\nTexte.", more="tags: [eau]\n")
    site.article("muet", title="Sans un mot")
    site.article("ferme", title="Fermé", more="comments: closed\n")
    first = say(site, 1, author="Camille", author_url="https://camille.example/", text="Bonjour *vous*.")
    answer = say(site, 2, author="La rédaction", by_author=True, text="Merci.", in_reply_to=first)
    third = say(site, 3, author="Noé", text="Et moi ?", in_reply_to=answer, edited=START + timedelta(days=2))
    source = {"source": "https://www.autre.example/billet?a=1&b=2", "target": f"{ADDRESS}/{PAGE}/"}
    return {
        "first": first,
        "answer": answer,
        "third": third,
        "trackback": say(
            site, 4, kind="trackback", title="Trois pieds", author="Un blog", text="Un <b>mot</b>", **source
        ),
        "pingback": say(site, 5, kind="pingback", **source),
        "reply": say(
            site,
            6,
            kind="webmention",
            type="reply",
            author="Ana",
            author_url="https://ana.example/",
            text="De chez moi.",
            source="https://ana.example/1",
        ),
        "like": say(site, 7, kind="webmention", type="like", source="https://aime.example/1"),
        "late": say(site, 8, author="Zoé", text="Une nouvelle idée."),
    }


def built(site: SiteFolder, settings: str = "pelicanconf.py", **overrides: object) -> SiteFolder:
    """Build, and make sure that nothing was said."""
    done = site.build(
        settings, **{"SITEURL": ADDRESS, "FRAMEWORK_NOW": NOW, "INTERACTIONS_INBOX": "/inbox/", **overrides}
    )
    assert (done.returncode, done.stderr) == (0, "")
    return site


def thread(comments: list[lxml.html.HtmlElement]) -> list[Any]:
    """Return the lists of comments of a page as nested lists of names."""
    found: list[Any] = []
    for ordered in comments:
        for item in ordered.xpath("./li"):
            found.append(item.xpath("string(./div/header/*[contains(@class, 'p-author')])"))
            if item.xpath("./ol"):
                found.append(thread(item.xpath("./ol")))
    return found
