"""Which plugins a site has: in any order, without some of them, and with those of others."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import lxml.html
import pytest

import pelicanconf
from plugins.press.pelican_class import SERVING
from tests.conftest import ENVIRONMENT, ROOT, SiteFolder, sample
from tests.images.samples import png

BODY = """\
L'eau[^1].

![Un pot](../../images/pot.png)

## Là

## Ici

[^1]: Une note.
"""
MORE = """\
series: {name: Suite, part: 1}
tags: [Été]
image: {file: images/pot.png, alt: Un pot}
modified: 2026-04-01
comments: open
"""
PAGE = "---\ntitle: Les flux\nslug: abonnement\n---\n\nUn flux.\n"
ARTICLE = "2026/03/un/index.html"
NOW = {"FRAMEWORK_NOW": "2026-03-09"}


def furnish(site: SiteFolder) -> SiteFolder:
    """Write texts that have something of every package."""
    site.write("images/pot.png", png())
    site.write("pages/abonnement.md", PAGE)
    site.article("un", title="L'un", body=BODY, more=MORE)
    site.article("deux", more="series: {name: Suite, part: 2}\n")
    return site


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """Return a site built with all plugins."""
    site = furnish(sample(tmp_path_factory.mktemp("whole")))
    done = site.build(**NOW)
    assert (done.returncode, done.stderr) == (0, "")
    return site


@pytest.mark.parametrize(
    "order",
    [
        sorted,
        lambda names: names[::-1],
        lambda names: [*names, *names],
        lambda names: random.Random(2).sample(names, len(names)),
    ],
    ids=["sorted", "reversed", "doubled", "shuffled"],
)
def test_the_order_means_nothing(
    site: SiteFolder, whole: SiteFolder, order: Callable[[Sequence[str]], Sequence[str]]
) -> None:
    """The site is the same, byte for byte."""
    done = furnish(site).build(PLUGINS=order(pelicanconf.PLUGINS), **NOW)
    assert (done.returncode, done.stderr) == (0, "")
    assert site.files() == whole.files()


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("i18n", "plugins.framework needs plugins.i18n: add it"),
        ("press", "plugins.images needs plugins.press: add it"),
        ("feeds", "plugins.interactions needs plugins.feeds: add it"),
        ("framework", "plugins.framework is needed: add it"),
    ],
)
def test_one_that_is_needed(site: SiteFolder, missing: str, said: str) -> None:
    """The build ends before anything is written, and says what to add."""
    furnish(site)
    done = site.build(PLUGINS=[name for name in pelicanconf.PLUGINS if name != f"plugins.{missing}"])
    assert (done.returncode, done.stderr) == (78, f"setting PLUGINS: {said}\n")
    assert not site.output.exists()


def dead_links(output: Path) -> set[str]:
    """Return the addresses on this site's pages at which it has nothing; the inbox is no file."""
    found = set()
    for file in output.rglob("*.html"):
        for address in lxml.html.fromstring(file.read_text("utf-8")).xpath("//@href | //@src"):
            path = re.sub("[?#].*", "", address)
            if re.match("/(?!/|inbox/)", path):
                target = output / path[1:]
                found |= set() if (target / "index.html" if path.endswith("/") else target).is_file() else {address}
    return found


MARKS = {
    "drawings": (r"carte/|pot-", r"(?:\A|/)carte/"),
    "images": (r'loading="lazy"|<picture|article-picture|width="240"', ""),
    "reading": (r'class="anchor"|series-box|class="footnotes"|@online|1er avril', ""),
    "search": (r"site-search", r"search\.html"),
    "seo": (r"og:|ld\+json|canonical|manifest", r"sitemap|robots|card\.png|icon|webmanifest"),
    "interactions": (r"commentaires|comments|/inbox/|webmention", r"commentaires|inbox-articles"),
    "feeds": (r"application/(?:atom|rss|feed)\+", r"\.(?:atom|rss|json)\Z|feed/index\.xml"),
    "typography": (r"L’un|L’eau", ""),
}
"""What of each package stands on an article's page, and what files are its own."""


