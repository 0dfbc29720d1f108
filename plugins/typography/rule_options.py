"""The options of typesetting: the enabled rules, by name and number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["ALL_RULES", "RULES", "Options", "UnknownRuleError"]

RULES: Mapping[int, str] = MappingProxyType(
    {
        1: "spaces",
        2: "quotes",
        3: "apostrophes",
        4: "ellipses",
        5: "dashes",
        6: "numbers",
        7: "units",
        8: "ordinals",
        9: "abbreviations",
        10: "ligatures",
        13: "english",
    }
)
"""The names of the rules that can be disabled, by their number in the specification."""

ALL_RULES = frozenset(RULES)
NUMBERS = {name: number for number, name in RULES.items()}


class UnknownRuleError(ValueError):
    """An unknown name or number of a rule; the message lists the known ones."""

    def __init__(self, rule: object) -> None:
        known = ", ".join(f"{name} ({number})" for number, name in RULES.items())
        super().__init__(f"unknown typography rule {rule!r}; known: {known}")
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Options:
    """The options of typesetting, hashable and picklable.

    Attributes:
        rules: The numbers of the enabled rules.
    """

    rules: frozenset[int] = ALL_RULES

    @classmethod
    def without(cls, *omitted: str | int) -> Options:
        """Return the options with all rules enabled but these, each a name or a number.

        Raises:
            UnknownRuleError: There is no such rule.

        >>> sorted(ALL_RULES - Options.without("dashes", 8).rules)
        [5, 8]
        """
        return cls(ALL_RULES - {number_of(rule) for rule in omitted})


def number_of(rule: str | int) -> int:
    """Return the number of a rule that is given by name or number.

    >>> number_of("quotes"), number_of(2)
    (2, 2)
    """
    number = NUMBERS.get(rule.strip().lower(), 0) if isinstance(rule, str) else rule
    if number not in RULES:
        raise UnknownRuleError(rule)
    return number
