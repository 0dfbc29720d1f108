"""What an article's page says around the text: the two macros, in French."""

from __future__ import annotations

from datetime import datetime

import jinja2
import lxml.html
import pytest

from plugins.i18n import catalogue, dates
from plugins.i18n.messages import Labels
from plugins.reading.citation import Citation
from plugins.reading.series import Part, series_box
from tests.conftest import texts
from tests.reading.samples import ROOT

CITATION = Citation(
    "2026-03-x",
    ("Anne Durand", "La rédaction"),
    "A & <b>",
    "Trépied",
    datetime(2026, 3, 1),
    "https://a.example/x/",
    "fr",
)


@pytest.fixture
def environment() -> jinja2.Environment:
    """Return the site's templates in French, as Pelican sets them up."""
    loader = jinja2.FileSystemLoader(ROOT / "theme/templates")
    made = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, extensions=["jinja2.ext.i18n"]
    )
    made.install_gettext_translations(catalogue.load("fr"), newstyle=True)  # type: ignore[attr-defined]
    made.filters |= {
        "label": lambda labels: labels.pick("fr"),
        "typeset": lambda text: text,
        "long_date": lambda day: dates.long_date(day, "fr"),
    }
    return made


def macro(environment: jinja2.Environment, template: str, name: str, *arguments: object) -> lxml.html.HtmlElement:
    """Return what a macro writes, parsed."""
    written = getattr(environment.get_template(template).module, name)(*arguments)
    return lxml.html.fragment_fromstring(written, create_parent="div")


def box(count: int, here: int) -> object:
    parts = [Part(n, f"Titre {n}", f"/{n}/", "en" if n == 2 else "fr", n == here) for n in range(1, count + 1)]
    return series_box(Labels({"fr": "Suite"}), "/series/suite/", parts, 8)


def test_a_short_series(environment: jinja2.Environment) -> None:
    """All parts are listed, the current one without link; a part in another language says so."""
    page = macro(environment, "_series.html", "series_box", box(3, 3), "fr")
    assert texts(page, ".//h2") == ["Série : Suite"]
    assert texts(page, ".//li") == ["1 Titre 1", "2 Titre 2", "3 Titre 3"]
    assert page.xpath(".//li/a/@href") == ["/1/", "/2/"]
    assert page.xpath(".//*[@lang]/@href") == ["/2/"]
    assert texts(page, ".//*[@aria-current='page']") == ["Titre 3"]
    assert page.xpath(".//details") == []


def test_a_long_series(environment: jinja2.Environment) -> None:
    """A series of twenty says where one stands and what is around; the list is unfolded on demand."""
    page = macro(environment, "_series.html", "series_box", box(20, 2), "fr")
    assert texts(page, ".//p") == ["Partie 2 sur 20", "Partie précédente : Titre 1", "Partie suivante : Titre 3"]
    assert len(page.xpath(".//details/ol/li")) == 20


def test_how_to_cite(environment: jinja2.Environment) -> None:
    """The reference is in the French form; BibTeX and RIS stand as they are."""
    page = macro(environment, "_cite.html", "how_to_cite", CITATION, "A & <b>", "fr")
    assert texts(page, ".//p") == [
        "Anne Durand, La rédaction, « A & <b> », Trépied, 1er mars 2026, https://a.example/x/."
    ]
    assert [pre.text_content() for pre in page.xpath(".//pre")] == [CITATION.bibtex, CITATION.ris]


def test_a_citation_without_address(environment: jinja2.Environment) -> None:
    """A site that has no address yet gives none."""
    bare = Citation("x", ("A",), "B", "C", datetime(2026, 3, 1), "", "fr")
    page = macro(environment, "_cite.html", "how_to_cite", bare, "B", "fr")
    assert texts(page, ".//p") == ["A, « B », C, 1er mars 2026."]
    assert page.xpath(".//a") == []
