"""Runs ``INBOX_REBUILD`` after published records changed: debounced, and in one process at a time, under a lease.

The command runs after a quiet period, or when the first change has waited long enough: once for all changes, in one
of all processes. The process that runs it holds a lease and renews it; when it is killed the lease expires, and another
process runs the command. Changes during a run cause one more.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import shlex
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, select, update

from plugins.i18n.messages import N_, Message, message
from plugins.inbox.data import record_changes
from plugins.inbox.data.database_tables import notes
from plugins.inbox.data.timestamps import MINUTE, SECOND
from plugins.inbox.service import Inbox
from plugins.inbox.settings import PREFIX

__all__ = ["CHECK_SECONDS", "acquire_lease", "failure_message", "rebuild_if_due"]

NOTE = "rebuild"
LOG = "rebuild.log"
CHECK_SECONDS = 5
QUIET = 15 * SECOND
"""The quiet period: the time without a change before the command runs (debouncing)."""
LONGEST_WAIT = 2 * MINUTE
"""The time after the first change when the command runs in any case."""
RETRY = 5 * MINUTE
LEASE_TIME = MINUTE
RENEW_SECONDS = 10
LONGEST_RUN_SECONDS = 3600
CANNOT_RUN, STOPPED = 127, 143
TAIL = 2000


class State(BaseModel):
    """The state of rebuilding that all processes share: numbers of changes, and timestamps.

    Attributes:
        built: The last change that a successful run included.
        seen: The last change that is waiting for a run, first seen ``seen_at``; ``since``: when the waiting began.
        owner: The holder of the lease, which expires at ``until``.
        failed: The last change that a failed run included; it ended at ``failed_at``, with the exit code ``code``.
    """

    model_config = ConfigDict(frozen=True)
    built: int = 0
    seen: int = 0
    seen_at: int = 0
    since: int | None = None
    owner: str = ""
    until: int = 0
    failed: int | None = None
    failed_at: int = 0
    code: int = 0


@dataclass(frozen=True, slots=True)
class Lease:
    """The lease to run the command, for the changes up to a number."""

    number: int
    owner: str


def acquire_lease(inbox: Inbox) -> Lease | None:
    """Return a lease to run the command, or None when no run is due or another process holds the lease."""
    with inbox.database.read() as connection:
        if _load_state(connection).built == record_changes.head(connection).number:
            return None
    with inbox.database.write() as connection:
        state, number, now = _load_state(connection, lock=True), record_changes.head(connection).number, inbox.now
        if state.built == number or now < state.until:
            return None
        if state.seen != number or state.since is None:
            since = now if state.since is None else state.since
            state = state.model_copy(update={"seen": number, "seen_at": now, "since": since})
        assert state.since is not None
        waits = now - state.seen_at < QUIET and now - state.since < LONGEST_WAIT
        if waits or (state.failed == number and now - state.failed_at < RETRY):
            _save_state(connection, state)
            return None
        owner = secrets.token_hex(8)
        _save_state(connection, state.model_copy(update={"owner": owner, "until": now + LEASE_TIME, "since": None}))
    return Lease(number, owner)


def rebuild_if_due(inbox: Inbox, stop: threading.Event | None = None) -> int | None:
    """Run the command if it is due; return its exit code, or None when it did not run.

    Args:
        inbox: The inbox whose records changed.
        stop: Set when this process shuts down: it terminates the command, and the next process runs it again.
    """
    lease = acquire_lease(inbox) if inbox.settings.rebuild is not None else None
    if lease is None:
        return None
    code = STOPPED
    stop = stop or threading.Event()
    try:
        code = _run(inbox, lease, stop)
    finally:
        _release_lease(inbox, lease, code, stopped=stop.is_set())
    if code and not stop.is_set():
        said = _tail(inbox.settings.state / LOG)
        logging.getLogger(__name__).warning("the rebuild command failed with code %s:\n%s", code, said)
    return code


def failure_message(inbox: Inbox) -> Message | None:
    """Return the message for the moderator that the last run failed, or None."""
    if inbox.settings.rebuild is None:
        return None
    with inbox.database.read() as connection:
        state = _load_state(connection)
    if state.failed is None:
        return None
    text = N_(
        "What was decided is not on the site: the rebuild failed with code {code}, as {path} tells. It is retried."
    )
    return message(text, code=state.code, path=str(inbox.settings.state / LOG))


def _run(inbox: Inbox, lease: Lease, stop: threading.Event) -> int:
    """Run the command, renewing the lease meanwhile, and return its exit code."""
    log = inbox.settings.state / LOG
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}  # no secrets
    with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as output:
        try:
            process = subprocess.Popen(  # noqa: S603 - the owner's own command
                shlex.split(inbox.settings.rebuild or ""),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=environment,
                start_new_session=True,
            )
        except (OSError, ValueError, IndexError) as error:
            output.write(f"{inbox.settings.rebuild}: {error}\n".encode())
            return CANNOT_RUN
    ends = time.monotonic() + LONGEST_RUN_SECONDS
    renew = time.monotonic() + RENEW_SECONDS
    try:
        while not stop.is_set() and time.monotonic() < ends:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return process.wait(timeout=0.2)
            if time.monotonic() > renew:
                renew += RENEW_SECONDS
                _renew_lease(inbox, lease)
        return STOPPED
    finally:
        _end_process(process)


def _end_process(process: subprocess.Popen[bytes]) -> None:
    """Terminate a command that still runs, with its process group; kill it when it does not end."""
    if process.poll() is not None:
        return
    for ending in (signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, ending) if hasattr(os, "killpg") else process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
            return


def _renew_lease(inbox: Inbox, lease: Lease) -> None:
    with inbox.database.write() as connection:
        state = _load_state(connection, lock=True)
        if state.owner == lease.owner:
            _save_state(connection, state.model_copy(update={"until": inbox.now + LEASE_TIME}))


def _release_lease(inbox: Inbox, lease: Lease, code: int, *, stopped: bool) -> None:
    """Release the lease and store the result of the run, unless the lease expired and went to another process."""
    with inbox.database.write() as connection:
        state = _load_state(connection, lock=True)
        if state.owner != lease.owner:
            return
        went: dict[str, object] = {"owner": "", "until": 0}
        if not code:
            went |= {"built": lease.number, "failed": None}
        elif not stopped:
            went |= {"failed": lease.number, "failed_at": inbox.now, "code": code}
        _save_state(connection, state.model_copy(update=went))


def _load_state(connection: Connection, *, lock: bool = False) -> State:
    query = select(notes.c.value).where(notes.c.name == NOTE)
    return State.model_validate_json(connection.execute(query.with_for_update() if lock else query).scalar_one())


def _save_state(connection: Connection, state: State) -> None:
    connection.execute(update(notes).where(notes.c.name == NOTE).values(value=state.model_dump_json()))


def _tail(path: Path) -> str:
    """Return the end of the command's output."""
    return path.read_bytes()[-TAIL:].decode("utf-8", "replace").rstrip()
