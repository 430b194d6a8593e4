"""Pages of lists of dossiers, by every statement that may answer one, against a plain choice.

Promises a table with many equal dues and submissions, dossiers without a due and without a known
submission, and lists of every combination of what may be asked. Must not know which statement is
chosen when: it is forced.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.chassis.database import SQL, Pool, open_pool, statements
from services.submissions.__main__ import MIGRATIONS
from services.submissions.domain.dossier.listed import LONG_AGO, NEVER, WEEK, Listed
from services.submissions.queries import dossier_lists
from services.submissions.queries.catalogue import SQL as OWN_SQL
from services.submissions.queries.dossier_lists import FOR_LISTS, After, Listing, Wanted
from tests.templates import Templates

ROWS = 300
UNITS = [f"units/w{n}" for n in range(6)]
DAY = 86_400_000_000
NOW = 1_767_225_600_000_000
DUES = [NOW + n * DAY * 5 // 2 for n in range(-8, 8)]  # so that many dossiers share one
SUBMISSIONS = [LONG_AGO, *(NOW - n * DAY for n in range(12))]
OFFICERS, PORTALS = ["", "an", "ba"], ["", "p1", "p2"]
SERVICES = ["services/a", "services/b"]


def drawn(chance: random.Random) -> Listed:
    """A dossier's row."""
    status = chance.choice([0, 1, 2, 4, 4, 5, 7, 9, 10, 10, 10])
    return Listed(
        dossier=UUID(int=chance.getrandbits(128)),
        unit=chance.choice(UNITS),
        receiving_unit=chance.choice(UNITS),
        status=status,
        accepted=status not in {1, 7} and chance.random() < 0.8,
        due=chance.choice([NEVER, *DUES]),
        submitted=chance.choice(SUBMISSIONS),
        assignee=chance.choice(OFFICERS),
        portal=chance.choice(PORTALS),
        service=chance.choice(SERVICES),
        channel=chance.choice([1, 2]),
    )


class Place(NamedTuple):
    """The table, and what it holds."""

    pool: Pool
    rows: list[Listed]
    loop: asyncio.AbstractEventLoop


@pytest.fixture(scope="module")
async def place(templates: Templates) -> AsyncIterator[Place]:
    chance = random.Random(5)
    rows = [drawn(chance) for _ in range(ROWS)]
    async with (
        templates.lent("submissions", [SQL, MIGRATIONS]) as database,
        await open_pool(database.dsn, settings=FOR_LISTS) as pool,
    ):
        contents = [(*row, str(row.dossier).encode()) for row in rows]
        columns = [list(column) for column in zip(*contents, strict=True)]
        await pool.execute(statements(OWN_SQL)["keep_dossiers"], *columns)
        filed = [row for row in rows if row.portal]
        kept = [(row.dossier, row.portal, 1, str(row.dossier).encode()) for row in filed]
        columns = [list(column) for column in zip(*kept, strict=True)]
        await pool.execute(statements(OWN_SQL)["keep_filings"], *columns)
        for row in filed:
            held = (row.dossier, row.portal, holder_of(row))
            await pool.execute(statements(OWN_SQL)["keep_filing_holder"], *held)
        yield Place(pool, rows, asyncio.get_running_loop())


def holder_of(row: Listed) -> bytes:
    """One of three of each portal."""
    return f"{row.portal} {row.dossier.int % 3}".encode()


@dataclass(frozen=True)
class Tuning:
    """How much a way costs, as far as the choice of one knows."""

    ENTRIES: int
    PAGES: int
    CELL: int
    SORTED: int
    NARROW: int


# Walk once or in steps, merge at once, sort and then merge, weeks at once or after a walk.
TUNINGS = [
    Tuning(1000, 2, 12, 5000, 26), Tuning(1, 0, 10**6, 5000, 26), Tuning(30, 0, 10**6, 5000, 26),
    Tuning(1, 0, 0, 5000, 26), Tuning(1, 0, 0, 3, 26), Tuning(1, 1, 10**6, 5000, 0),
    Tuning(9, 0, 3, 5, 1),
]  # fmt: skip
MAYBE_DUE = st.one_of(st.none(), st.sampled_from(DUES), st.integers(DUES[0], DUES[-1]))


@st.composite
def lists(draw: Any) -> Wanted:
    """What may be asked."""
    begins, ends = draw(MAYBE_DUE), draw(MAYBE_DUE)
    until = NEVER if begins is None else NEVER - 1
    return Wanted(
        units=draw(st.lists(st.sampled_from(UNITS), unique=True, max_size=6)),
        statuses=draw(st.sampled_from([(4,), (2, 4), (0,), tuple(range(1, 11)), (1, 2, 4, 5, 6)])),
        due_from=LONG_AGO if begins is None else begins,
        due_until=until if ends is None else ends,
        portal=draw(st.sampled_from([None, None, *PORTALS[1:]])),
        service=draw(st.sampled_from([None, None, *SERVICES])),
        channel=draw(st.sampled_from([None, None, 1])),
        assignee=draw(st.sampled_from([None, None, *OFFICERS[1:]])),
        accepted=draw(st.booleans()),
        by_submission=draw(st.booleans()),
    )


def chosen(rows: list[Listed], wanted: Wanted) -> list[str]:
    """By looking at every dossier."""
    found = [
        row
        for row in rows
        if row.unit in wanted.units
        and row.status in wanted.statuses
        and wanted.due_from <= row.due <= wanted.due_until
        and wanted.portal in {None, row.portal}
        and wanted.service in {None, row.service}
        and wanted.channel in {None, row.channel}
        and wanted.assignee in {None, row.assignee}
        and (wanted.dossiers is None or row.dossier in wanted.dossiers)
        and (row.accepted or not wanted.accepted)
    ]
    found.sort(key=lambda row: (-row.submitted if wanted.by_submission else row.due, row.dossier))
    return [str(row.dossier) for row in found]


async def paged(pool: Pool, wanted: Wanted, size: int) -> list[str]:
    """All pages as one; none is longer than asked for, and none but the last is shorter."""
    found: list[str] = []
    after: After | None = None
    while True:
        page = await Listing(pool, wanted).page(after, size)
        assert len(page) <= size
        found += [row["content"].decode() for row in page]
        if len(page) < size:
            return found
        after = After(page[-1]["key"], page[-1]["dossier"])


async def test_every_way_gives_the_same_pages(place: Place) -> None:
    def body(wanted: Wanted, size: int, tuning: Tuning) -> None:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in vars(tuning).items():
                patch.setattr(dossier_lists, name, value)
            paging = paged(place.pool, wanted, size)
            found = asyncio.run_coroutine_threadsafe(paging, place.loop).result(60)
        assert found == chosen(place.rows, wanted)

    checked = given(lists(), st.sampled_from([1, 2, 7, 50, 400]), st.sampled_from(TUNINGS))(body)
    checks = [HealthCheck.too_slow]
    await asyncio.to_thread(
        settings(max_examples=100, deadline=None, suppress_health_check=checks)(checked)
    )


@st.composite
def filings(draw: Any) -> Wanted:
    """What a portal may ask of what it submitted."""
    wanted, portal = draw(lists()), draw(st.sampled_from(PORTALS[1:]))
    holders = [f"{portal} {n}".encode() for n in draw(st.lists(st.integers(0, 2), max_size=2))]
    units = draw(st.sampled_from([None, wanted.units]))
    return replace(
        wanted,
        units=units,
        portal=portal,
        assignee=None,
        of_filings=True,
        holders=draw(st.sampled_from([None, holders])),
    )


async def test_every_way_gives_the_same_pages_of_filings(place: Place) -> None:
    def expected(wanted: Wanted) -> list[str]:
        received = [row._replace(unit=row.receiving_unit) for row in place.rows]
        held = [
            row for row in received if wanted.holders is None or holder_of(row) in wanted.holders
        ]
        everywhere = UNITS if wanted.units is None else wanted.units
        return chosen(held, replace(wanted, units=everywhere))

    def body(wanted: Wanted, size: int, tuning: Tuning, one: int) -> None:
        if one < len(place.rows):
            wanted = replace(wanted, dossiers=[each.dossier for each in place.rows[one : one + 3]])
        with pytest.MonkeyPatch.context() as patch:
            for name, value in vars(tuning).items():
                patch.setattr(dossier_lists, name, value)
            paging = paged(place.pool, wanted, size)
            found = asyncio.run_coroutine_threadsafe(paging, place.loop).result(60)
        assert found == expected(wanted)

    sizes = st.sampled_from([1, 2, 7, 50, 400])
    checked = given(
        filings(), sizes, st.sampled_from(TUNINGS), st.sampled_from([*range(20), *[10**6] * 60])
    )(body)
    checks = [HealthCheck.too_slow]
    await asyncio.to_thread(
        settings(max_examples=100, deadline=None, suppress_health_check=checks)(checked)
    )


async def test_one_dossier_is_listed_where_it_belongs(place: Place) -> None:
    one = next(row for row in place.rows if row.accepted and row.assignee and row.portal)
    wanted = Wanted(
        units=[one.unit], statuses=[one.status], due_from=one.due, due_until=one.due,
        portal=one.portal, service=one.service, channel=one.channel, assignee=one.assignee,
        accepted=True, dossiers=[one.dossier],
    )  # fmt: skip
    assert await paged(place.pool, wanted, 1) == [str(one.dossier)]
    others: list[dict[str, Any]] = [
        {"units": UNITS[:0]}, {"statuses": [6]}, {"due_from": one.due + 1},
        {"due_until": one.due - 1}, {"portal": "p"}, {"service": "s"}, {"channel": 7},
        {"assignee": "nobody"},
    ]  # fmt: skip
    for other in others:
        assert await paged(place.pool, replace(wanted, **other), 1) == [], other


def test_weeks_of_dues_are_many_only_for_wide_ranges() -> None:
    assert Wanted(due_from=NOW, due_until=NOW).weeks == 1
    assert Wanted(due_from=NOW, due_until=NOW + WEEK).weeks == 2
    assert Wanted(due_until=NOW).weeks > dossier_lists.NARROW
