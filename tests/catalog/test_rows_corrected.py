"""Rows of a corrected mapping: what came in with too late a time is repaired by the same rows with
an earlier one.

Promises what the corrections' own methods come to, row by row. Must not test a rule of the domain
again.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import intake_pb2 as intake
from tests.catalog.client import Client, fresh, stamp
from tests.catalog.conftest import Running
from tests.catalog.import_client import (
    SINCE,
    Importer,
    effects,
    offering_row,
    service_row,
    unit_row,
)
from tests.catalog.test_rows_of_services import draft_row

EARLIER = datetime(2022, 4, 1, tzinfo=UTC)
BEFORE = datetime(2022, 6, 1, tzinfo=UTC)


@pytest.fixture
def importer(catalog: Running) -> Importer:
    return Importer(catalog)


async def shown(client: Client, name: str, at: datetime) -> Any:
    if name.startswith("units/"):
        return await client.call("GetUnit", api.GetUnitRequest(name=name, as_of=stamp(at)))
    return await client.call("GetService", api.GetServiceRequest(name=name, as_of=stamp(at)))


def a_department(at: datetime, **more: Any) -> tuple[str, str, list[intake.Row]]:
    root, ward, service = fresh("g"), fresh("d"), fresh("s")
    return ward, service, the_same(root, ward, service, at, **more)


def the_same(root: str, ward: str, service: str, at: datetime, **more: Any) -> list[intake.Row]:
    return [
        unit_row(root, at=at, **more),
        unit_row(ward, f"units/{root}", at=at, **more),
        service_row(service, f"units/{ward}", at=at, **more),
    ]


async def test_the_same_rows_with_an_earlier_time_repair_a_catalogue(
    importer: Importer, client: Client
) -> None:
    root, ward, service = fresh("g"), fresh("d"), fresh("s")
    offered = offering_row(f"services/{service}", f"units/{ward}", at=SINCE)
    first = [*the_same(root, ward, service, SINCE), offered]
    assert effects(await importer.bring(*first)) == ["ADDED"] * 4
    earlier = the_same(root, ward, service, EARLIER)
    assert effects(await importer.bring(*earlier, trial=True)) == ["CHANGED"] * 3
    assert effects(await importer.bring(*earlier, offered)) == [*["CHANGED"] * 3, "UNCHANGED"]
    assert effects(await importer.bring(*earlier, offered)) == ["UNCHANGED"] * 4
    assert (await shown(client, f"units/{ward}", BEFORE)).parent == f"units/{root}"
    found = await shown(client, f"services/{service}", BEFORE)
    assert (found.version, found.effective_time.ToDatetime(UTC)) == (1, EARLIER)
    # Rows with the old, later time are met by what began before.
    assert effects(await importer.bring(*first)) == ["UNCHANGED"] * 4


async def test_the_same_row_of_an_offering_with_an_earlier_time_opens_it_earlier(
    importer: Importer, client: Client
) -> None:
    ward, service, rows = a_department(EARLIER)
    late, early = (
        offering_row(f"services/{service}", f"units/{ward}", at=at) for at in (SINCE, EARLIER)
    )
    assert effects(await importer.bring(*rows, late)) == ["ADDED"] * 4
    name = f"services/{service}/offerings/{ward}"
    assert (await client.get(name, at=BEFORE)).state == api.Offering.STATE_PLANNED
    assert effects(await importer.bring(early)) == ["CHANGED"]
    assert effects(await importer.bring(early, late)) == ["UNCHANGED"] * 2
    found = await client.get(name, at=BEFORE)
    assert found.state == api.Offering.STATE_OPEN
    assert found.effective_time == stamp(EARLIER)


async def test_a_draft_that_waits_waits_on(importer: Importer) -> None:
    ward, service, rows = a_department(SINCE)
    waiting = draft_row(service, f"units/{ward}", fee=5000)
    await importer.bring(*rows, waiting)
    unit = unit_row(ward, f"units/{rows[0].unit.unit_id}", at=SINCE)
    earlier = the_same(rows[0].unit.unit_id, ward, service, EARLIER)
    assert effects(await importer.bring(*earlier, waiting, unit)) == [
        *["CHANGED"] * 3,
        *["UNCHANGED"] * 2,
    ]


async def test_a_service_of_an_earlier_year_comes_in_once_its_unit_is_open_then(
    importer: Importer,
) -> None:
    ward = fresh("d")
    past = service_row(fresh("s"), f"units/{ward}", at=EARLIER)
    assert effects(await importer.bring(unit_row(ward), past)) == [
        "ADDED",
        "REFUSED UNIT_NOT_OPEN_THEN effective_time",
    ]
    assert effects(await importer.bring(unit_row(ward, at=EARLIER), past)) == ["CHANGED", "ADDED"]


async def test_an_earlier_opening_needs_a_reason_and_a_parent_that_is_open_then(
    importer: Importer,
) -> None:
    root, ward, service = fresh("g"), fresh("d"), fresh("s")
    await importer.bring(*the_same(root, ward, service, SINCE))
    groundless = the_same(root, ward, service, EARLIER, reason="")
    child = unit_row(ward, f"units/{root}", at=EARLIER)
    assert effects(await importer.bring(*groundless, child)) == [
        "REFUSED REASON_MISSING correction_reason",
        "REFUSED REASON_MISSING correction_reason",
        "REFUSED REASON_MISSING correction_reason",
        "REFUSED UNIT_NOT_OPEN_THEN effective_time",
    ]


async def test_a_unit_may_be_open_earlier_and_called_otherwise_in_one_row_or_neither(
    importer: Importer, client: Client
) -> None:
    one, other, ward = fresh("g"), fresh("g"), fresh("d")
    await importer.bring(
        unit_row(one, at=EARLIER), unit_row(other), unit_row(ward, f"units/{one}", at=SINCE)
    )
    # Its other parent is open later than the row says: nothing of the row is taken.
    moved = unit_row(ward, f"units/{other}", "Phường mới", at=EARLIER)
    [refused] = await importer.bring(moved)
    assert refused.effect == intake.RowOutcome.EFFECT_REFUSED
    assert (await shown(client, f"units/{ward}", SINCE)).opening_time.ToDatetime(UTC) == SINCE
    renamed = unit_row(ward, f"units/{one}", "Phường mới", at=EARLIER)
    assert effects(await importer.bring(renamed)) == ["CHANGED"]
    then = await shown(client, f"units/{ward}", BEFORE)
    assert (then.display_name.vi, then.opening_time.ToDatetime(UTC)) == ("Phường mới", EARLIER)


async def test_other_content_before_the_first_version_is_refused_as_before(
    importer: Importer,
) -> None:
    ward, service, rows = a_department(SINCE)
    await importer.bring(unit_row(ward, at=EARLIER), *rows)
    other = service_row(service, f"units/{ward}", fee=7, at=EARLIER)
    [refused] = await importer.bring(other)
    assert refused.reason == "BEFORE_PREVIOUS_VERSION"


async def test_only_who_may_act_for_the_unit_above_opens_a_unit_earlier(
    catalog: Running, importer: Importer
) -> None:
    root, ward = fresh("g"), fresh("d")
    await importer.bring(unit_row(root, at=EARLIER), unit_row(ward, f"units/{root}"))
    own = Importer(catalog, unit=f"units/{ward}")
    [refused] = await own.bring(unit_row(ward, f"units/{root}", at=EARLIER))
    assert refused.reason == "NOT_PERMITTED"
