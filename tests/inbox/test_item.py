"""A row as a value: every column is a field, every word that a column may hold is a type, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import get_args

import pytest

from plugins.inbox.data.database import Database, open_database
from plugins.inbox.data.database_tables import items, outbox, subscriptions
from plugins.inbox.data.item import Failure, Item, Status
from plugins.inbox.data.item_labels import KINDS, OUTCOMES, STANDING_WORDS
from plugins.inbox.data.item_rows import (
    ItemValues,
    differences,
    get_item,
    has_status,
    insert_item,
    select_item,
    update_item,
    values_of,
)
from plugins.inbox.data.mail_rows import LetterValues, QueuedLetter, Subscription, SubscriptionValues
from plugins.inbox.moderation.decisions import STATUSES
from plugins.inbox.run.terminal_output import STATUS_WORDS
from plugins.interactions.model import Kind, MentionType, Standing

WHOLE: ItemValues = {
    "id": "01j0000000000000000000000a",
    "status": "pending",
    "todo": False,
    "revision": 3,
    "kind": "webmention",
    "article": "marmite",
    "in_reply_to": None,
    "author": "Lou",
    "author_url": "https://lou.example/",
    "by_author": False,
    "text": "Quite so.",
    "text_digest": None,
    "received": 1_700_000_000_000,
    "edited": None,
    "decided": None,
    "score": 2,
    "reasons": "[]",
    "email": None,
    "email_digest": None,
    "network": "n",
    "key": "k",
    "digest": None,
    "type": "reply",
    "source": "https://lou.example/1",
    "target": "https://trepied.example/marmite/",
    "title": "On pots",
    "standing": None,
    "due": None,
    "attempts": 0,
    "checked": 1_700_000_060_000,
    "outcome": None,
    "author_page": None,
}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty database."""
    opened = open_database(None, tmp_path)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("table", "value", "written"),
    [
        (items, Item, ItemValues),
        (outbox, QueuedLetter, LetterValues),
        (subscriptions, Subscription, SubscriptionValues),
    ],
    ids=["items", "outbox", "subscriptions"],
)
def test_every_column_is_a_field(table: object, value: type, written: type) -> None:
    """A value has a field for each column and no other, and what is written is of the same types."""
    columns = {column.name: column.nullable for column in table.columns}
    kinds = {field.name: field.type for field in fields(value)}
    assert list(kinds) == list(columns)
    assert {name: "None" in kind for name, kind in kinds.items()} == columns
    assert {name: kind.__forward_arg__ for name, kind in written.__annotations__.items()} == kinds


def test_every_word_fits_its_column() -> None:
    """No word of a type is longer than its column takes."""
    for name, words in (("status", Status), ("kind", Kind), ("type", MentionType), ("standing", Standing)):
        assert max(map(len, get_args(words))) <= items.c[name].type.length, name
    assert max(map(len, get_args(Failure))) <= items.c.outcome.type.length


def test_every_word_has_a_label() -> None:
    """Whatever a moderator can see has words; what was erased is seen by nobody."""
    seen = [status for status in get_args(Status) if status != "erased"]
    assert sorted(STATUS_WORDS) == sorted(STATUSES) == sorted(seen)
    assert set(KINDS) == {*get_args(Kind), *get_args(MentionType)} - {"webmention"}  # which goes by its type
    assert set(OUTCOMES) == set(get_args(Failure))
    assert set(STANDING_WORDS) == set(get_args(Standing))


@pytest.mark.parametrize("status", get_args(Status))
def test_a_row_of_every_status_comes_back(database: Database, status: Status) -> None:
    """What is written is what is read, and its status is found by its own name alone."""
    whole: ItemValues = {**WHOLE, "status": status}
    with database.write() as connection:
        insert_item(connection, **whole)
    with database.read() as connection:
        item = get_item(connection, WHOLE["id"])
        assert asdict(item) == whole
        found = {one for one in get_args(Status) if select_item(connection, has_status(one)) is not None}
        assert found == {status}
        assert select_item(connection, ~has_status(status)) is None
        assert select_item(connection, has_status("erased", "spam")) == (item if status in ("erased", "spam") else None)


def test_changes_reach_one_row(database: Database) -> None:
    """What is changed of one item is changed of no other; what it has already is no change."""
    with database.write() as connection:
        insert_item(connection, **WHOLE)
        insert_item(connection, **{**WHOLE, "id": "01j0000000000000000000000b", "key": None})
        update_item(connection, WHOLE["id"], status="spam", outcome="gone")
        item, other = (get_item(connection, f"01j0000000000000000000000{last}") for last in "ab")
    assert (item.status, item.outcome, other.status, other.outcome) == ("spam", "gone", "pending", None)
    assert differences(item, WHOLE) == {"status": "pending", "outcome": None}


def test_a_record_comes_back(database: Database) -> None:
    """A record that gets a row is the same record when its file is written anew."""
    with database.write() as connection:
        insert_item(connection, **WHOLE)
        record = get_item(connection, WHOLE["id"]).to_interaction()
        update_item(connection, record.id, **values_of(record))
        again = get_item(connection, record.id)
    assert again.to_interaction() == record
    assert (again.status, again.is_comment, again.is_linkback, again.is_verified) == ("approved", True, True, True)
