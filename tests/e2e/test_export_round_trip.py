"""An exported catalogue imported into an empty one by both commands: the same as of that date.

Promises to compare what the API answers in both catalogues, and to name what a table cannot say.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1.calendars_pb2 import ListDaysRequest
from services.console.instants import to_date, to_timestamp
from services.console.portal import catalogue
from tests.e2e import past_city
from tests.e2e.commands import motcua
from tests.e2e.round_trip import Trip, imported, running, without

KINDS = ("units", "services", "offerings", "targets", "officers", "calendars")
OVER = "services/birth/offerings/ward-k"  # its ceiling lies above what it earns

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
async def trip(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Trip]:
    """There and back, once for all tests."""
    tables = tmp_path_factory.mktemp("tables")
    async with running() as (there, source), running() as (here, target):
        await past_city.settle(source)
        made = Trip(source, target, tables)
        for kind in KINDS:
            words = ("export", "--kind", kind, "-o", tables / f"{kind}.csv", "--as-of", made.as_of)
            done = await motcua(*words, data=there)
            assert done.code == 0, done.err
        for kind in KINDS:
            made.said[kind] = await imported(tables / f"{kind}.csv", kind, here)
        yield made


def test_nothing_is_refused_but_a_ceiling_above_what_is_earned(trip: Trip) -> None:
    told = [row for said in trip.said.values() for row in said["rows"]]
    refused = [(row["key"], row["reason"]) for row in told if row["effect"] == "refused"]
    assert refused == [(f"ceiling:{OVER}", "CEILING_ABOVE_EARNED")]


def test_columns_that_are_for_people_are_left_out_without_a_note(trip: Trip) -> None:
    noted = [row for said in trip.said.values() for row in said["rows"] if row["effect"] == "noted"]
    assert noted == []


async def test_units_are_the_same_with_their_places_ends_and_successors(trip: Trip) -> None:
    source, target = await trip.both(catalogue.units)
    states = {api.Unit.State.Name(each.state) for each in source.values()}
    assert states == {"STATE_OPEN", "STATE_CLOSED", "STATE_MERGED", "STATE_SPLIT"}
    assert {name: comparable(each) for name, each in target.items()} == {
        name: comparable(each) for name, each in source.items()
    }
    planned = target["units/ward-j"]  # how it will end stands in no table
    assert source["units/ward-j"].HasField("ending_time")
    assert (planned.state, planned.HasField("ending_time")) == (api.Unit.STATE_OPEN, False)


def comparable(unit: api.Unit) -> Any:
    """Since when it is called so, nobody exports; nor an end that has not come."""
    ended = unit.state != api.Unit.STATE_OPEN
    return without(unit, *(() if ended else ("effective_time", "ending_time")))


async def test_what_became_of_a_unit_is_traced_alike(trip: Trip) -> None:
    for name in ("units/ward-e", "units/ward-f", "units/ward-h"):
        request = api.GetUnitLineageRequest(
            name=name,
            as_of=to_timestamp(datetime(2019, 6, 1, tzinfo=UTC)),
            at=to_timestamp(trip.as_of),
        )
        answers = [
            await portal.call(portal.catalog.GetUnitLineage, request, role="public")
            for portal in (trip.source, trip.target)
        ]
        assert list(answers[0].parts) == list(answers[1].parts) != []


async def test_services_are_the_same_in_force_or_retired(trip: Trip) -> None:
    source, target = await trip.both(catalogue.services)
    assert source.pop("services/plan").state == api.Service.STATE_DRAFT
    counted = ("version", "has_draft")
    assert {name: without(each, *counted) for name, each in target.items()} == {
        name: without(each, *counted) for name, each in source.items()
    }
    retired = {name for name, each in target.items() if each.state == api.Service.STATE_RETIRED}
    assert retired == {"services/ended", "services/brief"}
    row = next(row for row in trip.table("services") if row["id"] == "ended")
    assert (row["state"], row["version_time"], row["effective_time"]) == (
        "RETIRED", "2021-01-01", "2022-01-01",
    )  # fmt: skip


async def test_offerings_are_the_same_with_levels_extent_and_ceilings(trip: Trip) -> None:
    source, target = await trip.both(catalogue.offerings)
    assert set(source) == set(target) == {row_name(row) for row in trip.table("offerings")}
    for name, offering in source.items():
        assert offered(target[name]) == offered(offering), name
    assert {name: each.assessment.level for name, each in target.items()} == {
        "services/birth/offerings/ward-a": 3,
        "services/birth/offerings/ward-b": 3,
        "services/birth/offerings/ward-j": 4,
        "services/birth/offerings/ward-k": 2,
        "services/moved/offerings/ward-k": 0,
        "services/moved/offerings/ward-m": 3,
        "services/visa/offerings/ward-m": 4,
    }


def row_name(row: dict[str, str]) -> str:
    return f"services/{row['service']}/offerings/{row['unit']}"


def offered(offering: api.Offering) -> Any:
    """What an offering can do and what the rule says; not since when, which a later version of its
    service may hide, nor what it followed from, nor a ceiling that is refused.
    """
    kept = without(offering, "effective_time", "ending_time", "follows", "idle_versions")
    kept.assessment.ClearField("effective_time")
    if kept.name == OVER:
        kept.ClearField("ceiling")
        kept.ClearField("ceiling_reason")
    return kept


async def test_targets_are_the_same(trip: Trip) -> None:
    source, target = await trip.both(catalogue.targets)
    assert {name: without(each) for name, each in target.items()} == {
        name: without(each) for name, each in source.items()
    }
    assert [row["threshold"] for row in trip.table("targets")] == ["9/10", "1/3", "4/5"]


async def test_posts_are_the_same_by_pseudonyms(trip: Trip) -> None:
    source, target = await trip.both(catalogue.units)
    posts = {name: list(each.appointments) for name, each in source.items() if each.appointments}
    assert posts == {
        name: list(each.appointments) for name, each in target.items() if name in posts
    }
    rows = [tuple(row.values()) for row in trip.table("officers")]
    assert rows == [
        ("city", "cb-1", "LEADER", "2019-01-01"),
        ("ward-a", "cb-2", "LEADER", "2020-01-01"),
        ("ward-a", "cb-2", "OFFICER", "2021-01-01"),
        ("ward-c", "cb-4", "OFFICER", "2019-01-01"),
    ]


async def test_calendars_say_the_same_of_every_day(trip: Trip) -> None:
    source, target = await trip.both(catalogue.calendars)
    assert {name: without(each, "version") for name, each in target.items()} == {
        name: without(each, "version") for name, each in source.items()
    }
    assigned = [(row["unit"], row["effective_time"]) for row in trip.table("calendars")]
    assert assigned == [
        ("", ""), ("", ""), ("city", "2019-01-01"), ("ward-a", "2022-01-01"),
        ("ward-b", "2021-01-01"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["units/ward-a", "units/ward-k", "calendars/late"])
async def test_days_are_answered_alike(trip: Trip, name: str) -> None:
    for year in (2022, 2023, 2024):
        request = ListDaysRequest(
            name=name,
            first_date=to_date(date(year, 1, 1)),
            last_date=to_date(date(year, 12, 31)),
        )
        answers = [
            await portal.call(portal.calendars.ListDays, request, role="public")
            for portal in (trip.source, trip.target)
        ]
        days = [[without(each, "version") for each in answer.days] for answer in answers]
        assert days[0] == days[1]
        assert {bool(each.hours) for each in answers[0].days} == {True, False}


async def test_what_followed_is_opened_by_the_import_with_all_that_it_could_do(trip: Trip) -> None:
    source, target = await trip.both(catalogue.offerings)
    for name, evidence in (("moved", {"12/QĐ;=1+1"}), ("visa", {""})):
        follower = f"services/{name}/offerings/ward-m"
        assert (list(source[follower].follows), list(target[follower].follows)) == (
            ["units/ward-l"], [],
        )  # fmt: skip
        assert {each.evidence for each in target[follower].capabilities} == evidence


async def test_an_offering_begins_with_the_version_that_is_in_force(trip: Trip) -> None:
    since = {row_name(row): row["since"] for row in trip.table("offerings")}
    assert since["services/birth/offerings/ward-a"] == "2024-01-01"  # opened in 2021
    assert since["services/birth/offerings/ward-b"] == "2025-01-01"


async def test_a_draft_is_a_draft_again_from_the_import_on(trip: Trip) -> None:
    plan = api.GetServiceRequest(name="services/plan")
    drafts = [
        await portal.call(portal.catalog.GetService, plan, role="editor")
        for portal in (trip.source, trip.target)
    ]
    assert without(drafts[0]) == without(drafts[1])
    assert drafts[1].state == api.Service.STATE_DRAFT


async def test_the_same_tables_again_change_nothing(trip: Trip) -> None:
    data = Path(trip.target.installation.name)
    for kind in KINDS:
        again = await imported(trip.tables / f"{kind}.csv", kind, data)
        assert (again["added"], again["changed"]) == (0, 0)


async def test_figures_and_counts_of_such_a_past_are_read_alike(trip: Trip) -> None:
    done = await motcua("verify", "--json", data=Path(trip.source.installation.name))
    found = done.document
    assert (done.code, found["equal"], found["differences"]) == (0, True, [])
    assert found["figures"] > 0


async def test_linked_data_tells_what_has_ended_and_no_draft(trip: Trip, tmp_path: Path) -> None:
    data = Path(trip.source.installation.name)
    for kind in ("services", "units"):
        words = ("export", "--kind", kind, "--format", "jsonld", "-o", tmp_path / f"{kind}.json")
        done = await motcua(*words, data=data)
        assert done.code == 0, done.err
    services, units = (graph(tmp_path / f"{kind}.json") for kind in ("services", "units"))
    assert services["urn:motcua:services/birth"]["status"] == "urn:motcua:statuses/published"
    ended = services["urn:motcua:services/ended"]
    assert ended["status"] == "urn:motcua:statuses/retired"
    assert ended["endingTime"] == "2021-12-31T17:00:00+00:00"
    assert services[ended["status"]]["type"] == "skos:Concept"
    assert "urn:motcua:services/plan" not in services
    assert "Dự thảo" not in (tmp_path / "services.json").read_text(encoding="utf-8")
    merged = units["urn:motcua:units/ward-d"]
    assert (merged["state"], merged["successor"]) == ("MERGED", ["urn:motcua:units/ward-a"])


async def test_what_is_recorded_meanwhile_stands_in_none_of_its_lists(trip: Trip) -> None:
    begun = catalogue.when(None, 0)
    request = api.OpenUnitRequest(
        unit_id="late",
        unit=api.Unit(kind="ward", display_name=facts.Text(vi="Xã Muộn")),
        effective_time=to_timestamp(datetime(2024, 1, 1, tzinfo=UTC)),
        correction_reason="r",
        request_id=str(uuid4()),
    )
    await trip.target.call(trip.target.catalog.OpenUnit, request, role="editor")
    for at, there in ((begun, False), (catalogue.when(None, 0), True)):
        listed = [unit.name async for unit in catalogue.units(trip.target, at)]
        assert ("units/late" in listed) is there


def graph(path: Path) -> dict[str, Any]:
    """Nodes by id."""
    document = json.loads(path.read_text(encoding="utf-8"))
    return {node["id"]: node for node in document["@graph"]}
