"""The moderation commands: ``python3 tasks.py moderate``.

Visitors' text is printed with control and bidirectional characters escaped, against terminal escape injection.
"""

from __future__ import annotations

import argparse
import contextlib
import getpass
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from plugins.base.author_words import author_words
from plugins.base.safe_text import plain
from plugins.base.settings import SettingsError, from_prefix
from plugins.i18n.messages import N_, Message, message
from plugins.inbox.data import decision_log
from plugins.inbox.data.database import DatabaseError
from plugins.inbox.data.database_tables import items, log
from plugins.inbox.data.item_labels import OUTCOMES, STANDING_WORDS
from plugins.inbox.data.item_rows import has_status, select_items
from plugins.inbox.data.timestamps import from_ms
from plugins.inbox.intake.comment_form import CommentForm, check_comment, check_edit, email_address
from plugins.inbox.intake.suspicion import reasons_from_json
from plugins.inbox.moderation import decisions, item_files, login
from plugins.inbox.moderation.decisions import (
    ACTIONS,
    STANDINGS,
    DecisionError,
    UncheckedError,
)
from plugins.inbox.moderation.published_file import BrokenFileError
from plugins.inbox.run import personal_data, worker
from plugins.inbox.run.moderation_arguments import parser
from plugins.inbox.run.terminal_output import STATUS_WORDS, WIDTH, Terminal
from plugins.inbox.service import open_inbox
from plugins.inbox.settings import PREFIX, PREVIEWED, InboxSettings
from plugins.inbox.verify import recheck_published

__all__ = ["main"]

EX_CONFIG, EX_DATA, INTERRUPTED = 78, 65, 130


def _list(terminal: Terminal, options: argparse.Namespace) -> int:
    with terminal.inbox.database.read() as connection:
        query = select(items).where(has_status(options.status)).order_by(items.c.score, items.c.id)
        found = select_items(connection, query.limit(options.most))
    for item in found:
        print(terminal.line(item))
    if not found:
        terminal.say(message(N_("Nothing here.")))
    return 0


def _show(terminal: Terminal, options: argparse.Namespace) -> int:
    item = item_files.find_current_item(terminal.inbox, options.id)
    if item is None:
        raise DecisionError(options.id)
    print(terminal.line(item)[: 40 + WIDTH])
    known: dict[str, Any] = {
        N_("Page"): item.source,
        N_("Target"): item.target,
        N_("Title of its page"): item.title,
        N_("Web site"): item.author_url,
        N_("E-mail address"): item.email,
        N_("Answers"): item.in_reply_to,
        N_("Kept as"): STANDING_WORDS[item.standing].text(terminal.words) if item.standing else None,
        N_("Last look"): OUTCOMES[item.outcome].text(terminal.words) if item.outcome else None,
        N_("Next look"): from_ms(item.due).strftime("%Y-%m-%d %H:%MZ") if item.due else None,
    }
    for name, value in known.items():
        if value:
            print(f"  {terminal.words.gettext(name)}: {plain(str(value))}")
    for reason in reasons_from_json(item.reasons):
        print(f"  +{reason.points} {plain(reason.said.text(terminal.words))}")
    print()
    print("\n".join(f"  {plain(line)}" for line in item.text.split("\n")))
    return 0


def _decide(terminal: Terminal, options: argparse.Namespace) -> int:
    code = 0
    for identity in options.ids:
        try:
            decisions.decide(terminal.inbox, identity, options.action, "terminal")
            status = message(STATUS_WORDS[ACTIONS[options.action]])
            terminal.say(message(N_("{id}: {status}"), id=identity, status=status))
        except UncheckedError:
            code = terminal.fail(_not_verified_message(identity))
        except DecisionError:
            code = terminal.fail(_no_comment_message(identity))
    return code


def _edit(terminal: Terminal, options: argparse.Namespace) -> int:
    with terminal.inbox.database.write() as connection:
        item = item_files.lock_item(terminal.inbox, connection, options.id)
    if item is None:
        raise DecisionError(options.id)
    given = {
        "name": options.name or item.author,
        "url": (item.author_url or "") if options.url is None else options.url,
        "title": (item.title or "") if options.title is None else options.title,
        "text": item.text if options.text is None else _text(options.text),
    }
    words, mistakes = check_edit(given, linkback=not item.is_comment)
    if words is None:
        return terminal.fail(next(iter(mistakes.values())))
    changed = decisions.edit(terminal.inbox, options.id, **asdict(words), actor="terminal").changed
    terminal.say(message(N_("{id}: changed") if changed else N_("{id}: as it was"), id=options.id))
    return 0


def _set_standing(terminal: Terminal, options: argparse.Namespace) -> int:
    code = 0
    for identity in options.ids:
        try:
            changed = decisions.set_standing(terminal.inbox, identity, STANDINGS[options.action], "terminal").changed
            terminal.say(message(N_("{id}: changed") if changed else N_("{id}: as it was"), id=identity))
        except DecisionError:
            code = terminal.fail(message(N_("there is no published linkback {id}"), id=plain(identity)))
    return code


def _verify(terminal: Terminal, options: argparse.Namespace) -> int:
    records = recheck_published.list_published_linkbacks(terminal.inbox, kept=options.kept)[: options.most]
    lost, away = 0, 0

    def wait(seconds: float) -> None:
        said = message(N_("waiting {seconds} s: each host is asked once a minute at most"), seconds=round(seconds) or 1)
        print(said.text(terminal.words), file=sys.stderr, flush=True)
        time.sleep(seconds)

    for found in recheck_published.recheck_linkbacks(terminal.inbox, records, wait):
        standing = STANDING_WORDS[found.record.standing].text(terminal.words) if found.record.standing else ""
        if found.outcome == "linked":
            if standing:
                back = message(
                    N_("{id}: its page links here; moderate restore takes the mark away"), id=found.record.id
                )
                terminal.say(back)
            continue
        lost, away = (
            lost + (found.outcome in recheck_published.LOST),
            away + (found.outcome not in recheck_published.LOST),
        )
        outcome = OUTCOMES[found.outcome].text(terminal.words)
        place = f"{found.record.id}  [{found.record.article}]  {plain(found.record.source or '')}"
        print("  ".join(part for part in (place, outcome, standing) if part))
    counted = N_("{count} linkbacks were looked at: {lost} are lost, {away} are out of reach.")
    terminal.say(message(counted, count=len(records), lost=lost, away=away))
    if lost:
        mend = N_("Keep one as archived, mark it as gone, or remove it: moderate archive, mark or reject, and its id.")
        terminal.say(message(mend))
    return 0


def _reply(terminal: Terminal, options: argparse.Namespace) -> int:
    checked = check_comment(CommentForm(name="x", email="x@x.example", text=_text(options.text)))
    if checked.draft is None:
        return terminal.fail(checked.mistakes["text"])
    answer = decisions.reply(terminal.inbox, options.id, checked.draft.text, "terminal")
    terminal.say(message(N_("{id}: published"), id=answer.id))
    return 0


def _erase(terminal: Terminal, options: argparse.Namespace) -> int:
    erased = personal_data.erase(terminal.inbox, options.email, "terminal")
    terminal.say(
        message(
            N_("Erased comments: {comments}; subscriptions: {subscriptions}. Commit the removed files, and publish."),
            comments=erased.comments,
            subscriptions=erased.subscriptions,
        )
    )
    return 0


def _export(terminal: Terminal, options: argparse.Namespace) -> int:
    text = json.dumps(personal_data.export(terminal.inbox, options.email), ensure_ascii=False, indent=2)
    print(plain(text, lines=True))
    return 0


def _purge(terminal: Terminal, options: argparse.Namespace) -> int:
    del options
    count = personal_data.purge(terminal.inbox, "terminal")
    terminal.say(message(N_("Forgotten: what was kept too long of {count} comments."), count=count))
    return 0


