"""The files from which services, pages and database clients read their secrets, below `keys/`.

Services look at them again when they change: whoever exchanges a secret writes its file once more.
Promises files that only the directory's owner reads. Must hold nothing that `secrets.json` or
`token.key` does not.
"""

from pathlib import Path
from urllib.parse import quote, urlsplit

from deploy.embedded.credentials import Credentials
from deploy.embedded.directory import PRIVATE, Directory

FOLDER = "keys"
VERIFIERS = "tree-heads.{}"
SHORT = 20  # characters of the operator's password: 80 bits
# Which setting holds which ring of a service's keys.
KEYRINGS = {
    "MOTCUA_SECRET_KEYS": "secret",
    "MOTCUA_SEALING_KEYS": "sealing",
    "MOTCUA_LOG_KEYS": "log",
    "MOTCUA_TEST_PAYMENT_KEYS": "payments",
}


class SecretFiles:
    """Those of one data directory; each function writes a file as things are now."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.credentials = Credentials(directory)

    def rings(self, service: str) -> dict[str, Path]:
        """A service's rings of keys, by the names of its settings."""
        return {name: self.ring(f"{kind}.{service}") for name, kind in KEYRINGS.items()}

    def ring(self, name: str) -> Path:
        """One ring."""
        return self._written(name, self.credentials.ring(name))

    def bus(self, service: str, url: str) -> Path:
        """As whom, and where, a service finds NATS."""
        return self._written(f"nats.{service}", url)

    def password(self) -> Path:
        """The operator's, for the pages."""
        return self._written("pages.password", operators(self.credentials))

    def subjects(self) -> dict[str, str]:
        """The file of the key of pseudonyms, as a setting, the same in every service. Nobody
        exchanges it: everybody whom another issuer names would be somebody else.
        """
        path = self._written("subjects", self.credentials.secret("subjects"))
        return {"MOTCUA_SUBJECT_KEY_FILE": str(path)}

    def passfile(self, role: str) -> Path:
        """A role's password, as libpq and asyncpg read it at each connection."""
        return self._written(
            f"postgres.{role}", f"*:*:*:{role}:{self.credentials.secret(f'postgres.{role}')}"
        )

    def by_passfile(self, dsn: str) -> str:
        """The same address with the password in a file instead."""
        return by_passfile(dsn, self.passfile(urlsplit(dsn).username or ""))

    def public(self, name: str, text: str) -> Path:
        """What is no secret, and read in the same way."""
        return self._written(name, text)

    def keep_verifier(self, service: str, verifier: str) -> None:
        """Tree heads of a log are still believed by this public key, whose private one went."""
        lines = [*verifiers(self.directory.root, service), verifier]
        self._written(VERIFIERS.format(service), "\n".join(dict.fromkeys(lines)))

    def _written(self, name: str, text: str) -> Path:
        """The file, replaced where it says something else."""
        folder = self.directory.folder(FOLDER, mode=PRIVATE)
        self.directory.keep(folder)
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            self.directory.write_private(f"{FOLDER}/{name}", text)
        return path


def by_passfile(dsn: str, file: Path) -> str:
    """An address with the password in that file instead."""
    parts = urlsplit(dsn)
    query = "&".join(filter(None, (parts.query, f"passfile={quote(str(file), safe='')}")))
    where = f"{parts.username}@{parts.netloc.rpartition('@')[2]}"
    return parts._replace(netloc=where, query=query).geturl()


def verifiers(root: Path, service: str) -> list[str]:
    """Of the log keys that went."""
    path = root / FOLDER / VERIFIERS.format(service)
    return path.read_text(encoding="utf-8").split("\n") if path.exists() else []


def operators(credentials: Credentials) -> str:
    """With which whoever operates a stack signs in to its pages."""
    return credentials.secret("pages")[:SHORT]
