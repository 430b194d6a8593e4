"""What random callers see of a small world equals what they may see, by every method that reads.

Promises callers with any roles at any units, several at once, and a naive statement of the rules
(`sight_world.py`). Lists are read page by page, changes from their beginning. A single role at a
single unit is tried elsewhere; here what one role opens must not be lent to another.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import grpc
import pytest
from hypothesis import strategies as st

from motcua.submissions.v1 import attachments_pb2 as files
from motcua.submissions.v1 import dossier_queries_pb2 as queries
from motcua.submissions.v1 import filings_pb2 as filings
from motcua.submissions.v1 import petitions_pb2 as petitions
from motcua.submissions.v1 import slips_pb2 as slips
from motcua.submissions.v1 import submissions_pb2 as api
from tests.submissions.gathered import Wait, drawn
from tests.submissions.house import House, end_of, is_at_rest, read_error
from tests.submissions.sight_asked import (
    ALL_DAYS,
    DENIED,
    NOBODY,
    READING,
    alike,
    answered,
    asked_of,
    expected,
    is_hidden,
    names,
    pages,
)
from tests.submissions.sight_world import (
    BOSS,
    READERS,
    Caller,
    World,
    made,
)
from tests.waiting import until


@pytest.fixture(scope="module")
async def world(house: House) -> World:
    world = await made(house, 11)
    await until(lambda: is_at_rest(house))
    return world


READS: dict[str, Callable[[House], tuple[Any, Any, str]]] = {
    "get": lambda house: (house.calls.GetDossier, api.GetDossierRequest, "name"),
    "history": lambda house: (
        house.queries.GetDossierHistory, queries.GetDossierHistoryRequest, "name"
    ),
    "histories": lambda house: (
        house.queries.BatchGetDossierHistories,
        lambda name: queries.BatchGetDossierHistoriesRequest(names=[name]),
        "name",
    ),
    "slip": lambda house: (house.slips.GetSlip, slips.GetSlipRequest, "name"),
    "files": lambda house: (house.files.ListAttachments, files.ListAttachmentsRequest, "parent"),
}  # fmt: skip


async def test_a_dossier_is_shown_by_every_method_to_whom_it_concerns(world: World) -> None:
    def check(data: Any, wait: Wait) -> None:
        caller, dossier = data.draw(READING), data.draw(st.sampled_from(world.dossiers))
        method, kind, field = READS[data.draw(st.sampled_from(sorted(READS)))](world.house)
        who = world.call(caller)
        answer = wait(answered(method, kind(**{field: dossier.name}), **who))
        assert is_hidden(answer) != world.sees(caller, dossier), answer
        if is_hidden(answer):
            none = wait(answered(method, kind(**{field: f"dossiers/{NOBODY}"}), **who))
            assert alike(answer) == alike(none)

    await drawn(check, 120)


async def test_lists_show_what_a_subtree_holds(world: World) -> None:
    def check(data: Any, wait: Wait) -> None:
        caller = data.draw(READING)
        place, size = data.draw(asked_of(caller)), data.draw(st.sampled_from([1, 3, 50]))
        house, who = world.house, world.call(caller)
        unit = world.unit(place)
        lists: list[tuple[Any, Any, str, Sequence[Any], Any]] = [
            (house.queries.ListDossiers, queries.ListDossiersRequest(unit=unit), "dossiers",
                world.dossiers, lambda it: it.handling_unit or it.receiving_unit),
            (house.petitions.ListPetitions, petitions.ListPetitionsRequest(unit=unit), "petitions",
                world.petitions, lambda it: it.holder),
        ]  # fmt: skip
        for ask, request, of, everything, holder in lists:
            found = wait(pages(ask, request, of, size, **who))
            known = {each.name for each in everything}
            own = found if isinstance(found, str) else [x for x in found if x.name in known]
            shown = [
                each.name
                for each in everything
                if world.listed(caller, place, holder(each), each.portal)
            ]
            assert names(own) == expected(world, caller, place, shown, READERS)

    await drawn(check, 60)


async def test_what_falls_due_is_listed_to_whom_it_would_be(world: World) -> None:
    def check(data: Any, wait: Wait) -> None:
        caller = data.draw(READING)
        place = data.draw(asked_of(caller))
        request = queries.ListDueDossiersRequest(unit=world.unit(place))
        found = wait(pages(world.house.queries.ListDueDossiers, request, "dossiers", 2,
                           **world.call(caller)))  # fmt: skip
        shown = [
            each.name
            for each in world.dossiers
            if each.status in {2, 4}
            and world.listed(caller, place, each.handling_unit, each.portal)
        ]
        assert names(found) == expected(world, caller, place, shown, READERS)

    await drawn(check, 30)


async def test_a_role_that_may_not_reconcile_lends_nothing_to_one_that_may(world: World) -> None:
    def check(data: Any, wait: Wait) -> None:
        caller = data.draw(READING)
        place = data.draw(asked_of(caller))
        request = queries.ReconcilePortalsRequest(unit=world.unit(place), **ALL_DAYS)
        answer = wait(answered(world.house.queries.ReconcilePortals, request, **world.call(caller)))
        if not world.reaches(caller, {"portal", "leader", "inspector"}, world.unit(place)):
            assert answer[0] == DENIED
            return
        everybody = world.reaches(caller, {"leader", "inspector"}, world.unit(place))
        counted = Counter(
            each.portal
            for each in world.dossiers
            if each.portal
            and (place == "*" or world.within(each.receiving_unit, place))
            and (everybody or each.portal == caller.subject)
        )
        found: Counter[str] = Counter()
        for each in answer.days:
            found[each.portal] += each.submitted + each.voided
        assert +Counter({k: v for k, v in found.items() if k}) == counted

    await drawn(check, 80)


async def test_filings_are_their_portals_where_its_role_reaches(world: World) -> None:
    def check(data: Any, wait: Wait) -> None:
        caller = data.draw(READING)
        place = data.draw(asked_of(caller))
        house, who = world.house, world.call(caller)
        request = filings.ListFilingsRequest(unit=world.unit(place))
        found = wait(pages(house.filings.ListFilings, request, "filings", 2, **who))
        own = {
            each.name
            for each in world.dossiers
            if world.is_filer(caller, each.portal, each.receiving_unit)
        }
        below = [
            each.name
            for each in world.dossiers
            if each.name in own and (place == "*" or world.within(each.receiving_unit, place))
        ]
        portal = world.holds(caller, {"portal"})
        assert names(found) == (sorted(below) if portal else DENIED)
        one = data.draw(st.sampled_from(world.dossiers))
        asked = filings.GetFilingRequest(name=one.name)
        answer = wait(answered(house.filings.GetFiling, asked, **who))
        if not portal:
            assert answer[0] == DENIED
        else:
            assert is_hidden(answer) == (one.name not in own)

    await drawn(check, 40)


async def followed(ask: Any, request: Any, end: int, of: str, who: Any) -> Any:
    """The names in all changes up to a position."""
    found: set[str] = set()
    try:
        async for each in ask(request, **who):
            if each.HasField("change"):
                found.add(getattr(each.change, of))
            if each.position >= end:
                return found
    except grpc.aio.AioRpcError as error:
        return read_error(error).reason
    return found


async def test_changes_are_told_to_whom_they_concern(world: World) -> None:
    end = await end_of(world.house)
    house = world.house

    def check(data: Any, wait: Wait) -> None:
        caller = data.draw(READING)
        who = world.call(caller)
        watches: list[tuple[Any, Any, str, Sequence[Any], Any]] = [
            (house.queries.WatchDossiers, queries.WatchDossiersRequest, "dossier",
                world.dossiers, world.sees),
            (house.petitions.WatchPetitions, petitions.WatchPetitionsRequest, "petition",
                world.petitions, world.sees_petition),
        ]  # fmt: skip
        for ask, kind, of, everything, sees in watches:
            request = kind(after_position=world.begins)
            found = wait(followed(ask, request, end, of, who))
            for each in everything:
                returned = getattr(each, "returning_unit", "")
                if each.name not in world.moved and not returned:
                    assert (each.name in found) == sees(caller, each)

    await drawn(check, 25)


async def test_a_page_and_a_request_are_their_callers_own(world: World) -> None:
    """Whoever else goes on with a page, or repeats a request, learns nothing by that."""
    house, inspector = world.house, world.all("inspector")
    first = await house.queries.ListDossiers(queries.ListDossiersRequest(page_size=1), **inspector)
    request = api.SubmitDossierRequest(
        offering=world.offering("a"), receiving_unit=world.unit("a"), channel=1,
        request_id=str(uuid.uuid4()), catalog_position=world.position,
    )  # fmt: skip
    filed = await house.calls.SubmitDossier(request, **world.all("portal", "portal-1"))
    assert filed.secret
    others = [world.all("inspector", "stranger"), world.all("officer", "stranger")]
    for other in others:
        following = queries.ListDossiersRequest(page_size=1, page_token=first.next_page_token)
        answer = await answered(house.queries.ListDossiers, following, **other)
        assert answer[0] == "PAGE_TOKEN_INVALID"
    for who in (world.all("portal", "portal-2"), world.all("officer", BOSS)):
        answer = await answered(house.calls.SubmitDossier, request, **who)
        assert answer[0] == "REQUEST_ID_REUSED"
        assert filed.dossier.name.encode() not in answer[2]
    elsewhere = world.call(Caller("portal-1", (("portal", "far"),)))
    answer = await answered(house.calls.SubmitDossier, request, **elsewhere)
    assert answer[0] == DENIED
