"""Imports an image into the content folder: ``python3 tasks.py image FILE``.

Rotates it upright, scales it down for the web, removes its metadata, asks for an alternative text, and prints the lines
to put into an article. The original is not changed, and no other image is overwritten.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.base.author_words import author_words
from plugins.base.files import read_regular, reason_of
from plugins.base.findings import visible
from plugins.base.settings import SettingsError, from_prefix
from plugins.base.slugs import is_slug, slugify
from plugins.framework.commands.new import quoted
from plugins.framework.render.links import alternative_is_file_name
from plugins.i18n import catalogue
from plugins.i18n.messages import N_, Message, message
from plugins.images.import_image import import_image
from plugins.images.model import Rejection
from plugins.images.settings import PREFIX, ImagesSettings

Ask = Callable[[str], str]

FROM_AN_ARTICLE = "../.."
"""The relative path from ``content/articles/2026/`` to the content folder."""
LARGEST_FILE = 512 * 1024 * 1024
"""Bytes of an image that is imported."""


@dataclass(frozen=True, slots=True)
class ImageProject:
    """The project that an image is imported into: content folder (as typed and absolute), settings, catalogue."""

    shown: str
    content: Path
    settings: ImagesSettings
    words: catalogue.Catalogue


def open_image_project(root: Path) -> ImageProject:
    """Return the project in ``root``."""
    sys.path.insert(0, str(root))
    conf = importlib.import_module("pelicanconf")
    settings = from_prefix(vars(conf), PREFIX, ImagesSettings)
    words = author_words(conf.DEFAULT_LANG)
    return ImageProject(conf.PATH, root / conf.PATH, settings, words)


def kept(folder: Path, slug: str, suffix: str, data: bytes) -> Path:
    """Write an image and return its path; an identical file is not written again.

    Raises:
        FileExistsError: Another file has the name.
    """
    file = folder / f"{slug}{suffix}"
    folder.mkdir(parents=True, exist_ok=True)
    if file.is_file() and file.read_bytes() == data:
        return file
    temporary = folder / f".{file.name}.{os.getpid()}.tmp"
    try:
        temporary.write_bytes(data)
        os.link(temporary, file)  # unlike a rename, this never overwrites a file
    except FileExistsError:
        raise FileExistsError(17, os.strerror(17), str(file)) from None
    finally:
        temporary.unlink(missing_ok=True)
    return file


def bracketed(text: str) -> str:
    r"""Return a text escaped for the brackets of a Markdown image.

    >>> print(bracketed("a [b] c"))
    a \[b\] c
    """
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def markdown_line(path: str, alt: str, caption: str) -> str:
    """Return the Markdown of an image in an article.

    >>> print(markdown_line("images/pot.jpg", "A pot", 'Our "pot"'))
    ![A pot](../../images/pot.jpg 'Our "pot"')
    >>> markdown_line("images/line.png", "", "")
    '![](../../images/line.png){: role=presentation}'
    """
    mark = "'" if '"' in caption else '"'
    title = f" {mark}{caption.replace(mark, '’')}{mark}" if caption else ""
    line = f"![{bracketed(alt)}]({FROM_AN_ARTICLE}/{path}{title})"
    return line if alt else f"{line}{{: role=presentation}}"


def front_matter_lines(path: str, alt: str, caption: str) -> list[str]:
    """Return the front matter lines of an article's head image.

    >>> front_matter_lines("images/pot.jpg", "A pot: black", "")
    ['image:', '  file: images/pot.jpg', "  alt: 'A pot: black'"]
    """
    lines = ["image:", f"  file: {path}", f"  alt: {quoted(alt)}"]
    return [*lines, f"  caption: {quoted(caption)}"] if caption else lines


def ask_alternative(given: str, name: str, project: ImageProject, ask: Ask) -> str:
    """Return the alternative text: the given one if it is valid, else asked for until it is."""
    question = message(N_("What does the picture show, to somebody who cannot see it? ")).text(project.words)
    text, asked = given, False
    while True:
        text = " ".join(text.split())
        if text and not alternative_is_file_name(text, name):
            return text
        if text:
            print(message(N_("'{text}' is a file's name: say what the picture shows."), text=text).text(project.words))
        elif asked:
            said = message(N_("Without it, blind readers miss the picture. For a mere ornament, give --decorative."))
            print(said.text(project.words))
        text, asked = ask(question), True


def tell(file: Path, before: int, alt: str, caption: str, project: ImageProject) -> None:
    """Print the file written, and the lines for an article."""
    path = file.relative_to(project.content).as_posix()
    said = message(
        N_("Wrote {file} ({after} kB; it was {before} kB)."),
        file=f"{project.shown}/{path}",
        after=max(1, round(file.stat().st_size / 1000)),
        before=max(1, round(before / 1000)),
    )
    print(said.text(project.words))
    in_text = message(N_("In an article:"))
    print(f"\n{in_text.text(project.words)}\n\n{markdown_line(path, alt, caption)}")
    if alt:
        head = "\n".join(front_matter_lines(path, alt, caption))
        at_head = message(N_("Or at its head, in the front matter:"))
        print(f"\n{at_head.text(project.words)}\n\n{head}")


def main(arguments: Sequence[str] | None = None, ask: Ask = input, root: Path | None = None) -> int:
    """Import the image, print the lines for an article, and return the exit code."""
    parser = argparse.ArgumentParser(prog="tasks.py image")
    parser.add_argument("file", type=Path)
    for name in ("--name", "--alt", "--caption"):
        parser.add_argument(name, default="")
    parser.add_argument("--decorative", action="store_true")
    options = parser.parse_args(arguments)
    project = open_image_project(root or Path.cwd())

    def complain(problem: Message) -> int:
        print("".join(map(visible, problem.text(project.words))), file=sys.stderr)
        return 1

    slug = options.name or slugify(options.file.stem)
    if options.name and not is_slug(options.name):
        return complain(message(N_("'{value}' cannot stand in an address"), value=options.name))
    if not slug:
        return complain(message(N_("no name can be made of '{file}': give one with --name"), file=options.file.name))
    if options.decorative and (options.alt or options.caption):
        return complain(message(N_("an ornament has no words: give --decorative alone, or --alt")))
    try:
        data = read_regular(options.file, LARGEST_FILE)
        made = import_image(data, options.file.name, project.settings.kept)
        if isinstance(made, Rejection):
            problem = message(N_("{problem}; {mend}"), problem=made.problem, mend=made.mend)
            return complain(message(N_("{file}: {problem}"), file=str(options.file), problem=problem))
        alt = "" if options.decorative else ask_alternative(options.alt, options.file.name, project, ask)
        caption = " ".join(options.caption.split())
        file = kept(project.content / project.settings.folder, slug, made.suffix, made.data)
    except EOFError:
        return complain(message(N_("nobody answers: give --alt, or --decorative for an ornament")))
    except FileExistsError as error:
        return complain(message(N_("{file} is another picture: choose --name"), file=str(error.filename)))
    except OSError as error:
        return complain(
            message(N_("{file} cannot be used ({reason})"), file=str(error.filename), reason=reason_of(error))
        )
    tell(file, len(data), alt, caption, project)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SettingsError as error:
        sys.exit(str(error))
