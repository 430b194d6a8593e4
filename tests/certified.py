"""Certificates of tests: an authority, and files that it issued, in a directory of their own.

Promises files as an operator has them, keys with mode 0600, each exchanged at once.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from deploy.embedded.authority import Authority, Issued
from services.chassis.tls.client import ClientTls

HOSTS = ("localhost", "127.0.0.1")
LONG_AGO = datetime.now(UTC) - timedelta(days=30)


class Certified:
    """A directory with the certificate of an authority, and what it issues."""

    def __init__(self, directory: Path, name: str = "test authority") -> None:
        self.directory = directory
        self.authority = Authority.made(name)
        self.ca = str(write(directory / "ca.crt", self.authority.pem.certificate))

    def issue(self, name: str, **options: Any) -> tuple[str, str]:
        """The files of a certificate and its key; those of the same name are exchanged."""
        options.setdefault("hosts", HOSTS)
        return self.keep(name, self.authority.issue(name, **options))

    def expired(self, name: str) -> tuple[str, str]:
        """The same, of a certificate that was in force."""
        return self.issue(name, now=LONG_AGO)

    def keep(self, name: str, issued: Issued) -> tuple[str, str]:
        certificate = write(self.directory / f"{name}.crt", issued.certificate)
        key = write(self.directory / f"{name}.key", issued.key)
        return str(certificate), str(key)

    def client(self, name: str = "", **options: Any) -> ClientTls:
        """A client that believes the authority, with a certificate of that name."""
        certificate, key = self.issue(name) if name else ("", "")
        return ClientTls(ca=self.ca, certificate=certificate, key=key, **options)


def write(path: Path, text: str) -> Path:
    """Replace a file at once."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    new.replace(path)
    return path
