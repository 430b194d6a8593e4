"""Months of the whole tree in a table: a process that begins need not sum and sort those of units.

Promises what some process read in the state in which a position left the month; whether that is
still so is for the reader to judge. Must not be written for a month that is on the move.
"""

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from services.chassis.database import Pool, statements
from services.metrics.domain.digest import Block
from services.metrics.domain.periods import month_name
from services.metrics.settings import SQL


class Sum(NamedTuple):
    """How many items stand in a class, and how many of them an officer keyed in."""

    number: int
    n: int
    assisted: int


class Month(NamedTuple):
    """What is remembered of a definition's month since a position moved it."""

    moved: int
    sums: Sequence[Sum]
    block: Block | None = None  # its leaves, when somebody asked for a digest
    since: float = 0.0  # by the process's clock
    is_kept: bool = False  # with its leaves


async def known(pool: Pool, definition: str) -> dict[date, Month]:
    """All months of a definition that are kept, without their leaves."""
    rows = await pool.fetch(statements(SQL)["country_kept"], definition)
    return {
        row["month"]: Month(
            row["moved"],
            [Sum(*each) for each in zip(row["classes"], row["n"], row["assisted"], strict=True)],
            is_kept=True,
        )
        for row in rows
    }


async def blocks(pool: Pool, definition: str, months: Mapping[date, Month]) -> dict[date, Block]:
    """The leaves of those that are kept in the same state."""
    moved = [each.moved for each in months.values()]
    rows = await pool.fetch(statements(SQL)["country_kept_leaves"], definition, list(months), moved)
    found: dict[date, Block] = {}
    units: dict[str, tuple[str, ...]] = {}  # by their text: of most months it is the same
    for row in rows:
        if (text := row["units"]) not in units:
            units[text] = tuple(map(sys.intern, text.splitlines()))
        found[row["month"]] = Block(month_name(row["month"]), units[text], row["leaves"])
    return found


async def keep(pool: Pool, months: Mapping[tuple[str, date], Month]) -> None:
    """For processes that begin later; by definition and month, each with its leaves. What has moved
    since is not written.
    """
    rows = [
        (*key, each.moved, *arrays(each.sums), "\n".join(each.block.units), each.block.leaves)
        for key, each in months.items()
        if each.block
    ]
    await pool.executemany(statements(SQL)["country_keep"], rows)


def arrays(sums: Sequence[Sum]) -> tuple[list[int], ...]:
    """By column."""
    return tuple([each[place] for each in sums] for place in range(len(Sum._fields)))
