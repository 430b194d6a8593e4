"""A directory of backups: `TIME/` each, and for all of them `wal/` and the objects `blobs/`.

Promises one database per directory, that a backup appears whole or not at all, and that what no
kept one needs is removed by the rule alone. Must hold no keys.
"""

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from deploy.embedded.backups import manifest, wal
from deploy.embedded.backups.manifest import BadBackup, Manifest
from deploy.embedded.errors import StackError

MARK = "motcua-backups.json"  # says whose they are
LOCK = "backup.lock"  # one backup at a time
BLOBS = "blobs"
BASE = "base"
OF_POSTGRES = "backup_manifest"
UNFINISHED = ".new"


@dataclass(frozen=True)
class Repository:
    """One such directory."""

    root: Path

    @property
    def wal(self) -> Path:
        """The archive."""
        return self.root / wal.FOLDER

    @property
    def blobs(self) -> Path:
        """Objects of all backups; each is written once, since none is ever changed."""
        return self.root / BLOBS

    def base(self, name: str) -> Path:
        """A backup's copy of the database."""
        return self.root / name / BASE

    def folders(self) -> list[Path]:
        """Of all backups, whole or not, the oldest first."""
        found = (each for each in self.root.iterdir() if each.name[:2].isdecimal())
        return sorted(each for each in found if not each.name.endswith(UNFINISHED))

    def manifests(self) -> list[Manifest]:
        """Of those that can be read, the oldest first."""
        found = []
        for folder in self.folders():
            try:
                found.append(manifest.read(folder))
            except BadBackup:
                continue
        return found

    def system(self) -> str:
        """Whose backups they are, by PostgreSQL's number of the database; empty where none are."""
        mark = self.root / MARK
        return str(json.loads(mark.read_text(encoding="utf-8"))["system"]) if mark.exists() else ""

    def claim(self, system: str) -> None:
        """Take the directory for one database. Raises StackError where it holds something else."""
        if (owner := self.system()) == system:
            return
        if owner:
            raise StackError(f"{self.root} holds backups of another database: choose another")
        if any(each.name != LOCK for each in self.root.iterdir()):
            raise StackError(f"{self.root} holds something else: choose another directory")
        (self.root / MARK).write_text(json.dumps({"system": system}), encoding="utf-8")

    def remove_unfinished(self) -> None:
        """What earlier calls left that were broken off."""
        for folder in self.root.glob(f"*{UNFINISHED}"):
            shutil.rmtree(folder)

    def chosen(self, name: str | None, at: datetime | None) -> Manifest:
        """The one of that name, else the newest that a moment can be reached from. Raises
        StackError; a bad one is refused, and never passed over for an older one.
        """
        if not self.system():
            raise StackError(f"{self.root} holds no backups")
        folders = [self.root / name] if name else self.folders()
        for folder in reversed(folders):
            found = manifest.read(folder)
            if at is None or found.ended_at <= at:
                return found
        if not folders:
            raise StackError(f"{self.root} holds no backups")
        raise StackError(f"{self.root} reaches no moment before {found.ended}")

    def check(self, found: Manifest) -> None:
        """Raises BadBackup with every fault."""
        faults = database_faults(self.base(found.name), found)
        faults += [f"{BLOBS}/{fault}" for fault in differing(self.blobs, found.blobs)]
        faults += wal.faults(self.wal, since=found.first_segment)
        if faults:
            raise BadBackup(f"{self.root / found.name} is bad:\n" + "\n".join(faults))

    def prune(self, *, days: int, now: datetime | None = None) -> list[str]:
        """Remove backups that ended longer ago, never the newest, and what only they needed."""
        known = self.manifests()
        limit = (now or datetime.now(UTC)) - timedelta(days=days)
        gone = [each for each in known[:-1] if each.ended_at < limit]
        for each in gone:
            shutil.rmtree(self.root / each.name)
        kept = [each for each in known if each not in gone]
        if gone:
            wal.remove_before(self.wal, kept[0].first_segment)
            remove_objects(self.blobs, {name for each in kept for name in each.blobs})
        return [each.name for each in gone]


def database_faults(base: Path, found: Manifest) -> list[str]:
    """Files of the copy that are not as PostgreSQL's manifest lists them. Its own program
    `pg_verifybackup` is not asked: that of the wheel crashes where it has something to report.
    """
    listed = base / OF_POSTGRES
    if not listed.is_file() or manifest.digest(listed) != found.database:
        return [f"{BASE}/{OF_POSTGRES}: changed or missing"]
    files = json.loads(listed.read_text(encoding="utf-8"))["Files"]
    expected = {each["Path"]: each["Checksum"] for each in files}
    return [f"{BASE}/{fault}" for fault in differing(base, expected)]


def differing(folder: Path, expected: Mapping[str, str]) -> list[str]:
    """Of files by their SHA-256, those that are changed or missing."""
    faults = []
    for name, digest in expected.items():
        path = folder / name
        if not path.is_file():
            faults.append(f"{name}: missing")
        elif manifest.digest(path) != digest:
            faults.append(f"{name}: changed")
    return faults


def remove_objects(folder: Path, kept: Iterable[str]) -> None:
    """Those that no kept backup names."""
    names = set(kept)
    for path in list(folder.rglob("*")):
        if path.is_file() and str(path.relative_to(folder)) not in names:
            path.unlink()