@pytest.mark.parametrize(
    "absent",
    [
        *[(name,) for name in ("drawings", "images", "reading", "search", "seo", "interactions", "typography")],
        ("feeds", "interactions"),
        tuple(MARKS),
    ],
    ids=" and ".join,
)
def test_a_site_without_some(site: SiteFolder, whole: SiteFolder, absent: tuple[str, ...]) -> None:
    """It builds, has nothing of them, and what the others made of it; no link leads to what is not there."""
    furnish(site)
    done = site.build(PLUGINS=[name for name in pelicanconf.PLUGINS if name.split(".")[1] not in absent], **NOW)
    assert (done.returncode, done.stderr) == (0, "")
    page = (site.output / ARTICLE).read_text("utf-8")
    before = (whole.output / ARTICLE).read_text("utf-8")
    own = re.sub(r"(?s)<style.*?</style>|<script.*?</script>", "", page)
    for name in absent:
        mark, files = MARKS[name]
        assert re.search(mark, before)
        assert re.findall(mark, own) == []
        assert not files or any(re.search(files, file) for file in whole.files())
        assert [file for file in site.files() if files and re.search(files, file)] == []
    for name in set(MARKS) - {*absent}:
        assert re.search(MARKS[name][0], page), f"nothing of {name}"
    gone = "|".join(MARKS[name][1] for name in absent if MARKS[name][1])
    assert [file for file in whole.files() if not (gone and re.search(gone, file))] == [*site.files()]
    assert dead_links(site.output) == set()
    assert not re.search(r"\bNone\b|Undefined", lxml.html.fromstring(page).text_content())


def foreign(site: SiteFolder, text: str) -> list[str]:
    """Write a plugin of somebody else's beside the content, and return ``PLUGINS`` with it in the middle."""
    (site.path / "theirs.py").write_text(text, "utf-8")
    return [*pelicanconf.PLUGINS[:5], "theirs", *pelicanconf.PLUGINS[5:]]


LISTENING = (
    "from pelican import signals\n\ndef act(*_, **__):\n    pass\n\ndef register():\n    signals.{}.connect(act)\n"
)


@pytest.mark.parametrize(
    "signal",
    ["article_generator_finalized", "all_generators_finalized", "content_object_init", "readers_init", "get_writer"],
)
def test_a_signal_that_is_never_sent(site: SiteFolder, signal: str) -> None:
    """A plugin that waits for one would do nothing, without a word: the build ends, and names both."""
    site.article("un")
    done = site.build(PLUGINS=foreign(site, LISTENING.format(signal)))
    assert (done.returncode, done.stderr.splitlines()) == (
        78,
        [
            f"the plugin theirs needs Pelican's signal {signal}, which this site does not send",
            "take it out of PLUGINS, or look for one that needs less (plugins/press/README.md)",
        ],
    )
    assert not site.output.exists()


LATE = """
from pelican import signals

def act(*_, **__):
    pass

def connect(*_, **__):
    signals.content_written.connect(act)

def register():
    signals.{}.connect(connect)
"""
ONE_SENDER = """
from pelican import signals
from pelican.generators import ArticlesGenerator

def act(*_, **__):
    pass

def register():
    signals.content_written.connect(act, sender=ArticlesGenerator)
"""


@pytest.mark.parametrize(
    "text",
    [*(LATE.format(when) for when in ("initialized", "generator_init", "static_generator_finalized")), ONE_SENDER],
    ids=["initialized", "generator_init", "static_generator_finalized", "of one sender"],
)
def test_a_signal_that_is_listened_to_late_or_narrowly(site: SiteFolder, text: str) -> None:
    """It is noticed too when a handler connects another, and when only one sender's is waited for."""
    site.article("un")
    done = site.build(PLUGINS=foreign(site, text))
    assert (done.returncode, done.stderr.splitlines()[:1]) == (
        78,
        ["the plugin theirs needs Pelican's signal content_written, which this site does not send"],
    )
    assert not site.output.exists()


def test_one_that_is_unknown(site: SiteFolder) -> None:
    """Pelican's word for it is there, and that the build ends; nothing is written."""
    site.article("un")
    done = site.build(PLUGINS=[*pelicanconf.PLUGINS, "nowhere", "plugins.nothing"])
    assert (done.returncode, done.stderr) == (78, "these plugins could not be loaded: nowhere, plugins.nothing\n")
    assert not site.output.exists()


SAYING = """
from pelican import signals

SENT = ("initialized", "generator_init", "static_generator_init", "static_generator_context",
        "static_generator_preread", "static_generator_finalized", "finalized")

def said(name):
    def say(*_, **__):
        print("sent", name)
    return say

KEPT = {name: said(name) for name in SENT}

def register():
    for name, say in KEPT.items():
        getattr(signals, name).connect(say)
"""


def test_signals_that_are_sent(site: SiteFolder) -> None:
    """Of those that are sent each is, in Pelican's order."""
    site.article("un")
    site.write("images/pot.png", png())
    done = site.build(PLUGINS=foreign(site, SAYING))
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.removeprefix("sent ") for line in done.stdout.splitlines() if line.startswith("sent ")] == [
        "initialized",
        "generator_init",
        "static_generator_init",
        "static_generator_preread",
        "static_generator_context",
        "static_generator_finalized",
        "finalized",
    ]


FILTER = """
from pelican import signals

def add(generator):
    generator.env.filters["shouted"] = lambda text: text.upper() + "!"

def register():
    signals.generator_init.connect(add)
"""


