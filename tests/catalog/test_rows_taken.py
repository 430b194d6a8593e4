"""Rows of another system's catalogue: added, changed, left alone, refused; tried first.

Promises that a bad row stops no other, that rows sent again change nothing, and that a trial says
what would be. Must not test a rule of the domain again.
"""

from __future__ import annotations

import asyncio
import uuid
from datetime import UTC, datetime

import asyncpg
import grpc
import pytest

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1 import intake_pb2 as intake
from motcua.catalog.v1 import targets_pb2
from tests.catalog.client import Client, fresh, level
from tests.catalog.conftest import Running
from tests.catalog.given import LEVEL_2, text
from tests.catalog.given import LEVEL_4 as ALL_YES
from tests.catalog.import_client import (
    SINCE,
    Importer,
    effects,
    offering_row,
    row,
    service_row,
    unit_row,
)
from tests.catalog.place import AHEAD, withdraw

FOLLOW = facts.OFFERING_RULE_FOLLOW
LATER = datetime(2025, 7, 1, tzinfo=UTC)
ADDED, CHANGED, UNCHANGED = "ADDED", "CHANGED", "UNCHANGED"


@pytest.fixture
def importer(catalog: Running) -> Importer:
    return Importer(catalog)


async def position(catalog: Running) -> int:
    """Where the catalogue's log ends."""
    connection = await asyncpg.connect(catalog.database.dsn)
    try:
        return int(await connection.fetchval("select position from head"))
    finally:
        await connection.close()


def a_city() -> list[intake.Row]:
    """A district, a ward, a service and its offering: each depends on those before it."""
    district, ward, service = fresh("q"), fresh("p"), fresh("tt")
    return [
        unit_row(district),
        unit_row(ward, f"units/{district}"),
        service_row(service, f"units/{district}"),
        offering_row(f"services/{service}", f"units/{ward}", ALL_YES),
    ]


async def test_rows_may_depend_on_rows_before_them(importer: Importer, client: Client) -> None:
    outcomes = await importer.bring(*a_city())
    assert effects(outcomes) == [ADDED] * 4
    offering = await client.call("GetOffering", api.GetOfferingRequest(name=outcomes[3].name))
    assert offering.assessment.level == 4
    assert offering.effective_time.ToDatetime(UTC) == SINCE


async def test_rows_sent_again_change_nothing(catalog: Running, importer: Importer) -> None:
    rows = a_city()
    first = await importer.bring(*rows)
    before = await position(catalog)
    again = await importer.bring(*rows)
    assert effects(again) == [UNCHANGED] * 4
    assert [each.name for each in again] == [each.name for each in first]
    assert await position(catalog) == before


async def test_a_bad_row_stops_no_other_and_is_told_by_line_and_reason(importer: Importer) -> None:
    city = a_city()
    nowhere = unit_row(fresh("p"), "units/nowhere")
    nameless = unit_row(fresh("p"), name="")
    nothing = row()
    unnatural = unit_row(fresh("p"), name="Phu\u031bo\u031b\u0300ng")
    outcomes = await importer.bring(nowhere, *city, nameless, nothing, unnatural)
    assert effects(outcomes) == [
        "REFUSED UNIT_UNKNOWN unit.parent",
        *[ADDED] * 4,
        "REFUSED DISPLAY_NAME_MISSING unit.display_name.vi",
        "REFUSED ROW_EMPTY content",
        "REFUSED TEXT_NOT_NFC unit.unit.display_name.vi",
    ]
    bad = outcomes[0]
    assert (bad.line, bad.key) == (nowhere.line, nowhere.key)
    assert bad.message.vi != bad.message.en


async def test_what_a_refused_row_was_to_make_is_missing_for_those_after_it(
    importer: Importer,
) -> None:
    bad, child = fresh("p"), fresh("p")
    outcomes = await importer.bring(unit_row(bad, name=""), unit_row(child, f"units/{bad}"))
    assert [each.reason for each in outcomes] == ["DISPLAY_NAME_MISSING", "UNIT_UNKNOWN"]


