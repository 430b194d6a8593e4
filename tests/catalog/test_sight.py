"""What random callers see of a small catalogue equals what they may see: drafts, officers and who
read their names.

Promises callers with any roles at any units, several at once, and a naive statement of the rules:
what one role opens is not lent to another. All else of a catalogue is public.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any, NamedTuple

import grpc
import pytest
from hypothesis import strategies as st

from deploy.embedded.tokens import private_key, sign
from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import officers_pb2 as officers
from motcua.catalog.v1.catalog_pb2_grpc import CatalogServiceStub
from motcua.catalog.v1.officers_pb2_grpc import OfficerServiceStub
from tests.catalog.conftest import Running
from tests.catalog.officer_client import OfficerClient
from tests.catalog.place import Place
from tests.submissions.gathered import Wait, drawn
from tests.submissions.house import read_error

ROLES = "portal officer leader editor importer inspector publisher operator".split()  # noqa: SIM905
DRAFTS = {"editor", "officer", "leader", "importer", "inspector"}
CHANGES, WATCHES = {"editor", "inspector", "leader"}, {"portal", "editor", "inspector", "operator"}
NAMES, READINGS = {"leader", "inspector", "operator"}, {"inspector", "operator"}
DENIED = "NOT_PERMITTED"


class Caller(NamedTuple):
    """Roles, each within the subtree of a unit ("": the whole tree)."""

    grants: tuple[tuple[str, str], ...]


class World:
    """Units, a draft and a sealed officer at each, and who read which name."""

    def __init__(self, catalog: Running, place: Place) -> None:
        assert catalog.channel is not None
        self.stub: Any = CatalogServiceStub(catalog.channel)
        self.officers: Any = OfficerServiceStub(catalog.channel)
        self.key = private_key(catalog.stack.data_dir)
        above = {place.a: place.city, place.b: place.city, place.ward: place.a}
        self.parents = {place.city: "", **above}
        self.drafts: dict[str, str] = {}  # by name, of which unit
        self.sealed: dict[str, str] = {}
        self.begins = 0

    async def fill(self, catalog: Running) -> None:
        editor, reader = OfficerClient(catalog), OfficerClient(catalog, "inspector")
        for unit in self.parents:
            drafted = await editor.client.draft(unit)
            self.drafts[drafted.name] = unit
            self.sealed[unit], _ = await editor.sealed(unit)
            await reader.read(unit, self.sealed[unit])
            self.begins = self.begins or drafted.position - 1

    def who(self, caller: Caller) -> dict[str, Any]:
        roles = [{"role": role, "unit": unit or "*"} for role, unit in caller.grants]
        token = sign(self.key, roles=roles, subject="somebody", ttl=timedelta(hours=1))
        return {"metadata": (("authorization", f"Bearer {token}"),), "timeout": 60}

    def is_below(self, unit: str, top: str) -> bool:
        while unit and unit != top:
            unit = self.parents[unit]
        return unit == top

    def reaches(self, caller: Caller, roles: Collection[str], unit: str) -> bool:
        return any(role in roles and self.is_below(unit, top) for role, top in caller.grants)

    def callers(self) -> Any:
        """A few roles, at one or two places so that they meet."""
        places = st.lists(st.sampled_from(["", *self.parents]), min_size=1, max_size=2)
        grants = places.flatmap(
            lambda units: st.lists(
                st.tuples(st.sampled_from(ROLES), st.sampled_from(units)),
                min_size=1, max_size=3, unique=True,
            )
        )  # fmt: skip
        return grants.map(lambda held: Caller(tuple(held)))


@pytest.fixture
async def world(catalog: Running, place: Place) -> World:
    made = World(catalog, place)
    await made.fill(catalog)
    return made


async def said(ask: Any, request: Any, who: dict[str, Any]) -> Any:
    """The answer, or the reason of a refusal."""
    try:
        return await ask(request, **who)
    except grpc.aio.AioRpcError as error:
        return read_error(error).reason


async def test_a_draft_is_found_by_whom_it_concerns_whatever_he_asks(world: World) -> None:
    def check(data: Any, wait: Wait) -> None:
        caller = data.draw(world.callers())
        stub, who = world.stub, world.who(caller)
        shown = {name for name, unit in world.drafts.items() if world.reaches(caller, DRAFTS, unit)}
        listed = wait(said(stub.ListServices, api.ListServicesRequest(page_size=1000), who))
        assert {each.name for each in listed.services} & world.drafts.keys() == shown
        asked = api.ListServicesRequest(page_size=1000, filter="state = DRAFT")
        listed = wait(said(stub.ListServices, asked, who))
        assert {each.name for each in listed.services} & world.drafts.keys() == shown
        several = api.BatchGetServicesRequest(names=sorted(world.drafts))
        batch = wait(said(stub.BatchGetServices, several, who))
        assert {each.name for each in batch.services} == shown
        name = data.draw(st.sampled_from(sorted(world.drafts)))
        one = wait(said(stub.GetService, api.GetServiceRequest(name=name), who))
        assert isinstance(one, str) == (name not in shown)
        changes = wait(said(stub.ListChanges, api.ListChangesRequest(name=name), who))
        if not any(role in CHANGES for role, _ in caller.grants):
            assert changes == DENIED
        else:
            assert isinstance(changes, str) == (name not in shown)

    await drawn(check, 40)


async def test_changes_tell_of_drafts_to_whom_they_concern(world: World) -> None:
    inspector = world.who(Caller((("inspector", ""),)))
    listed = await world.stub.ListServices(api.ListServicesRequest(page_size=1000), **inspector)
    end = max(each.position for each in listed.services if each.name in world.drafts)

    async def watched(who: dict[str, Any]) -> Any:
        found = set()
        try:
            request = api.WatchCatalogRequest(after_position=world.begins)
            async for each in world.stub.WatchCatalog(request, **who):
                if each.HasField("change"):
                    found.add(each.change.position)
                if each.position >= end:
                    return found
        except grpc.aio.AioRpcError as error:
            return read_error(error).reason
        return found

    places = {each.position: each.name for each in listed.services if each.name in world.drafts}

    def check(data: Any, wait: Wait) -> None:
        caller = data.draw(world.callers())
        found = wait(watched(world.who(caller)))
        if not any(role in WATCHES for role, _ in caller.grants):
            assert found == DENIED
            return
        for position, name in places.items():
            seen = world.reaches(caller, DRAFTS, world.drafts[name])
            assert (position in found) == seen

    await drawn(check, 25)


async def test_names_of_officers_and_who_read_them_are_for_their_units(world: World) -> None:
    def check(data: Any, wait: Wait) -> None:
        caller, unit = data.draw(world.callers()), data.draw(st.sampled_from(sorted(world.parents)))
        who = world.who(caller)
        request = officers.ReadOfficersRequest(
            unit=unit, officers=[world.sealed[unit]], purpose="complaint 7"
        )
        names = wait(said(world.officers.ReadOfficers, request, who))
        if world.reaches(caller, NAMES, unit):
            assert names.officers[0].full_name
        else:
            assert names == DENIED
        top = data.draw(st.sampled_from(["", unit]))
        asked = officers.ListReadingsRequest(subtree=top, page_size=1000)
        readings = wait(said(world.officers.ListReadings, asked, who))
        if not world.reaches(caller, READINGS, top):
            assert readings == DENIED
            return
        units = {each.unit for each in readings.readings} & world.parents.keys()
        assert units == {each for each in world.parents if world.is_below(each, top)}

    await drawn(check, 30)
