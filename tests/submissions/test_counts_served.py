"""Counted facts through the gRPC stream, beside single dossiers that came before or come after.

Promises units of its own to every test, since dossiers of other tests would stand beside.
"""

import asyncio
from datetime import timedelta
from typing import Any

import asyncpg
import grpc

from motcua.submissions.v1 import counts_pb2 as api
from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import submissions_pb2 as api_of_dossiers
from services.submissions.api.counting import name_of
from tests.submissions.house import House, refused
from tests.submissions.test_records_served import record
from tests.waiting import until

MARCH = {
    "start_date": {"year": 2025, "month": 3, "day": 1},
    "end_date": {"year": 2025, "month": 4, "day": 1},
}


def count(key: str, unit: str, **stated: Any) -> api.Count:
    usual = {"key": key, "unit": f"units/{unit}", "service": "services/birth", "n": 12}
    return api.Count(**(usual | {"population": events.POPULATION_ACCEPTED} | MARCH | stated))


async def opened(house: House, unit: str) -> None:
    """A ward that offers the service."""
    await house.catalogue.unit(f"units/{unit}", "units/district")
    await house.catalogue.offering(f"services/birth/offerings/{unit}")


async def send(
    house: House, *counts: Any, source: str, unit: str = "*", **more: Any
) -> api.RecordCountsResponse:
    known = {"source": source, "catalog_position": house.catalogue.position}
    request = api.RecordCountsRequest(counts=counts, **known, **more)
    return await house.counts.RecordCounts(iter([request]), **house.caller("importer", unit))


async def told(house: House, kind: Any) -> list[Any]:
    connection = await asyncpg.connect(house.database.owner_dsn)
    name = kind.DESCRIPTOR.full_name
    rows = await connection.fetch("select payload from events where type = $1", name)
    await connection.close()
    return [kind.FromString(row["payload"]) for row in rows]


async def test_counts_are_added_once_and_refused_by_name(house: House) -> None:
    await opened(house, "counted")
    standard = api.StandardCount(
        key="s",
        unit="units/counted",
        service="services/birth",
        code="days",
        volume=9,
        met=8,
        **MARCH,
    )
    facts = [count("1", "counted"), count("2", "counted", channel=1)]
    answer = await send(house, *facts, source="table", standards=[standard])
    assert (answer.added, answer.known, answer.refused) == (3, 0, 0)
    wrong = [
        count("1", "counted", n=13),
        count("3", "counted"),
        count("4", "nowhere"),
        count("5", "counted", service="services/none"),
        count("6", "counted", n=-1),
        count("7", "counted", population=0),
        count("8", "counted", parts=[api.Part(n=1, channel=99)]),
    ]
    again = await send(house, *facts, *wrong, source="table", standards=[standard])
    assert (again.added, again.known, again.refused) == (0, 3, 7)
    assert {each.key: (each.reason, each.field) for each in again.refusals} == {
        "1": ("RECORD_CHANGED", "key"),
        "3": ("COUNT_OVERLAPS", "start_date"),
        "4": ("UNIT_UNKNOWN", "unit"),
        "5": ("SERVICE_UNKNOWN", "service"),
        "6": ("COUNTED_NEGATIVE", "n"),
        "7": ("FIELD_REQUIRED", "population"),
        "8": ("ENUM_UNKNOWN", "parts[0].channel"),
    }
    assert all(each.message_vi != each.message_en for each in again.refusals)
    [own] = [each for each in await told(house, events.StandardRecorded) if each.met == 8]
    assert (own.origin.source, own.origin.key) == ("table", "s")


