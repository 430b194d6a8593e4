"""Petitions in lists and histories, transferred, merged, voided, corrected; and what keeps one out.

Promises the whole service over a real log. Must not wait for a clock.
"""

from __future__ import annotations

import asyncio
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from motcua.submissions.v1 import petition_events_pb2 as events
from motcua.submissions.v1 import petitions_pb2 as api
from services.chassis.store import Store
from tests.submissions.house import House, refused
from tests.submissions.petition_client import Petitions

RECEPTION = events.PETITION_CHANNEL_RECEPTION_DAY
NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
async def petitions(house: House) -> Petitions:
    """Of a ward of its own, so that lists hold what a test made."""
    return await Petitions(house).opened()


async def test_lists_are_by_unit_state_kind_dossier_number_and_term(
    petitions: Petitions, house: House
) -> None:
    dossier = (await house.submit()).dossier.name
    first = await petitions.petition()
    praise = await petitions.petition("StartPetitionHandling", kind=4, dossier=dossier)
    done = await petitions.petition("StartPetitionHandling", "AnswerPetition")
    gone = await petitions.petition("VoidPetition")
    other = (await petitions.submit("foreign", unit=petitions.wards.unit("foreign"))).petition
    assert other.HasField("answer_term") is False  # its unit has no calendar
    # The publication's term comes first, then those of the answers, in the order of reception.
    assert await petitions.listed() == [done, first, praise]
    by_reception = {"order": api.PETITION_ORDER_RECEPTION}
    assert await petitions.listed(**by_reception) == [done, praise, first]
    assert await petitions.listed(statuses=[1, 2], kinds=[1]) == [first]
    assert await petitions.listed(dossier=dossier) == [praise]
    assert await petitions.listed(number=(await petitions.get(first)).number) == [first]
    assert await petitions.listed(number="ward-260302-0001") == []
    assert await petitions.listed(voided=True) == [gone]
    term = (await petitions.get(first)).answer_term.time
    assert await petitions.listed(term_end_time=term) == [done]
    assert praise in await petitions.listed(term_start_time=term)
    assert await petitions.listed("foreign") == [other.name]
    why = await refused(petitions.listed("desk", "portal", unit=petitions.wards.unit("competent")))
    assert why.reason == "NOT_PERMITTED"
    assert (await refused(petitions.listed(voided=True, statuses=[1]))).field == "statuses"


async def test_a_portal_is_shown_what_it_filed_itself(petitions: Petitions, house: House) -> None:
    city = house.caller("portal", "*", "city")
    await petitions.petition()
    request = api.ListPetitionsRequest(unit=petitions.wards.unit("above"))
    assert list((await house.petitions.ListPetitions(request, **city)).petitions) == []
    name = await petitions.petition(everywhere=True)
    own = house.caller("portal")
    found = (await house.petitions.ListPetitions(request, **own)).petitions
    assert [each.name for each in found] == [name]


async def test_the_officer_who_answers_for_it_finds_it(petitions: Petitions) -> None:
    name = await petitions.petition()
    officer = petitions.wards.officer("competent")
    assert (await petitions.step("AssignPetition", name, assignee=officer)).assignee == officer
    assert await petitions.listed(assignee=officer) == [name]
    why = await refused(petitions.step("AssignPetition", name, assignee="nobody"))
    assert (why.reason, why.field) == ("OFFICER_NOT_ON_DUTY", "assignee")


async def test_a_history_shows_what_was_known_when(petitions: Petitions, house: House) -> None:
    name = await petitions.petition("StartPetitionHandling", "AnswerPetition")
    between = stamp(datetime.now(UTC))
    corrected = await petitions.step("CorrectPetition", name, version=3)
    assert corrected.status == events.PETITION_STATUS_HANDLING
    request = api.GetPetitionHistoryRequest(name=name)
    caller = house.caller("inspector")
    history = await house.petitions.GetPetitionHistory(request, **caller)
    assert [each.event for each in history.facts] == [
        "PetitionReceived", "PetitionHandlingStarted", "PetitionAnswered", "PetitionCorrected",
    ]  # fmt: skip
    assert [(each.left_out, each.corrected_by) for each in history.facts[2:]] == [
        (True, 4),
        (False, 0),
    ]
    assert history.facts[3].corrects == 3
    assert history.facts[1].officer == petitions.wards.officer("competent")
    assert history.petition.etag == corrected.etag
    request.as_known_time.CopyFrom(between)
    then = await house.petitions.GetPetitionHistory(request, **caller)
    assert then.petition.status == events.PETITION_STATUS_ANSWERED
    assert (len(then.facts), then.petition.etag) == (3, "")
    request.ClearField("as_known_time")
    request.as_of.seconds = 1
    why = await refused(house.petitions.GetPetitionHistory(request, **caller))
    assert why.reason == "PETITION_NONE_THEN"


