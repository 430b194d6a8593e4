"""Working calendars through the whole service: gRPC, log, projection, tables.

Promises that days are answered as they were known at any position. Must not test a rule again.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google.type.date_pb2 import Date

from motcua.catalog.v1 import calendars_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog.client import refusal, stamp
from tests.catalog.conftest import Running
from tests.catalog.place import AHEAD, withdraw
from tests.catalog.registry_client import RegistryClient
from tests.catalog.weeks import OFFICE, SHORT, SWAPPED, spans_of, special, week
from tests.dates import iso, on

SATURDAY = "2026-01-10"


@pytest.fixture
def registry(catalog: Running) -> RegistryClient:
    return RegistryClient(catalog)


def id_of(calendar: Any) -> str:
    return str(calendar.name.removeprefix("calendars/"))


async def test_a_calendar_reads_as_it_was_answered(registry: RegistryClient) -> None:
    made = await registry.calendar(days=[special("2026-02-18"), special("2026-02-17")])
    assert (made.version, made.etag) == (1, '"1"')
    assert [iso(each.date) for each in made.days] == ["2026-02-17", "2026-02-18"]
    assert [list(each.days) for each in made.weeks] == [week()]
    assert await registry.get(made.name) == made


async def test_a_calendar_is_read_as_it_was_known(registry: RegistryClient) -> None:
    made = await registry.calendar()
    between = datetime.now(UTC)
    revised = await registry.revise(id_of(made), days=[special("2026-02-17")], etag=made.etag)
    assert (revised.version, await registry.get(made.name)) == (2, revised)
    assert await registry.get(made.name, as_known=made.position) == made
    assert await registry.get(made.name, as_known_time=stamp(between)) == made
    unknown = registry.get(made.name, as_known=made.position - 1)
    assert await refusal(unknown) == "NOT_FOUND NONE_THEN name"


async def test_a_repeat_is_answered_as_the_first_time(registry: RegistryClient) -> None:
    asked = {"request_id": str(uuid.uuid4()), "calendar_id": f"lich-{uuid.uuid4().hex[:8]}"}
    made = await registry.calendar(**asked)
    await registry.revise(id_of(made), days=[special("2026-02-17")])
    assert await registry.calendar(**asked) == made


async def test_the_second_of_two_editors_is_told(registry: RegistryClient) -> None:
    made = await registry.calendar()
    await registry.revise(id_of(made), days=[special("2026-02-17")], etag=made.etag)
    second = registry.revise(id_of(made), days=[special("2026-02-18")], etag=made.etag)
    assert await refusal(second) == "ABORTED VERSION_CONFLICT etag"


async def test_a_calendar_announced_late_is_answerable_as_it_was_known_before(
    registry: RegistryClient,
) -> None:
    made = await registry.calendar()
    saturday = special(SATURDAY, SWAPPED, name="Ngày làm việc bù")
    revised = await registry.revise(id_of(made), days=[saturday])
    [before] = await registry.days(made.name, SATURDAY, as_known=made.position)
    [after] = await registry.days(made.name, SATURDAY)
    assert (spans_of(before), before.version) == ((), 1)
    assert (spans_of(after), after.kind, after.version) == (OFFICE, SWAPPED, 2)
    assert (after.name.vi, after.calendar) == ("Ngày làm việc bù", made.name)
    cleared = await registry.revise(id_of(made), cleared_dates=[on(SATURDAY)])
    assert spans_of((await registry.days(made.name, SATURDAY))[0]) == ()
    then = await registry.days(made.name, SATURDAY, as_known=revised.position)
    assert [then, cleared.version] == [[after], 3]


async def test_days_of_a_unit_are_those_of_the_nearest_calendar_above_it(
    registry: RegistryClient,
) -> None:
    city = await registry.client.unit()
    ward = await registry.client.unit(parent=city.name)
    [nobody] = await registry.days(ward.name, "2030-01-07")
    assert nobody == api.Day(date=on("2030-01-07"))
    usual, short = await registry.calendar(), await registry.calendar(week=week(spans=SHORT))
    await registry.assign(city.name, usual.name)
    planned = datetime(2029, 12, 31, 17, tzinfo=UTC) + timedelta(days=1)
    last = await registry.assign(ward.name, short.name, at=planned)
    found = await registry.days(ward.name, "2030-01-01", "2030-01-02")
    assert [each.calendar for each in found] == [usual.name, short.name]
    assert [spans_of(each) for each in found] == [OFFICE, SHORT]
    earlier = await registry.days(ward.name, "2030-01-01", "2030-01-02", as_known=last.position - 1)
    assert [each.calendar for each in earlier] == [usual.name] * 2


async def test_the_days_of_a_unit_follow_it_to_another_parent_and_stay_reproducible(
    catalog: Running, registry: RegistryClient
) -> None:
    city, other = await registry.client.unit(), await registry.client.unit()
    ward = await registry.client.unit(parent=city.name)
    for unit, spans in ((city, OFFICE), (other, SHORT)):
        made = await registry.calendar(week=week(spans=spans))
        known = await registry.assign(unit.name, made.name)
    moves = datetime(2030, 1, 7, 17, tzinfo=UTC)  # at which 8 January begins
    await registry.move(ward.name, other.name, at=moves)

    async def asked(by: RegistryClient, **then: int) -> list[Any]:
        found = await by.days(ward.name, "2030-01-07", "2030-01-08", **then)
        return [spans_of(each) for each in found]

    assert await asked(registry) == [OFFICE, SHORT]
    assert await asked(registry, as_known=known.position) == [OFFICE, OFFICE]
    await catalog.restart()
    assert await asked(RegistryClient(catalog)) == [OFFICE, SHORT]
    assert await asked(RegistryClient(catalog), as_known=known.position) == [OFFICE, OFFICE]


async def test_a_unit_whose_opening_is_withdrawn_has_no_days(registry: RegistryClient) -> None:
    planned = await registry.client.unit(at=AHEAD)
    gone = await withdraw(registry.client, planned)
    none = "NOT_FOUND NONE_THEN name"
    assert await refusal(registry.days(planned.name, "2030-01-07")) == none
    assert await registry.days(planned.name, "2030-01-07", as_known=gone.position - 1)


@pytest.mark.parametrize(
    ("name", "first", "last", "expected"),
    [
        ("services/x", "2026-01-01", "2026-01-01", "INVALID_ARGUMENT DAYS_OF_WHAT name"),
        ("units/", "2026-01-01", "2026-01-01", "INVALID_ARGUMENT NAME_MALFORMED name"),
        ("calendars/a b", "2026-01-01", "2026-01-01", "INVALID_ARGUMENT NAME_MALFORMED name"),
        ("units/nowhere", "2026-01-01", "2026-01-01", "NOT_FOUND NONE_THEN name"),
        ("calendars/none", "2026-01-01", "2026-01-01", "NOT_FOUND NONE_THEN name"),
        ("calendars/none", "2025-01-30", "2025-01-29", "INVALID_ARGUMENT RANGE_REVERSED last_date"),
        ("calendars/none", "2025-01-01", "2026-02-06", "INVALID_ARGUMENT RANGE_TOO_LONG last_date"),
    ],
)
async def test_a_question_that_means_nothing_is_refused(
    registry: RegistryClient, name: str, first: str, last: str, expected: str
) -> None:
    assert await refusal(registry.days(name, first, last)) == expected


async def test_the_longest_question_and_the_ends_of_time_are_answered(
    registry: RegistryClient,
) -> None:
    city, made = await registry.client.unit(), await registry.calendar()
    await registry.assign(city.name, made.name)
    assert len(await registry.days(city.name, "2027-01-01", "2028-02-05")) == 401
    assert len(await registry.days(city.name, "0001-01-01", "0001-01-05")) == 5
    assert len(await registry.days(made.name, "9999-12-30", "9999-12-31")) == 2


async def test_calendars_are_listed_by_name(registry: RegistryClient) -> None:
    made = {(await registry.calendar()).name for _ in range(3)}
    found: list[str] = []
    token = ""
    while True:
        request = api.ListCalendarsRequest(page_size=2, page_token=token)
        answer = await registry.call("ListCalendars", request)
        found += [each.name for each in answer.calendars]
        token = answer.next_page_token
        if not token:
            break
    assert found == sorted(set(found))
    assert made <= set(found)


async def test_rules_reach_the_caller_with_their_field(registry: RegistryClient) -> None:
    made = await registry.calendar()
    twice = [special("2026-02-17")] * 2
    refused = await refusal(registry.revise(id_of(made), days=twice))
    assert refused == "INVALID_ARGUMENT DAY_REPEATED days[1].date"
    unreal = Date(year=2026, month=2, day=30)
    refused = await refusal(registry.revise(id_of(made), cleared_dates=[unreal]))
    assert refused == "INVALID_ARGUMENT TIME_INVALID cleared_dates[0]"
    assert await refusal(registry.revise("-")) == "INVALID_ARGUMENT ID_RESERVED calendar_id"


async def test_everybody_reads_and_only_editors_of_the_whole_tree_revise(
    catalog: Running, registry: RegistryClient
) -> None:
    city, made = await registry.client.unit(), await registry.calendar()
    assert await RegistryClient(catalog, role="").get(made.name) == made
    assert await RegistryClient(catalog, role="").days(made.name, SATURDAY)
    local = RegistryClient(catalog, unit=city.name)
    denied = "PERMISSION_DENIED NOT_PERMITTED"
    assert await refusal(local.revise(id_of(made), days=[special(SATURDAY)])) == denied
    kind = facts.DAY_KIND_CLOSURE
    public = RegistryClient(catalog, role="").revise(id_of(made), days=[special(SATURDAY, kind)])
    assert await refusal(public) == "UNAUTHENTICATED TOKEN_MISSING"