def test_a_filter_of_another_plugin(site: SiteFolder) -> None:
    """What a plugin adds to Pelican's environment is there for the templates of this site."""
    site.article("un")
    (site.path / "theme").mkdir()
    (site.path / "theme/article.html").write_text("{{ view.title | shouted }}{{ _('Contents') }}", "utf-8")
    done = site.build(PLUGINS=foreign(site, FILTER), THEME_TEMPLATES_OVERRIDES=["theme"])
    assert (done.returncode, done.stderr) == (0, "")
    assert (site.output / "2026/03/un/index.html").read_text("utf-8") == "UN TITRE – TRÉPIED!Sommaire"


GENERATOR = """
from pelican import signals
from pelican.generators import Generator

class Sitemap(Generator):
    def __init__(self, **given):
        super().__init__(**given)
        self.env.filters["tripled"] = lambda number: number * 3

    def generate_context(self):
        self.context["counted"] = 3
        self.env.filters["doubled"] = lambda number: number * 2

    def generate_output(self, writer):
        writer.write_file("extra/counted.txt", self.get_template("counted"), self.context)
        writer.write_bytes("extra/data.bin", bytes(range(4)))

class Silent:
    def __init__(self, **given):
        self.given = given

def kinds(pelican):
    return RETURNED

def register():
    signals.get_generators.connect(kinds)
"""


@pytest.mark.parametrize("returned", ["Sitemap", "(Silent, Sitemap)", "iter([Sitemap])"])
def test_a_generator_of_another_plugin(site: SiteFolder, returned: str) -> None:
    """It writes through the stage: its files are committed, known to the next build, and removed when it is gone."""
    site.article("un")
    (site.path / "theme").mkdir()
    (site.path / "theme/counted.html").write_text("{{ counted | doubled }} {{ SITENAME }}", "utf-8")
    (site.path / "theme/article.html").write_text("{{ 2 | doubled }} {{ 2 | tripled }}", "utf-8")
    done = site.build(
        PLUGINS=foreign(site, GENERATOR.replace("RETURNED", returned)), THEME_TEMPLATES_OVERRIDES=["theme"]
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (site.output / "extra/counted.txt").read_text("utf-8") == "6 Trépied"
    assert (site.output / "2026/03/un/index.html").read_text("utf-8") == "4 6"
    assert (site.output / "extra/data.bin").read_bytes() == b"\0\1\2\3"
    assert site.build().returncode == 0
    assert not (site.output / "extra").exists()


def test_a_generator_that_takes_a_pages_file(site: SiteFolder) -> None:
    """Two sources of one file end the build, as ever, and nothing is written."""
    site.article("un")
    text = (
        GENERATOR.replace("RETURNED", "Sitemap")
        .replace("extra/data.bin", "2026/03/un/index.html")
        .replace('writer.write_file("extra/counted.txt", self.get_template("counted"), self.context)', "pass")
    )
    done = site.build(PLUGINS=foreign(site, text))
    assert done.returncode == 70
    assert "2026/03/un/index.html" in done.stderr
    assert not site.output.exists()


def test_a_generator_that_logs_an_error(site: SiteFolder) -> None:
    """An error that another plugin logs while it writes ends the build before anything is committed."""
    site.article("un")
    text = GENERATOR.replace("RETURNED", "Sitemap").replace(
        'writer.write_file("extra/counted.txt", self.get_template("counted"), self.context)',
        'import logging; logging.getLogger(__name__).error("no map")',
    )
    done = site.build(PLUGINS=foreign(site, text))
    assert done.returncode == 70
    assert not site.output.exists()


@pytest.mark.parametrize("option", ["-l", "--auto"])
def test_pelicans_server_and_watcher(site: SiteFolder, option: str) -> None:
    """They know neither the preview nor its inbox, and would run on: the task is named instead."""
    site.article("un")
    command = [sys.executable, "-m", "pelican", "content", "-s", str(ROOT / "pelicanconf.py"), "-o", "output", option]
    done = subprocess.run(command, cwd=site.path, env=ENVIRONMENT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (64, f"{option} is not for this site: use python3 tasks.py serve\n")
    assert not site.output.exists()


@pytest.mark.parametrize("word", ["-l", "-r", "-rl", "-lp8000", "-Dl", "-qdvr", "--listen", "--li", "--auto", "--a"])
def test_options_that_serve(word: str) -> None:
    """Alone, after others that take no value, before a value of their own or another, and shortened."""
    assert SERVING.fullmatch(word)


@pytest.mark.parametrize(
    "word",
    ["-ourl", "-tmarl", "-q", "-dD", "--relative-urls", "--log-handler", "articles", "rl"],
)
def test_options_that_only_look_so(word: str) -> None:
    """Letters of a folder's name are no options."""
    assert not SERVING.fullmatch(word)