async def test_a_transfer_starts_the_terms_anew_and_needs_both_units(petitions: Petitions) -> None:
    name = await petitions.petition("StartPetitionHandling")
    to = petitions.wards.unit("handling")  # below the ward, so by its calendar
    before = await petitions.get(name)
    moved = await petitions.step("TransferPetition", name, to_unit=to)
    assert (moved.holder, moved.status) == (to, events.PETITION_STATUS_RECEIVED)
    assert moved.hold_time.ToDatetime() > before.hold_time.ToDatetime()
    assert moved.answer_term.calendar == before.answer_term.calendar
    why = await refused(petitions.step("TransferPetition", name, to_unit=to))
    assert why.reason == "PETITION_AT_UNIT"
    back = {"to_unit": petitions.wards.unit("competent")}
    why = await refused(petitions.step("TransferPetition", name, "handling", **back))
    assert why.reason == "UNIT_NOT_YOURS"
    why = await refused(petitions.step("CorrectPetition", name, "handling", version=3))
    assert (why.reason, why.field) == ("UNIT_NOT_YOURS", "version")


async def test_a_petition_goes_on_as_another_one_that_the_caller_handles(
    petitions: Petitions, house: House
) -> None:
    submitted = await petitions.submit()
    name, into = submitted.petition.name, (await petitions.submit()).petition
    foreign = await petitions.submit("foreign", unit=petitions.wards.unit("foreign"))
    ended = await petitions.petition("WithdrawPetition")
    for wrong in (name, ended, foreign.petition.name, f"petitions/{NOBODY}"):
        why = await refused(petitions.step("MergePetition", name, into=wrong))
        assert (why.reason, why.field) == ("PETITION_NOT_MERGEABLE", "into")
    merged = await petitions.step("MergePetition", name, into=into.name)
    assert merged.merged_into == into.name
    pair = api.TrackPetitionRequest(number=merged.number, secret=submitted.secret)
    tracked = await house.petitions.TrackPetition(pair, timeout=30)
    assert tracked.merged_into_number == into.number
    why = await refused(petitions.step("MergePetition", into.name, into=name))
    assert why.reason == "PETITION_NOT_MERGEABLE"


async def test_of_two_that_are_merged_into_each_other_at_once_one_goes_on(
    petitions: Petitions, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [await petitions.petition() for _ in range(2)]
    requests = [
        api.MergePetitionRequest(
            name=name, into=into, etag=await petitions.etag(name), request_id=str(uuid.uuid4())
        )
        for name, into in zip(names, reversed(names), strict=True)
    ]
    load, both, deciding = Store.load, asyncio.Barrier(2), [True, True]

    async def when_both_decide(store: Store, *of: Any) -> Any:
        found = await load(store, *of)
        if deciding:
            deciding.pop()
            await both.wait()
        return found

    monkeypatch.setattr(Store, "load", when_both_decide)
    caller = petitions.wards.token("competent", "officer")
    merging = (house.petitions.MergePetition(each, **caller) for each in requests)
    done = await asyncio.gather(*merging, return_exceptions=True)
    assert deciding == []
    states = sorted([(await petitions.get(name)).status for name in names])
    assert states == [events.PETITION_STATUS_RECEIVED, events.PETITION_STATUS_MERGED]
    assert len([each for each in done if isinstance(each, BaseException)]) == 1


async def test_all_that_keeps_a_petition_out_is_named_at_once(
    petitions: Petitions, house: House
) -> None:
    at_events = await house.petitions.ListPetitions(
        api.ListPetitionsRequest(unit=petitions.wards.unit("above")), **house.caller("inspector")
    )
    never = {"date": {"year": 2900, "month": 1, "day": 1}}
    why = await refused(
        petitions.submit(
            channel=RECEPTION,
            reception={**never, "leader": "l", "unit": petitions.wards.unit("competent")},
            dossier=f"dossiers/{NOBODY}",
            paragraphs=["x"] * 101,
        )
    )
    assert set(why.fields) == {"reception.date", "reception.leader", "dossier", "paragraphs"}
    again = await house.petitions.ListPetitions(
        api.ListPetitionsRequest(unit=petitions.wards.unit("above")), **house.caller("inspector")
    )
    assert again == at_events


async def test_a_leader_who_was_on_duty_receives_on_his_day(petitions: Petitions) -> None:
    today = (datetime.now(UTC) + timedelta(hours=7)).date()
    reception = {
        "date": {"year": today.year, "month": today.month, "day": today.day},
        "leader": petitions.wards.officer("above"),
        "unit": petitions.wards.unit("above"),
    }
    submitted = await petitions.submit(
        "above", role="officer", channel=RECEPTION, reception=reception
    )
    assert submitted.petition.reception.leader == reception["leader"]
    assert submitted.petition.portal == ""
    name = submitted.petition.name
    statement = api.PetitionStatement(channel=events.PETITION_CHANNEL_EMAIL)
    mended = await petitions.step("CorrectPetition", name, version=1, instead=statement)
    assert (mended.channel, mended.HasField("reception")) == (2, False)


async def test_numbers_of_dossiers_and_petitions_are_never_the_same(
    petitions: Petitions, house: House
) -> None:
    numbers = []
    for _ in range(6):
        receiving = {"receiving_unit": "units/ward", "unit": "units/ward"}
        filed: Any = await petitions.submit(everywhere=True, **receiving)
        numbers += [filed.petition.number, (await house.submit()).dossier.number]
    assert len(set(numbers)) == 12
    await house.stop()
    await house.forget("number_blocks", "petition_numbers")
    await house.start()
    filed = await petitions.submit(
        everywhere=True, receiving_unit="units/ward", unit="units/ward",
        request_id=str(uuid.uuid4()),
    )  # fmt: skip
    assert filed.petition.number not in numbers


def stamp(at: datetime) -> Timestamp:
    found = Timestamp()
    found.FromDatetime(at)
    return found
