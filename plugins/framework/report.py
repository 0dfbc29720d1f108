"""Prints the findings in the author's language, and sets the exit code of a strict build or a check."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TextIO

from plugins.base.findings import in_order
from plugins.framework.build import Build
from plugins.framework.corpus.balance import evenness
from plugins.i18n import catalogue
from plugins.i18n.dates import decimal, long_date, percentage
from plugins.i18n.messages import N_, Message, message

EX_DATAERR = 65
"""Exit code of sysexits.h: the user's input was wrong."""


def tell(build: Build, shares: Mapping[str, float], site_language: str) -> None:
    """Print the findings.

    Raises:
        SystemExit: With code 65 in strict mode when there are findings; in check mode always, with 1 or 0.
    """
    words = catalogue.load(catalogue.author_language(os.environ, site_language))
    stream = sys.stdout if build.own.check else sys.stderr
    mistakes = [finding for finding in in_order(build.findings) if not finding.advice]
    advice = [finding for finding in in_order(build.findings) if finding.advice]
    for finding in mistakes:
        print(finding.text(words, build.prefix), file=stream)
    if build.own.check:
        for finding in advice:
            said = message(
                N_("{finding} (advice)"),
                finding=Message("{text}", {"text": finding.text(words, build.prefix)}),
            )
            print(said.text(words), file=stream)
        _tell_balance(build, shares, words, stream)
    _tell_next_change(build, words, stream)
    if mistakes:
        count = words.ngettext("{count} mistake.", "{count} mistakes.", len(mistakes)).format(count=len(mistakes))
        print(count, file=stream)
    elif build.own.check:
        print(message(N_("No mistake.")).text(words), file=stream)
    stream.flush()
    if build.own.check:
        raise SystemExit(1 if mistakes else 0)
    if build.own.strict and mistakes:
        print(message(N_("Nothing was published: mend these first.")).text(words), file=stream)
        raise SystemExit(EX_DATAERR)


def _tell_balance(build: Build, shares: Mapping[str, float], words: catalogue.Catalogue, stream: TextIO) -> None:
    axis = build.framework.balance_axis
    if axis is None or not any(shares.values()):
        return
    language = words.language
    parts = ", ".join(
        f"{axis.terms[key].names.pick(language)} {percentage(share, language)}" for key, share in shares.items()
    )
    number = decimal(evenness(shares, list(shares)), language)
    said = message(N_("Balance of the whole: {number} of 1 ({parts})."), number=number, parts=parts)
    print(said.text(words), file=stream)


def _tell_next_change(build: Build, words: catalogue.Catalogue, stream: TextIO) -> None:
    moment = build.clock.next_change
    if moment is None:
        return
    said = message(
        N_("What time decides changes next on {day} at {hour}: build again then."),
        day=long_date(moment, words.language),
        hour=f"{moment:%H:%M}",
    )
    print(said.text(words), file=stream)
