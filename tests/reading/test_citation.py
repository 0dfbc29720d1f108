"""How to cite an article."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.reading.citation import Citation, bibtex_name, bibtex_text

CITATION = Citation(
    key="2026-03-marmite",
    authors=("La rédaction", "Anne Durand"),
    title="L'été & {l'hiver} : 100 % \"pur\"",
    site="Trépied",
    date=datetime(2026, 3, 2),
    url="https://trepied.example/2026/03/marmite/",
    language="fr-CA",
)


def test_bibtex() -> None:
    """Every field is there, escaped; names of no person, title and site are kept whole."""
    assert CITATION.bibtex.splitlines() == [
        "@online{2026-03-marmite,",
        "  author = {{La rédaction} and Anne Durand},",
        "  title = {{L'été \\& {\\textbraceleft}l'hiver{\\textbraceright} : 100 \\% \"pur\"}},",
        "  organization = {{Trépied}},",
        "  date = {2026-03-02},",
        "  url = {https://trepied.example/2026/03/marmite/},",
        "  langid = {french},",
        "}",
    ]


def test_ris() -> None:
    """Every line has a tag of two characters and two spaces before its hyphen; the last one ends the entry."""
    assert CITATION.ris.split("\n") == [
        "TY  - BLOG",
        "ID  - 2026-03-marmite",
        "AU  - La rédaction",
        "AU  - Anne Durand",
        "TI  - L'été & {l'hiver} : 100 % \"pur\"",
        "T2  - Trépied",
        "DA  - 2026/03/02",
        "PY  - 2026",
        "LA  - fr-CA",
        "UR  - https://trepied.example/2026/03/marmite/",
        "ER  - ",
    ]


def test_what_is_not_known_is_left_out() -> None:
    """No address, and a language that biblatex has no name for, leave no empty field."""
    bare = replace(CITATION, url="", language="eo")
    assert [line for line in bare.bibtex.splitlines() if "url" in line or "langid" in line] == []
    assert "UR  -" not in bare.ris


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Anne Durand", "Anne Durand"),
        ("Anne de la Tour", "Anne de la Tour"),
        ("É. Martin", "É. Martin"),
        ("La rédaction", "{La rédaction}"),
        ("La Poste", "{La Poste}"),
        ("Insee", "{Insee}"),
        ("Dupont, Durand", "{Dupont, Durand}"),
        ("Marks and Spencer", "{Marks and Spencer}"),
        ("AT&T Labs", "AT\\&T Labs"),
        ("équipe web", "{équipe web}"),
    ],
)
def test_names(name: str, expected: str) -> None:
    """Only what looks like a person's name may be taken apart."""
    assert bibtex_name(name) == expected


@given(st.text(max_size=40))
def test_braces_are_balanced(text: str) -> None:
    """No text opens or closes a brace of the entry: BibTeX counts them all, even after a backslash."""
    depth = 0
    for character in bibtex_text(text):
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0
    assert "\n" not in bibtex_text(text)


@given(st.text(st.characters(blacklist_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), max_size=40))
def test_nothing_is_lost(text: str) -> None:
    """What TeX would print of the field is the text."""
    names = {"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
    names["textasciitilde"] = "~"
    printed = re.sub(
        r"\{\\(\w+)\}|\\([$&#_%])", lambda match: names[match[1]] if match[1] else match[2], bibtex_text(text)
    )
    assert printed == text
