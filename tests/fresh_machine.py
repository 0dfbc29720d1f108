"""Try the README's first two commands on a fresh machine: ``python3 tests/fresh_machine.py`` (as root).

debootstrap makes a minimal Debian; ``build`` and ``test`` run in it on what is committed, with nothing of this
machine's but the way to the package registries. It is no part of ``test``: it takes half an hour and 4 GB.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PACKAGES = ("python3", "python3-venv", "git", "ca-certificates")
"""All that the machine has beside a minimal Debian."""
COMMANDS = ("debootstrap", "git", "unshare", "chroot", "mount")
"""All that this machine needs; every Debian has the last three."""
HOME = "/root"
CLONE = f"{HOME}/trepied"
SCRIPTS = Path("/usr/share/debootstrap/scripts")
BUNDLE = "etc/ssl/certs/ca-certificates.crt"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
APT = re.compile(r"Acquire::(https?|ftp|Check-|Retries|Max-ValidTime)", re.IGNORECASE)
PIP = ("index-url", "extra-index-url", "trusted-host", "proxy", "timeout", "default-timeout")
NPM = ("registry", "proxy", "https-proxy", "noproxy")
PROXIES = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
INSIDE = """
mount -t proc proc "$0/proc" && mount --rbind /sys "$0/sys" &&
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$0/dev/pts" &&
mount -t tmpfs -o mode=1777 tmpfs "$0/dev/shm" && chroot "$0" /bin/sh -c "$1"
exit $?
"""
"""What a machine has mounted. The shell stays: as the first process it takes in what others leave behind."""


class FreshError(Exception):
    """There is no machine; the message says why."""


def refusal(root: bool, found: Collection[str]) -> str:
    """Return why this machine can make no other, or an empty text.

    >>> refusal(False, COMMANDS)
    'only root can make a machine: sudo python3 tests/fresh_machine.py'
    >>> refusal(True, ["git", "unshare", "chroot", "mount"])
    'debootstrap is not here. On Debian and Ubuntu: apt-get install debootstrap (as root)'
    >>> refusal(True, COMMANDS)
    ''
    """
    if not root:
        return "only root can make a machine: sudo python3 tests/fresh_machine.py"
    missing = [name for name in COMMANDS if name not in found]
    return f"{missing[0]} is not here. On Debian and Ubuntu: apt-get install {missing[0]} (as root)" if missing else ""


def mirror(sources: str) -> str:
    """Return the first mirror of Debian's that apt's lists name, in their old or new form; else an empty text.

    >>> mirror("deb [arch=amd64] http://a.example/ubuntu x main\\ndeb https://b.example/debian/ bookworm main\\n")
    'https://b.example/debian/'
    >>> mirror("Types: deb\\n# http://old.example/debian\\nURIs: http://c.example/debian\\nSuites: bookworm\\n")
    'http://c.example/debian'
    >>> mirror("deb http://a.example/ubuntu noble main")
    ''
    """
    found = re.search(r"^(?:deb\s(?:.*\s)?|URIs:\s*)(\w+://\S+/debian/?)(?:\s|$)", sources, re.MULTILINE)
    return found[1] if found else ""


def chosen(listed: str, names: Iterable[str], prefix: str) -> dict[str, str]:
    """Return settings that pip or npm lists, as their environment variables; no folder of this machine's is there.

    >>> listed = "global.index-url='https://a.example/simple'\\n:env:.find-links='/opt/wheels'\\n"
    >>> chosen(listed + "global.extra-index-url='file:///opt https://b.example'\\n", PIP, "PIP_")
    {'PIP_INDEX_URL': 'https://a.example/simple', 'PIP_EXTRA_INDEX_URL': 'https://b.example'}
    >>> chosen('registry = "https://c.example/" \\nnodedir = "/usr"', NPM, "npm_config_")
    {'npm_config_registry': 'https://c.example/'}
    """
    settings = {}
    for name, value in re.findall(r"""^(?:\S+\.)?([\w-]+)\s*=\s*['"]?([^'"\n]*)""", listed, re.MULTILINE):
        words = " ".join(word for word in value.split() if not word.startswith(("file:", "/")))
        if name in names and words:
            variable = name.replace("-", "_")
            settings[prefix + (variable.upper() if prefix.isupper() else variable)] = words
    return settings


