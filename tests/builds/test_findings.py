"""What a whole build says of mistakes, and what it makes of them."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import SiteFolder, texts


def test_a_wrong_driver_is_told_with_its_place(site: SiteFolder) -> None:
    """``check`` names file, line, column, the terms there are and the one that was meant, and exits 1."""
    site.article("marmite")
    file = site.path / "content/articles/2026/marmite.md"
    file.write_text(file.read_text("utf-8").replace("numerique: 2", "numerik: 2"), "utf-8")
    done = site.check()
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "content/articles/2026/marmite.md:6:3: unknown driver 'numerik' (content/framework/drivers/ has: "
        "collaboratif, numerique, rse); did you mean 'numerique'?",
        "1 mistake.",
    ]


def test_findings_speak_the_authors_language(site: SiteFolder) -> None:
    """``LANG`` chooses French; without it the site's language does."""
    site.article("marmite", more="dat: x\n")
    keys = "authors, comments, date, drivers, guid, id, image, in_reply_to, lang"
    expected = (
        "content/articles/2026/marmite.md:8:1: clé «\u00a0dat\u00a0» inconnue "
        f"(clés connues\u00a0: {keys}, linkbacks, modified, priorities, series, slug, status, summary, tags, "
        "terrains, title, translation_of, typography)\u202f; "
        "vouliez-vous dire «\u00a0date\u00a0»\u202f?"
    )
    for environ in ({"LANG": "fr_FR.UTF-8"}, {"LANG": ""}):
        assert site.build(FRAMEWORK_CHECK=True, environ=environ).stdout.splitlines()[0] == expected


def test_build_tells_and_goes_on(site: SiteFolder) -> None:
    """Without ``--publish``, mistakes are listed, the rest is built, and the exit code is 0."""
    site.article("bon")
    site.article("moyen", more="tag: [x]\n")
    site.write("articles/2026/vide.md", "")
    done = site.build()
    assert done.returncode == 0
    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == [
        "content/articles/2026/moyen.md:8:1",
        "content/articles/2026/vide.md:1:1",
        "2 mistakes.",
    ]
    assert {"2026/03/bon/index.html", "2026/03/moyen/index.html"} <= set(site.files())


def test_two_articles_of_one_address(site: SiteFolder) -> None:
    """The second one is told and left out; the first stands."""
    site.article("un", title="Le premier")
    site.article("deux", title="Le second", more="slug: un\n")
    done = site.check()
    assert done.stdout.splitlines()[:1] == [
        "content/articles/2026/un.md:1:1: the address /2026/03/un/ is taken by articles/2026/deux.md; "
        "give this one another slug: add or change the line 'slug: …'"
    ]
    assert site.build().returncode == 0
    assert texts(site.page("2026/03/un"), "//h1") == ["Le second"]


def test_a_page_cannot_take_an_address_of_the_site(site: SiteFolder) -> None:
    """Pages whose addresses belong to an axis or to Pelican's own pages are told and left out."""
    keys = {
        "moteurs": "slug: moteurs",
        "accueil": "save_as: index.html",
        "archives": "slug: archives",
        "tags": "slug: tags",
    }
    for name, key in keys.items():
        site.write(f"pages/{name}.md", f"---\ntitle: Qui ?\n{key}\n---\n\nNous.\n")
    done = site.build()
    assert done.returncode == 0
    assert [line.partition(" is taken")[0] for line in done.stderr.splitlines()] == [
        "content/pages/accueil.md:3:1: the address /",
        "content/pages/archives.md:3:1: the address /archives/",
        "content/pages/moteurs.md:3:1: the address /moteurs/",
        "content/pages/tags.md:3:1: the address /tags/",
        "4 mistakes.",
    ]


