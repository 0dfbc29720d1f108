"""Builds the golden site, and writes its expected output anew: ``python3 tasks.py golden``."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from tests.conftest import SiteFolder

HERE = Path(__file__).resolve().parent
EXPECTED = HERE / "expected"
DRAWN = (".png", ".ico")
"""Drawn from golden sources by a library: tests/seo looks at them."""
SETTINGS = {
    "FRAMEWORK_NOW": "2026-06-01T12:00:00",
    "SITEURL": "https://golden.example/blog",
    "THEME_STATIC_PATHS": [],  # the theme's own assets are looked at elsewhere
    "PRESS_STYLES": "",
}


def build_golden(folder: Path) -> dict[str, bytes]:
    """Build the golden site in an empty folder and return its output, every byte of it."""
    shutil.copytree(HERE / "content", folder / "content")
    site = SiteFolder(folder)
    done = site.build(**SETTINGS)
    if done.returncode or done.stderr:
        raise AssertionError(done.stdout + done.stderr)
    return {
        file.relative_to(site.output).as_posix(): file.read_bytes()
        for file in sorted(site.output.rglob("*"))
        if file.is_file() and file.suffix not in DRAWN
    }


def main() -> int:
    """Replace the expected output and return 0."""
    with tempfile.TemporaryDirectory() as folder:
        built = build_golden(Path(folder) / "site")
    shutil.rmtree(EXPECTED, ignore_errors=True)
    for name, data in built.items():
        (EXPECTED / name).parent.mkdir(parents=True, exist_ok=True)
        (EXPECTED / name).write_bytes(data)
    print(f"{len(built)} files in tests/golden/expected/: read the difference before you commit it")
    return 0


if __name__ == "__main__":
    sys.exit(main())