async def test_a_row_that_says_otherwise_changes_what_is_there(
    importer: Importer, client: Client
) -> None:
    one, other, ward = fresh("q"), fresh("q"), fresh("p")
    await importer.bring(unit_row(one), unit_row(other), unit_row(ward, f"units/{one}"))
    changed = await importer.bring(unit_row(ward, f"units/{other}", "Phường Mới", at=LATER))
    assert effects(changed) == [CHANGED]
    unit = await client.call("GetUnit", api.GetUnitRequest(name=f"units/{ward}"))
    assert (unit.parent, unit.display_name.vi) == (f"units/{other}", "Phường Mới")


async def test_a_fee_that_comes_with_a_row_is_assessed_for_every_offering(
    importer: Importer, client: Client
) -> None:
    rows = a_city()
    service, authority = rows[2].service.service_id, rows[2].service.service.authority
    free = {**ALL_YES, facts.CAPABILITY_PAY_ONLINE: facts.CAPABILITY_STATE_NOT_APPLICABLE}
    unit = rows[3].offering.offering.unit
    offering = offering_row(f"services/{service}", unit, free)
    # The offering of this very chunk, and the fee, in one chunk.
    dear = service_row(service, authority, fee=5000, at=LATER)
    outcomes = await importer.bring(*rows[:3], offering, dear)
    assert effects(outcomes) == [ADDED] * 4 + [CHANGED]
    name = outcomes[3].name
    now = await client.call("GetOffering", api.GetOfferingRequest(name=name))
    then_ = api.GetOfferingRequest(name=name)
    then_.as_of.FromDatetime(SINCE)
    then = await client.call("GetOffering", then_)
    assert (then.assessment.level, now.assessment.level) == (4, 3)


async def test_a_ceiling_that_comes_with_a_row_is_declared_once(
    importer: Importer, client: Client
) -> None:
    rows = a_city()
    name = (await importer.bring(*rows))[3].name
    rows[3].offering.offering.ceiling, rows[3].offering.offering.ceiling_reason = 3, "thí điểm"
    assert effects(await importer.bring(rows[3])) == [CHANGED]
    assert effects(await importer.bring(rows[3])) == [UNCHANGED]
    offering = await client.call("GetOffering", api.GetOfferingRequest(name=name))
    assert (offering.assessment.level, offering.assessment.earned) == (3, 4)


async def test_units_are_merged_divided_and_closed_once(importer: Importer, client: Client) -> None:
    old = [fresh("p") for _ in range(4)]
    new = [fresh("m") for _ in range(2)]
    names = [f"units/{each}" for each in old]
    parts = [facts.Successor(unit=f"units/{each}") for each in new]
    rows = [
        *(unit_row(each) for each in old),
        *(unit_row(each, at=LATER) for each in new),
        row(merger=intake.MergerRow(into=f"units/{new[0]}", units=names[:2]), at=LATER),
        row(split=intake.SplitRow(unit=names[2], parts=parts), at=LATER),
        row(closing=intake.ClosingRow(unit=names[3]), at=LATER),
    ]
    assert effects(await importer.bring(*rows)) == [ADDED] * 6 + [CHANGED] * 3
    assert effects(await importer.bring(*rows)) == [UNCHANGED] * 9
    lineage = api.GetUnitLineageRequest(name=f"units/{new[0]}")
    lineage.at.FromDatetime(SINCE)
    traces = (await client.call("GetUnitLineage", lineage)).parts
    assert {each.unit: each.HasField("share") for each in traces} == {
        names[0]: True,
        names[1]: True,
        names[2]: False,
    }


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_successor_by_several_rows_has_what_is_common_to_all(
    importer: Importer, client: Client, at_once: bool
) -> None:
    city, service, into, *old = (fresh(each) for each in "csmpp")
    named = [f"units/{each}" for each in old]
    offered = zip(named, (ALL_YES, LEVEL_2), strict=True)
    rows = [
        *(unit_row(each) for each in (city, into, *old)),
        service_row(service, f"units/{city}"),
        *(offering_row(f"services/{service}", unit, states) for unit, states in offered),
        *(
            row(
                merger=intake.MergerRow(into=f"units/{into}", units=[unit], offerings=FOLLOW),
                at=LATER,
            )
            for unit in named
        ),
    ]
    chunks = [rows] if at_once else [[each] for each in rows]
    outcomes = [each for taken in await importer.bring_all(chunks) for each in taken]
    assert effects(outcomes) == [ADDED] * 7 + [CHANGED] * 2
    heir = await client.get(f"services/{service}/offerings/{into}")
    assert (heir.state, level(heir)) == (api.Offering.STATE_OPEN, 2)


