"""Random passwords and keys of one data directory, made once and used again at the next start.

Promises a file that only the servers' user reads. Must not print or log a secret.
"""

import json
import secrets

from deploy.embedded.directory import Directory
from deploy.embedded.errors import StackError

FILE = "secrets.json"
BYTES = 32  # as hexadecimal: safe in URLs, SQL and NATS configuration without quoting rules


class Credentials:
    """Secrets by name; asking for a new name makes and keeps it."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.known: dict[str, str] = read(directory)

    def secret(self, name: str) -> str:
        """The secret of that name, 32 random bytes in hexadecimal."""
        if name not in self.known:
            self.keep(name, secrets.token_hex(BYTES))
        return self.known[name]

    def ring(self, name: str) -> str:
        """The ring of keys of that name, `id:key,…`; to exchange the key, put another in front."""
        if name not in self.known:
            self.keep(name, f"1:{secrets.token_hex(BYTES)}")
        return self.known[name]

    def keep(self, name: str, value: str) -> None:
        """Keep a value under a name."""
        self.known[name] = value
        self.directory.write_private(FILE, json.dumps(self.known, indent=1))


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
