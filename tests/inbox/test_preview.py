"""The whole way, in a real browser without JavaScript: comment in the preview, approve, and the page shows it."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import IO, Any

import feedparser
import lxml.html
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import node
from tests.browser.chromium import browser
from tests.browser.test_axe import violations
from tests.conftest import ENVIRONMENT, ROOT, SiteFolder
from tests.inbox.running import Running
from tests.inbox.test_moderation import waiting

PAYLOADS = (
    "<script>window.ran=1</script><img src=x onerror=window.ran=1>",
    "\"><svg onload=window.ran=1>' onfocus=window.ran=1 autofocus x='",
    "[x](javascript:window.ran=1) <a href=javascript:window.ran=1>x</a> </textarea><script>window.ran=1</script>",
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Run Chromium."""
    with browser() as started:
        yield started


def wait_for(stream: IO[str], words: str) -> str:
    """Return the first line that holds the words; reading blocks until there is one."""
    for line in stream:
        if words in line:
            return line
    raise AssertionError(f"the process ended without saying {words!r}")


def wait_for_comments(site: SiteFolder, process: subprocess.Popen[str], count: int) -> None:
    """Wait for the build that shows so many: one may begin at the first of several files, or before any is whole."""
    assert process.stdout is not None
    page = site.output / "2026/03/marmite/index.html"
    while len(lxml.html.fromstring(page.read_bytes()).xpath("//*[@id='commentaires']//ol/li")) < count:
        wait_for(process.stdout, "The site is in output/")


@pytest.fixture
def preview(site: SiteFolder) -> Iterator[tuple[SiteFolder, subprocess.Popen[str], str]]:
    """Run the preview of a folder with one article; yield it with the preview's address."""
    for name in ("pelicanconf.py", "publishconf.py", "tasks.py", "theme", "plugins"):
        (site.path / name).symlink_to(ROOT / name)
    site.article("marmite", title="La marmite")
    process = subprocess.Popen(
        [sys.executable, "-m", "plugins.preview.preview_server", "--port", "0"],
        cwd=site.path,
        env={**ENVIRONMENT, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    address = wait_for(process.stdout, "The site is at http").split()[4]
    yield site, process, address.rstrip("/")
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        process.stdout.read()
    process.stdout.close()
    process.wait()


def leave(page: Page, address: str, name: str, text: str) -> None:
    """Fill in the form under the article, and send it."""
    page.goto(f"{address}/2026/03/marmite/")
    page.fill("form.comment-form [name=name]", name)
    page.fill("form.comment-form [name=email]", "zoe@lecteurs.example")
    page.fill("form.comment-form [name=text]", text)
    page.click("form.comment-form button:not([name])")
    expect(page).to_have_url(f"{address}/inbox/thanks?article=2026-03-marmite")


def test_a_comment_from_the_form_to_the_page(
    preview: tuple[SiteFolder, subprocess.Popen[str], str], chromium: Browser
) -> None:
    """A reader comments, the moderator approves on a phone, the page and the feed have it: no script anywhere."""
    site, process, address = preview
    reader = chromium.new_context(java_script_enabled=False).new_page()
    leave(reader, address, "Zoé", "Un *seul* pied ?")
    link = site.run("plugins.inbox.run.moderation_commands", "login").stdout.strip()
    phone = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}).new_page()
    phone.goto(link)
    phone.click("main button")
    phone.check("[name=item]")
    phone.click("button[value=approve]")
    wait_for_comments(site, process, 1)
    reader.goto(f"{address}/2026/03/marmite/")
    expect(reader.locator(".comment-text em")).to_have_text("seul")
    expect(reader.locator("#conversation")).to_have_text("1 commentaire")
    feed = feedparser.parse((site.output / "2026/03/marmite/commentaires.atom").read_bytes())
    assert [entry.author for entry in feed.entries] == ["Zoé"]


def attack(context: BrowserContext, pages: list[str]) -> list[Any]:
    """Open pages and press Tab through each; return where a payload ran, or a policy stopped one."""
    ran = []
    for path in pages:
        page = context.new_page()
        page.on("console", lambda said, path=path: ran.append((path, said.text)) if "Content" in said.text else None)
        page.goto(path)
        for _ in range(12):
            page.keyboard.press("Tab")
        if page.evaluate("() => window.ran"):
            ran.append((path, "ran"))
        page.close()
    return ran