def test_broken_links_are_told_and_never_shown_with_braces(site: SiteFolder) -> None:
    """Missing files, other folders, escapes and drafts are findings; readers meet no ``{filename}``."""
    site.article("brouillon", more="status: draft\n")
    site.write("articles/2026/image.png", b"\x89PNG")
    (site.path / "secret.txt").write_text("secret", "utf-8")
    site.article(
        "liens",
        body="[a](absent.md) [b](brouillon.md) ![Une vue](image.png) [c]({attach}../../../secret.txt) [d](#rien) "
        "![](x.png) ![x.png](../../images/x.png)",
    )
    done = site.check()
    lines = [line.removeprefix("content/articles/2026/") for line in done.stdout.splitlines()]
    assert [line for line in lines if "(advice)" not in line and "Balance" not in line] == [
        "image.png:1:1: this file is not read: texts end in .md; rename it, or move a picture to images/",
        "liens.md:10:5: there is no file articles/2026/absent.md",
        "liens.md:10:20: articles/2026/brouillon.md is not published yet; publish it first, or take the link out",
        "liens.md:10:45: articles/2026/image.png is not in a folder that is published; move it below: images",
        "liens.md:10:60: '{attach}../../../secret.txt' is not a link that this site knows; write the file's relative "
        "path instead, such as other-article.md or ../../images/x.svg",
        "liens.md:10:93: nothing on this page is called 'rien'",
        "liens.md:10:104: there is no file articles/2026/x.png",
        "liens.md:10:104: this image has no alternative text; write what it shows between the brackets; after an "
        "ornament {: role=presentation}",
        "liens.md:10:120: the alternative text 'x.png' is a file's name; write what the image shows",
        "liens.md:10:120: there is no file images/x.png",
        "10 mistakes.",
    ]
    site.build()
    assert b"{filename}" not in (site.output / "2026/03/liens/index.html").read_bytes()
    assert not [name for name in site.files() if "secret" in name or name.endswith("image.png")]


def test_a_link_out_of_the_content_folder_is_not_followed(site: SiteFolder) -> None:
    """A symbolic link among the pictures publishes nothing from outside."""
    (site.path / "secret.svg").write_text("<svg/>", "utf-8")
    (site.path / "content/images/pot.svg").symlink_to(site.path / "secret.svg")
    site.article("liens", body="![Un pot](../../images/pot.svg)")
    done = site.build()
    assert done.stderr.splitlines()[0].endswith(
        "images/pot.svg is a link out of the content folder; copy the file itself there"
    )
    assert "images/pot.svg" not in site.files()


@pytest.mark.parametrize("given", [{"IGNORE_FILES": ["*.pdf"]}, {"STATIC_EXCLUDES": ["images/a"]}])
def test_a_link_to_a_file_that_settings_leave_out(site: SiteFolder, given: dict[str, list[str]]) -> None:
    """It is there, and not published: the link would lead nowhere."""
    site.write("images/a/x.pdf", b"%PDF-1.4")
    site.article("liens", body="[a](../../images/a/x.pdf)")
    assert site.build().stderr == ""
    assert site.build(**given).stderr.splitlines() == [
        "content/articles/2026/liens.md:10:5: images/a/x.pdf is left out by the settings; change IGNORE_FILES or "
        "STATIC_EXCLUDES, or rename it",
        "1 mistake.",
    ]
    assert "images/a/x.pdf" not in site.files()


def test_a_site_without_a_framework_file_still_builds(site: SiteFolder) -> None:
    """A missing framework is one finding about its file, and articles are shown."""
    (site.path / "content/framework/framework.yaml").unlink()
    site.write("articles/2026/a.md", "---\nid: 2026-03-a\ntitle: A\ndate: 2026-03-02\n---\n\nMot.\n")
    done = site.build()
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        "content/framework/framework.yaml:1:1: the framework's file is missing; declare the axes in it; "
        "docs/authors/framework.md shows how",
        "1 mistake.",
    ]
    assert texts(site.page("2026/03/a"), "//h1") == ["A"]


