"""What may happen to a site between two builds, one edit after another."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path

from tests.conftest import SiteFolder
from tests.images.samples import photograph, png
from tests.interactions.built import say
from tests.press.edited_sites import STEMS, EditedSite

__all__ = ["EDITS", "Edit", "text_of"]

Edit = Callable[[EditedSite, int], object]

WORDS = "theme/translations/fr/LC_MESSAGES/trepied.po"
PLUGINS = (
    *("i18n", "drawings", "feeds", "framework", "images", "interactions"),
    *("press", "reading", "search", "seo", "typography"),
)
LIGHT = ("i18n", "framework", "press")
"""The fewest plugins that make a site."""
MOMENTS = ("2026-03-02T12:00:00", "2026-06-01T12:00:00", "2026-06-20T00:00:00", "2028-01-01T00:00:00")
"""Presents: before some texts, after all, at the very second of one that is due, and much later."""
TRANSFORM = '''"""What this site does to its texts."""

MARK = "{mark}"


def marked(document, context):
    for number, _, _ in document.elements("p"):
        document[number] = f'<p data-mark="{{MARK}}">'
'''


def text_of(number: int) -> str:
    """Return the name of one of the first texts."""
    return f"content/articles/2026/{STEMS[number % 4]}.md"


def turned(site: EditedSite, name: str, value: object, *, on: bool) -> None:
    """Give a setting a value, or take the value away."""
    site.settings.pop(name, None)
    if on:
        site.settings[name] = value


def written(site: EditedSite, name: str, text: str) -> None:
    """Write a file of the site's, and its folders."""
    file = site.folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


SAME_TIME = (
    (*(f"content/articles/2026/{stem}.md" for stem in STEMS), "Premier", "Dernier"),
    ("content/framework/drivers/rse.md", "Ce que", "Ce qui"),
    ("content/framework/framework.yaml", "marmite", "marmote"),
    ("theme/templates/_footer.html", "</footer>", "</FOOTER>"),
    ("theme/styles/article.css", "margin", "margim"),
    (WORDS, "Aller au", "Monter au"),
)


def same_time(site: EditedSite, number: int) -> None:
    """Change letters of a file, its size and its time kept; which file, the number says."""
    *files, old, new = SAME_TIME[number % len(SAME_TIME)]
    file = site.folder / files[number % len(files)]
    if file.is_file():
        found = file.stat()
        text = file.read_text("utf-8")
        file.write_text(text.replace(old, new) if old in text else text.replace(new, old), "utf-8")
        os.utime(file, ns=(found.st_atime_ns, found.st_mtime_ns))


def touched(site: EditedSite, number: int) -> None:
    """Give every file another time, and change none."""
    for file in [*site.folder.glob("content/**/*"), *site.folder.glob("theme/**/*")]:
        os.utime(file, (number + 1, number + 1))


def renamed(site: EditedSite, number: int) -> None:
    """Give a text another file, and with it another address."""
    file = site.article(STEMS[number % 4])
    if file.is_file():
        file.rename(site.article(f"{file.stem}-{number}"))


def moved(site: EditedSite, number: int) -> None:
    """Move a text into another folder."""
    file = site.article(STEMS[number % 4])
    if file.is_file():
        target = site.folder / f"content/articles/2025/{file.name}"
        target.parent.mkdir(parents=True, exist_ok=True)
        file.rename(target)


def exchanged(site: EditedSite, number: int) -> None:
    """Exchange the files of two texts."""
    one, other = site.article(STEMS[number % 4]), site.article(STEMS[(number + 1) % 4])
    if one.is_file() and other.is_file():
        between = one.with_suffix(".between")
        one.rename(between)
        other.rename(one)
        between.rename(other)


def shown(site: EditedSite, number: int) -> None:
    """Let every page show a value of the settings."""
    site.settings["JINJA_GLOBALS"] = {"note": f"Note {number}"}
    footer = site.folder / "theme/templates/_footer.html"
    if "{{ note }}" not in footer.read_text("utf-8"):
        site.replace("theme/templates/_footer.html", "</footer>", "{{ note }}</footer>")


def plugin(site: EditedSite, number: int) -> None:
    """Leave a plugin out, or take it in again."""
    left_out = ("drawings", "images", "reading", "seo", "")[number % 5]
    site.settings["PLUGINS"] = [f"plugins.{name}" for name in PLUGINS if name != left_out]


def plugins(site: EditedSite, number: int) -> None:
    """Have the fewest plugins, or all of them."""
    site.settings["PLUGINS"] = [f"plugins.{name}" for name in (LIGHT, PLUGINS)[number % 2]]


