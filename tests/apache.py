"""Apache as a process of a test's own: the modules that the documents use, and nothing of the system's set-up."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import system

MODULES = (
    *("mpm_event", "authz_core", "unixd", "log_config", "env", "dir", "mime", "filter", "deflate"),
    *("setenvif", "headers", "rewrite", "proxy", "proxy_http"),
)
FOLDERS = ("/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "/usr/libexec/apache2")
"""Where Debian, Fedora and macOS have them."""
TYPES = ("/etc/mime.types", "/etc/apache2/mime.types")


@contextmanager
def readable_folder() -> Iterator[Path]:
    """Yield a folder that anybody may read: started by root, Apache serves as somebody else."""
    with tempfile.TemporaryDirectory(prefix="trepied-apache-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        yield folder


def command(folder: Path, port: int, said: str) -> list[str]:
    """Write a configuration into a folder, and return the command that runs it in the foreground.

    Args:
        folder: Holds everything that Apache writes.
        port: On 127.0.0.1.
        said: What a document says: lines of a server, or a virtual host.
    """
    program = system.command(system.APACHE)  # first: it may bring the folders
    modules = next(Path(name) for name in FOLDERS if Path(name).is_dir())
    types = next(name for name in TYPES if Path(name).is_file())
    lines = [
        f'ServerRoot "{folder}"',
        "ServerName 127.0.0.1",
        f"Listen 127.0.0.1:{port}",
        f'DefaultRuntimeDir "{folder}"',
        f'PidFile "{folder}/httpd.pid"',
        f'ErrorLog "{folder}/error.log"',
        *(
            f'<IfModule !{name}_module>\nLoadModule {name}_module "{modules}/mod_{name}.so"\n</IfModule>'
            for name in MODULES
        ),
        f'TypesConfig "{types}"',
        'LogFormat "%h %l %u %t \\"%r\\" %>s %O" combined',
        "<Directory />\nRequire all denied\n</Directory>",
        *(["User www-data", "Group www-data"] if os.geteuid() == 0 else []),
        said,
    ]
    file = folder / "httpd.conf"
    file.write_text("\n".join(lines), "utf-8")
    return [program, "-f", str(file), "-D", "FOREGROUND"]
