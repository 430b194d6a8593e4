"""Records of other systems, found by the numbers that they had there.

Given sources of this module's own, two of which use the same key, and a number that was given here.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import asyncpg
import pytest

from motcua.submissions.v1 import dossier_queries_pb2 as queries
from motcua.submissions.v1 import filings_pb2 as filings
from motcua.submissions.v1 import petition_events_pb2 as petition_events
from motcua.submissions.v1 import petitions_pb2 as petitions
from services.chassis.database import SQL
from services.submissions.__main__ import MIGRATIONS
from services.submissions.api.petitions.backfill import name_of as petition_of
from services.submissions.queries import sources
from tests.submissions.house import House
from tests.submissions.petition_client import Petitions
from tests.submissions.test_petitions_recorded import Source, step
from tests.submissions.test_records_served import DAY, record
from tests.templates import Templates

KEY = "HS 2019/0042-đ"
BOUND = """
  insert into events (position, stream, version, event_id, command_id, n, fingerprint, type,
    subject, occurred_at, recorded_at, actor, traceparent, payload)
  select (select count(*) from events) + n, stream, 1, uuidv7(), uuidv7(), 0, '',
    'motcua.submissions.v1.SourceBound', $2, now(), now(), '', '', ''
  from unnest($1::text[]) with ordinality as r (stream, n)
"""


async def found(house: House, number: str, role: str = "officer", **asked: Any) -> list[Any]:
    """Source and key of each dossier that has the number, by name."""
    unit, subject = asked.pop("caller", ("*", ""))
    request = queries.ListDossiersRequest(number=number, **asked)
    answer = await house.queries.ListDossiers(request, **house.caller(role, unit, subject))
    return sorted((each.origin.source, each.origin.key) for each in answer.dossiers)


@pytest.fixture(scope="module", autouse=True)
async def records(house: House) -> None:
    for source in ("onestop-a", "onestop-b"):
        await house.backfill([record(KEY), record(f"only {source}")], source=source)


async def test_a_record_is_found_by_its_number_there_in_every_source(house: House) -> None:
    assert await found(house, "only onestop-b") == [("onestop-b", "only onestop-b")]
    assert await found(house, KEY) == [("onestop-a", KEY), ("onestop-b", KEY)]
    assert await found(house, KEY, page_size=1) != await found(house, KEY)
    assert await found(house, "HS 2019/0042-d") == []
    assert await found(house, "") != []  # no number is asked for


async def test_pages_of_a_number_list_each_record_once(house: House) -> None:
    names, token = list[str](), ""
    while True:
        request = queries.ListDossiersRequest(number=KEY, page_size=1, page_token=token)
        page = await house.queries.ListDossiers(request, **house.caller("officer"))
        names += [each.name for each in page.dossiers]
        if not (token := page.next_page_token):
            break
    assert len(names) == len(set(names)) == 2


async def test_a_number_that_was_given_here_is_found_beside_a_key_that_is_the_same(
    house: House,
) -> None:
    own = (await house.submit()).dossier
    assert await found(house, own.number) == [("", "")]
    await house.backfill([record(own.number)], source="onestop-c")
    assert await found(house, own.number) == [("", ""), ("onestop-c", own.number)]


@pytest.mark.parametrize(
    ("role", "unit"), [("officer", "units/other"), ("portal", "*"), ("portal", "units/ward")]
)
async def test_it_is_shown_to_nobody_whom_it_does_not_concern(
    house: House, role: str, unit: str
) -> None:
    asked = "" if unit == "*" else unit
    assert await found(house, KEY, role, caller=(unit, "somebody"), unit=asked) == []


async def test_it_is_found_again_once_the_tables_were_made_anew(house: House) -> None:
    await house.stop()
    await house.forget("numbers", "acceptances")
    await house.start()
    assert await found(house, KEY) == [("onestop-a", KEY), ("onestop-b", KEY)]


async def test_a_petition_is_found_by_its_number_there(house: House) -> None:
    source = Source(await Petitions(house).opened())
    await source.tells("PA 17/2019", step(petition_events.PETITION_STATUS_RECEIVED, 0 * DAY))
    request = petitions.ListPetitionsRequest(number="PA 17/2019")
    answer = await house.petitions.ListPetitions(request, **house.caller("officer"))
    assert [each.name for each in answer.petitions] == [petition_of(source.name, "PA 17/2019")]
    elsewhere, request.unit = house.caller("officer", "units/other"), "units/other"
    assert not (await house.petitions.ListPetitions(request, **elsewhere)).petitions


async def test_no_number_of_sources_makes_a_search_long(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first ones that were bound are tried, whoever binds more of them after; not by name."""
    await house.backfill([record(KEY)], source="a-name-before-all-others")
    assert len(await found(house, KEY)) == 3
    monkeypatch.setattr(sources, "MOST_TRIED", 2)
    assert await found(house, KEY) == [("onestop-a", KEY), ("onestop-b", KEY)]


async def test_a_source_is_known_whoever_bound_it(templates: Templates) -> None:
    """Also by a process of before, beside this one: it is in the log. In turn the first of each
    unit, and before all others those of the units that are asked about.
    """
    of = {name: sources.subject_of([f"units/{name}"]) for name in ("a", "b", "c")}
    names = {unit: [f"{unit}{n}/{'aä_Z.'[n % 5]}" for n in range(900)] for unit in of}
    async with (
        templates.lent("submissions", [SQL, MIGRATIONS]) as database,
        connected(database.owner_dsn) as pool,
    ):
        rows = sources.SourceRows(SimpleNamespace(pool=pool))  # type: ignore[arg-type]
        await pool.execute(BOUND, ["beside/1"], of["a"])
        for unit, those in names.items():
            await pool.execute(BOUND, [f"sources/{each}" for each in those], of[unit])
        found = await rows.tried(None)
        assert len(found) == sources.MOST_TRIED
        assert found[:4] == [names["a"][0], names["b"][0], names["c"][0], names["a"][1]]
        near = await rows.tried(["units/c", "units/d"])
        assert near == [*names["c"], *(names[unit][n] for n in range(50) for unit in "ab")]
        assert await rows.bound_by(["units/b"]) == 900


@asynccontextmanager
async def connected(dsn: str) -> AsyncIterator[Any]:
    """A pool."""
    async with asyncpg.create_pool(dsn, min_size=1, max_size=1) as pool:
        yield pool


async def test_a_portals_filings_are_found_without_trying_sources(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No record of another system is a portal's."""
    own = (await house.submit()).dossier
    monkeypatch.setattr(sources.SourceRows, "tried", None)
    request = filings.ListFilingsRequest(number=own.number)
    listed = await house.filings.ListFilings(request, **house.caller("portal"))
    assert [each.name for each in listed.filings] == [own.name]