def transform(site: EditedSite, number: int) -> None:
    """Change a constant of the site's own code, which stands beside its settings and marks its texts."""
    written(site, "own_code.py", TRANSFORM.format(mark=number))
    site.settings["FRAMEWORK_TRANSFORMS"] = ["own_code:marked"]


def override(site: EditedSite, number: int) -> None:
    """Fill a block of a template of the theme's from a folder of the site's own, or take that folder away."""
    block = ("article_footer", "neighbours", "contents")[number % 3]
    filled = f"{{% extends '!theme/article.html' %}}{{% block {block} %}}Note {number}{{% endblock %}}"
    written(site, "own/article.html", filled)
    turned(site, "THEME_TEMPLATES_OVERRIDES", [str(site.folder / "own")], on=number % 4 > 0)


def broken(site: EditedSite, number: int) -> None:
    """Ask for a name in a template that is not there, or mend it."""
    file = site.folder / "theme/templates/term.html"
    text, wrong = file.read_text("utf-8"), "{{ view.nothing }}"
    file.write_text(
        text.replace(wrong, "") if wrong in text else text.replace("{% endblock %}", wrong + "{% endblock %}")
    )


def axis(site: EditedSite, number: int) -> None:
    """Add an axis with one term."""
    label = f"{{singular: saison {number}, plural: saisons}}"
    added = f"  - key: seasons\n    labels: {{fr: {label}, en: {label}}}\n    path: saisons\n"
    file = site.folder / "content/framework/framework.yaml"
    if "seasons" not in file.read_text("utf-8"):
        file.write_text(file.read_text("utf-8") + added, "utf-8")
    term = "---\nkey: ete\nlabels: {fr: été, en: summer}\nrank: 1\n---\n\nL'été.\n"
    written(site, "content/framework/seasons/ete.md", term)
    site.replace(text_of(number), "tags:", "seasons: [ete]\ntags:")


def future(site: EditedSite, number: int) -> None:
    """Date a text later than most presents: it is a draft until then."""
    site.write(STEMS[number % 4], number % 4)
    site.replace(text_of(number), f"date: 2026-03-0{number % 4 + 1}", "date: 2026-06-20")


def attached(site: EditedSite, number: int) -> None:
    """Publish a file that is no picture, and link to it."""
    site.settings["STATIC_PATHS"] = ["images", "pieces"]
    written(site, "content/pieces/note.txt", f"Note {number}\n")
    site.write(STEMS[number % 4], number % 4, body="[Note](../../pieces/note.txt)")


def another_picture(site: EditedSite, number: int) -> None:
    """Show a picture at the head of a text; it may be missing."""
    name = f"autre-{number % 3}.png"
    site.write(STEMS[number % 4], number % 4, more=f"image: {{file: images/{name}, alt: Autre}}\n")
    if number % 2:
        (site.folder / "content/images" / name).write_bytes(png(photograph(300 + number, 200)))


def recoloured(site: EditedSite, number: int) -> None:
    """Put another picture of the same size and the same time under a picture's name."""
    file = site.folder / "content/images/pot.png"
    if file.is_file():
        time = file.stat().st_mtime_ns
        file.write_bytes(png(photograph(30, 40).rotate(90, expand=True) if number % 2 else photograph(40, 30)))
        os.utime(file, ns=(time, time))


def records(site: EditedSite) -> list[Path]:
    """Return the files of what readers wrote."""
    return sorted((site.folder / "content/interactions").rglob("*.yaml"))


def edited_record(site: EditedSite, number: int) -> None:
    """Change the words of what a reader wrote."""
    for file in records(site)[:1]:
        text = file.read_text("utf-8")
        file.write_text(text[: text.index("text: |-")] + f"text: |-\n  Autre {number}\n", "utf-8")


def output_file(site: EditedSite, number: int) -> Path | None:
    """Return a page or a feed of the output."""
    files = sorted(path for path in (site.folder / "output").rglob("*") if path.suffix in (".html", ".atom", ".css"))
    return files[number * 7 % len(files)] if files else None


def damaged(site: EditedSite, number: int) -> None:
    """Change a file of the output, its size and its time kept."""
    if file := output_file(site, number):
        found = file.stat()
        file.write_bytes(bytes(found.st_size))
        os.utime(file, ns=(found.st_atime_ns, found.st_mtime_ns))


def taken_away(site: EditedSite, number: int) -> None:
    """Remove a file of the output, or all of it."""
    if number % 3 == 0:
        shutil.rmtree(site.folder / "output", ignore_errors=True)
    elif file := output_file(site, number):
        file.unlink()