def month(n: int) -> dict[str, Any]:
    """The period of a month of 2024."""
    ends = {"year": 2024 + n // 12, "month": n % 12 + 1, "day": 1}
    return {"start_date": {"year": 2024, "month": n, "day": 1}, "end_date": ends}


async def test_facts_of_one_message_are_decided_in_their_order(house: House) -> None:
    await opened(house, "ordered")
    months = [count(f"m{n}", "ordered", **month(n)) for n in range(1, 13)]
    year = {"start_date": months[0].start_date, "end_date": months[-1].end_date}
    others = [
        count("m1", "ordered", **month(1)),
        count("m1", "ordered", n=13, **month(1)),
        count("m2", "ordered", channel=1, **month(2)),
        count("year", "ordered", **year),
    ]
    answer = await send(house, *months, *others, source="ordered")
    assert (answer.added, answer.known, answer.refused) == (12, 1, 3)
    assert [(each.key, each.reason) for each in answer.refusals] == [
        ("m1", "RECORD_CHANGED"), ("m2", "RECORD_CHANGED"), ("year", "COUNT_OVERLAPS"),
    ]  # fmt: skip


async def test_importers_who_count_the_same_at_once_add_it_once(house: House) -> None:
    await opened(house, "at-once")
    tables = [[count(f"{name}{n}", "at-once", **month(n)) for n in range(1, 13)] for name in "abcd"]
    answers = await asyncio.gather(*(send(house, *table, source="at-once") for table in tables))
    assert sum(each.added for each in answers) == 12
    assert sum(each.refused for each in answers) == 36
    assert {why.reason for each in answers for why in each.refusals} == {"COUNT_OVERLAPS"}
    own = [each for each in await told(house, events.CountRecorded) if each.unit == "units/at-once"]
    assert len({each.start_time.seconds for each in own}) == len(own) == 12


async def test_a_trial_says_what_would_become_of_each_and_records_nothing(house: House) -> None:
    await opened(house, "tried")
    facts = [count("1", "tried"), count("2", "tried", n=-1)]
    for _ in range(2):
        tried = await send(house, *facts, source="trial", validate_only=True)
        assert (tried.added, tried.known, tried.refused, tried.position) == (1, 0, 1, 0)
        assert list(tried.added_keys) == ["1"]
    assert not [each for each in await told(house, events.CountRecorded) if "tried" in each.unit]
    done = await send(house, facts[0], source="trial")
    assert (done.added, list(done.added_keys)) == (1, [])
    again = [count("1", "tried"), count("1", "tried", n=13), count("3", "tried")]
    tried = await send(house, *again, source="trial", validate_only=True)
    assert (tried.added, tried.known) == (0, 1)
    assert [each.reason for each in tried.refusals] == ["RECORD_CHANGED", "COUNT_OVERLAPS"]


async def test_who_is_no_importer_of_the_unit_or_the_source_counts_nothing(house: House) -> None:
    for name in ("count-a", "count-b"):
        await opened(house, name)
    assert (await send(house, count("1", "count-a"), source="a", unit="units/count-a")).added == 1
    why = await refused(send(house, count("1", "count-a"), source="b", unit="units/count-b"))
    assert (why.code, why.reason) == (grpc.StatusCode.PERMISSION_DENIED, "NOT_PERMITTED")
    why = await refused(send(house, count("2", "count-b"), source="a", unit="units/count-b"))
    assert (why.reason, why.field) == ("SOURCE_NOT_YOURS", "source")


async def test_where_there_are_single_dossiers_nothing_is_counted(house: House) -> None:
    await opened(house, "single")
    one = record("one", offering="services/birth/offerings/single")
    assert (await house.backfill([one], source="singles")).added == 1
    april = {
        "start_date": {"year": 2025, "month": 4, "day": 1},
        "end_date": {"year": 2025, "month": 5, "day": 1},
    }
    facts = [
        count("accepted", "single"),
        count("ended", "single", population=events.POPULATION_ENDED),
        count("all", "single", service=""),
        count("rated", "single", population=events.POPULATION_RATED),
        count("later", "single", **april),
    ]
    answer = await send(house, *facts, source="beside")
    assert {(each.key, each.reason) for each in answer.refusals} == {
        (key, "DOSSIERS_EXIST") for key in ("accepted", "ended", "all")
    }
    assert answer.added == 2


async def test_dossiers_that_come_later_are_taken_and_the_count_is_marked(house: House) -> None:
    await opened(house, "later")
    answer = await send(house, count("m", "later"), count("x", "later", level=2), source="early")
    assert answer.added == 2
    one = record("one", offering="services/birth/offerings/later")
    assert (await house.backfill([one], source="after")).added == 1
    [dossier] = (await house.recorded("after")).values()
    expected = {name_of("counts", "early", key) for key in ("m", "x")}

    async def marked() -> list[Any]:
        found = await told(house, events.CountOverlapped)
        return [each for each in found if each.count in expected]

    async def all_marked() -> bool:
        return {each.count for each in await marked()} == expected

    await until(all_marked)
    more = record("two", offering="services/birth/offerings/later")
    await house.backfill([more], source="after")
    found = await marked()
    assert len(found) == 2
    assert {each.dossier for each in found} == {dossier.name}
    again = await send(house, count("m", "later"), source="early")
    assert (again.known, again.refused) == (1, 0)


async def test_dossiers_that_count_there_no_more_block_no_count_and_leave_no_mark(
    house: House,
) -> None:
    await opened(house, "left")
    answer = await send(house, count("m", "left"), source="of-left")
    assert answer.added == 1
    records = [
        record(key, offering="services/birth/offerings/left") for key in ("voided", "moved", "late")
    ]
    assert (await house.backfill(records[:2], source="left")).added == 2
    of = await house.recorded("left")

    async def is_marked() -> bool:
        return await marks(house, "of-left") == ["CountOverlapped"]

    await until(is_marked)
    await house.step("VoidDossier", of["voided"].name, reason_code="twice")
    instead = api_of_dossiers.Statement(time=of["moved"].accept_time.ToDatetime() + timedelta(60))
    moved = {"version": 2, "instead": instead, "reason_code": "typing"}
    await house.step("CorrectDossier", of["moved"].name, **moved)

    async def is_marked_no_more() -> bool:
        return await marks(house, "of-left") == ["CountOverlapped", "CountOverlapEnded"]

    await until(is_marked_no_more)
    again = await send(house, count("other", "left"), source="another")
    assert (again.added, again.refused) == (1, 0)
    assert (await house.backfill(records[2:], source="left")).added == 1

    async def is_marked_again() -> bool:
        return (await marks(house, "of-left"))[2:] == ["CountOverlapped"]

    await until(is_marked_again)


async def marks(house: House, source: str) -> list[str]:
    """The marks of the count `m` of a source, in order."""
    connection = await asyncpg.connect(house.database.owner_dsn)
    rows = await connection.fetch(
        "select type, payload from events where type like '%.CountOverlap%' order by position"
    )
    await connection.close()
    name = name_of("counts", source, "m")
    kinds = [row["type"].rpartition(".")[2] for row in rows]
    said = [
        getattr(events, kind).FromString(row["payload"])
        for kind, row in zip(kinds, rows, strict=True)
    ]
    return [kind for kind, each in zip(kinds, said, strict=True) if each.count == name]


async def test_a_total_is_counted_with_its_parts_or_not_at_all(house: House) -> None:
    await opened(house, "parts")
    parts = [api.Part(n=7, channel=1), api.Part(n=3, channel=2)]
    total = count("total", "parts", parts=parts)
    assert (await send(house, total, source="totals")).added == 1
    again = await send(
        house, total, count("more", "parts", n=9, parts=parts), count("p", "parts", channel=1),
        source="totals",
    )  # fmt: skip
    assert (again.known, again.added) == (1, 0)
    assert {each.key: (each.reason, each.field) for each in again.refusals} == {
        "more": ("PARTS_ABOVE_TOTAL", "n"),
        "p": ("COUNT_OVERLAPS", "start_date"),
    }
    own = [each for each in await told(house, events.CountRecorded) if each.unit == "units/parts"]
    assert [(each.n, each.channel, each.residual) for each in own] == [
        (7, 1, False), (3, 2, False), (2, 0, True),
    ]  # fmt: skip
