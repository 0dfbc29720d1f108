"""Rules can be left out, and the core is plain Python."""

from __future__ import annotations

import pickle

import pytest

from plugins.typography.change_report import Change, changes
from plugins.typography.rule_options import Options, UnknownRuleError
from plugins.typography.typeset import typeset_html, typeset_text

TYPED = {
    "spaces": "Oui ! «non»",
    "quotes": 'Un "mot"',
    "apostrophes": "l'eau",
    "ellipses": "Ah...",
    "dashes": "oui - non",
    "numbers": "10 000 francs",
    "units": "20 %",
    "ordinals": "le 2e",
    "abbreviations": "M. Dupont",
    "ligatures": "coeur",
    "english": '<p lang="en">it\'s</p>',
}


@pytest.mark.parametrize(("number", "name"), [*zip((*range(1, 11), 13), TYPED, strict=True)])
def test_a_rule_can_be_left_out(number: int, name: str) -> None:
    """What a rule would change stays when it is left out, by name or number, and changes when it alone is on."""
    typed = TYPED[name]
    assert typeset_html(typed, "fr", Options.without(name)) == typed
    assert typeset_html(typed, "fr", Options.without(number)) == typed
    assert typeset_html(typed, "fr", Options(frozenset({number}))) != typed


def test_no_rule_at_all() -> None:
    """Without rules everything comes back."""
    typed = "".join(TYPED.values())
    assert typeset_html(typed, "fr", Options(frozenset())) == typed
    assert typeset_text(typed, "fr", Options(frozenset())) == typed


@pytest.mark.parametrize("rule", ["space", "", 11, 0])
def test_an_unknown_rule_is_told(rule: str | int) -> None:
    """The error lists the rules that there are."""
    with pytest.raises(UnknownRuleError, match=r"known: spaces \(1\), quotes \(2\)"):
        Options.without(rule)


def test_options_travel() -> None:
    """Options can be pickled and hashed, for workers and stores."""
    options = Options.without("dashes", 8)
    assert pickle.loads(pickle.dumps(options)) == options
    assert hash(options) == hash(Options.without(8, "dashes"))


def test_changes_name_place_words_and_rules() -> None:
    """An author is told where, what was typed, what readers get, and which rules did it."""
    html = '<p>L\'eau, <em>c\'est "bon"</em> ! Le 1er.</p><p lang="en">it\'s</p>'
    assert list(changes(html, "fr", Options())) == [
        Change(3, "L'eau,", "L’eau,", ("apostrophes",)),
        Change(14, "c'est", "c’est", ("apostrophes",)),
        Change(20, '"bon" !', "«\u00a0bon\u00a0»\u202f!", ("spaces", "quotes")),
        Change(36, "1er.", "1<sup>er</sup>.", ("ordinals",)),
        Change(57, "it's", "it&#8217;s", ("english",)),
    ]


def test_changes_know_the_options() -> None:
    """What is switched off is not reported."""
    assert list(changes("<p>L'eau !</p>", "fr", Options.without("spaces", "apostrophes"))) == []