def test_check_writes_missing_ids(site: SiteFolder) -> None:
    """A missing id is advice with the line to add; ``check --fix`` writes it and keeps every other byte."""
    text = "---\r\ntitle: A\r\ndate: 2026-03-02\r\ndrivers: [rse]\r\npriorities: [terrain-rse]\r\n---\r\n\r\nMot.\r\n"
    file = site.write("articles/2026/un-mot.md", text)
    done = site.check()
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == (
        "content/articles/2026/un-mot.md:1:1: this article has no permanent id; add a line 'id: 2026-03-un-mot', or "
        "run: python3 tasks.py check --fix (advice)"
    )
    assert site.run("plugins.framework.commands.fix").stdout == "articles/2026/un-mot.md: wrote id: 2026-03-un-mot\n"
    assert file.read_bytes() == text.replace("---\r\n", "---\r\nid: 2026-03-un-mot\r\n", 1).encode()
    assert site.run("plugins.framework.commands.fix").stdout == ""


BAD_FILES: dict[str, bytes] = {
    "empty": b"",
    "no-end": b"---\ntitle: A\n",
    "tabs": b"---\ntitle:\tA\n\tdate: 2026-01-01\n---\n",
    "anchor": b"---\ntitle: &a A\nsummary: *a\n---\n",
    "bomb": b"---\na: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n---\n",
    "yaml-tag": b"---\ntitle: !!python/object/apply:os.system [id]\n---\n",
    "huge": b"---\ntitle: A\nsummary: " + b"x" * 70_000 + b"\n---\n",
    "nul": b"---\ntitle: A\x00B\n---\n",
    "latin-1": "---\ntitle: été\n---\n".encode("latin-1"),
    "long-title": b"---\ntitle: "
    + b"x" * 10_000
    + b"\ndate: 2026-01-01\ndrivers: [rse]\npriorities: [terrain-rse]\n---\n",
    "bad-date": b"---\ntitle: A\ndate: 2026-13-01\n---\n",
    "bad-weight": b"---\ntitle: A\ndate: 2026-01-01\ndrivers: {numerique: 9}\npriorities: [terrain-rse]\n---\n",
    "bad-slug": b"---\ntitle: A\ndate: 2026-01-02\nslug: ../x\ndrivers: [rse]\npriorities: [terrain-rse]\n---\n",
    "pelican-keys": b"---\ntitle: A\ndate: 2026-01-01\ntemplate: 7\nsettings: x\nsave_as: ../x\n---\n",
    "list": b"- a\n- b\n",
    "binary": bytes(range(256)),
}


def test_bad_files_are_told_and_never_a_traceback(site: SiteFolder) -> None:
    """Every bad file is named with its place, none stops the build, and the good article is there."""
    for name, data in BAD_FILES.items():
        site.write(f"articles/2026/{name}.md", data)
        site.write(f"pages/{name}.md", data)
    site.write(
        "articles/2026/bom-crlf.md",
        b"\xef\xbb\xbf" + site.article("bon").read_bytes().replace(b"\n", b"\r\n"),
    )
    done = site.build()
    assert done.returncode == 0
    assert "Traceback" not in done.stdout + done.stderr
    named = {line.split(":")[0] for line in done.stderr.splitlines() if line.startswith("content/")}
    assert named >= {f"content/{folder}/{name}.md" for folder in ("articles/2026", "pages") for name in BAD_FILES}
    assert "2026/03/bon/index.html" in site.files()
    assert not [path for path in site.path.rglob("x") if path.is_file()]


def test_a_file_that_cannot_be_read_is_told(site: SiteFolder) -> None:
    """A dangling link among the articles is a finding, and the rest is built."""
    site.article("bon")
    (site.path / "content/articles/2026/parti.md").symlink_to(site.path / "nowhere.md")
    done = site.build()
    assert (done.returncode, done.stderr.splitlines()) == (
        0,
        ["content/articles/2026/parti.md:1:1: this file cannot be read (No such file or directory)", "1 mistake."],
    )
    assert "2026/03/bon/index.html" in site.files()