def beyond(host: str, fresh: str) -> list[str]:
    """Return the certificates that are in one bundle and not in another: those of a mirror's own authority.

    >>> one, two = ("-----BEGIN CERTIFICATE-----\\n%s\\n-----END CERTIFICATE-----\\n" % name for name in "AB")
    >>> beyond(f"# a name\\n{one}{two}", one) == [two]
    True
    """
    pattern = re.compile(r"-----BEGIN CERTIFICATE-----\n.*?-----END CERTIFICATE-----\n", re.DOTALL)
    known = set(pattern.findall(fresh))
    return [one for one in pattern.findall(host) if one not in known]


def said(*command: str) -> str:
    """Return what a command of this machine's prints; nothing when it is not here."""
    if shutil.which(command[0]) is None:
        return ""
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


class Machine:
    """A minimal Debian in a folder: ``root`` holds it, ``log`` what was said."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "root"
        self.log = folder / "log"
        self.environment = {"HOME": HOME, "USER": "root", "LOGNAME": "root", "PATH": PATH}

    def run(self, *command: str | Path, shown: str = "") -> int:
        """Run a command in namespaces of its own, and return its exit code: mounts and processes end with it."""
        spaces = ("--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child")
        with self.log.open("ab") as log:
            log.write(f"\n$ {shown or shlex.join(map(str, command))}\n".encode())
            log.flush()
            with subprocess.Popen(
                ["unshare", *spaces, *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # what ends it is the next line, and not a key
            ) as process:
                try:
                    return process.wait()
                except BaseException:
                    process.kill()
                    raise

    def inside(self, command: str, folder: str = "/") -> int:
        """Run a command in the machine, with a clean environment, and return its exit code."""
        given = shlex.join(f"{name}={value}" for name, value in self.environment.items())
        wrapped = f"cd {folder} && exec env -i {given} {command}"
        return self.run("/bin/sh", "-c", INSIDE, self.root, wrapped, shown=command)

    def need(self, code: int, what: str) -> None:
        """Raise FreshError with the last lines if a step did not go well."""
        if code:
            raise FreshError(f"{what} (exit code {code}):\n{self.tail(15)}")

    def tail(self, count: int) -> str:
        """Return the last lines of the log."""
        lines = self.log.read_text("utf-8", "replace").splitlines()[-count:]
        return "\n".join(f"    {line}" for line in lines)

    def make(self, suite: str, address: str) -> None:
        """Make the machine: a Debian with few packages, this machine's way to the registries, no services."""
        script = [] if (SCRIPTS / suite).exists() else [SCRIPTS / "sid"]  # a name younger than debootstrap
        sources = [address] if address or script else []
        made = self.run("debootstrap", "--variant=minbase", suite, self.root, *sources, *script)
        self.need(made, f"debootstrap could not make {suite}")
        self.write("etc/apt/apt.conf.d/90host", "".join(f"{line}\n" for line in apt_settings()))
        self.write("etc/hosts", "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n")
        self.write("usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n")  # it shares this machine's ports
        (self.root / "usr/sbin/policy-rc.d").chmod(0o755)
        self.write(BUNDLE, authorities())  # until ca-certificates is there: the mirror may speak TLS
        words = "DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends"
        self.need(self.inside("apt-get update -qq"), "apt could not read its lists")
        self.need(self.inside(f"{words} {' '.join(PACKAGES)}"), "apt could not install the first packages")

    def connect(self, variables: Mapping[str, str]) -> None:
        """Give the machine what this one knows of registries: names' servers, authorities, settings."""
        shutil.copyfile("/etc/resolv.conf", self.root / "etc/resolv.conf")
        self.environment |= {name: variables[name] for name in PROXIES if name in variables}
        self.environment |= chosen(said(sys.executable, "-m", "pip", "config", "list"), PIP, "PIP_")
        self.environment |= chosen(said("npm", "config", "list"), NPM, "npm_config_")
        own = "usr/local/share/ca-certificates"
        more = beyond(authorities(), (self.root / BUNDLE).read_text("utf-8"))
        for number, certificate in enumerate(more):
            self.write(f"{own}/host-{time.time_ns()}-{number}.crt", certificate)
        if more:
            self.need(self.inside("update-ca-certificates"), "the authorities could not be taken over")
        if any((self.root / own).iterdir()):
            self.environment |= dict.fromkeys(("PIP_CERT", "NODE_EXTRA_CA_CERTS"), f"/{BUNDLE}")

    def clone(self) -> None:
        """Put a clone of what is committed into the machine, in place of an older one."""
        target = self.root / CLONE.lstrip("/")
        shutil.rmtree(target, ignore_errors=True)
        self.need(self.run("git", "clone", "--quiet", "--no-hardlinks", PROJECT, target), "git could not clone")

    def remove(self) -> None:
        """Remove the machine, from under processes that are being ended too; the log stays."""
        for _ in range(100):
            shutil.rmtree(self.root, ignore_errors=True)
            if not self.root.exists():
                break
            time.sleep(0.1)

    def write(self, name: str, text: str) -> None:
        """Write a file of the machine's."""
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text, "utf-8")


