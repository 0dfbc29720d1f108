"""The states of links as messages: outcomes of a run, and the plan of a dry run."""

from __future__ import annotations

from datetime import datetime, timezone

from plugins.base.safe_text import plain
from plugins.i18n.messages import N_, Message, message
from plugins.notify.sent_history import Link

__all__ = ["outcome", "planned"]

REASONS = {
    "address": N_("not an address to be asked"),
    "unreachable": N_("cannot be reached"),
    "slow": N_("took too long"),
    "redirects": N_("leads on and on"),
    "protocol": N_("does not speak HTTP as it should"),
    "no XML": N_("the answer is no XML"),
    "no XML-RPC": N_("the answer is no XML-RPC"),
}


def outcome(link: Link) -> Message:
    """Return the outcome of sending a link as a message."""
    if link.state == "waiting":
        return _waiting(link)
    if link.state == "sent":
        return message(N_("told; its progress: {address}"), address=plain(link.status_url)) if link.status_url else TOLD
    if link.state == "none" and link.reason in NOT_FOUND:
        return message(N_("page not found ({reason})"), reason=link.reason)
    if link.state in ("refused", "failed", "removed", "none") and link.reason:
        return message(WITH_REASON[link.state], reason=_reason(link))
    return message(WITHOUT_REASON[link.state])


TOLD = message(N_("told"))
NOT_FOUND = frozenset({"HTTP 404", "HTTP 410"})
"""Reasons that mean a broken link, which is a mistake in the article, rather than a page without endpoint."""
WITH_REASON = {
    "refused": N_("refused: {reason}"),
    "failed": N_("given up: {reason}"),
    "removed": N_("told that the link is gone ({reason})"),
    "none": N_("does not ask to be told ({reason})"),
}
WITHOUT_REASON = {
    "sending": N_("being told"),
    "refused": N_("refused"),
    "failed": N_("given up"),
    "removed": N_("told that the link is gone"),
    "none": N_("does not ask to be told"),
    "unsure": N_("may have been told: the answer is missing, and a trackback is not sent twice"),
    "known": N_("told before"),
}


def _waiting(link: Link) -> Message:
    if not link.tries:
        return message(N_("waits"))
    return message(N_("again from {when}: {reason}"), when=_moment(link.due), reason=_reason(link))


def _moment(milliseconds: int) -> str:
    """Return a local date and time with its UTC offset, since names of time zones are ambiguous."""
    local = datetime.fromtimestamp(milliseconds / 1000).astimezone()
    offset = local.utcoffset()
    return f"{local:%Y-%m-%d %H:%M} {timezone(offset) if offset else 'UTC'}"


def _reason(link: Link) -> Message:
    return message(REASONS.get(link.reason, "{reason}"), reason=plain(link.reason))


def planned(link: Link) -> Message:
    """Return what a run would send for a due link, as a message."""
    if link.gone:
        return message(N_("would be told that the link is gone"))
    if link.accepted:
        return message(N_("would be told again: the article changed"))
    if link.tries:
        return message(N_("would be tried again"))
    return message(N_("would be asked, and told if it wants to be"))
