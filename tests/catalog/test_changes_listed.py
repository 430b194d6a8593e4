"""The history of a resource: every change, with who, why, and both times.

Promises the facts as they were recorded. Must not depend on the order of tests.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog.conftest import Running
from tests.catalog.desk import Desk, refusal
from tests.catalog.given import LEVEL_2, LEVEL_3

DAY = timedelta(days=1)


async def every(desk: Desk, name: str, *, size: int = 2) -> list[api.Change]:
    found: list[Any] = []
    token = ""
    while True:
        answer = await desk.act("ListChanges", name=name, page_size=size, page_token=token)
        found, token = [*found, *answer.changes], answer.next_page_token
        if not token:
            return found


async def test_a_history_says_what_when_why_and_by_whom(catalog: Running) -> None:
    desk = catalog.desk(subject="e7")
    start = datetime.now(UTC)
    city = await desk.unit()
    service = await desk.service(city.name)
    offering = await desk.offer(service.name, city.name, LEVEL_2)
    past = start - DAY / 2
    unit = await desk.unit(at=past, reason="Quyết định 12")
    opened, recorded, assessed = await every(desk, offering.name)
    kinds = [each.fact.TypeName().rpartition(".")[2] for each in (opened, recorded, assessed)]
    assert kinds == ["OfferingOpened", "CapabilitiesRecorded", "LevelsAssessed"]
    assert [each.version for each in (opened, recorded, assessed)] == [1, 2, 3]
    assert assessed.position == offering.position
    assert {each.actor for each in (opened, recorded, assessed)} == {"e7"}
    assert assessed.effective_time == opened.effective_time
    said = facts.OfferingOpened()
    assert opened.fact.Unpack(said)
    assert said.offering == opened.name == offering.name
    [change] = await every(desk, unit.name)
    assert (change.reason, change.effective_time.ToDatetime(UTC)) == ("Quyết định 12", past)
    assert change.recorded_time.ToDatetime(UTC) > start
    drafted, published = await every(desk, service.name)
    assert not drafted.HasField("effective_time")
    assert published.HasField("effective_time")


async def test_pages_go_on_where_the_last_one_ended(desk: Desk) -> None:
    city = await desk.unit()
    offering = await desk.offer((await desk.service(city.name)).name, city.name, LEVEL_2)
    first = await desk.act("ListChanges", name=offering.name, page_size=2)
    await desk.record(offering.name, LEVEL_3)
    rest = await desk.act(
        "ListChanges", name=offering.name, page_size=10, page_token=first.next_page_token
    )
    versions = [each.version for each in [*first.changes, *rest.changes]]
    assert versions == [1, 2, 3, 4, 5]
    assert rest.next_page_token == ""


async def test_calendars_and_targets_have_histories_too_and_strangers_have_none(desk: Desk) -> None:
    for name in ("calendars/none", "targets/none", "units/none"):
        asked = desk.act("ListChanges", name=name)
        assert await refusal(asked) == "NOT_FOUND NO_HISTORY name"
    for name in ("dossiers/a", "units/a/b", "x"):
        asked = desk.act("ListChanges", name=name)
        assert await refusal(asked) == "INVALID_ARGUMENT NAME_MALFORMED name"


async def test_the_public_sees_no_history(catalog: Running) -> None:
    asked = catalog.desk("").act("ListChanges", name="units/a")
    assert (await refusal(asked)).startswith("UNAUTHENTICATED")
