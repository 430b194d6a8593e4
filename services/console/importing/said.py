"""What was said already of each name: on disk, beyond what little memory it takes.

Promises that a name is told from every other, and what was said of it first, in memory that does
not grow with a table. Keeps digests of names and texts, in a file without a name that is gone at
the end.
"""

import sqlite3
from hashlib import blake2b
from typing import NamedTuple

BYTES = 16  # of a digest: of 10 million names no two have the same, but for one table in 10^24
MAKE = """
create table said (name blob primary key, content blob not null, line not null) without rowid;
pragma cache_size = -4000; -- KiB
pragma journal_mode = off;
"""
ADD = "insert into said (name, content, line) values (?, ?, ?) on conflict do nothing"
FIND = "select content, line from said where name = ?"


def digest(content: bytes) -> bytes:
    """What tells contents apart."""
    return blake2b(content, digest_size=BYTES).digest()


class First(NamedTuple):
    """Where something was said of a name first."""

    line: int | str
    differs: bool  # from what is said now


class Said:
    """Names with what was said of each."""

    def __init__(self) -> None:
        self.kept = sqlite3.connect("", isolation_level=None)  # a temporary file of SQLite's own
        self.kept.executescript(MAKE)
        self.kept.execute("begin")

    def before(self, name: str, content: bytes = b"", line: int | str = 0) -> First | None:
        """What was said before of this name; where nothing was, this is from now on."""
        key, said = digest(name.encode()), digest(content)
        if self.kept.execute(ADD, (key, said, line)).rowcount:
            return None
        first, line = self.kept.execute(FIND, (key,)).fetchone()
        return First(line, differs=first != said)

    def __contains__(self, name: str) -> bool:
        """Whether anything was said of it."""
        return self.kept.execute(FIND, (digest(name.encode()),)).fetchone() is not None

    def __bool__(self) -> bool:
        """Whether anything was said at all."""
        return self.kept.execute("select 1 from said limit 1").fetchone() is not None
