"""Search as a reader uses it, in a real browser under a strict policy."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

Visit = Callable[..., Page]

RESULTS = ".search-results > li"
FIELD = "#search-query"


def found(page: Page, query: str, status: str) -> list[str]:
    """Type a query, wait for what the dialog says of it, and return the titles."""
    page.locator(FIELD).fill(query)
    expect(page.locator(".search-status")).to_have_text(status)
    return [title.replace("\u00a0", " ") for title in page.locator(f"{RESULTS} > a").all_inner_texts()]


def searching(visit: Visit, path: str = "", **options: object) -> Page:
    page = visit(path, **options)
    page.keyboard.press("/")
    expect(page.locator(FIELD)).to_be_focused()
    return page


ONE, NONE = "Un texte trouvé.", "Aucun texte trouvé."


@pytest.mark.parametrize(
    ("query", "status", "titles"),
    [
        ("covoiturage", ONE, ["Compter d’abord"]),  # the text has the plural
        ("equilibre", ONE, ["Compter d’abord"]),  # and an accent, behind an apostrophe
        ("l'équilibre", ONE, ["Compter d’abord"]),
        ("l’équilibre", ONE, ["Compter d’abord"]),
        ("coeur", ONE, ["Compter d’abord"]),  # a ligature
        ("entreprises", ONE, ["Compter d’abord"]),
        ("TONDEUSE", ONE, ["Compter d’abord"]),  # a footnote
        ("mobilité", ONE, ["Compter d’abord"]),  # a tag
        ("neighbour", ONE, ["Counting first"]),  # another language
        ("fraiseur", ONE, ["Qui suis-je"]),  # a page
        ("zanzibar", NONE, []),  # a draft
        ("kilimandjaro", NONE, []),  # what is hidden
        ("énumération", "12 textes trouvés.", [f"Liste {number}" for number in range(12)]),
    ],
)
def test_words_are_found(visit: Visit, query: str, status: str, titles: list[str]) -> None:
    """By stem, without accents, behind apostrophes, with ligatures spelt out, by tag, in every language."""
    assert set(found(searching(visit), query, status)) <= set(titles)
    assert status != ONE or found(searching(visit), query, status) == titles


def test_a_result(visit: Visit) -> None:
    """Title, day, drivers, an excerpt whose marks are the only markup, and the part of the text."""
    page = searching(visit)
    found(page, "équilibre", ONE)
    result = page.locator(RESULTS)
    assert result.locator("> a").get_attribute("href") == "/blog/2026/03/covoiturage/"
    assert result.locator("time").get_attribute("datetime") == "2026-03-02"
    assert result.locator(".standing").inner_text().split("\n")[0].startswith("2 mars 2026")
    assert result.locator(".standing .foot").count() == 1
    assert "l’équilibre" in [mark.lower() for mark in result.locator("mark").all_inner_texts()]
    assert "<img src=x onerror=alert(1)>" in result.locator(".search-excerpt").inner_text()
    assert result.locator(".search-excerpt :not(mark, span)").count() == 0
    part = result.locator(".search-parts a")
    anchor = "/blog/2026/03/covoiturage/#l-equilibre-du-coeur"
    assert (part.inner_text(), part.get_attribute("href")) == ("L’équilibre du cœur", anchor)


def test_a_result_in_another_language(visit: Visit) -> None:
    """The words of an English text are marked as English, its date as French."""
    page = searching(visit)
    found(page, "carpool", ONE)
    assert page.locator(RESULTS).get_attribute("lang") == "en"
    assert page.locator(f"{RESULTS} .standing").get_attribute("lang") == "fr"


def test_filters(visit: Visit) -> None:
    """They say how many texts each would leave, join, and work without any word."""
    page = searching(visit)
    driver = page.locator("select[name=drivers]")
    driver.select_option("collaboratif")
    expect(page.locator(".search-status")).to_have_text("12 textes trouvés.")
    titles = page.locator(f"{RESULTS} > a").all_inner_texts()
    assert [title.replace("\u00a0", " ") for title in titles] == [f"Liste {11 - number}" for number in range(8)]
    assert [option.strip() for option in driver.locator("option:not(:disabled)").all_inner_texts()] == [
        "Indifférent",
        "le Numérique (3)",
        "le Collaboratif (12)",
        "la Responsabilité sociale (12)",
    ]
    page.locator("select[name=_year]").select_option("2015")
    expect(page.locator(".search-status")).to_have_text(ONE)
    assert driver.locator("option[value=numerique]").is_disabled()
    found(page, "introuvable", NONE)


def test_order(visit: Visit) -> None:
    """By date, both ways; pages have none and come last, or first."""
    page = searching(visit)
    found(page, "énumération", "12 textes trouvés.")
    for order, first in (("desc", "Liste 11"), ("asc", "Liste 0")):
        page.locator("select[name=_order]").select_option(order)
        expect(page.locator(f"{RESULTS} > a").first).to_have_text(first)


def test_more(visit: Visit) -> None:
    """Eight at first; the rest on demand, with the focus on the first of them."""
    page = searching(visit)
    found(page, "énumération", "12 textes trouvés.")
    expect(page.locator(RESULTS)).to_have_count(8)
    page.get_by_role("button", name="En montrer plus").click()
    expect(page.locator(RESULTS)).to_have_count(12)
    expect(page.locator(f"{RESULTS} > a").nth(8)).to_be_focused()
    expect(page.get_by_role("button", name="En montrer plus")).to_be_hidden()


def test_by_keyboard_alone(visit: Visit) -> None:
    """Slash opens, arrows walk, Enter leads there."""
    page = searching(visit)
    page.keyboard.insert_text("covoiturage")  # at once: a slow machine would search for what is half typed
    expect(page.locator(".search-status")).to_have_text(ONE)
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"{RESULTS} > a")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f"{RESULTS} > a")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/2026/03/covoiturage/")


def test_a_late_answer_takes_no_focus_away(visit: Visit) -> None:
    """Who is in the list already stays on the same result when an answer comes."""
    page = searching(visit)
    found(page, "covoiturage", ONE)
    page.keyboard.press("ArrowDown")
    page.locator(FIELD).evaluate("field => { field.value = 'compter'; field.dispatchEvent(new Event('input')); }")
    expect(page.locator(f"{RESULTS} > a")).to_be_focused()
    expect(page.locator(f"{RESULTS} mark")).to_have_count(0)  # the new answer: found by its title
    expect(page.locator(f"{RESULTS} > a")).to_be_focused()


def test_escape_returns_to_where_one_was(visit: Visit) -> None:
    """Escape closes at once, even with words in the field, and the button has the focus again."""
    page = visit()
    button = page.get_by_role("button", name="Rechercher")
    button.click()
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.type("covoiturage")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.search")).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    expect(page.locator(FIELD)).to_have_value("covoiturage")
    page.get_by_role("button", name="Fermer").click()
    expect(button).to_be_focused()


def test_slash_is_a_letter_elsewhere(visit: Visit) -> None:
    """In a field a slash is typed, and with a modifier it is the browser's."""
    page = searching(visit)
    page.keyboard.type("a/b")
    expect(page.locator(FIELD)).to_have_value("a/b")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+/")
    expect(page.locator("dialog.search")).to_be_hidden()