@pytest.mark.parametrize("first", ["offering", "closing"])
async def test_an_offering_that_opens_in_the_chunk_in_which_its_unit_closes_ends_with_it(
    importer: Importer, client: Client, first: str
) -> None:
    *rows, offering = a_city()
    closing = row(closing=intake.ClosingRow(unit=offering.offering.offering.unit), at=LATER)
    last = [offering, closing] if first == "offering" else [closing, offering]
    outcomes = await importer.bring(*rows, *last)
    assert sorted(effects(outcomes)) == [ADDED] * 4 + [CHANGED]
    [name] = [each.name for each in outcomes if "/offerings/" in each.name]
    before = await client.get(name, at=SINCE)
    assert before.state == api.Offering.STATE_OPEN
    assert before.ending_time.ToDatetime(UTC) == LATER
    assert (await client.get(name)).state == api.Offering.STATE_CLOSED


async def test_a_target_is_set_once(importer: Importer) -> None:
    target = targets_pb2.Target(
        indicator="standard.met",
        display_name=text("Trong 60 giây"),
        threshold=facts.Share(numerator=9, denominator=10),
    )
    rows = [row(target=intake.TargetRow(target_id=fresh("t"), target=target))]
    assert effects(await importer.bring(*rows)) == [ADDED]
    assert effects(await importer.bring(*rows)) == [UNCHANGED]
    rows[0].target.target.threshold.numerator = 8
    assert effects(await importer.bring(*rows)) == [CHANGED]


async def test_a_trial_says_what_would_be_across_chunks_and_records_nothing(
    catalog: Running, importer: Importer
) -> None:
    before = await position(catalog)
    rows = [*a_city(), unit_row(fresh("p"), "units/nowhere")]
    tried = await importer.bring_all([[each] for each in rows], trial=True)
    assert [effects(each)[0][:7] for each in tried] == [ADDED] * 4 + ["REFUSED"]
    assert await position(catalog) == before
    assert effects(await importer.bring(*rows))[:4] == [ADDED] * 4


async def test_a_chunk_that_meets_an_editors_change_is_decided_again(
    catalog: Running, importer: Importer, client: Client
) -> None:
    """Editors rename the very units that rows are about: nobody's change is lost or doubled."""
    wards = [fresh("p") for _ in range(20)]
    await importer.bring(*(unit_row(each) for each in wards))

    async def rename(ward: str) -> None:
        request = api.RenameUnitRequest(name=f"units/{ward}", kind="xã")
        request.request_id = str(uuid.uuid4())
        await client.call("RenameUnit", request)

    outcomes, *_ = await asyncio.gather(
        importer.bring(*(unit_row(each, name="Tên mới", at=LATER) for each in wards)),
        *(rename(each) for each in wards),
    )
    assert effects(outcomes) == [CHANGED] * 20
    for ward in wards:
        unit = await client.call("GetUnit", api.GetUnitRequest(name=f"units/{ward}"))
        assert (unit.kind, unit.display_name.vi) == ("xã", "Tên mới")


async def test_a_unit_that_a_chunk_opens_anew_lies_where_the_chunk_says(
    catalog: Running, importer: Importer, client: Client
) -> None:
    city, mine = fresh("q"), fresh("q")
    await importer.bring(unit_row(city), unit_row(mine, f"units/{city}"))
    planned = await client.unit(parent=f"units/{city}", at=AHEAD)
    await withdraw(client, planned)
    again = unit_row(planned.name.removeprefix("units/"), f"units/{mine}", at=AHEAD)
    below = unit_row(fresh("p"), planned.name, at=AHEAD)
    for trial in (True, False):
        outcomes = await Importer(catalog, unit=f"units/{mine}").bring(again, below, trial=trial)
        assert effects(outcomes) == [ADDED, ADDED]


async def test_more_than_a_chunk_is_refused(importer: Importer) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await importer.bring(*(row() for _ in range(501)))
    assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT
