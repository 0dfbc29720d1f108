"""The arguments of the moderation commands, in the moderator's language."""

from __future__ import annotations

import argparse

from plugins.i18n import catalogue
from plugins.i18n.messages import N_
from plugins.inbox.data.decision_log import Action
from plugins.inbox.data.item import Status
from plugins.inbox.moderation.decisions import STATUSES, StandingAction

__all__ = ["WAITING", "parser"]

WAITING: Status = "pending"
"""The status that is listed by default."""


def parser(words: catalogue.Catalogue) -> argparse.ArgumentParser:
    """Return the parser of ``moderate``; an option ``run`` names the function of a command."""
    say = words.gettext
    parser = argparse.ArgumentParser(prog="tasks.py moderate", description=say(N_("Moderate what readers wrote.")))
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, run: str, about: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=say(about), description=say(about))
        added.set_defaults(run=run)
        return added

    listing = command("list", "list", N_("list comments, what waits if nothing else is asked"))
    listing.add_argument("--status", choices=STATUSES, default=WAITING)
    listing.add_argument("--most", type=int, default=100)
    command("show", "show", N_("show one comment with all that is known of it")).add_argument("id")
    actions: dict[Action, str] = {
        "approve": N_("publish comments"),
        "reject": N_("reject comments; published ones are removed"),
        "spam": N_("mark comments as spam"),
    }
    for action, about in actions.items():
        decide = command(action, "decide", about)
        decide.set_defaults(action=action)
        decide.add_argument("ids", nargs="+", metavar="id")
    edit = command("edit", "edit", N_("change what a comment says"))
    edit.add_argument("id")
    for name in ("name", "url", "title", "text"):
        edit.add_argument(f"--{name}")
    standings: dict[StandingAction, str] = {
        "archive": N_("keep published linkbacks as archived: nobody looks whether their pages link here"),
        "mark": N_("mark published linkbacks as gone: their pages link here no more"),
        "restore": N_("take the mark away from archived linkbacks, and from those that were gone"),
    }
    for kept, about in standings.items():
        stand = command(kept, "set_standing", about)
        stand.set_defaults(action=kept)
        stand.add_argument("ids", nargs="+", metavar="id")
    verify = command("verify", "verify", N_("look at the pages of published linkbacks again; nothing is changed"))
    verify.add_argument("--most", type=int, default=1000)
    verify.add_argument("--kept", action="store_true", help=say(N_("those that are archived or marked as gone, too")))
    reply = command("reply", "reply", N_("answer as the author of the article; '-' reads the text from the input"))
    reply.add_argument("id")
    reply.add_argument("text")
    for name, run, about in (
        ("erase", "erase", N_("erase everything that came from an e-mail address")),
        ("export", "export", N_("print everything that is known of an e-mail address")),
    ):
        command(name, run, about).add_argument("email")
    command("purge", "purge", N_("forget what has been kept long enough"))
    command("log", "log", N_("print the log of decisions")).add_argument("--verify", action="store_true")
    command("login", "login", N_("print a link that logs in once"))
    command("password", "password", N_("print the setting of a password"))
    command("sweep", "sweep", N_("do everything that is left to do"))
    return parser
