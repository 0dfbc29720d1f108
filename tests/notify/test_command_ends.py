"""``tasks.py notify`` as a process: how a run ends, what it refuses, and what its author sees."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys

import pytest

from plugins.notify.lock import locked
from tests.conftest import ENVIRONMENT
from tests.notify.publishing import ID, Blog, rows, three
from tests.protocols.answering import Answer, Web, page


def test_without_a_site(blog: Blog) -> None:
    """A folder without a site, or with a preview, is told: 66."""
    done = blog.notify()
    assert (done.returncode, done.stdout) == (66, "")
    assert done.stderr.endswith("public holds no site: python3 tasks.py build --publish makes one\n")
    blog.write("index.html", "<p>Accueil</p>")
    blog.write("a/index.html", '<body class="h-entry"><div class="e-content">x</div>')
    done = blog.notify("--site", "public")
    assert done.returncode == 66
    assert "holds no article with an address" in done.stderr


@pytest.mark.parametrize(
    ("home", "development", "words"),
    [
        ("https://trepied.example/", False, "SITEURL is still the example's"),
        ("https://trepied.example/", True, "SITEURL is still the example's"),
        ("http://127.0.0.1:8000/", False, "SITEURL is on this machine"),
        ("http://localhost/", False, "SITEURL is on this machine"),
        ("http://[::1]:8000/", False, "SITEURL is on this machine"),
    ],
)
def test_a_site_that_nobody_could_read(blog: Blog, web: Web, home: str, development: bool, words: str) -> None:
    """It is no use to tell of a site that has no address, or one on this machine: 78."""
    blog.home = home
    blog.publish([f"{web.url}/wm"])
    done = blog.notify(development=development)
    assert done.returncode == 78
    assert words in done.stderr
    assert web.asked == []
    assert not (blog.folder / "var").exists()


def test_the_switch_is_loud_and_its_setting_too(blog: Blog, web: Web) -> None:
    """The environment's INBOX_DEVELOPMENT is the option; without both only public addresses are asked."""
    blog.publish(three(web)[:1])
    blog.environ = {"INBOX_DEVELOPMENT": "true"}
    done = blog.notify(development=False)
    assert done.returncode == 0
    assert done.stderr.startswith("DEVELOPMENT: only this machine is asked")
    assert len(web.posts()) == 1
    blog.environ = {"INBOX_DEVELOPMENT": "perhaps"}
    done = blog.notify(development=False)
    assert (done.returncode, done.stderr) == (78, "setting INBOX_DEVELOPMENT: true or false\n")


def test_development_leaves_others_alone(blog: Blog, web: Web) -> None:
    """Links to other hosts are none of a run's on this machine; and what it remembers is apart."""
    blog.publish(["https://name.example/", "http://10.0.0.1/", f"http://x.localhost:{web.port}/none"])
    three(web)
    done = blog.notify()
    assert [row[1] for row in rows(done)] == [f"http://x.localhost:{web.port}/none"]
    assert not blog.file(development=False).exists()


def test_public_runs_do_not_ask_this_machine(blog: Blog, web: Web) -> None:
    """A link to a private address is refused by the fetcher, and for good."""
    blog.home = "https://blog.site.test/"
    blog.publish([f"{web.url}/wm", f"http://localhost:{web.port}/wm", "http://0x7f.1/"])
    done = blog.notify(development=False)
    assert done.returncode == 0
    assert [row[-1] for row in rows(done)] == ["refused: not an address to be asked"] * 3
    assert web.asked == []
    assert blog.notify(development=False).stdout == "There is nothing to tell.\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is damaged"),
        ("", "is damaged"),
        ('{"version": 2}', "was written by a later version of Trépied"),
        ('{"version": 1, "article": "x", "links": [], "more": 1}', "is damaged"),
        ('{"version": 1, "article": "other", "links": []}', "is another article's"),
        ("[" * 100_000, "is damaged"),
    ],
)
def test_damaged_memory(blog: Blog, web: Web, text: str, words: str) -> None:
    """A file that cannot be believed stays as it is, and nobody is told anything: 65."""
    blog.publish(three(web))
    blog.file().parent.mkdir(parents=True)
    blog.file().write_text(text)
    for options in ([], ["--dry-run"], ["--remember"]):
        done = blog.notify(*options)
        assert done.returncode == 65
        assert f"var/notify/development/{ID}.json {words}" in done.stderr
        assert done.stderr.endswith("Nobody was told anything.\n")
    assert blog.file().read_text() == text
    assert web.asked == []


def test_one_run_at_a_time(blog: Blog, web: Web) -> None:
    """A second run does nothing while the first goes on: 75. A dead one's lock is none."""
    blog.publish(three(web))
    with locked(blog.folder / "var/notify/development/.lock"):
        done = blog.notify()
        assert (done.returncode, done.stderr.splitlines()[-1]) == (75, "Another run is under way: let it end.")
    assert web.asked == []
    assert blog.notify().returncode == 0
    assert len(web.posts()) == 3


def test_a_folder_that_cannot_be_written(blog: Blog, web: Web) -> None:
    """Nothing is sent when nothing can be remembered: 74."""
    blog.publish(three(web))
    (blog.folder / "var").write_text("a file")
    done = blog.notify()
    assert done.returncode == 74
    assert "cannot be written" in done.stderr
    assert web.asked == []


