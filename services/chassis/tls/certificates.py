"""Certificates, keys and authorities in files of PEM, checked when they are read.

Promises that a certificate is in force and fits its key, and an error that names the file. Must not
put what a key file holds into a message.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import load_pem_private_key

Stamp = tuple[tuple[int, int, int] | None, ...]
FOR_OTHERS = 0o007  # a group may read a key, as with secrets that an orchestrator mounts


class Unusable(ValueError):  # noqa: N818 — what is the case
    """A file that cannot be used; the text names it and says why."""


@dataclass(frozen=True)
class Pair:
    """A certificate with those that lead to its authority, and its key."""

    chain: bytes
    key: bytes = field(repr=False)
    began: datetime
    expires: datetime


def read_pair(certificate: str, key: str) -> Pair:
    """Raises Unusable where they do not fit each other, or the certificate is not in force."""
    chain, secret = read(certificate), read(key)
    if Path(key).stat().st_mode & FOR_OTHERS:
        raise Unusable(f"{key} can be read by everybody: chmod o= it")
    first = loaded(certificate, chain)[0]
    since, until = first.not_valid_before_utc, first.not_valid_after_utc
    if not since <= datetime.now(UTC) < until:
        raise Unusable(f"{certificate} is in force from {since:%Y-%m-%d} to {until:%Y-%m-%d} only")
    if first.public_key() != public_key(key, secret):
        raise Unusable(f"{key} is not the key of {certificate}")
    return Pair(chain, secret, since, until)


def read_authorities(path: str) -> bytes:
    """Whose certificates are believed: one authority or several."""
    found = read(path)
    loaded(path, found)
    return found


def public_key(path: str, secret: bytes) -> PublicKeyTypes:
    """Of a private key without a passphrase."""
    try:
        return load_pem_private_key(secret, password=None).public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Unusable(f"{path} is no private key in PEM without a passphrase") from None


def loaded(path: str, content: bytes) -> list[x509.Certificate]:
    """One certificate at least."""
    try:
        return x509.load_pem_x509_certificates(content)
    except ValueError:
        raise Unusable(f"{path} is no certificate in PEM") from None


def read(path: str) -> bytes:
    """Raises Unusable for a file that cannot be read."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise Unusable(f"{path} cannot be read ({error.strerror})") from None


def stamp(paths: Iterable[str]) -> Stamp:
    """Differs when one of the files was replaced, or a link in its path leads elsewhere."""
    return tuple(map(_stamp, paths))


def _stamp(path: str) -> tuple[int, int, int] | None:
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
