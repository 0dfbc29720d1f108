"""The command that sends linkbacks after publishing: ``python3 tasks.py notify``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from plugins.base.author_words import author_words
from plugins.base.safe_text import plain
from plugins.base.settings import SettingsError
from plugins.fetcher.model import Scope
from plugins.i18n.messages import N_, Message, message
from plugins.notify import sent_history
from plugins.notify.lock import LockedError, locked
from plugins.notify.progress import Screen
from plugins.notify.published_site import Site, SiteError, read_site
from plugins.notify.scope import fault_of, scope_of, within
from plugins.notify.sent_history import DamagedError
from plugins.notify.session import Machine, Session
from plugins.protocols.url_equivalence import comparable

__all__ = ["main"]

EX_DATAERR, EX_NOINPUT, EX_IOERR, EX_TEMPFAIL, EX_CONFIG, INTERRUPTED = 65, 66, 74, 75, 78, 130
"""Exit codes of sysexits(3), and that of a shell for Ctrl-C."""
FOLDER = Path("var/notify")


class StopError(Exception):
    """Ends the run with the messages ``said`` and the exit code ``code``."""

    def __init__(self, code: int, *said: Message) -> None:
        super().__init__(*(one.text() for one in said))
        self.code = code
        self.said = said


def main(arguments: Sequence[str] | None = None, machine: Machine = Machine()) -> int:  # noqa: B008  (frozen)
    """Run the command and return the exit code."""
    options = _parser().parse_args(arguments)
    screen = Screen(author_words("fr"), os.environ)
    try:
        _run(options, machine, screen)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return EX_CONFIG
    except StopError as error:
        screen.print_problems(*error.said)
        return error.code
    except DamagedError as error:
        screen.print_problems(*error.said, message(N_("Nobody was told anything.")))
        return EX_DATAERR
    except LockedError:
        screen.print_problems(message(N_("Another run is under way: let it end.")))
        return EX_TEMPFAIL
    except OSError as error:
        reason = error.strerror or type(error).__name__
        screen.print_problems(
            message(N_("{path} cannot be written ({reason})"), path=str(error.filename or ""), reason=reason)
        )
        return EX_IOERR
    except KeyboardInterrupt:
        screen.print_problems(message(N_("Stopped. The next run goes on from here.")))
        return INTERRUPTED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tasks.py notify", description=__doc__)
    parser.add_argument("--site", type=Path, default=Path("public"), help="folder of the published site")
    parser.add_argument("--only", metavar="ARTICLE", help="one article, by its id or its address")
    parser.add_argument("--dry-run", action="store_true", help="ask nobody, and list what would be told")
    parser.add_argument("--remember", action="store_true", help="tell nobody, and take all links as told")
    parser.add_argument("--development", action="store_true", help="ask this machine, and nobody else")
    return parser


def _run(options: argparse.Namespace, machine: Machine, screen: Screen) -> None:
    scope = scope_of(os.environ, options.development)
    if scope is Scope.LOOPBACK:
        screen.warn(message(N_("DEVELOPMENT: only this machine is asked, and what is told counts for nothing else.")))
    try:
        site = read_site(options.site)
    except SiteError as error:
        raise StopError(EX_NOINPUT, error.said) from None
    if fault := fault_of(site, scope):
        raise StopError(EX_CONFIG, fault)
    site = within(site, scope)
    folder = FOLDER / "development" if scope is Scope.LOOPBACK else FOLDER
    only = _only(options, site, folder)
    if options.dry_run:
        screen.table(Session(site, folder, machine, only).planned())
        return
    first = not sent_history.has_run_before(folder)
    with locked(folder / ".lock"):
        sent_history.tidy(folder)
        session = Session(site, folder, machine, only)
        if options.remember:
            screen.print_results(message(N_("Links taken as told: {count}."), count=session.remember()))
        else:
            session.tell(scope, screen, first=first)


def _only(options: argparse.Namespace, site: Site, folder: Path) -> str | None:
    """Return the id of the article given by the options, or None for all."""
    if options.only is None:
        return None
    by_address = {comparable(article.url).rstrip("/"): key for key, article in site.articles.items()}
    found = by_address.get(comparable(options.only).rstrip("/"), str(options.only))
    if found not in site.articles and not (folder / f"{found}.json").is_file():
        raise StopError(EX_NOINPUT, message(N_("no article is called {name}"), name=plain(options.only)))
    return found


if __name__ == "__main__":
    sys.exit(main())
