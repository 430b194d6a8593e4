"""Rows that are too many to be held: in a file that is gone when the process ends.

Promises memory that does not grow with the rows, also while they are sorted.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

TOGETHER = 2000  # rows written by one statement
CACHE = 16_000  # KiB of pages in memory; a sort begins a file of its own beyond that


class Table:
    """One table; its columns have the types that Python gives them."""

    def __init__(self, *columns: str) -> None:
        # Made in one thread and perhaps read in another, never by two at a time that write.
        self._connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for setting in ("journal_mode = off", "temp_store = file", f"cache_size = -{CACHE}"):
            self._connection.execute(f"pragma {setting}")
        self._connection.execute(f"create table rows ({', '.join(columns)})")
        values = ", ".join("?" for _ in columns)
        self._insert = f"insert into rows values ({values})"  # noqa: S608 — nobody's text
        self._waiting: list[Sequence[Any]] = []
        self._rows = 0

    def __len__(self) -> int:
        return self._rows

    def add(self, row: Sequence[Any]) -> None:
        """One more."""
        self._rows += 1
        self._waiting.append(row)
        if len(self._waiting) >= TOGETHER:
            self._write()

    def index(self, *columns: str) -> None:
        """Find rows by these columns at once; when all are there."""
        self._write()
        self._connection.execute(f"create index rows_by on rows ({', '.join(columns)})")

    def read(self, query: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """Rows of a query over `rows`, one after the other."""
        self._write()
        yield from self._connection.execute(query, values)

    def _write(self) -> None:
        self._connection.execute("begin")
        self._connection.executemany(self._insert, self._waiting)
        self._connection.execute("commit")
        self._waiting.clear()
