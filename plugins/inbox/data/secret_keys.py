"""Keys derived from one secret, one per purpose (HKDF, RFC 5869), and keyed digests (HMAC-SHA-256)."""

from __future__ import annotations

import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from plugins.base.files import flush_folder

__all__ = ["Keys", "load_keys"]

FILE = "keys/secret"
LENGTH = 32


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """The secret, from which the keys of signatures and of pseudonymous digests are derived."""

    secret: bytes

    def derive(self, purpose: str) -> bytes:
        """Return the derived key of a purpose (HKDF-Expand of one block, RFC 5869 section 2.3)."""
        return hmac.digest(self.secret, f"trepied inbox {purpose}\x01".encode(), "sha256")

    def digest(self, purpose: str, text: str) -> str:
        """Return the keyed digest of a text: equal for equal texts, and not reversible by guessing without the key.

        >>> Keys(bytes(32)).digest("email", "a@b.example")[:16]
        '3bd0b82cbd390b8e'
        """
        return hmac.digest(self.derive(purpose), text.encode("utf-8", "surrogatepass"), "sha256").hex()


def load_keys(state: Path, secret: str | None) -> Keys:
    """Return the keys of the secret given, or of the one in the state folder, which is generated when there is none.

    Several processes may start at once: the first hard link wins, and all read the same bytes.
    """
    if secret is not None:
        return Keys(secret.encode())
    path = state / FILE
    if not path.is_file():
        _make(path)
    data = path.read_bytes()
    if len(data) < LENGTH:
        raise ValueError(f"{path}: this is no key; put the one back from a backup, or remove the file to begin anew")
    return Keys(data)


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.chmod(0o700)
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(LENGTH))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
    flush_folder(path.parent)
