"""What a backup covers, with checksums, in a file that is written last.

Promises that a folder without it is no backup.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from deploy.embedded.errors import StackError

FILE = "manifest.json"
READ_AT_ONCE = 1 << 20


class BadBackup(StackError):  # noqa: N818 — what it is
    """It is not whole; the text names it and every fault."""


@dataclass(frozen=True)
class Manifest:
    """Of one backup. The database's own files stand with theirs in `base/backup_manifest`, which
    PostgreSQL wrote.
    """

    name: str
    version: str  # of Motcua
    system: str  # PostgreSQL's number of the database, which its copies share
    began: str
    ended: str  # from this moment on it can be restored to any that the archive reaches
    first_segment: str
    last_segment: str  # of the write-ahead log up to its end
    positions: dict[str, int]  # of each service's log, which it reaches at least
    database: str  # SHA-256 of PostgreSQL's manifest
    blobs: dict[str, str]  # SHA-256 of each object
    keys: str  # SHA-256 over those that were copied with it, apart; empty where none were

    @property
    def ended_at(self) -> datetime:
        """The same as a time."""
        return datetime.fromisoformat(self.ended)


def write(folder: Path, manifest: Manifest) -> None:
    """Its checksum stands in it, over everything else."""
    content = asdict(manifest)
    text = json.dumps({**content, "checksum": checksum(content)}, indent=1)
    (folder / FILE).write_text(text, encoding="utf-8")


def read(folder: Path) -> Manifest:
    """Raises BadBackup."""
    try:
        found: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
        if found.pop("checksum") != checksum(found):
            raise BadBackup(f"{folder}: {FILE} was changed")
        return Manifest(**found)
    except FileNotFoundError:
        raise BadBackup(f"{folder} is not complete: it has no {FILE}") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadBackup(f"{folder}: {FILE} cannot be read") from None


def checksum(content: dict[str, Any]) -> str:
    """The same whatever the order and spaces."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digests(folder: Path) -> dict[str, str]:
    """Of all files below a folder, by their paths in it."""
    files = (each for each in sorted(folder.rglob("*")) if each.is_file())
    return {str(each.relative_to(folder)): digest(each) for each in files}
