"""Rows that are refused, malformed or sent again: each is taken whole, or leaves nothing.

Promises that what is said of a row is what became of it. Must not test a rule of the domain again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1 import intake_pb2 as intake
from tests.catalog.client import Client, fresh, level, refusal
from tests.catalog.conftest import Running
from tests.catalog.given import DAY, LEVEL_4, NO, text
from tests.catalog.import_client import Importer, effects, offering_row, row, service_row, unit_row
from tests.catalog.place import AHEAD, Place, withdraw

FOLLOW = facts.OFFERING_RULE_FOLLOW
LATER = datetime(2025, 7, 1, tzinfo=UTC)


@pytest.fixture
def importer(catalog: Running) -> Importer:
    return Importer(catalog)


def split_row(unit: str, parts: dict[str, tuple[int, int]]) -> intake.Row:
    shared = [
        facts.Successor(unit=part, share=facts.Share(numerator=one, denominator=of))
        for part, (one, of) in parts.items()
    ]
    return row(split=intake.SplitRow(unit=unit, parts=shared), at=LATER)


def merger_row(into: str, units: Sequence[str]) -> intake.Row:
    return row(merger=intake.MergerRow(into=into, units=units), at=LATER)


async def wards(importer: Importer, number: int) -> list[str]:
    outcomes = await importer.bring(*(unit_row(fresh("p")) for _ in range(number)))
    return [each.name for each in outcomes]


async def test_a_row_that_is_refused_for_its_name_moves_nothing(
    importer: Importer, client: Client
) -> None:
    one, other = await wards(importer, 2)
    ward = fresh("p")
    await importer.bring(unit_row(ward, one))
    refused = await importer.bring(unit_row(ward, other, "", at=LATER))
    assert effects(refused) == ["REFUSED DISPLAY_NAME_MISSING display_name.vi"]
    assert (await client.get(f"units/{ward}")).parent == one


async def test_a_merger_into_one_of_its_units_is_sent_again_and_left_alone(
    importer: Importer,
) -> None:
    into, other = await wards(importer, 2)
    assert effects(await importer.bring(merger_row(into, [into, other]))) == ["CHANGED"]
    assert effects(await importer.bring(merger_row(into, [into, other]))) == ["UNCHANGED"]
    alone = await importer.bring(merger_row(into, [into]))
    assert effects(alone) == ["REFUSED NOTHING_MERGED units"]


async def test_what_ends_from_now_on_is_sent_again_and_left_alone(importer: Importer) -> None:
    into, merged, closed = await wards(importer, 3)
    service = fresh("s")
    await importer.bring(service_row(service, into))
    retirement = intake.RetirementRow(service=f"services/{service}")
    rows = [
        row(merger=intake.MergerRow(into=into, units=[merged]), at=None),
        row(closing=intake.ClosingRow(unit=closed), at=None),
        row(retirement=retirement, at=None),
    ]
    again = ["CHANGED"] * 3 + ["UNCHANGED"] * 3
    assert effects(await importer.bring(*rows, *rows)) == again
    assert effects(await importer.bring(*rows)) == ["UNCHANGED"] * 3


async def test_a_split_by_other_shares_is_not_passed_over(importer: Importer) -> None:
    unit, one, other = await wards(importer, 3)
    halves, same = {one: (1, 2), other: (1, 2)}, {other: (3, 6), one: (2, 4)}
    assert effects(await importer.bring(split_row(unit, halves))) == ["CHANGED"]
    assert effects(await importer.bring(split_row(unit, same))) == ["UNCHANGED"]
    thirds = await importer.bring(split_row(unit, {one: (1, 3), other: (2, 3)}))
    assert effects(thirds) == ["REFUSED UNIT_ENDS_ALREADY name"]


@pytest.mark.parametrize("bad", [unit_row("p\0"), unit_row("p9", "units/\0")])
async def test_a_row_that_no_database_could_hold_stops_no_other(
    importer: Importer, bad: intake.Row
) -> None:
    outcomes = await importer.bring(bad, unit_row(fresh("p")))
    assert [each.reason for each in outcomes] == ["TEXT_HAS_CONTROLS", ""]


async def test_an_offering_under_another_rule_is_not_passed_over(importer: Importer) -> None:
    [ward], service = await wards(importer, 1), fresh("s")
    known = f"services/{service}", ward, LEVEL_4
    await importer.bring(service_row(service, ward), offering_row(*known))
    assert effects(await importer.bring(offering_row(*known))) == ["UNCHANGED"]
    same = await importer.bring(offering_row(*known, level_rule="vn.levels@1"))
    other = await importer.bring(offering_row(*known, level_rule="six_points@1"))
    assert effects(same) == ["UNCHANGED"]
    assert effects(other) == ["REFUSED LEVEL_RULE_FIXED offering.level_rule"]


async def test_a_version_that_comes_with_a_row_leaves_a_waiting_draft(
    importer: Importer, client: Client
) -> None:
    [ward], service = await wards(importer, 1), fresh("s")
    await importer.bring(service_row(service, ward))
    draft = api.Service(name=f"services/{service}", authority=ward, display_name=text("Mới"))
    await client.act("ReviseService", service=draft)
    assert effects(await importer.bring(service_row(service, ward, fee=5, at=LATER))) == ["CHANGED"]
    known = await client.get(draft.name)
    assert (known.version, known.has_draft) == (2, True)
    assert (await client.publish(draft.name)).display_name.vi == "Mới"


async def test_a_draft_waits_on_though_the_opening_of_its_authority_is_withdrawn(
    importer: Importer, client: Client
) -> None:
    [ward], service = await wards(importer, 1), fresh("s")
    await importer.bring(service_row(service, ward))
    planned = await client.unit(parent=ward, at=AHEAD)
    said = {"authority": planned.name, "display_name": text("Mới")}
    draft = api.Service(name=f"services/{service}", **said)
    await client.act("ReviseService", service=draft)
    await withdraw(client, planned)
    assert effects(await importer.bring(service_row(service, ward, fee=5, at=None))) == ["CHANGED"]
    known = await client.get(draft.name)
    assert (known.version, known.has_draft) == (2, True)
    refused = await refusal(client.publish(draft.name, at=AHEAD))
    assert refused == "NOT_FOUND UNIT_UNKNOWN effective_time"


async def test_only_who_may_act_for_the_authority_of_now_brings_a_version(
    catalog: Running, importer: Importer
) -> None:
    [now, then], service = await wards(importer, 2), fresh("s")
    await importer.bring(service_row(service, now))
    ahead = datetime.now(UTC) + 30 * DAY
    await importer.bring(service_row(service, then, at=ahead, reason=""))
    later = service_row(service, then, fee=5, at=ahead + DAY, reason="")
    outcomes = await Importer(catalog, unit=then).bring(later)
    assert effects(outcomes) == ["REFUSED NOT_PERMITTED"]


@pytest.mark.parametrize("size", [1, 3])
async def test_a_chunk_hands_on_what_its_rows_would_one_by_one(
    importer: Importer, client: Client, size: int
) -> None:
    place = await Place(client).begin()
    service, city = await place.service(), place.city
    unit, other, into = [await place.unit(city) for _ in range(3)]
    for each in (unit, other):
        await place.offering(service, each, LEVEL_4)
    parts = [facts.Successor(unit=unit), facts.Successor(unit=into)]
    rows = [
        row(split=intake.SplitRow(unit=unit, parts=parts, offerings=FOLLOW), at=AHEAD),
        offering_row(service, unit, {facts.CAPABILITY_FILE_ONLINE: NO}, at=None),
        row(merger=intake.MergerRow(units=[other], into=into, offerings=FOLLOW), at=AHEAD),
    ]
    for first in range(0, len(rows), size):
        outcomes = await importer.bring(*rows[first : first + size])
        assert set(effects(outcomes)) == {"CHANGED"}
    found = await client.get(f"{service}/offerings/{into.partition('/')[2]}", at=AHEAD)
    assert level(found) == 2  # what the unit can do on that day, whenever it was recorded
