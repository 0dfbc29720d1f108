"""Findings: an author's mistakes as values.

A finding names the file, the line and the column (1-based, in characters), what is wrong and how to mend it.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from plugins.i18n.messages import ENGLISH, N_, Message, Translator, message

__all__ = ["Finding", "Position", "listed", "nearest", "suggestion"]

LONGEST_COMPARED = 80
NEAR = 0.6
"""difflib's ratio from which a word may be meant for another. That of rapidfuzz, which looks at all words in the time
in which difflib looks at a few, is never less (a matching block is part of a common subsequence)."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text file: line and column, both 1-based, in characters."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake of an author's.

    Attributes:
        path: The file, relative to the content folder, with forward slashes.
        position: Where in the file.
        problem: What is wrong.
        mend: How to mend it, if the problem does not say so by itself.
        advice: True for a hint that is no mistake: it fails neither a build nor a check.
        fatal: True when the file cannot be used at all.
    """

    path: str
    position: Position
    problem: Message
    mend: Message | None = None
    advice: bool = False
    fatal: bool = False

    def text(self, translator: Translator = ENGLISH, prefix: str = "") -> str:
        """Return the finding on one line: ``path:line:column: problem; mend``."""
        words = self.problem.text(translator)
        if self.mend is not None:
            words = message(N_("{problem}; {mend}"), problem=words, mend=self.mend).text(translator)
        line = f"{prefix}{self.path}:{self.position.line}:{self.position.column}: {words}"
        return "".join(visible(character) for character in line)

    def at(self, path: str) -> Finding:
        """Return the same finding in another file."""
        return replace(self, path=path)


def visible(character: str) -> str:
    r"""Return a character, or its escape sequence when it is a control, format or direction character.

    >>> visible("é"), visible("\x1b")
    ('é', '\\x1b')
    """
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"):
        return character.encode("unicode_escape").decode("ascii")
    return character


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings sorted by file, line and column, without duplicates."""
    unique = {(f.path, f.position, f.text()): f for f in findings}
    return [unique[key] for key in sorted(unique)]


def folded(word: str) -> str:
    """Return a word without case, accents and separators, for comparison with the known words.

    >>> folded("Relations_Humaines") == folded("relations-humaines")
    True
    """
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if c.isalnum())


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word closest to ``word`` (:mod:`difflib`), or None when none is close.

    >>> nearest("numerik", ["collaboratif", "numerique", "rse"])
    'numerique'
    >>> nearest("zzz", ["rse"]) is None
    True
    """
    if len(word) > LONGEST_COMPARED:
        return None
    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    typed, (by_folded, names) = folded(word), _compared(frozenset(known))
    if typed in by_folded:
        return by_folded[typed]
    alike = process.extract(typed, names, scorer=Indel.normalized_similarity, score_cutoff=NEAR - 0.01, limit=None)
    matcher = difflib.SequenceMatcher(None, "", typed)
    best = (NEAR, "")
    for name, most, _ in alike:
        if most < best[0] - 1e-9:
            break  # none that follows can be nearer
        matcher.set_seq1(name)
        best = max(best, (matcher.ratio(), name))
    return by_folded[best[1]] if best[1] else None


@lru_cache(maxsize=16)
def _compared(known: frozenset[str]) -> tuple[dict[str, str], list[str]]:
    """Return known words by what they are compared as (of two that are the same then, the first), and that alone."""
    by_folded = {folded(candidate): candidate for candidate in sorted(known, reverse=True)}
    return by_folded, list(by_folded)


def suggestion(word: str, known: Iterable[str]) -> Message | None:
    """Return the message "did you mean …?" with the closest known word, or None."""
    near = nearest(word, known)
    return message(N_("did you mean '{word}'?"), word=near) if near else None


def listed(words: Iterable[str]) -> str:
    """Return the words sorted and joined by commas, for a message.

    >>> listed(["rse", "numerique"])
    'numerique, rse'
    """
    return ", ".join(sorted(words))


def quoted(value: str, longest: int = 60) -> str:
    """Return a value for a one-line message, cut after ``longest`` characters, the last of which is then ``…``."""
    return value if len(value) <= longest else value[: longest - 1] + "…"
