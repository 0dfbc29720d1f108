"""The findings in the author's language, and the exit code of a strict build or a check."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from plugins.base.author_words import author_words
from plugins.base.findings import in_order
from plugins.framework.build import Build
from plugins.framework.corpus.balance import evenness
from plugins.i18n import catalogue
from plugins.i18n.dates import decimal, long_date, percentage
from plugins.i18n.messages import N_, Message, message

__all__ = ["EX_DATAERR", "Line", "Report", "report_of", "say"]

EX_DATAERR = 65
"""Exit code of sysexits.h: the user's input was wrong."""

Line = tuple[int, str]
"""A line with its stream: 1 for standard output, 2 for standard error."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build says of its texts.

    Attributes:
        lines: The lines, in order.
        code: The exit code that ends the build; None when it goes on.
    """

    lines: tuple[Line, ...]
    code: int | None


def say(lines: Iterable[Line]) -> None:
    """Print lines, each to its stream."""
    streams = {1: sys.stdout, 2: sys.stderr}
    for number, text in lines:
        print(text, file=streams[number])
    sys.stdout.flush()
    sys.stderr.flush()


def report_of(build: Build, shares: Mapping[str, float], site_language: str) -> Report:
    """Return what a build says of its texts: in strict mode mistakes end it with code 65, a check ends with 1 or 0.

    Args:
        build: The build.
        shares: The shares on the balance axis.
        site_language: The language of an author whose environment names none.
    """
    words = author_words(site_language)
    stream, checking = (1, True) if build.own.check else (2, False)
    mistakes = [finding for finding in in_order(build.findings) if not finding.advice]
    lines = [(stream, line) for line in _lines(build, shares, words)]
    if mistakes:
        count = words.ngettext("{count} mistake.", "{count} mistakes.", len(mistakes)).format(count=len(mistakes))
        lines.append((stream, count))
    elif checking:
        lines.append((stream, message(N_("No mistake.")).text(words)))
    if checking:
        return Report(tuple(lines), 1 if mistakes else 0)
    if build.own.strict and mistakes:
        lines.append((stream, message(N_("Nothing was published: mend these first.")).text(words)))
        return Report(tuple(lines), EX_DATAERR)
    return Report(tuple(lines), None)


def _lines(build: Build, shares: Mapping[str, float], words: catalogue.Catalogue) -> Iterator[str]:
    found = in_order(build.findings)
    yield from (finding.text(words, build.prefix) for finding in found if not finding.advice)
    if build.own.check:
        for finding in (one for one in found if one.advice):
            said = message(
                N_("{finding} (advice)"),
                finding=Message("{text}", {"text": finding.text(words, build.prefix)}),
            )
            yield said.text(words)
        yield from _balance(build, shares, words)
    yield from _next_change(build, words)


def _balance(build: Build, shares: Mapping[str, float], words: catalogue.Catalogue) -> Iterator[str]:
    axis = build.framework.balance_axis
    if axis is None or not any(shares.values()):
        return
    language = words.language
    parts = ", ".join(
        f"{axis.terms[key].names.pick(language)} {percentage(share, language)}" for key, share in shares.items()
    )
    number = decimal(evenness(shares, list(shares)), language)
    yield message(N_("Balance of the whole: {number} of 1 ({parts})."), number=number, parts=parts).text(words)


def _next_change(build: Build, words: catalogue.Catalogue) -> Iterator[str]:
    moment = build.clock.next_change
    if moment is None:
        return
    said = message(
        N_("What time decides changes next on {day} at {hour}: build again then."),
        day=long_date(moment, words.language),
        hour=f"{moment:%H:%M}",
    )
    yield said.text(words)
