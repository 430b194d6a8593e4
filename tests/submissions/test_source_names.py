"""Names of sources: how many a unit takes, what operators list, bind and release, and that a number
is found whatever others bind.

Promises the whole service over a real log. Must not wait for a clock.
"""

from __future__ import annotations

import uuid
from typing import Any

import grpc
import pytest

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import sources_pb2 as api
from services.submissions.domain import sources as domain
from services.submissions.queries import sources as queries
from tests.submissions.house import House, refused
from tests.submissions.persons import run
from tests.submissions.test_old_numbers_found import KEY, found
from tests.submissions.test_records_served import record

A, B, C, D = (f"units/names-{each}" for each in "abcd")
OF = {each: f"services/birth/offerings/{each.removeprefix('units/')}" for each in (A, B, C, D)}
FACTS = "select type, payload from events where stream = $1 order by version"
WHY = "taken in error"


@pytest.fixture(scope="module", autouse=True)
async def units(house: House) -> None:
    for unit, offering in OF.items():
        await house.catalogue.unit(unit)
        await house.catalogue.offering(offering)


async def imports(house: House, unit: str, source: str, key: str = "1", **more: Any) -> Any:
    told = record(key, offering=OF[unit], **more)
    return await house.backfill([told], unit=unit, source=source)


async def bind(house: House, source: str, *units: str, **more: Any) -> Any:
    usual = {"reason": WHY, "request_id": str(uuid.uuid4())} | more
    request = api.BindSourceRequest(source=source, units=units, **usual)
    return await house.sources.BindSource(request, **house.caller("operator"))


async def release(house: House, source: str, **more: Any) -> Any:
    usual = {"reason": WHY, "request_id": str(uuid.uuid4())} | more
    request = api.ReleaseSourceRequest(source=source, **usual)
    return await house.sources.ReleaseSource(request, **house.caller("operator"))


async def listed(house: House, size: int = 2) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    request = api.ListSourcesRequest(page_size=size)
    while True:
        page = await house.sources.ListSources(request, **house.caller("operator"))
        names |= {each.source: list(each.units) for each in page.sources}
        if not (token := page.next_page_token):
            return names
        request.page_token = token


async def test_a_name_that_was_squatted_is_released_and_its_unit_imports(house: House) -> None:
    rooted = {"root_source": "system-of-b", "root_key": "1"}
    assert (await imports(house, A, "system-of-a", **rooted)).added == 1
    why = await refused(imports(house, B, "system-of-b"))
    assert why.reason == "SOURCE_NOT_YOURS"
    assert (await listed(house))["system-of-b"] == [A]
    asked = {"request_id": str(uuid.uuid4())}
    released = await release(house, "system-of-b", **asked)
    assert (list(released.units), released.reason) == ([], WHY)
    assert await release(house, "system-of-b", **asked) == released
    assert "system-of-b" not in await listed(house)
    assert (await imports(house, B, "system-of-b")).added == 1
    assert (await listed(house))["system-of-b"] == [B]
    kinds = [
        row["type"].rpartition(".")[2] for row in await run(house, FACTS, "sources/system-of-b")
    ]
    assert kinds == ["SourceBound", "SourceReleased", "SourceBound"]
    assert await found(house, "1", unit=B) == [("system-of-b", "1")]


async def test_a_source_that_has_brought_something_stays_bound(house: House) -> None:
    await imports(house, A, "brings")
    why = await refused(release(house, "brings"))
    assert (why.reason, why.field) == ("SOURCE_HOLDS_RECORDS", "source")
    why = await refused(release(house, "brin"))  # nobody's, whatever others are called
    assert (why.code, why.reason) == (grpc.StatusCode.NOT_FOUND, "SOURCE_NOT_BOUND")


async def test_an_operator_binds_a_name_to_whom_it_belongs(house: House) -> None:
    await imports(house, A, "of-both")
    bound = await bind(house, "of-both", B)
    assert (list(bound.units), bound.reason, bound.changed_by) == ([B], WHY, "operator.test")
    assert (await refused(imports(house, A, "of-both", "2"))).reason == "SOURCE_NOT_YOURS"
    assert (await imports(house, B, "of-both", "2")).added == 1
    assert list((await bind(house, "of-all")).units) == [""]
    assert (await refused(imports(house, A, "of-all"))).reason == "SOURCE_NOT_YOURS"
    why = await refused(bind(house, "of-nobody", "units/that-is-not"))
    assert (why.reason, why.field) == ("UNIT_UNKNOWN", "units")
    [row] = await run(house, FACTS, "sources/of-all")
    assert events.SourceBound.FromString(row["payload"]).reason == WHY


async def test_who_is_no_operator_of_the_whole_tree_is_refused(house: House) -> None:
    for role, unit in (("importer", "*"), ("operator", A)):
        caller = house.caller(role, unit)
        for method in ("ListSources", "BindSource", "ReleaseSource"):
            usual = {} if method == "ListSources" else {"source": "x", "reason": WHY}
            usual |= {} if method == "ListSources" else {"request_id": str(uuid.uuid4())}
            request = getattr(api, f"{method}Request")(**usual)
            why = await refused(getattr(house.sources, method)(request, **caller))
            assert why.code is grpc.StatusCode.PERMISSION_DENIED


async def test_a_unit_takes_so_many_names_by_itself(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await imports(house, A, "one-of-few")
    bound = list((await listed(house)).values()).count([A])
    monkeypatch.setattr(domain, "MOST_OF_UNIT", bound + 1)
    assert (await imports(house, A, "two-of-few")).added == 1
    answer = await imports(house, A, "three-of-few")
    assert [each.reason for each in answer.refusals] == ["SOURCES_TOO_MANY"]
    rooted = {"root_source": "squatted", "root_key": "1"}
    answer = await imports(house, A, "two-of-few", "2", **rooted)
    assert [each.reason for each in answer.refusals] == ["SOURCES_TOO_MANY"]
    assert (await imports(house, B, "three-of-few")).added == 1  # it is another unit's turn
    await bind(house, "four-of-few", A)
    assert (await imports(house, A, "four-of-few")).added == 1


async def test_a_number_is_found_however_many_sources_others_bind(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_TRIED", 8)
    for number in range(10):
        rooted = {"root_source": f"c-{number}", "root_key": "1"}
        await imports(house, C, "flood", f"f{number}", **rooted)
    await imports(house, D, "d-system", KEY)
    assert await found(house, KEY, unit=D) == [("d-system", KEY)]
    assert await found(house, KEY) == [("d-system", KEY)]  # the first ones of each unit are tried