def test_no_payload_runs(preview: tuple[SiteFolder, subprocess.Popen[str], str], chromium: Browser) -> None:
    """Payloads in every field run nowhere, with JavaScript on: moderation, form, article, and no policy is needed."""
    site, process, address = preview
    context = chromium.new_context()
    page = context.new_page()
    for payload in PAYLOADS:
        leave(page, address, payload[:80], payload)
    link = site.run("plugins.inbox.run.moderation_commands", "login").stdout.strip()
    page.goto(link)
    page.click("main button")
    listed = page.locator(".waiting a[href*='/moderation/']")
    expect(listed).to_have_count(3)
    one = [f"{address}{item.get_attribute('href')}" for item in listed.all()]
    assert attack(context, [f"{address}/inbox/moderation", f"{address}/inbox/moderation?all=1", *one]) == []
    page.goto(f"{address}/inbox/moderation?all=1")
    page.click("button[value=approve]")
    wait_for_comments(site, process, 3)
    identities = [item.rsplit("/", 1)[1] for item in one]
    forms = [f"{address}/inbox/comment?article=2026-03-marmite&in_reply_to={name}" for name in identities]
    published = f"{address}/2026/03/marmite/"
    assert attack(context, [published, *forms]) == []
    page.goto(published)
    expect(page.locator(".comment-text")).to_have_count(3)


def test_no_token_goes_on_with_the_reader(running: Running, chromium: Browser) -> None:
    """What a link's address holds is told to nothing that its page loads or leads to, where a log would keep it."""
    token = running.inbox.tokens.sign_decision(waiting(running), "approve", 1)
    page = chromium.new_page()
    heard: list[str] = []
    page.on("request", lambda request: heard.append(request.all_headers().get("referer", "")))
    address = f"http://127.0.0.1:{running.browser.port}"
    for path in (f"act?token={token}", "login?link=x", "confirm?token=x"):
        page.goto(f"{address}/inbox/{path}")
        page.locator(".site-name a").evaluate("(link, home) => link.href = home", f"{address}/")
        page.click(".site-name a")
        expect(page).to_have_url(f"{address}/")
    assert set(heard) <= {"", f"{address}/"}
    assert f"{address}/" in heard
    page.goto(f"{address}/inbox/act?token={token}")
    page.click("main button")  # and the form is still known as ours
    expect(page).to_have_url(f"{address}/inbox/done?did=approve")
    page.close()


def test_the_pages_fit_a_phone(preview: tuple[SiteFolder, subprocess.Popen[str], str], chromium: Browser) -> None:
    """At 390 px nothing scrolls sideways, and what is pressed is high enough for a thumb."""
    site, _, address = preview
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    leave(page, address, "N" * 80, "Untrèslongmot" * 40)
    link = site.run("plugins.inbox.run.moderation_commands", "login").stdout.strip()
    page.goto(link)
    page.click("main button")
    item = page.locator(".waiting a[href*='/moderation/']").get_attribute("href")
    for path in ("/inbox/moderation", item, "/inbox/comment?article=2026-03-marmite", "/inbox/thanks"):
        page.goto(f"{address}{path}")
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 390, path
        for box in page.locator("button, input:not([type=hidden]), summary").all():
            size = box.bounding_box()
            assert not box.is_visible() or size["height"] >= 20, path


def test_the_pages_are_for_everybody(preview: tuple[SiteFolder, subprocess.Popen[str], str], chromium: Browser) -> None:
    """axe-core finds nothing on the inbox's pages, light and dark; a field with a mistake shows it by its border."""
    site, _, address = preview
    axe = (node.modules("checks") / "axe-core/axe.min.js").read_text("utf-8")
    page = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()

    def check() -> None:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert violations(page, axe) == [], page.url

    leave(page, address, "Zoé", "[url=x] Un *pied* ?\n\n> Deux.")
    check()
    page.goto(f"{address}/inbox/comment?article=2026-03-marmite")
    check()
    for name, value in {"name": "Zoé", "email": "zoe@lecteurs.example", "url": "nulle part", "text": "Oui."}.items():
        page.fill(f"[name={name}]", value)
    page.click("main button:not([name])")
    expect(page.locator("[name=url]")).to_have_css("border-top-width", "2px")
    expect(page.locator("[name=text]")).to_have_css("border-top-width", "1px")
    check()
    page.fill("[name=url]", "")
    page.click("main button[name=preview]")
    expect(page.locator(".preview")).to_have_count(1)
    check()
    page.goto(f"{address}/inbox/act?token=x")
    check()
    page.goto(site.run("plugins.inbox.run.moderation_commands", "login").stdout.strip())
    check()
    page.click("main button")
    page.locator(".waiting details summary").click()
    check()
    page.locator(".waiting a[href*='/moderation/']").click()
    page.locator("details.edit summary").click()
    check()
