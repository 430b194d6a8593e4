"""Names that are none: `ward-7` where a request names `units/ward-7`.

Given a request whose names have not their form, when it is sent, then it is refused as malformed,
at every field at fault, with the form in words.
"""

from __future__ import annotations

import uuid

import pytest

from motcua.submissions.v1 import counter_pb2, drafts_pb2, petitions_pb2
from motcua.submissions.v1 import petition_events_pb2 as petition_events
from motcua.submissions.v1.events_pb2 import Channel
from services.chassis.errors import Refusal
from services.submissions.domain import names
from tests.submissions.house import House, refused


@pytest.mark.parametrize("name", ["units/ward-7", "units/2025-00070", "units/Phường"])
def test_a_unit_has_one_part(name: str) -> None:
    names.require({"unit": (names.UNIT, name)})


@pytest.mark.parametrize("name", ["ward-7", "units/", "units/a/b", "units/a b", "unit/a"])
def test_what_is_no_units_name_is_refused_with_its_form(name: str) -> None:
    with pytest.raises(Refusal) as refusal:
        names.require({"unit": (names.UNIT, name)})
    assert refusal.value.values == {"form": "units/{unit}"}


async def test_a_submission_is_told_every_name_that_is_none(house: House) -> None:
    why = await refused(house.submit(offering="birth/ward-7", receiving_unit="ward-7"))
    assert (why.reason, why.fields) == ("NAME_MALFORMED", ("offering", "receiving_unit"))
    assert why.languages == {"vi", "en"}


async def test_a_draft_is_told_every_name_that_is_none(house: House) -> None:
    draft = drafts_pb2.Draft(
        offering="birth", receiving_unit="ward-7", channel=Channel.CHANNEL_ONLINE
    )
    request = drafts_pb2.CreateDraftRequest(
        draft=draft, holder="session-7", request_id=str(uuid.uuid4())
    )
    why = await refused(house.drafts.CreateDraft(request, **house.caller("portal")))
    assert why.fields == ("draft.offering", "draft.receiving_unit")


async def test_a_petition_is_told_every_name_that_is_none(house: House) -> None:
    request = petitions_pb2.SubmitPetitionRequest(
        receiving_unit="ward-7",
        unit="district",
        kind=petition_events.PETITION_KIND_PRAISE,
        channel=petition_events.PETITION_CHANNEL_PORTAL,
        paragraphs=["Cảm ơn."],
        request_id=str(uuid.uuid4()),
    )
    why = await refused(house.petitions.SubmitPetition(request, **house.caller("portal")))
    assert (why.reason, why.fields) == ("NAME_MALFORMED", ("receiving_unit", "unit"))


async def test_a_ticket_is_of_a_units_name(house: House) -> None:
    request = counter_pb2.TakeTicketRequest(unit="ward-7", request_id=str(uuid.uuid4()))
    why = await refused(house.counters.TakeTicket(request, **house.caller("portal")))
    assert (why.reason, why.field) == ("NAME_MALFORMED", "unit")