def apt_settings() -> list[str]:
    """Return the lines of this machine's apt that say how it reaches a mirror."""
    return [line for line in said("apt-config", "dump").splitlines() if APT.match(line)]


def authorities() -> str:
    """Return the certificates of the authorities that this machine trusts."""
    file = Path(os.environ.get("SSL_CERT_FILE", f"/{BUNDLE}"))
    return file.read_text("utf-8") if file.is_file() else ""


def lists() -> str:
    """Return what this machine's apt has as lists of sources."""
    folder = Path("/etc/apt")
    files = [folder / "sources.list", *sorted(folder.glob("sources.list.d/*"))]
    return "\n".join(file.read_text("utf-8") for file in files if file.is_file())


def steps(only: Sequence[str]) -> list[str]:
    """Return the commands that are tried.

    >>> steps([]), steps(["tests/browser"])[1:]
    (['python3 tasks.py build', 'python3 tasks.py test'], ['python3 tasks.py test --only tests/browser'])
    """
    tests = [f"python3 tasks.py test --only {shlex.quote(part)}" for part in only]
    return ["python3 tasks.py build", *(tests or ["python3 tasks.py test"])]


def tried(machine: Machine, options: argparse.Namespace) -> int:
    """Make the machine if it is not there, try the commands in it, and return the first exit code that is not 0."""
    if not (machine.root / "usr/bin/git").exists():
        machine.remove()
        print(f"Making a minimal {options.suite} ...", flush=True)
        machine.make(options.suite, options.mirror or mirror(lists()))
    machine.connect(os.environ)
    machine.clone()
    codes = []
    for step in steps(options.only):
        begun = time.monotonic()
        print(f"$ {step}", flush=True)
        codes.append(machine.inside(step, CLONE))
        print(f"{machine.tail(12)}\n  exit code {codes[-1]} after {time.monotonic() - begun:.0f} s", flush=True)
    return next((code for code in codes if code), 0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the commands, print the last lines of each, and return 0 when all went well."""
    parser = argparse.ArgumentParser(prog="fresh_machine.py", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="where the machine and the log go; else a temporary one")
    parser.add_argument("--suite", default="bookworm", help="the Debian: bookworm (the default), trixie, sid")
    parser.add_argument("--mirror", default="", help="where Debian's packages come from; else as for this machine")
    parser.add_argument("--only", action="append", default=[], help="a part of the tests, as for the task; repeatable")
    parser.add_argument("--keep", action="store_true", help="leave the machine there, and take it up again next time")
    options = parser.parse_args(arguments)
    os.environ["PATH"] = f"{os.environ.get('PATH', '')}:{PATH}"  # su keeps a path without sbin
    problem = refusal(os.geteuid() == 0, [name for name in COMMANDS if shutil.which(name)])
    if problem:
        sys.exit(f"fresh_machine.py: {problem}")
    for ending in (signal.SIGTERM, signal.SIGINT):  # a shell has what it starts in the background ignore Ctrl-C
        signal.signal(ending, lambda *_: sys.exit("fresh_machine.py: stopped"))
    folder = (options.folder or Path(tempfile.mkdtemp(prefix="trepied-fresh-"))).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    machine = Machine(folder)
    machine.log.write_bytes(b"")
    print(f"The log is {machine.log}", flush=True)
    try:
        return tried(machine, options)
    except FreshError as error:
        sys.exit(f"fresh_machine.py: {error}")
    except KeyboardInterrupt:
        sys.exit("fresh_machine.py: stopped")
    finally:
        if not options.keep:
            machine.remove()


if __name__ == "__main__":
    sys.exit(main())