def forgotten(site: EditedSite, number: int) -> None:
    """Lose what builds remember, in part or as a whole; but not which files they wrote: else none were stale."""
    files = sorted(path for path in (site.folder / "var").rglob("*") if path.is_file() and path.suffix != ".json")
    for file in files if number % 3 == 0 else files[number % 3 :: 3]:
        file.unlink()


def cut_off(site: EditedSite, number: int) -> None:
    """Cut off the store, or damage what is in it."""
    file = site.folder / "var/press/kept.sqlite3"
    if file.is_file() and number % 2:
        file.write_bytes(file.read_bytes()[: file.stat().st_size * number // 20])
    elif file.is_file():
        with suppress(sqlite3.Error), closing(sqlite3.connect(file)) as kept, kept:
            kept.execute("UPDATE kept SET data = zeroblob(length(data)) WHERE rowid % 3 = ?", (number % 3,))


def mixed_up(site: EditedSite, number: int) -> None:
    """Let the values in the store change places."""
    file = site.folder / "var/press/kept.sqlite3"
    later = "SELECT data FROM kept AS other WHERE other.rowid > kept.rowid AND length(other.key) = length(kept.key)"
    if file.is_file():
        with suppress(sqlite3.Error), closing(sqlite3.connect(file)) as kept, kept:
            kept.execute(f"UPDATE kept SET data = coalesce(({later} LIMIT 1), data)")


def elsewhere(site: EditedSite, number: int) -> None:
    """Bring the store of a site with the same names and other texts, as a cache of CI may."""
    other = EditedSite.made(site.folder / "elsewhere")
    EDITS[("title", "picture", "term", "template")[number % 4]](other, number)
    other.build("output", "var")
    for name in ("", "-wal", "-shm"):
        (site.folder / f"var/press/kept.sqlite3{name}").unlink(missing_ok=True)
    shutil.copy(other.folder / "var/press/kept.sqlite3", site.folder / "var/press/kept.sqlite3")
    shutil.rmtree(other.folder)


EDITS: Mapping[str, Edit] = {
    # texts
    "body": lambda site, n: site.write(STEMS[n % 4], n % 4, body=f"Mot {n}."),
    "title": lambda site, n: site.write(STEMS[n % 4], n % 4, title=f"Autre titre {n}"),
    "date": lambda site, n: site.replace(text_of(n), "date: 2026-03-0", "date: 2026-02-1"),
    "one second": lambda site, n: [site.write(stem, n % 4) for stem in STEMS[:2]],
    "slug": lambda site, n: site.write(STEMS[n % 4], n % 4, more=f"slug: autre-{n}\n"),
    "weights": lambda site, n: site.replace(text_of(n), "numerique: ", "rse: 2, numerique: "),
    "draft": lambda site, n: site.write(STEMS[n % 4], n % 4, more="status: draft\n"),
    "hidden": lambda site, n: site.write(STEMS[n % 4], n % 4, more="status: hidden\n"),
    "future": future,
    "language": lambda site, n: site.write(STEMS[n % 4], n % 4, more="lang: en\ntranslation_of: 2026-03-un\n"),
    "series": lambda site, n: site.write(STEMS[n % 4], n % 4, more=f"series: {{name: Suite, part: {n % 4 + 1}}}\n"),
    "authors": lambda site, n: site.write(STEMS[n % 4], n % 4, more=f"authors: [Ana, N{n}]\n"),
    "closed": lambda site, n: site.write(STEMS[n % 4], n % 4, more="comments: closed\n"),
    "mistake": lambda site, n: site.write(STEMS[n % 4], n % 4, more="tag: [x]\n", body="[a](rien.md)"),
    "heading": lambda site, n: site.replace(text_of(n), "## Point", f"## Point {n}"),
    "new": lambda site, n: site.write(f"nouveau-{n}", n % 4),
    "delete": lambda site, n: site.article(STEMS[n % 4]).unlink(missing_ok=True),
    "rename": renamed,
    "move": moved,
    "exchange": exchanged,
    "same time": same_time,
    "touch": touched,
    "last words": lambda site, n: site.write(STEMS[n % 4], n % 4, more="summary: Un mot.\n", body=f"Mot {n}."),
    "page": lambda site, n: site.replace("content/pages/qui.md", "menu: 1", f"menu: {n % 9}"),
    "page body": lambda site, n: site.replace("content/pages/qui.md", "[Un]", f"Mot {n}. [Un]"),
    "page gone": lambda site, n: (site.folder / "content/pages/qui.md").unlink(missing_ok=True),
    # pictures and other files
    "picture": lambda site, n: (site.folder / "content/images/pot.png").write_bytes(png(photograph(40 + n % 7, 30))),
    "recolour": recoloured,
    "head picture": another_picture,
    "picture gone": lambda site, n: (site.folder / "content/images/pot.png").unlink(missing_ok=True),
    "attachment": attached,
    # what readers wrote
    "comment": lambda site, n: say(SiteFolder(site.folder), n % 90 + 2, article=f"2026-03-{STEMS[n % 4]}"),
    "record": edited_record,
    "record gone": lambda site, n: [file.unlink() for file in records(site)[n % 2 : n % 2 + 1]],
    # the framework
    "term": lambda site, n: site.replace("content/framework/drivers/numerique.md", "fr:", f"fr: N{n} #"),
    "introduction": lambda site, n: site.replace("content/framework/drivers/rse.md", "veut", f"veut {n}"),
    "colour": lambda site, n: site.replace("content/framework/drivers/rse.md", "#3f6b2c", f"#3f6b{n + 20}"),
    "term gone": lambda site, n: (site.folder / "content/framework/terrains/recrutement.md").unlink(missing_ok=True),
    "balance": lambda site, n: site.replace("content/framework/framework.yaml", "balance: drivers\n", ""),
    "axis": axis,
    # the theme
    "template": lambda site, n: site.replace("theme/templates/article.html", "</article>", f"<!-- {n} --></article>"),
    "partial": lambda site, n: site.replace("theme/templates/_footer.html", "</footer>", f"<!-- {n} --></footer>"),
    "macro": lambda site, n: site.replace(
        f"theme/templates/_{('header', 'contents', 'conversation')[n % 3]}.html", "<li", f"<li data-n='{n}'"
    ),
    "override": override,
    "broken template": broken,
    "style": lambda site, n: (site.folder / "theme/styles/zz.css").write_text(f".x{{z-index:{n}}}\n"),
    "style gone": lambda site, n: (site.folder / "theme/styles/lists.css").unlink(missing_ok=True),
    "script": lambda site, n: (site.folder / "theme/static/zz.js").write_text(f"// {n}\n"),
    "own script": lambda site, n: written(site, "theme/static/js/site.js", f"// {n}\n"),
    "word": lambda site, n: site.replace(WORDS, "Aller au texte", f"Aller au texte {n}"),
    # settings
    "global": shown,
    "setting": lambda site, n: site.settings.update(SITENAME=f"Nom {n}"),
    "subtitle": lambda site, n: site.settings.update(SITESUBTITLE=f"Titre {n}"),
    "author": lambda site, n: site.settings.update(AUTHOR=("La rédaction", "Ana")[n % 2]),
    "address": lambda site, n: site.settings.update(SITEURL=("", "https://a.example", "https://a.example/b")[n % 3]),
    "option": lambda site, n: site.settings.update(FEEDS_ENTRIES=n % 3 + 1),
    "typography": lambda site, n: turned(site, "TYPOGRAPHY_OMIT", ["dashes", "spaces"][: n % 3], on=True),
    "site language": lambda site, n: site.settings.update(DEFAULT_LANG=("fr", "en")[n % 2]),
    "zone": lambda site, n: site.settings.update(TIMEZONE=("Europe/Paris", "Pacific/Auckland")[n % 2]),
    "drafts": lambda site, n: site.settings.update(FRAMEWORK_DRAFTS=bool(n % 2)),
    "strict": lambda site, n: site.settings.update(FRAMEWORK_STRICT=bool(n % 2)),
    "variants": lambda site, n: site.settings.update(IMAGES_VARIANTS=n % 3 > 0, IMAGES_WIDTHS=[16, 32][: n % 3]),
    "closing": lambda site, n: turned(site, "INTERACTIONS_CLOSE_AFTER", 30 + 10 * n, on=n % 3 > 0),
    "pages of lists": lambda site, n: turned(
        site, "PAGINATED_TEMPLATES", {"index": 2, "term": n % 3 + 1}, on=n % 4 > 0
    ),
    "clock": lambda site, n: site.settings.update(FRAMEWORK_NOW=MOMENTS[n % 4]),
    # code
    "plugin": plugin,
    "plugins": plugins,
    "transform": transform,
    # the output, and what builds remember
    "output damaged": damaged,
    "output gone": taken_away,
    "forgotten": forgotten,
    "cut off": cut_off,
    "mixed up": mixed_up,
    "elsewhere": elsewhere,
    "back": lambda site, n: site.go_back(n),
}
"""What may happen, by name: a function of the site and of a number that makes it another each time."""
