"""Built sites with feeds: what tests write into them, and read in their output."""

from __future__ import annotations

from plugins.feeds.feed_formats import FORMATS
from tests.conftest import SiteFolder
from tests.feeds.rules import ATOM, RULES, parsed

ADDRESS = "https://pot.example/blog"
NOW = "2026-06-01T12:00:00"
EXTENSIONS = tuple(form.extension for form in FORMATS)
PAGE = "---\ntitle: Les flux\nslug: abonnement\n---\n\nUn flux est une petite page.\n"
EVERYTHING = """Un mot[^1], [un autre](court.md#point) et [le site](/archives/).

```python
x = 1 < 2
```

![Un pot](../../images/pot.svg "Le pot")

[^1]: Une note.
"""


def furnish(site: SiteFolder) -> None:
    """Write articles that carry all that an article can carry, and the page that lists the feeds."""
    site.write("images/pot.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    site.write("pages/abonnement.md", PAGE)
    site.article("court", body="## Point\n\nCourt.", more="tags: [Été]\n")
    more = (
        "modified: 2026-03-09\nterrains: [covoiturage]\ntags: [Été, eau]\nseries: {name: Suite, part: 1}\n"
        "authors: [Une plume, La rédaction]\nsummary: 'Un & deux <trois>'\n"
        "image: {file: images/pot.svg, alt: Un pot, caption: Le pot}\n"
    )
    site.article("tout", title="'Toi & <moi> ]]> 🫕 \u202eעברית\u202c'", more=more, body=EVERYTHING)


def built(site: SiteFolder, **overrides: object) -> SiteFolder:
    """Build, and make sure that nothing was said."""
    done = site.build(**{"SITEURL": ADDRESS, "FRAMEWORK_NOW": NOW, **overrides})
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    return site


def feeds(site: SiteFolder) -> dict[str, bytes]:
    """Return the feeds of the output by their paths."""
    return {
        file.relative_to(site.output).as_posix(): file.read_bytes()
        for file in sorted(site.output.rglob("feed.*"))
        if file.suffix[1:] in EXTENSIONS
    }


def folders(site: SiteFolder) -> set[str]:
    """Return what is followed, by the folders of the feeds."""
    return {name.rpartition("feed.")[0] for name in feeds(site)}


def ids(site: SiteFolder, name: str = "feed.atom") -> list[str]:
    """Return the ids of the entries of an Atom feed."""
    return [entry.findtext(f"{ATOM}id") or "" for entry in parsed(feeds(site)[name]).iter(f"{ATOM}entry")]


def entry_of(site: SiteFolder, path: str = "feed.atom", index: int = 0) -> dict[str, str]:
    """Return what an Atom feed says of one entry: its texts by name."""
    entry = parsed(feeds(site)[path]).findall(f"{ATOM}entry")[index]
    return {child.tag.removeprefix(ATOM): child.text or "" for child in entry}


def problems(site: SiteFolder, address: str = ADDRESS) -> list[str]:
    """Return what is wrong with the feeds of a site."""
    return [
        f"{name}: {problem}"
        for name, data in feeds(site).items()
        for problem in RULES[name.rpartition(".")[2]](data, f"{address}/{name}")
    ]
