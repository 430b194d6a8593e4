"""What a catalogue plans goes out as a table, comes in elsewhere, and goes out the same again.

Promises to compare the tables, and what both catalogues answer of a later day. Must not plan
anything that the export leaves out without counting it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import pytest

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1 import intake_pb2 as intake
from services.console.instants import to_timestamp
from services.console.portal import catalogue
from services.console.portal.client import Portal
from tests.e2e.commands import motcua
from tests.e2e.past_city import (
    ALWAYS,
    appointment,
    assignment,
    calendar,
    closing,
    content,
    full,
    merger,
    offering,
    relief,
    row,
    service,
    settle,
    split,
    target,
    unit,
)
from tests.e2e.round_trip import Trip, imported, running, without

KINDS = ("units", "services", "offerings", "targets", "officers", "calendars", "plans")
MUCH_LATER = datetime(2199, 1, 1, tzinfo=UTC)
CAPABILITY = "CAPABILITY_PAY_ONLINE"
NOW = (
    unit(2018, "city"),
    unit(2018, "district", "city"),
    *(unit(2019, f"ward-{n}", "district") for n in "abcdef"),
    service(2019, "birth", full(0)),
    service(2019, "old", content("city", "Cũ")),
    offering(2021, "birth", "ward-a", CAPABILITY),
    offering(2021, "birth", "ward-b"),
    offering(2021, "birth", "ward-c"),
    target(2022, "whole", (4, 5)),
    appointment(2019, "ward-a", "cb-1", facts.DUTY_OFFICER),
    calendar("vn", [ALWAYS]),
)


def closed(year: int, at: str) -> intake.Row:
    name = f"services/birth/offerings/{at}"
    said = intake.OfferingClosingRow(offering=name, reason="Hết nhiệm vụ")
    return row(year, offering_closing=said)


PLANNED = (
    unit(2091, "new", "district", "Phường mới"),
    unit(2091, "ward-a", "district", "Phường đổi tên"),
    unit(2092, "ward-a", "city", "Phường đổi tên lần nữa"),
    service(2093, "birth", full(5000)),
    service(2094, "birth", full(7000)),
    service(2092, "coming", content("city", "=Sắp có", retention_years=7)),
    offering(2093, "birth", "ward-a"),
    offering(2093, "coming", "ward-a", CAPABILITY, ceiling=2),
    closed(2095, "ward-b"),
    target(2091, "whole", (9, 10), legal_basis="QĐ 1"),
    target(2093, "whole", (1, 1)),
    appointment(2091, "ward-a", "cb-2", facts.DUTY_LEADER),
    relief(2092, "ward-a", "cb-1", facts.DUTY_OFFICER),
    assignment(2091, "district", "vn"),
    row(2096, retirement=intake.RetirementRow(service="services/old", legal_basis="QĐ 2")),
    merger(2097, "ward-c", "new", facts.OFFERING_RULE_FOLLOW),
    split(2097, "ward-d", **{"ward-a": (1, 3), "ward-b": (2, 3)}),
    closing(2097, "ward-e"),
)
EXPECTED = [
    ("unit", "2091-01-01", "new"),
    ("unit", "2091-01-01", "ward-a"),
    ("target", "2091-01-01", "whole"),
    ("appointment", "2091-01-01", "ward-a"),
    ("assignment", "2091-01-01", "district"),
    ("unit", "2092-01-01", "ward-a"),
    ("service", "2092-01-01", "coming"),
    ("relief", "2092-01-01", "ward-a"),
    ("service", "2093-01-01", "birth"),
    ("offering", "2093-01-01", "ward-a"),
    ("offering", "2093-01-01", "ward-a"),
    ("target", "2093-01-01", "whole"),
    ("service", "2094-01-01", "birth"),
    ("offering_closing", "2095-01-01", "ward-b"),
    ("retirement", "2096-01-01", "old"),
    ("closing", "2097-01-01", "ward-e"),
    ("merger", "2097-01-01", "ward-c"),
    ("split", "2097-01-01", "ward-d"),
]

pytestmark = pytest.mark.timeout(240)


class Round(NamedTuple):
    """There and back."""

    trip: Trip
    again: Path
    said: str


@pytest.fixture(scope="module")
async def there_and_back(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Round]:
    tables = tmp_path_factory.mktemp("tables")
    async with running() as (there, source), running() as (here, target_):
        await settle(source, NOW, PLANNED)
        await withdraw_what_else_is_planned(source)
        made = Trip(source, target_, tables)
        for kind in KINDS:
            words = ("export", "--kind", kind, "-o", tables / f"{kind}.csv", "--as-of", made.as_of)
            done = await motcua(*words, data=there)
            assert done.code == 0, done.err
        for kind in KINDS:
            made.said[kind] = await imported(tables / f"{kind}.csv", kind, here)
        again = tables / "again.csv"
        out = await motcua(
            "export", "--kind", "plans", "-o", again, "--as-of", made.as_of, data=here
        )
        assert out.code == 0, out.err
        yield Round(made, again, done.err)


async def withdraw_what_else_is_planned(portal: Portal) -> None:
    """Changes of a unit, a service and an offering that will not take place; and one that no row
    states.
    """
    catalog, late = portal.catalog, to_timestamp(datetime(2098, 1, 1, tzinfo=UTC))

    async def call(method: str, request: object) -> None:
        await portal.call(getattr(catalog, method), request, role="editor")

    await settle(
        portal, [closing(2098, "ward-f"), service(2098, "birth", full(9)), closed(2098, "ward-a")]
    )
    for name, method, kind, made in (
        ("units/ward-f", "WithdrawUnitChange", facts.UnitClosed, api.WithdrawUnitChangeRequest),
        (
            "services/birth/offerings/ward-a",
            "WithdrawOfferingChange",
            facts.OfferingClosed,
            api.WithdrawOfferingChangeRequest,
        ),
    ):
        versions = [
            each.version
            async for each in catalogue.changes(portal, name)
            if each.fact.type_url.endswith(f".{kind.DESCRIPTOR.name}")
        ]
        await call(
            method, made(name=name, version=versions[-1], reason="thôi", request_id=str(uuid4()))
        )
    await call(
        "WithdrawServiceVersion",
        api.WithdrawServiceVersionRequest(
            name="services/birth", version=4, reason="thôi", request_id=str(uuid4())
        ),
    )
    policy = api.SetFilingPolicyRequest(
        name="units/city", refuse_below_level_3=True, effective_time=late, request_id=str(uuid4())
    )
    await call("SetFilingPolicy", policy)


def test_each_plan_is_a_line_in_the_order_in_which_it_comes_in(there_and_back: Round) -> None:
    rows = there_and_back.trip.table("plans")
    found = [(row["plan"], row["effective_time"], row["id"] or row["unit"]) for row in rows]
    assert found == EXPECTED


def test_what_no_row_states_is_counted(there_and_back: Round) -> None:
    assert "1 of FilingPolicySet are left out" in there_and_back.said


def test_every_line_comes_in(there_and_back: Round) -> None:
    said = there_and_back.trip.said["plans"]
    assert [each for each in said["rows"] if each["effect"] in {"refused", "noted"}] == []
    assert said["added"] + said["changed"] >= len(EXPECTED)


def test_what_goes_out_again_is_the_same(there_and_back: Round) -> None:
    first, again = (there_and_back.trip.tables / "plans.csv").read_text(), there_and_back.again
    assert again.read_text(encoding="utf-8") == first


async def test_both_catalogues_say_the_same_of_a_later_day(there_and_back: Round) -> None:
    trip = there_and_back.trip
    trip.as_of = MUCH_LATER
    for listed in (catalogue.units, catalogue.services, catalogue.offerings, catalogue.targets):
        source, target_ = await trip.both(listed)
        assert {name: comparable(each) for name, each in source.items()} == {
            name: comparable(each) for name, each in target_.items()
        }


def comparable(message: object) -> object:
    """Without what no table says, such as since when a unit has been called so."""
    apart = ("version", "has_draft", "idle_versions", "refuse_below_level_3")  # filing policies
    return without(message, "effective_time", *apart)


async def test_the_same_table_again_changes_nothing(there_and_back: Round) -> None:
    trip = there_and_back.trip
    data = Path(trip.target.installation.name)
    said = await imported(trip.tables / "plans.csv", "plans", data)
    assert (said["added"], said["changed"], said["refused"]) == (0, 0, 0)


async def test_a_position_that_the_catalogue_has_not_is_a_mistake(there_and_back: Round) -> None:
    data = Path(there_and_back.trip.target.installation.name)
    done = await motcua("export", "--kind", "plans", "--as-known", 999_999, data=data)
    assert (done.code, "the catalogue ends at" in done.err) == (2, True)