def test_nothing_is_loaded_before(visit: Visit) -> None:
    """A page asks for the program and the index only when search is opened, and for nothing twice."""
    page = visit()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("/blog/")[2].partition("?")[0]))
    page.wait_for_load_state("networkidle")
    assert [name for name in asked if "pagefind" in name or "search" in name] == []
    page.keyboard.press("/")
    found(page, "covoiturage", ONE)
    assert {"theme/js/search.js", "pagefind/pagefind.js", "pagefind/wasm.fr.pagefind"} <= set(asked)
    assert len(asked) == len(set(asked))
    assert [name for name in asked if "worker" in name or "-ui" in name] == []


def test_without_scripts(visit: Visit) -> None:
    """The button leads to the archives, which list every article."""
    page = visit(java_script_enabled=False)
    page.get_by_role("button", name="Rechercher").click()
    page.wait_for_url("**/archives/*")
    expect(page.locator("main a[href$='/2026/03/covoiturage/']")).to_have_count(1)


def test_an_address_with_a_query(visit: Visit) -> None:
    """The archives' address with a query opens search with it."""
    page = visit("archives/?q=covoiturage")
    expect(page.locator(FIELD)).to_have_value("covoiturage")
    expect(page.locator(".search-status")).to_have_text(ONE)


def test_without_an_index(visit: Visit) -> None:
    """When the index does not answer, the dialog says so and leads to the archives; later it may answer."""
    page = visit()
    page.route("**/pagefind/*", lambda route: route.fulfill(status=200, content_type="text/javascript", body="nothing"))
    page.keyboard.press("/")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.type("covoiturage")
    link = page.get_by_role("link", name="Les archives donnent la liste")
    expect(link).to_be_visible()
    expect(link).to_have_attribute("href", "/blog/archives/")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_sizes(visit: Visit, width: int) -> None:
    """Nothing is cut off at any width, and what is pressed is at least 24 pixels high."""
    page = searching(visit, viewport={"width": width, "height": 700})
    found(page, "énumération", "12 textes trouvés.")
    page.locator(".search-filters summary").wait_for()
    dialog = page.locator("dialog.search")
    assert dialog.evaluate("e => e.scrollWidth <= e.clientWidth")
    pressed = dialog.locator("a, button, select, summary, input").filter(visible=True).all()
    heights = [box["height"] for one in pressed if (box := one.bounding_box())]
    assert len(heights) > 10
    assert min(heights) >= 24


@pytest.mark.parametrize("missing", ["search.js", "search.html"])
def test_a_search_that_does_not_come_leads_to_the_archives(chromium: Browser, address: str, missing: str) -> None:
    """When the script or the dialog cannot be had, the reader gets what works without them."""
    with chromium.new_context() as context:
        context.route(f"**/{missing}", lambda route: route.abort())
        page = context.new_page()
        page.goto(address)
        page.keyboard.press("/")
        expect(page).to_have_url(f"{address}archives/")
