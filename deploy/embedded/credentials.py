"""Random passwords and keys of one data directory, made once and used again at the next start.

Promises a file that only the servers' user reads, and that two processes do not undo one another's
changes. Must not print or log a secret.
"""

import json
import secrets

from deploy.embedded.directory import Directory
from deploy.embedded.errors import StackError

FILE = "secrets.json"
BYTES = 32  # as hexadecimal: safe in URLs, SQL and NATS configuration without quoting rules


class Credentials:
    """Secrets by name, as they are kept now; asking for a new name makes and keeps it."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory

    @property
    def known(self) -> dict[str, str]:
        """All of them: another command may have exchanged one."""
        return read(self.directory)

    def secret(self, name: str) -> str:
        """The secret of that name, 32 random bytes in hexadecimal."""
        return self._kept(name, secrets.token_hex(BYTES))

    def ring(self, name: str) -> str:
        """The ring of keys of that name, `id:key,…`, the current one first."""
        return self._kept(name, f"1:{secrets.token_hex(BYTES)}")

    def keep(self, name: str, value: str) -> None:
        """Keep a value under a name."""
        with self.directory.alone(FILE):
            self._write({**self.known, name: value})

    def forget(self, name: str) -> None:
        """Keep it no longer."""
        with self.directory.alone(FILE):
            self._write({key: value for key, value in self.known.items() if key != name})

    def _kept(self, name: str, new: str) -> str:
        """What is kept under a name; at first `new` is."""
        if name not in (known := self.known):
            with self.directory.alone(FILE):
                if name not in (known := self.known):
                    known[name] = new
                    self._write(known)
        return known[name]

    def _write(self, known: dict[str, str]) -> None:
        self.directory.write_private(FILE, json.dumps(known, indent=1))


def read(directory: Directory) -> dict[str, str]:
    """What earlier starts kept."""
    path = directory.root / FILE
    if not path.exists():
        return {}
    try:
        known: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except PermissionError:
        raise StackError(
            f"{path} belongs to another user: run as that user, or choose another with --data"
        ) from None
    return known