def _log(terminal: Terminal, options: argparse.Namespace) -> int:
    with terminal.inbox.database.read() as connection:
        if not options.verify:
            for row in connection.execute(select(log).order_by(log.c.number)):
                moment = from_ms(row.at).isoformat(timespec="seconds")
                print(plain(f"{row.number}  {moment}  {row.actor}  {row.action}  {row.item or ''}  {row.details}"))
            return 0
        verdict = decision_log.verify(connection, terminal.inbox.keys)
    if verdict.fault is not None:
        terminal.fail(message(N_("The log is not what was written: {fault}"), fault=verdict.fault))
        return EX_DATA
    seal = verdict.head[:16]
    terminal.say(
        message(N_("The log is whole: {entries} entries, ending with {seal}."), entries=verdict.entries, seal=seal)
    )
    return 0


def _login(terminal: Terminal, options: argparse.Namespace) -> int:
    del options
    print(login.make_login_link(terminal.inbox))
    return 0


def _password(terminal: Terminal, options: argparse.Namespace) -> int:
    del options
    said = terminal.words.gettext(N_("Password: "))
    typed = getpass.getpass(said) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if len(typed) < 12:
        return terminal.fail(message(N_("Take at least 12 characters.")))
    print(f"INBOX_PASSWORD_HASH='{login.hash_password(typed)}'")
    return 0


def _sweep(terminal: Terminal, options: argparse.Namespace) -> int:
    del options
    worker.sweep(terminal.inbox)
    return 0


def _text(given: str) -> str:
    """Return a text argument; ``-`` stands for standard input."""
    return sys.stdin.read() if given == "-" else given


def _not_verified_message(identity: str) -> Message:
    return message(N_("{id}: its page was not seen to link here; nothing is published"), id=identity)


def _no_comment_message(identity: str) -> Message:
    return message(N_("there is no comment {id}"), id=plain(identity))


COMMANDS: dict[str, Callable[[Terminal, argparse.Namespace], int]] = {
    "list": _list,
    "show": _show,
    "decide": _decide,
    "edit": _edit,
    "set_standing": _set_standing,
    "verify": _verify,
    "reply": _reply,
    "erase": _erase,
    "export": _export,
    "purge": _purge,
    "log": _log,
    "login": _login,
    "password": _password,
    "sweep": _sweep,
}


def _settings() -> InboxSettings:
    """Return the settings of the environment; without ``INBOX_URL``, the URL that the preview last had."""
    settings = from_prefix(os.environ, PREFIX, InboxSettings)
    previewed = settings.state / PREVIEWED
    if "url" in settings.model_fields_set or not previewed.is_file():
        return settings
    scope = {} if "development" in settings.model_fields_set else {"development": True}  # as the preview has it
    return settings.model_copy(update={"url": previewed.read_text("ascii"), **scope})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = author_words("fr")
    options = parser(words).parse_args(arguments)
    if hasattr(options, "email") and email_address(options.email) is None:
        print(message(N_("This is not an e-mail address such as name@example.org.")).text(words), file=sys.stderr)
        return 2
    try:
        inbox = open_inbox(_settings())
    except SettingsError as error:
        print(error, file=sys.stderr)
        return EX_CONFIG
    except DatabaseError as error:
        print(error.said.text(words), file=sys.stderr)
        return EX_CONFIG
    with contextlib.closing(inbox):
        terminal = Terminal(inbox, words)
        try:
            return COMMANDS[options.run](terminal, options)
        except UncheckedError as error:
            return terminal.fail(_not_verified_message(str(error)))
        except DecisionError as error:
            return terminal.fail(_no_comment_message(str(error)))
        except BrokenFileError as error:
            path = message(N_("the file of {id} cannot be used: python3 tasks.py check tells why"), id=str(error))
            return terminal.fail(path)
        except KeyboardInterrupt:
            return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
