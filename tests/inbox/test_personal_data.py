"""What is private is told, erased and forgotten; and it stands nowhere else."""

from __future__ import annotations

from pathlib import Path

from plugins.inbox.moderation import decisions
from plugins.inbox.run import personal_data, worker
from tests.inbox.running import RIGHT, Running
from tests.inbox.test_comments import rows
from tests.inbox.test_mail import links
from tests.inbox.test_moderation import waiting

PLANTED = "plantee.unique.7f3a@lecteurs.example"


def holding(folder: Path, words: str) -> list[str]:
    """Return the files below a folder, of whatever kind, whose bytes hold the words."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and words.lower().encode() in path.read_bytes().lower():
            found.append(path.relative_to(folder).as_posix())
    return found


def test_an_address_is_erased_from_everywhere(running: Running) -> None:
    """After erasing, no file holds the address: not the database, not its log of writes, no record, no log."""
    stranger = waiting(running, text="Quelqu’un d’autre.")
    published = waiting(running, email=PLANTED, notify="yes")
    decisions.decide(running.inbox, published, "approve", "terminal")
    pending = waiting(running, email=PLANTED.upper(), notify="yes", text=f"Écrivez-moi : {PLANTED}")
    rejected = waiting(running, email=PLANTED, text="Encore moi.")
    decisions.decide(running.inbox, rejected, "reject", "terminal")
    worker.sweep(running.inbox)
    (question,) = running.mailbox.to(PLANTED)
    running.browser.send(running.browser.get(links(question.get_content())[0]).page)
    assert holding(running.folder, PLANTED) != []
    told = personal_data.export(running.inbox, PLANTED)
    assert [comment["id"] for comment in told["comments"]] == sorted([published, pending, rejected])
    assert [reader["state"] for reader in told["subscriptions"]].count("confirmed") == 1
    erased = personal_data.erase(running.inbox, PLANTED.upper(), "terminal")
    assert (erased.comments, erased.subscriptions) == (3, 2)
    assert holding(running.folder, PLANTED) == []
    assert holding(running.folder, "Encore moi") == []
    assert running.files() == []
    assert [row.id for row in rows(running)] == [stranger]
    assert personal_data.export(running.inbox, PLANTED) == {"email": PLANTED, "comments": [], "subscriptions": []}


def test_no_network_address_is_ever_stored(running: Running) -> None:
    """Neither the peer's address nor its network stands in any file."""
    waiting(running)
    assert holding(running.folder / "var", "127.0.0") == []


def test_what_is_decided_needs_no_address(running: Running) -> None:
    """A decision forgets the address at once, when no reply was asked for; its digest finds the comment still."""
    approved = waiting(running, email=PLANTED)
    spam = waiting(running, email=PLANTED, notify="yes", text="Spam.")
    decisions.decide(running.inbox, approved, "approve", "terminal")
    decisions.decide(running.inbox, spam, "spam", "terminal")
    running.inbox.database.overwrite_deleted()
    assert holding(running.folder, PLANTED) == []
    assert len(personal_data.export(running.inbox, PLANTED)["comments"]) == 2


def test_purging_keeps_what_waits(running: Running) -> None:
    """After the retention period, rejected comments go, approved ones lose their digests; what waits stays."""
    approved, rejected = waiting(running), waiting(running, text="Non.")
    decisions.decide(running.inbox, approved, "approve", "terminal")
    decisions.decide(running.inbox, rejected, "reject", "terminal")
    pending = waiting(running, text="J’attends.", notify="yes")
    running.clock.turn(days=29)
    assert personal_data.purge(running.inbox, "system") == 0
    assert len(rows(running)) == 3
    running.clock.turn(days=2)
    assert personal_data.purge(running.inbox, "system") == 2
    left = {row.id: row for row in rows(running)}
    assert set(left) == {approved, pending}
    assert (left[approved].network, left[approved].key) == (None, None)
    assert left[pending].email == RIGHT["email"]
    running.clock.turn(days=2)
    personal_data.purge(running.inbox, "system")
    assert [row.network for row in rows(running)] == [None, None]
    assert [path.stem for path in running.files()] == [approved]
    assert len(personal_data.export(running.inbox, RIGHT["email"])["subscriptions"]) == 1


def test_an_unconfirmed_subscription_is_forgotten(running: Running) -> None:
    """Whoever does not confirm within seven days is forgotten, the address with them."""
    approved = waiting(running, email=PLANTED, notify="yes")
    decisions.decide(running.inbox, approved, "approve", "terminal")
    running.clock.turn(days=8)
    personal_data.purge(running.inbox, "system")
    assert holding(running.folder, PLANTED) == []


def test_state_is_for_its_owner(running: Running) -> None:
    """Nobody else on the machine may read the database or the key."""
    for name in ("inbox.db", "keys/secret"):
        assert (running.folder / "var" / name).stat().st_mode & 0o077 == 0, name
