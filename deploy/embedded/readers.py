"""Readers of the streams that are added, rotated and removed while NATS runs.

Promises that a password lies in files of mode 0600 only, and that two commands at once do not undo
one another. Must not touch the accounts that come with the software.
"""

import json
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace

from deploy.embedded.accounts import (
    STREAMS,
    Account,
    Users,
    accounts_file,
    passwords_file,
    reader,
)
from deploy.embedded.credentials import BYTES
from deploy.embedded.directory import Directory
from deploy.embedded.errors import StackError, UnsuitableReader
from deploy.embedded.leafnodes import Leafnodes

FILE = "readers.json"
NAME = re.compile("[a-z][a-z0-9-]{0,39}")


@dataclass(frozen=True)
class Reader:
    """Which streams it reads, its password, and whether it is another server."""

    reads: tuple[str, ...]
    password: str
    is_leaf: bool = False


class Readers:
    """Those of one data directory."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory

    def known(self) -> dict[str, Reader]:
        """By name, in alphabetical order."""
        path = self.directory.root / FILE
        try:
            kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        except PermissionError:
            raise StackError(f"{path} belongs to another user: run as that user") from None
        return {
            name: Reader(tuple(each["reads"]), each["password"], each.get("is_leaf", False))
            for name, each in sorted(kept.items())
        }

    def add(
        self, name: str, reads: Sequence[str], *, taken: Iterable[str], is_leaf: bool = False
    ) -> Reader:
        """A new one; `taken` are the accounts that come with the software."""
        refuse_unsuitable(name, reads)
        with self.changing() as known:
            if name in known or name in taken:
                raise UnsuitableReader(f"there is an account {name} already: choose another name")
            known[name] = made = Reader(tuple(reads), new_password(), is_leaf)
        return made

    def rotate(self, name: str) -> Reader:
        """Another password; the one before ends with the reload."""
        with self.changing() as known:
            known[name] = made = replace(require(known, name), password=new_password())
        return made

    def remove(self, name: str) -> None:
        """Its account ends with the reload."""
        with self.changing() as known:
            require(known, name)
            del known[name]

    def configure(self, accounts: Iterable[Account], users: Users) -> None:
        """Write what NATS includes: these accounts, all readers that were added, and members."""
        with self.locked():
            added = self.known()
            readers = (
                reader(name, reads=each.reads, is_leaf=each.is_leaf) for name, each in added.items()
            )
            all_of = (*accounts, *readers, *Leafnodes(self.directory).accounts())
            every = {**users, **{name: {name: each.password} for name, each in added.items()}}
            for file, text in (
                ("passwords.conf", passwords_file(every)),
                ("accounts.conf", accounts_file(all_of, every)),
            ):
                self.directory.write_private(file, text, for_servers=True)

    @contextmanager
    def changing(self) -> Iterator[dict[str, Reader]]:
        """What is known, and kept as the block leaves it."""
        with self.locked():
            known = self.known()
            yield known
            kept = {name: asdict(each) for name, each in known.items()}
            self.directory.write_private(FILE, json.dumps(kept, indent=1))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Alone among commands, and the stack when it starts NATS."""
        with self.directory.alone(FILE):
            yield


def refuse_unsuitable(name: str, reads: Sequence[str]) -> None:
    """UnsuitableReader for a name that is none, or a stream that nobody owns."""
    if not NAME.fullmatch(name):
        raise UnsuitableReader(
            f"{name!r} is no name of a reader: lower-case letters, digits and hyphens, at most 40, "
            "beginning with a letter"
        )
    if unknown := [each for each in reads if each not in STREAMS]:
        raise UnsuitableReader(f"no stream {', '.join(unknown)}: there are {', '.join(STREAMS)}")
    if not reads or len(set(reads)) < len(reads):
        raise UnsuitableReader("name each stream to read once, and one at least")


def require(known: Mapping[str, Reader], name: str) -> Reader:
    """UnsuitableReader where it was never added."""
    if name not in known:
        there = ", ".join(known) or "none yet"
        raise UnsuitableReader(f"no reader {name} was added here; there are: {there}")
    return known[name]


def new_password() -> str:
    """Hexadecimal: safe in URLs and in NATS's configuration."""
    return secrets.token_hex(BYTES)