def test_ctrl_c_leaves_everything_resumable(blog: Blog, web: Web) -> None:
    """While a host's answer does not come, Ctrl-C ends the run with 130; the next one goes on."""
    links = three(web)
    blog.publish(links)
    reading, writing = os.pipe()
    held = {"/pb": web.answers.pop("/pb")}

    class Held(dict):  # type: ignore[type-arg]
        def get(self, path: str, default: object = None) -> object:
            if path in held:
                os.write(writing, b"asked")
                done.wait()  # the process ends: there is nobody to answer
            return super().get(path, default)

    web.answers = Held(web.answers)
    done = subprocess.Popen(
        [sys.executable, "-m", "plugins.notify.notify_task", "--development"],
        cwd=blog.folder,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert os.read(reading, 5) == b"asked"
    done.send_signal(signal.SIGINT)
    _, errors = done.communicate()
    os.close(reading)
    os.close(writing)
    assert (done.returncode, errors.splitlines()[-1]) == (130, "Stopped. The next run goes on from here.")
    assert blog.states() == ["sent", "waiting", "waiting", "waiting"]
    web.answers = {**dict(web.answers), **held}
    assert blog.notify().returncode == 0
    assert blog.states() == ["sent", "sent", "sent", "none"]
    assert [one.path for one in web.posts()] == ["/in?kind=wm", "/xmlrpc", "/tb"]


def test_ctrl_c_while_a_message_is_under_way(blog: Blog, web: Web) -> None:
    """Its answer is waited for, so that a trackback is not in doubt; then the run ends."""
    links = three(web)
    blog.publish(links[2:])

    class Interrupting(dict):  # type: ignore[type-arg]
        def get(self, path: str, default: object = None) -> object:
            if path == "/tb":
                done.send_signal(signal.SIGINT)
            return super().get(path, default)

    web.answers = Interrupting(web.answers)
    done = subprocess.Popen(
        [sys.executable, "-m", "plugins.notify.notify_task", "--development"],
        cwd=blog.folder,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert done.wait() == 130
    assert blog.states() == ["sent", "waiting"]
    assert len(web.posts()) == 1


def test_on_a_terminal(blog: Blog, web: Web) -> None:
    """A bar goes along, and what others wrote does nothing there."""
    web.answers = {
        "/a": page("", ("Link", "</no>; rel=webmention")),
        "/no": Answer(400, (("Content-Type", "text/plain"),), b"[red]x[/] \x1b]0;title\x07"),
    }
    blog.publish([f"{web.url}/a"])
    main, other = os.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "plugins.notify.notify_task", "--development"],
        cwd=blog.folder,
        env={**ENVIRONMENT, "COLUMNS": "300", "TERM": "xterm"},
        stdout=other,
        stderr=other,
        start_new_session=True,
    )
    os.close(other)
    said = b""
    with contextlib.suppress(OSError):  # a terminal whose other side is gone
        while part := os.read(main, 65_536):
            said += part
    os.close(main)
    assert done.wait() == 0
    assert b"1/1" in said
    assert b"\x1b]" not in said
    assert rb"refused: HTTP 400 [red]x[/] \u{1b}]0;title\u{7}" in said


@pytest.mark.parametrize(
    ("options", "command"),
    [
        ([], "python3 tasks.py notify --remember --development"),
        (["--only", ID], f"python3 tasks.py notify --remember --only {ID} --development"),
    ],
)
def test_the_first_run_says_how_to_tell_nobody(blog: Blog, web: Web, options: list[str], command: str) -> None:
    """The command takes as told what this run tells, in the same memory; and only the first run says so."""
    links = three(web)
    blog.publish(links[:1])
    said = f"First run. New links: 1. To take them as told instead: {command}"
    assert said in blog.notify(*options).stderr.splitlines()
    blog.publish([])
    blog.notify()
    blog.notify()  # of a link that is gone, and told, nothing is remembered
    assert not blog.file().exists()
    blog.publish(links[:1])
    again = blog.notify()
    assert len(web.posts()) == 3
    assert "First run" not in again.stderr


def test_a_public_first_run(blog: Blog, web: Web) -> None:
    """It names no switch, though something was tried out on this machine before."""
    blog.publish(three(web)[:1])
    blog.notify()
    blog.home = "https://blog.site.test/"
    blog.publish(["http://0x7f.1/"])
    said = "First run. New links: 1. To take them as told instead: python3 tasks.py notify --remember"
    assert said in blog.notify(development=False).stderr.splitlines()


def test_speaks_the_authors_language(blog: Blog) -> None:
    """Words come from the catalogue."""
    blog.environ = {"LANG": "fr_FR.UTF-8"}
    done = blog.notify()
    assert "ne contient pas de site" in done.stderr


def test_memory_is_readable(blog: Blog, web: Web) -> None:
    """One small file an article, with its version."""
    blog.publish(three(web)[:1])
    blog.notify()
    held = json.loads(blog.file().read_text("utf-8"))
    assert {key: held[key] for key in ("version", "article")} == {"version": 1, "article": ID}
    assert sorted(path.name for path in blog.file().parent.iterdir()) == [".lock", f"{ID}.json"]