def test_a_pipe_and_a_text_too_large_are_told(site: SiteFolder) -> None:
    """Nobody waits for a pipe among the texts, and nothing of a hundred megabytes is read; the rest is built."""
    site.article("bon")
    os.mkfifo(site.path / "content/articles/2026/pipe.md")
    with (site.path / "content/articles/2026/grand.md").open("wb") as file:
        file.truncate(100 * 2**20)
    done = site.build()
    assert (done.returncode, done.stderr.splitlines()) == (
        0,
        [
            "content/articles/2026/grand.md:1:1: this file cannot be read (it is larger than 4 MiB)",
            "content/articles/2026/pipe.md:1:1: this file cannot be read (it is not a regular file)",
            "2 mistakes.",
        ],
    )
    assert "2026/03/bon/index.html" in site.files()


def pipe(path: Path) -> None:
    """Make a pipe that nobody writes into."""
    os.mkfifo(path)


def device(path: Path) -> None:
    """Make a link to a device that has no end."""
    path.symlink_to("/dev/zero")


def bound(path: Path) -> None:
    """Make a socket; its address is short, as the system wants it, in the folder itself."""
    with contextlib.chdir(path.parent), socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)


UNFIT = "1:1: this file cannot be read (it is not a regular file)"
WHERE = [
    ("articles/2026/x.md", [f"content/articles/2026/x.md:{UNFIT}"]),
    (
        "articles/2026/x.png",
        ["content/articles/2026/x.png:1:1: this file is not read: texts end in .md; rename it, or move a picture to "
         "images/"],
    ),
    ("pages/x.md", [f"content/pages/x.md:{UNFIT}"]),
    ("images/x.png", [f"content/images/x.png:{UNFIT}"]),
    ("images/x.pdf", [f"content/images/x.pdf:{UNFIT}"]),
    ("framework/framework.md", [f"content/framework/framework.md:{UNFIT}"]),
    ("framework/drivers/x.md", [f"content/framework/drivers/x.md:{UNFIT}"]),
    (
        "interactions/2026-03-bon/01kjptp8t00000000000000000.yaml",
        ["content/interactions/2026-03-bon/01kjptp8t00000000000000000.yaml:1:1: this is no file of its own; move it "
         "elsewhere"],
    ),
    (
        "interactions/2026-03-nul",
        ["content/interactions/2026-03-nul:1:1: only folders named after an article's id belong here; move it "
         "elsewhere"],
    ),
]  # fmt: skip


@pytest.mark.parametrize("make", [pipe, device, bound])
def test_what_is_no_file_is_told_wherever_it_lies(site: SiteFolder, make: Callable[[Path], None]) -> None:
    """A pipe, a device and a socket are named at once in every folder that is read; the rest is built."""
    site.article("bon")
    for name, _ in WHERE:
        file = site.path / "content" / name
        file.unlink(missing_ok=True)
        file.parent.mkdir(parents=True, exist_ok=True)
        make(file)
    done = site.build()
    told = sorted(line for _, lines in WHERE for line in lines)
    assert (done.returncode, done.stderr.splitlines()) == (0, [*told, f"{len(told)} mistakes."])
    assert "2026/03/bon/index.html" in site.files()


@pytest.mark.parametrize("make", [pipe, device, bound])
def test_a_framework_that_is_no_file(site: SiteFolder, make: Callable[[Path], None]) -> None:
    """It is not called missing."""
    file = site.path / "content/framework/framework.yaml"
    file.unlink()
    make(file)
    done = site.build()
    assert (done.returncode, done.stderr.splitlines()) == (
        0,
        [f"content/framework/framework.yaml:{UNFIT}", "1 mistake."],
    )


