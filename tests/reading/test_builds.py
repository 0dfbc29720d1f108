"""The whole way, from the author's file to pages and feeds."""

from __future__ import annotations

import json

import lxml.html
import pytest

from tests.conftest import SiteFolder, texts

BODY = """\
Un mot[^1].

## L'été

!!! astuce
    Un conseil.

#### En tête

Du paragraphe.

~~~ python
x = 1
~~~

Tableau : Deux nombres

| a | b |
|---|--:|
| 1 | 2 |

!!! essayer
    Faites.

[^1]: Une note.
"""


def feed_entry(site: SiteFolder, title: str) -> lxml.html.HtmlElement:
    items = json.loads((site.output / "feed.json").read_text("utf-8"))["items"]
    html = next(item["content_html"] for item in items if item["title"] == title)
    return lxml.html.fragment_fromstring(html, create_parent="div")


def test_a_text_on_its_page_and_in_a_feed(site: SiteFolder) -> None:
    """The page has everything; the feed has the words, and nothing of what only the page can use."""
    site.article("tout", title="Tout", body=BODY)
    done = site.build()
    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0), done.stderr
    page = site.page("2026/03/tout").xpath("//div[@class='text e-content']")[0]
    headings = [(heading.tag, " ".join(heading.text_content().split())) for heading in page.xpath(".//h2|.//h3|.//h4")]
    assert headings == [("h2", "L’été"), ("h3", "En tête"), ("h2", "À essayer"), ("h2", "Notes")]
    assert page.xpath(".//a[@class='anchor']/@href") == ["#l-ete", "#en-tete"]
    assert texts(page, ".//*[@class='callout-title']") == ["Astuce", "À essayer"]
    assert page.xpath(".//div[@data-language]/@data-language") == ["Python"]
    assert texts(page, ".//caption") == ["Deux nombres"]
    assert page.xpath(".//@style") == []
    entry = feed_entry(site, "Tout")
    assert entry.xpath(".//a/@href") == [
        "https://trepied.example/2026/03/tout/#fn:1",
        "https://trepied.example/2026/03/tout/#fnref:1",
    ]
    kept = {"id", "href", "title"}
    assert {name for element in entry.iter() for name in element.attrib} - kept == set()
    assert entry.text_content().split() == page.text_content().split()


def test_the_language_of_a_text_names_its_parts(site: SiteFolder) -> None:
    """An English article on a French site has English notes, titles and links."""
    site.article("english", title="English", more="lang: en\n", body=BODY)
    assert site.build().returncode == 0
    page = site.page("2026/03/english").xpath("//div[@class='text e-content']")[0]
    assert texts(page, ".//*[@class='callout-title']") == ["Tip", "Try\u00a0it".replace("\u00a0", " ")]
    assert page.xpath(".//a[@class='footnote-ref' or @class='footnote-backref']/@aria-label") == [
        "Note 1",
        "Back to the call of note 1",
    ]
    assert page.xpath(".//a[@class='anchor']/@aria-label")[0] == "Link to this section: L'été"


def test_mistakes_have_file_and_line(site: SiteFolder) -> None:
    """An unknown kind of callout is told with its place, in articles and in introductions, and fails publishing."""
    site.article("un", body="A.\n\n!!! remarque\n    B.")
    term = site.path / "content/framework/drivers/rse.md"
    term.write_text(f"{term.read_text('utf-8')}\n\n- A.\n\n    !!! astuces\n        B.\n\n    ##### C\n", "utf-8")
    line = term.read_text("utf-8").splitlines().index("    !!! astuces") + 1
    checked = site.check()
    found = [said for said in checked.stdout.splitlines() if "callout" in said or "skips" in said]
    assert sorted(said.split(": ")[0].strip() for said in found) == [
        "content/articles/2026/un.md:12:5",
        f"content/framework/drivers/rse.md:{line}:9",
        f"content/framework/drivers/rse.md:{line + 3}:5",
    ]
    assert found[1].endswith("did you mean 'astuce'?")
    assert site.build("publishconf.py").returncode == 65


@pytest.mark.parametrize("value", ["many", -1])
def test_a_wrong_setting(site: SiteFolder, value: object) -> None:
    """A setting that is wrong ends the build, with its name."""
    done = site.build(READING_SERIES_SHOWN=value)
    assert done.returncode == 78
    assert "READING_SERIES_SHOWN" in done.stderr


PRINTED = """\
{% set reading, article = view.parts.reading, view.content -%}
{{ article.title_html }}|{{ reading.modified.date() if reading.modified else "-" }}|{{ reading.citation.key }}|
{{- reading.citation.title }}|{{ reading.citation.url }}|
{%- if reading.series %}{% for part in reading.series.parts %}
{{- part.part }}{{ "*" if part.current }}{{ part.href }} {% endfor %}{% endif %}"""


def test_what_templates_read_of_articles(site: SiteFolder) -> None:
    """Series, citation and last change: of listed articles and of drafts, which see themselves among the parts."""
    (site.path / "theme").mkdir()
    (site.path / "theme/article.html").write_text(PRINTED, "utf-8")
    site.article("un", title="L'un", more="series: {name: Suite, part: 1}\nmodified: 2026-03-02T20:00:00\n")
    site.article("trois", title="Trois", more="series: {name: Suite, part: 3}\nmodified: 2026-04-01\n")
    site.article("deux", title="Deux", more="series: {name: Suite, part: 2}\nstatus: draft\n")
    site.article("seul", title="Seul")
    done = site.build(THEME_TEMPLATES_OVERRIDES=["theme"])
    assert done.returncode == 0, done.stderr

    def said(folder: str) -> list[str]:
        return (site.output / folder / "index.html").read_text("utf-8").split("|")

    address = "https://trepied.example/2026/03"
    first, third = "/2026/03/un/", "/2026/03/trois/"
    assert said("2026/03/un") == ["L’un", "-", "2026-03-un", "L&#39;un", f"{address}/un/", f"1*{first} 3{third} "]
    assert said("2026/03/trois")[1:2] + said("2026/03/trois")[5:] == ["2026-04-01", f"1{first} 3*{third} "]
    assert said("drafts/deux")[5] == f"1{first} 2*/drafts/deux/ 3{third} "
    assert said("2026/03/seul")[5] == ""
