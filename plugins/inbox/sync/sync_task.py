"""Fetch approved records from an inbox elsewhere: ``python3 tasks.py sync``.

Each response is validated whole before a file is touched, and its cursor is saved once its files are on the disk: an
interrupted run is resumed by the next one, and a repeated run changes nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from plugins.base.author_words import author_words
from plugins.base.settings import SettingsError, from_prefix
from plugins.i18n.messages import N_, Message, message
from plugins.inbox.settings import PREFIX, InboxSettings
from plugins.inbox.sync import merge_records
from plugins.inbox.sync.fetch_changes import (
    EX_CONFIG,
    EX_PROTOCOL,
    Answer,
    Change,
    SyncError,
    fetch_changes,
    may_send_token,
)
from plugins.interactions.record_files import Store
from plugins.interactions.record_yaml import write

__all__ = ["SyncError", "SyncResult", "main", "sync"]

MOST_PAGES = 10_000
"""The limit of pages, a million changes: a server that exceeds it is no inbox of a blog."""
EX_IOERR, INTERRUPTED = 74, 130


@dataclass(slots=True)
class SyncResult:
    """The result of a sync.

    Attributes:
        written: The number of files written.
        removed: The number of files removed.
        kept: A message for each conflict: a local edit that was kept against the inbox's version.
    """

    written: int = 0
    removed: int = 0
    kept: list[Message] = field(default_factory=list)


def sync(settings: InboxSettings, *, theirs: bool = False, tell: Callable[[int], None] | None = None) -> SyncResult:
    """Synchronise the records folder with the published records of an inbox, and return the result.

    Args:
        settings: The settings on the author's machine.
        theirs: Whether present conflicts are resolved by the inbox's version.
        tell: Called with the number of changes so far, when there are more.

    Raises:
        SyncError: It failed, wholly or midway; what was done stays, and the next run resumes from there.
    """
    url, token = settings.sync_url, settings.sync_token
    if url is None or token is None:
        raise SyncError(message(N_("set INBOX_SYNC_URL and INBOX_SYNC_TOKEN to those of the inbox")), EX_CONFIG)
    if not may_send_token(url):
        raise SyncError(
            message(N_("INBOX_SYNC_URL must be an address over https and no more: the token is not sent in the clear")),
            EX_CONFIG,
        )
    run = _Run(settings, url)
    asked = set(run.state.kept) if theirs else set()
    cursor = "" if theirs else run.state.cursor
    looked_at = 0
    for _ in range(MOST_PAGES):
        answer = fetch_changes(url, token.get_secret_value(), cursor)
        with _writing():
            run.apply(answer, asked)
            if not answer.more:
                run.done.kept = run.tell_kept()
                return run.done
        looked_at += len(answer.changes)
        if answer.next == cursor:
            break
        cursor = answer.next
        if tell is not None:
            tell(looked_at)
    raise SyncError(message(N_("{url} did not answer as an inbox does"), url=url), EX_PROTOCOL)


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    """Raise SyncError for an error of the file system in the block: a full disk, or missing permissions."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        said = message(N_("{path} cannot be written ({reason})"), path=str(error.filename or ""), reason=reason)
        raise SyncError(said, EX_IOERR) from None


class _Run:
    """One run: the record files, the state, and the result so far."""

    def __init__(self, settings: InboxSettings, url: str) -> None:
        self.store = Store(settings.records)
        self.file = settings.state / "sync.json"
        self.state = merge_records.load_state(self.file, url)
        self.done = SyncResult()

    def apply(self, answer: Answer, asked: set[str]) -> None:
        """Apply a page of changes to the files, and save the state with its cursor."""
        before = (self.state.cursor, dict(self.state.records), dict(self.state.kept))
        taken: list[tuple[Change, str]] = []
        for change in answer.changes:
            key = f"{change.article}/{change.id}"
            new, local = _digest(change), self._local(change)
            outcome = merge_records.choose_version(local, self.state.records.get(key), new)
            if outcome == "take" or (outcome == "keep" and key in asked):
                self.state.records[key] = [local, new]
                taken.append((change, new))
            elif outcome == "keep":
                self.state.kept[key] = new
            else:
                self._agree(key, new)
        if taken:
            merge_records.save_state(self.file, self.state)
        for change, new in taken:
            if change.record is None:
                self.done.removed += self.store.remove(change.article, change.id)
            else:
                self.done.written += self.store.write(change.record)
            self._agree(f"{change.article}/{change.id}", new)
        self.state.cursor = answer.next
        if taken or before != (self.state.cursor, self.state.records, self.state.kept):
            merge_records.save_state(self.file, self.state)

    def _local(self, change: Change) -> str:
        path = self.store.path(change.article, change.id)
        if any(part.is_symlink() for part in (path, path.parent)):
            said = message(N_("{path} leads out of the folder of records: remove it"), path=str(path))
            raise SyncError(said, EX_IOERR)
        return merge_records.digest_file(path)

    def _agree(self, key: str, new: str) -> None:
        self.state.kept.pop(key, None)
        if new == merge_records.NOTHING:
            self.state.records.pop(key, None)
        else:
            self.state.records[key] = [new]

    def tell_kept(self) -> list[Message]:
        """Return the messages of the conflicts; those that are resolved by now are dropped from the state."""
        said = []
        for key, new in sorted(self.state.kept.items()):
            article, _, identity = key.partition("/")
            path = self.store.path(article, identity)
            local = merge_records.digest_file(path)
            if local == new:
                self._agree(key, new)
                merge_records.save_state(self.file, self.state)
            elif new == merge_records.NOTHING:
                said.append(
                    message(N_("{path} is gone in the inbox; it stays here, not being what came"), path=str(path))
                )
            elif local == merge_records.NOTHING:
                said.append(
                    message(N_("{path} was changed in the inbox; it was removed here, and stays so"), path=str(path))
                )
            else:
                said.append(
                    message(N_("{path} is another in the inbox; it stays as it was written here"), path=str(path))
                )
        return said


def _digest(change: Change) -> str:
    return merge_records.NOTHING if change.record is None else merge_records.digest_bytes(write(change.record))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run once and return the exit code."""
    parser = argparse.ArgumentParser(prog="tasks.py sync", description=__doc__)
    parser.add_argument("--theirs", action="store_true", help="take the inbox's version of what was changed here too")
    parser.add_argument("--publishing", action="store_true", help="say that nothing is published, when it fails")
    options = parser.parse_args(arguments)
    words = author_words("fr")

    def say(said: Message) -> None:
        print(said.text(words), file=sys.stderr, flush=True)

    try:
        settings = from_prefix(os.environ, PREFIX, InboxSettings)
        done = sync(
            settings, theirs=options.theirs, tell=lambda count: say(message(N_("{count} records …"), count=count))
        )
    except SettingsError as error:
        print(error, file=sys.stderr)
        code = EX_CONFIG
    except SyncError as error:
        say(error.said)
        code = error.code
    except KeyboardInterrupt:
        code = INTERRUPTED
    else:
        for kept in done.kept:
            say(kept)
        if done.kept:
            say(message(N_("To take the inbox's: python3 tasks.py sync --theirs")))
        counted = message(
            N_("Records: {written} written, {removed} removed."), written=done.written, removed=done.removed
        )
        print(counted.text(words))
        return 0
    if options.publishing:
        say(
            message(
                N_("Nothing was published. To publish what is here: python3 tasks.py build --publish --without-sync")
            )
        )
    return code


if __name__ == "__main__":
    sys.exit(main())
