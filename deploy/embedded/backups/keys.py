"""The keys of a stack, copied with a backup and kept apart from it: whoever has both can read all.

Promises a folder per backup that only its owner enters, and refuses to put keys where backups are.
"""

import shutil
from pathlib import Path

from deploy.embedded import publisher, readers, rings, secret_files, tls, tokens
from deploy.embedded.backups import manifest
from deploy.embedded.backups.manifest import BadBackup, Manifest
from deploy.embedded.backups.repository import MARK
from deploy.embedded.credentials import FILE as SECRETS
from deploy.embedded.directory import PRIVATE, Directory
from deploy.embedded.errors import StackError

FILES = (
    *(SECRETS, rings.FILE, readers.FILE, tokens.FILE, tokens.NEXT),
    *(publisher.KEY, publisher.CERTIFICATE, publisher.RETIRED),
)
FOLDERS = (secret_files.FOLDER, tls.FOLDER)


def must_be_apart(*directories: Path) -> None:
    """Raises StackError where one of these lies in another."""
    for each in directories:
        for other in directories:
            if each is not other and each.is_relative_to(other):
                raise StackError(
                    f"{each} lies in {other}: data, backups and keys each need a place of their own"
                )


def must_hold_no_backups(keys: Path) -> None:
    """Raises StackError where backups were put there, or above."""
    for each in (keys, *keys.parents):
        if (each / MARK).exists():
            raise StackError(f"{each} holds backups: keep keys apart from them")


def copy(data: Path, to: Path, name: str) -> str:
    """Those of a data directory under a backup's name; the digest of all of them."""
    to.mkdir(parents=True, exist_ok=True)
    new = to / f"{name}.new"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=PRIVATE)
    for file in FILES:
        if (data / file).exists():
            shutil.copy2(data / file, new / file)
    for folder in FOLDERS:
        if (data / folder).exists():
            shutil.copytree(data / folder, new / folder)
    new.rename(to / name)
    return manifest.checksum(dict(manifest.digests(to / name)))


def put_back(directory: Directory, found: Manifest, kept: Path | None) -> None:
    """Into a data directory that has none. Raises StackError where they are not those of the
    backup.
    """
    if (directory.root / SECRETS).exists():
        return
    if kept is None:
        raise StackError(f"{directory.root} has no keys: name the backup's with --keys")
    folder = kept / found.name
    if not folder.is_dir() or manifest.checksum(dict(manifest.digests(folder))) != found.keys:
        raise BadBackup(f"{folder} does not hold the keys of {found.name}, as they were copied")
    for path in folder.iterdir():
        if path.is_dir():
            shutil.copytree(path, directory.root / path.name)
        else:
            shutil.copy2(path, directory.root / path.name)
    for path in folder.rglob("*"):
        directory.keep(directory.root / path.relative_to(folder))


def remove(kept: Path, names: list[str]) -> None:
    """Of backups that went."""
    for name in names:
        shutil.rmtree(kept / name, ignore_errors=True)
