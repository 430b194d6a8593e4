"""Who reads names of officers: for a purpose, where they may, and never unrecorded.

Promises that the record is whole and in order. Must not test sealing again.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from tests.catalog.client import fresh, refusal
from tests.catalog.conftest import Running
from tests.catalog.officer_client import OfficerClient, run


@pytest.fixture
def editor(catalog: Running) -> OfficerClient:
    return OfficerClient(catalog)


@pytest.fixture
def inspector(catalog: Running) -> OfficerClient:
    return OfficerClient(catalog, "inspector")


async def test_every_reading_is_recorded(
    catalog: Running, editor: OfficerClient, inspector: OfficerClient
) -> None:
    ward = (await editor.client.unit()).name
    officer, _ = await editor.sealed(ward)
    nobody, before = fresh("cb"), datetime.now(UTC)
    leader = OfficerClient(catalog, "leader", ward, subject="l7")
    await leader.read(ward, officer, nobody, purpose="lịch trực")
    await leader.read(ward, officer, purpose="lịch trực")
    first, second = await inspector.readings(ward)
    assert (first.reader, first.unit, first.purpose) == ("l7", ward, "lịch trực")
    assert list(first.officers) == [officer, nobody]
    assert list(second.officers) == [officer]
    assert before <= first.time.ToDatetime(UTC) <= second.time.ToDatetime(UTC) <= datetime.now(UTC)


async def test_a_reading_without_purpose_is_refused_and_one_that_finds_damage_is_recorded(
    catalog: Running, editor: OfficerClient, inspector: OfficerClient
) -> None:
    ward = (await editor.client.unit()).name
    officer, _ = await editor.sealed(ward)
    empty = inspector.read(ward, officer, purpose="")
    assert await refusal(empty) == "INVALID_ARGUMENT FIELD_REQUIRED purpose"
    blank = inspector.read(ward, officer, purpose=" ")
    assert await refusal(blank) == "INVALID_ARGUMENT PURPOSE_MISSING purpose"
    assert await inspector.readings(ward) == []
    damage = "update sealed_fields set ciphertext = nonce where owner = $1"
    await run(catalog.database.owner_dsn, damage, f"{ward}/officers/{officer}")
    damaged = inspector.read(ward, officer)
    assert await refusal(damaged) == "INTERNAL OFFICER_NAME_DAMAGED officer"
    assert len(await inspector.readings(ward)) == 1


async def test_leaders_read_in_their_own_subtree_alone(
    catalog: Running, editor: OfficerClient
) -> None:
    district, other = (await editor.client.unit()).name, (await editor.client.unit()).name
    ward = (await editor.client.unit(parent=district)).name
    officer, full_name = await editor.sealed(ward)
    denied = "PERMISSION_DENIED NOT_PERMITTED"
    assert (await OfficerClient(catalog, "leader", district).read(ward, officer))[
        0
    ].full_name == full_name
    assert await refusal(OfficerClient(catalog, "leader", other).read(ward, officer)) == denied
    assert await refusal(OfficerClient(catalog, "leader", ward).read("", officer)) == denied
    for role in ("public", "portal", "officer", "editor", "importer", "publisher"):
        assert await refusal(OfficerClient(catalog, role).read(ward, officer)) == denied


async def test_a_name_is_not_read_by_way_of_another_unit(
    catalog: Running, editor: OfficerClient
) -> None:
    ward, other = (await editor.client.unit()).name, (await editor.client.unit()).name
    officer, _ = await editor.sealed(ward)
    [found] = await OfficerClient(catalog, "leader", other).read(other, officer)
    assert found.full_name == ""
    await editor.erase(ward, officer)
    assert await OfficerClient(catalog, "leader", other).read(other, officer) == [found]


async def test_readings_are_listed_by_subtree_and_by_pages_in_order(
    catalog: Running, editor: OfficerClient, inspector: OfficerClient
) -> None:
    district, other = (await editor.client.unit()).name, (await editor.client.unit()).name
    ward = (await editor.client.unit(parent=district)).name
    units = [district, other, ward, ward, other, district, ward]
    await asyncio.gather(*(inspector.read(unit, "cb", purpose=unit) for unit in units))
    inside = await inspector.readings(district, size=2)
    assert sorted(each.unit for each in inside) == sorted(each for each in units if each != other)
    numbers = [each.number for each in await inspector.readings(size=3)]
    assert numbers == sorted(set(numbers))
    assert len(await OfficerClient(catalog, "inspector", ward).readings(ward)) == 3
    denied = OfficerClient(catalog, "inspector", ward).readings(district)
    assert await refusal(denied) == "PERMISSION_DENIED NOT_PERMITTED"
    assert await refusal(OfficerClient(catalog, "inspector", ward).readings()) == (
        "PERMISSION_DENIED NOT_PERMITTED"
    )
