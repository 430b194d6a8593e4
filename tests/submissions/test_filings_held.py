"""Filings of one holder: found by what the portal calls him, until the erasure, and by no other.

Promises portals of its own. Must not wait for a clock.
"""

from __future__ import annotations

import random
import uuid
from typing import Any

import asyncpg
import pytest

from motcua.submissions.v1 import filings_pb2 as api
from motcua.submissions.v1 import personal_data_pb2 as persons
from tests.submissions.draft_client import DraftClient
from tests.submissions.house import House
from tests.submissions.place import Place
from tests.waiting import until


@pytest.fixture(scope="module")
async def place(house: House) -> Place:
    place = await Place(house).opened()
    await house.catalogue.officer(place.unit, "leader.test")
    return place


async def listed(house: House, portal: str, **asked: Any) -> list[str]:
    """The names of all pages."""
    found, token = list[str](), ""
    while True:
        request = api.ListFilingsRequest(page_size=2, page_token=token, **asked)
        page = await house.filings.ListFilings(request, **house.caller("portal", "*", portal))
        found += [each.name for each in page.filings]
        if not (token := page.next_page_token):
            return found


async def test_each_holder_has_his_own_and_no_other_portals(place: Place) -> None:
    house, chance = place.house, random.Random(3)
    portals, holders = ["p-1", "p-2"], ["h-1", "h-2", ""]
    own: dict[tuple[str, str], set[str]] = {}
    numbers: dict[str, tuple[str, str, str]] = {}
    for n in range(30):
        portal, holder = chance.choice(portals), chance.choice(holders)
        caller = house.caller("portal", "*", portal)
        request = place.submission(holder=holder, channel=1 + n % 2)
        done = (await house.calls.SubmitDossier(request, **caller)).dossier
        own.setdefault((portal, holder), set()).add(done.name)
        numbers[done.number] = (portal, holder, done.name)
    for portal in portals:
        every = await listed(house, portal)
        assert set(every) == {n for (of, _), names in own.items() if of == portal for n in names}
        for holder in holders[:2]:
            for order in (1, 2):
                found = await listed(house, portal, holder=holder, order=order)
                assert len(found) == len(set(found))
                assert set(found) == own.get((portal, holder), set())
            by_post = await listed(house, portal, holder=holder, channel=2)
            assert set(by_post) < set(found)
            assert await listed(house, portal, holder=holder, statuses=[9]) == []
        assert await listed(house, portal, holder="h-3") == []
    for number, (portal, holder, name) in numbers.items():
        for asked in holders[:2]:
            found = await listed(house, portal, holder=asked, number=number)
            assert found == ([name] if asked == holder else [])


async def test_of_a_draft_the_holder_stays_with_the_dossier(house: House) -> None:
    client = DraftClient(house, portal="p-drafts", holder="h-7")
    done = await client.submit(await client.create())
    assert await listed(house, "p-drafts", holder="h-7") == [done.dossier.name]
    assert await listed(house, "p-drafts", holder="h-8") == []


async def test_a_repeat_keeps_what_the_first_time_did_not(place: Place) -> None:
    house, caller = place.house, place.house.caller("portal", "*", "p-repeats")
    request = place.submission(holder="h-1")
    done = await house.calls.SubmitDossier(request, **caller)
    connection = await asyncpg.connect(house.database.owner_dsn)
    await connection.execute("delete from filing_holders")  # as if it had ended between both
    await connection.close()
    assert await listed(house, "p-repeats", holder="h-1") == []
    assert await house.calls.SubmitDossier(request, **caller) == done
    assert await listed(house, "p-repeats", holder="h-1") == [done.dossier.name]


async def test_what_a_portal_calls_somebody_is_stored_nowhere_and_goes_with_the_erasure(
    place: Place,
) -> None:
    house, holder = place.house, f"so-dinh-danh-{uuid.uuid4()}"
    caller = house.caller("portal", "*", "p-erased")
    request = place.submission(holder=holder, applicant={"full_name": "Nguyễn Văn An"})
    name = (await house.calls.SubmitDossier(request, **caller)).dossier.name
    connection = await asyncpg.connect(house.database.owner_dsn)
    tables = await connection.fetch("select tablename from pg_tables where schemaname = 'public'")
    for each in tables:
        rows = await connection.fetch(f'select t::text as said from "{each["tablename"]}" t')
        plain = [
            row for row in rows if holder in row["said"] or holder.encode().hex() in row["said"]
        ]
        assert not plain, each["tablename"]
    erasing = persons.EraseDossierRequest(
        name=name, reason_code="ordered", request_id=str(uuid.uuid4())
    )
    await house.persons.EraseDossier(erasing, **house.caller("leader", "*", "leader.test"))
    held = "select count(*) = 0 from filing_holders where portal = 'p-erased'"
    await until(lambda: connection.fetchval(held))
    await connection.close()
    assert await listed(house, "p-erased", holder=holder) == []
    await house.calls.SubmitDossier(request, **caller)  # a repeat brings nothing back
    assert await listed(house, "p-erased", holder=holder) == []
    assert await listed(house, "p-erased") == [name]
