"""What random callers see of petitions, tickets, drafts, payments and readings of a small world.

Promises the same as `test_sight.py` of dossiers: what they may see by a naive statement of the
rules, and nothing else.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st

from motcua.submissions.v1 import counter_pb2 as counters
from motcua.submissions.v1 import payments_pb2 as payments
from motcua.submissions.v1 import personal_data_pb2 as persons
from motcua.submissions.v1 import petitions_pb2 as petitions
from tests.submissions.gathered import Wait, drawn
from tests.submissions.house import House, is_at_rest
from tests.submissions.sight_asked import (
    DENIED,
    DRAFTS,
    NOBODY,
    READING,
    alike,
    answered,
    asked_of,
    callers,
    expected,
    is_hidden,
    names,
    pages,
)
from tests.submissions.sight_world import (
    PLACES,
    READERS,
    ROLES,
    STAFF,
    World,
    made,
)
from tests.waiting import until


@pytest.fixture(scope="module")
async def world(house: House) -> World:
    world = await made(house, 11)
    await until(lambda: is_at_rest(house))
    return world


async def test_a_petition_is_shown_to_whom_it_concerns(world: World) -> None:
    def check(data: Any, wait: Wait) -> None:
        caller, petition = data.draw(READING), data.draw(st.sampled_from(world.petitions))
        ask, kind = data.draw(st.sampled_from([
            (world.house.petitions.GetPetition, petitions.GetPetitionRequest),
            (world.house.petitions.GetPetitionHistory, petitions.GetPetitionHistoryRequest),
        ]))  # fmt: skip
        who = world.call(caller)
        answer = wait(answered(ask, kind(name=petition.name), **who))
        assert is_hidden(answer) != world.sees_petition(caller, petition)
        if is_hidden(answer):
            none = wait(answered(ask, kind(name=f"petitions/{NOBODY}"), **who))
            assert alike(answer) == alike(none)

    await drawn(check, 50)


async def test_tickets_are_their_units_and_what_was_filed_its_staffs(world: World) -> None:
    def check(data: Any, wait: Wait) -> None:
        caller, place = data.draw(READING), data.draw(st.sampled_from(PLACES))
        ask, who, unit = world.house.counters, world.call(caller), world.unit(place)
        found = wait(pages(ask.ListTickets, counters.ListTicketsRequest(unit=unit), "tickets", 1,
                           **who))  # fmt: skip
        there = [each for each in world.tickets if each.unit == unit]
        shown = [each.name for each in there]
        assert names(found) == expected(world, caller, place, shown, READERS)
        staff = world.reaches(caller, STAFF, unit)
        got = [
            wait(answered(ask.GetTicket, counters.GetTicketRequest(name=each.name), **who))
            for each in there
        ]
        for each in [*got, *([] if isinstance(found, str) else found)]:
            if isinstance(each, tuple):
                assert each[0] == "TICKET_UNKNOWN"
                assert not world.reaches(caller, READERS, unit)
            else:
                filed = next(x.dossiers for x in there if x.name == each.name)
                assert list(each.dossiers) == (list(filed) if staff else [])

    await drawn(check, 40)


async def test_drafts_attempts_and_readings_are_shown_to_whom_they_concern(world: World) -> None:
    def check(data: Any, wait: Wait) -> None:
        caller = data.draw(callers(ROLES))
        house, who = world.house, world.call(caller)
        listed = wait(pages(house.drafts.ListDrafts, DRAFTS, "drafts", 1, **who))
        own = [
            each.name
            for portal, each in world.drafts
            if world.is_filer(caller, portal, each.receiving_unit)
        ]
        assert names(listed) == (sorted(own) if world.holds(caller, {"portal"}) else DENIED)
        for name, by, dossier in world.attempts:
            request = payments.GetPaymentAttemptRequest(name=name)
            answer = wait(answered(house.payments.GetPaymentAttempt, request, **who))
            if not world.holds(caller, READERS):
                assert answer[0] == DENIED
            else:
                concerned = by == caller.subject or world.sees(caller, dossier)
                assert is_hidden(answer) != concerned
        place = data.draw(asked_of(caller))
        asked = persons.ListReadingsRequest(subtree=world.unit(place))
        found = wait(pages(house.persons.ListReadings, asked, "readings", 1, **who))
        if not world.reaches(caller, {"inspector", "operator"}, world.unit(place)):
            assert found == DENIED
        else:
            of_world = {each.name for each in world.dossiers}
            units = [each.unit for each in found if each.dossier in of_world]
            below = [each for each in world.readings if place == "*" or world.within(each, place)]
            assert sorted(units) == sorted(below)

    await drawn(check, 40)
