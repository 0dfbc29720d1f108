"""The JSON Feed 1.1 renderer (https://jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json

from plugins.base.safe_text import JsonValue, clean_json
from plugins.feeds.entry_cache import Parts
from plugins.feeds.model import Enclosure, Entry, Feed, Person

MEDIA_TYPE = "application/feed+json"
"""JSON Feed 1.1, "MIME Type"."""

NO_ITEMS = "[]\n}"
"""How a feed without entries ends."""

encoded = json.encoder.encode_basestring
"""Returns a text as JSON, without escapes for other than ASCII."""

VERSION = "https://jsonfeed.org/version/1.1"
Members = dict[str, JsonValue]


def json_feed(feed: Feed, parts: Parts) -> bytes:
    """Return a feed as JSON Feed 1.1.

    Args:
        feed: The feed.
        parts: The cache of entries rendered as JSON; new ones are added.
    """
    whole: Members = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": f"{feed.address}.json",
        "description": feed.description,
        "language": feed.language,
        "authors": [_author(feed.author)],
        **({"hubs": [{"type": "WebSub", "url": feed.hub}]} if feed.hub else {}),
        **feed.extra.json,
    }
    cleaned = clean_json(whole)
    assert isinstance(cleaned, dict)
    head = _indented({**cleaned, "items": []})
    if not feed.entries:
        return f"{head}\n".encode()
    items = [parts.of(entry, lambda entry=entry: _item(entry)) for entry in feed.entries]  # type: ignore[misc]
    return f"{head.removesuffix(NO_ITEMS)}[{','.join(items)}\n ]\n}}\n".encode()


def _item(entry: Entry) -> str:
    """Return an item as it stands in a feed."""
    return f"\n{_indented(clean_json(item(entry)))}".replace("\n", "\n  ")


def _indented(value: JsonValue, level: int = 0) -> str:
    """Return JSON with one space of indentation a level: what ``json.dumps(value, indent=1)`` does, in Python too."""
    inner = "\n" + " " * (level + 1)
    if isinstance(value, dict) and value:
        members = [f"{encoded(key)}: {_indented(one, level + 1)}" for key, one in value.items()]
        return f"{{{inner}{f',{inner}'.join(members)}{inner[:-1]}}}"
    if isinstance(value, list) and value:
        return f"[{inner}{f',{inner}'.join([_indented(one, level + 1) for one in value])}{inner[:-1]}]"
    return encoded(value) if isinstance(value, str) else json.dumps(value)


def item(entry: Entry) -> Members:
    """Return the item of an entry."""
    image: Members = {"image": entry.image.url, "attachments": [_attachment(entry.image)]} if entry.image else {}
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        **({"summary": entry.summary} if entry.summary else {}),
        "content_html": entry.content,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "language": entry.language,
        "authors": [_author(author) for author in entry.authors],
        "tags": list(dict.fromkeys(category.label for category in entry.categories)),
        **image,
        **entry.extra.json,
    }


def _author(person: Person) -> Members:
    return {"name": person.name, **({"url": person.url} if person.url else {})}


def _attachment(file: Enclosure) -> Members:
    title: Members = {"title": file.title} if file.title else {}
    return {"url": file.url, "mime_type": file.type, **title, "size_in_bytes": file.length}