def test_a_term_too_large(site: SiteFolder) -> None:
    """Nothing of a hundred megabytes is read for a term either."""
    with (site.path / "content/framework/drivers/grand.md").open("wb") as file:
        file.truncate(100 * 2**20)
    done = site.build()
    assert (done.returncode, done.stderr.splitlines()) == (
        0,
        ["content/framework/drivers/grand.md:1:1: this file cannot be read (it is larger than 4 MiB)", "1 mistake."],
    )


def test_a_framework_that_cannot_be_read_is_told_once(site: SiteFolder) -> None:
    """When framework.yaml is broken, articles are not blamed for their axes."""
    site.article("bon")
    (site.path / "content/framework/framework.yaml").write_text("axes: [", "utf-8")
    done = site.build()
    assert done.returncode == 0
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == [
        "content/framework/framework.yaml",
        "1 mistake.",
    ]


def test_an_axis_may_not_take_the_path_of_the_tags(site: SiteFolder) -> None:
    """Two overviews of one address are a wrong configuration."""
    file = site.path / "content/framework/framework.yaml"
    file.write_text(file.read_text("utf-8").replace("path: terrains", "path: tags"), "utf-8")
    done = site.build()
    assert done.returncode == 78
    assert done.stderr == "the axis 'terrains' and the setting FRAMEWORK_TAGS_PATH have one path, 'tags'\n"


def test_the_balance_is_told_as_each_language_writes_numbers(site: SiteFolder) -> None:
    """A comma and a no-break space before the sign in any French, neither in English."""
    text = site.article("un").read_text("utf-8").replace("  numerique: 2", "  numerique: 3\n  rse: 1")
    site.write("articles/2026/un.md", text)
    told = [
        site.check(environ={"LANG": language}, DEFAULT_LANG=default).stdout.splitlines()[-2]
        for language, default in (("fr_FR.UTF-8", "fr"), ("", "fr-CA"), ("en_GB.UTF-8", "fr"))
    ]
    french = (
        "Équilibre de l’ensemble\u00a0: 0,51 sur 1 (le Numérique 75\u00a0%, le Collaboratif 0\u00a0%, "
        "la Responsabilité sociale 25\u00a0%)."
    )
    english = "Balance of the whole: 0.51 of 1 (Digital 75%, Collaboration 0%, Social responsibility 25%)."
    assert told == [french, french, english]


def test_a_broken_article_is_the_only_one_to_blame(site: SiteFolder) -> None:
    """Links to a file that cannot be read are no further mistakes."""
    site.article("un", body="[deux](deux.md#la)")
    site.write("articles/2026/deux.md", "---\ntitle: Deux: trois\n---\n")
    done = site.check()
    assert [line.split(":")[0] for line in done.stdout.splitlines() if "(advice)" not in line][:2] == [
        "content/articles/2026/deux.md",
        "Balance of the whole",
    ]


def test_words_behind_a_number_sign_are_not_lost_in_silence(site: SiteFolder) -> None:
    """``title: Le #1`` is "Le" in YAML, which is told; a comment with a space is one."""
    site.article("un", title="Le #1 des outils", more="tags: [a] # un vrai commentaire\n")
    assert site.check().stdout.splitlines()[0] == (
        "content/articles/2026/un.md:3:11: from here on this line is a comment: '#1 des outils'; put the value in "
        "quotes; after a real comment's '#' leave a space"
    )


def test_addresses_of_the_site_are_checked(site: SiteFolder) -> None:
    """A root-relative address leads to a page, a page of a list, a published file or a feed; else it is told."""
    site.article("autre")
    site.article(
        "liens",
        body="[a](/moteurs/rse/) [b](/2026/03/autre/#x) [c](/) [d](/page/2/) [e](/feed.atom) [f](/nulle-part/) "
        "[g](/archives)",
    )
    lines = [line for line in site.check().stdout.splitlines() if line.startswith("content") and "(advice)" not in line]
    assert lines == [
        "content/articles/2026/liens.md:10:84: nothing of this site is at /nulle-part/; link to the file of the text "
        "instead, by its relative path"
    ]
