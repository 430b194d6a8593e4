"""Petitions over gRPC: from reception to the publication of the answer, and who may do what.

Promises the whole service over a real log. Must not wait for a clock.
"""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from motcua.submissions.v1 import personal_data_pb2
from motcua.submissions.v1 import petition_events_pb2 as events
from motcua.submissions.v1 import petitions_pb2 as api
from services.submissions.domain.petition.changes import REGISTRY
from tests.submissions.house import House, refused
from tests.submissions.persons import Person, everything, holding, run
from tests.submissions.petition_client import Petitions
from tests.submissions.wards import CALLERS
from tests.waiting import until

PUBLIC: dict[str, Any] = {"timeout": 30}


@pytest.fixture(scope="module")
async def petitions(house: House) -> Petitions:
    return await Petitions(house).opened()


async def track(house: House, answer: api.SubmitPetitionResponse, **changed: Any) -> Any:
    pair = {"number": answer.petition.number, "secret": answer.secret} | changed
    return await house.petitions.TrackPetition(api.TrackPetitionRequest(**pair), **PUBLIC)


async def facts(house: House, name: str) -> list[Any]:
    wanted = "select type, payload from events where stream = $1 order by version"
    rows = await run(house, wanted, name)
    return [REGISTRY[row["type"]].FromString(row["payload"]) for row in rows]


async def test_a_petition_is_received_supplemented_answered_and_published(
    petitions: Petitions, house: House
) -> None:
    submitted = await petitions.submit()
    received, name = submitted.petition, submitted.petition.name
    assert received.holder == petitions.wards.unit("competent")
    assert received.receiving_unit == petitions.wards.unit("desk")
    terms = (received.answer_term, received.refusal_term, received.first_request_term)
    assert [each.working_days for each in terms] == [15, 2, 5]
    assert {each.calendar for each in terms} == {f"calendars/{petitions.wards.id}"}
    assert received.receive_time.ToDatetime() < received.refusal_term.time.ToDatetime()
    await petitions.step("StartPetitionHandling", name)
    asked = await petitions.step("RequestPetitionSupplement", name, paragraphs=["Ở đâu?"])
    assert asked.status == events.PETITION_STATUS_SUPPLEMENT_REQUESTED
    proof = {"number": received.number, "secret": submitted.secret}
    supplied = await petitions.step(
        "AnswerPetitionSupplement", "", "foreign", role="portal", proof=proof,
        paragraphs=["Ở ngõ 7."], etag="",
    )  # fmt: skip
    assert (supplied.name, supplied.answer_term) == (name, received.answer_term)
    answered = await petitions.step("AnswerPetition", name)
    assert answered.publication_term.working_days == 2
    published = await petitions.step("PublishAnswer", name)
    assert published.status == events.PETITION_STATUS_PUBLISHED
    tracked = await track(house, submitted)
    assert (tracked.status, tracked.publication) == (published.status, published.publication)
    assert tracked.supplement_requests == 1  # as which GetPetitionText opens it
    [said] = [e for e in await facts(house, name) if isinstance(e, events.PetitionAnswered)]
    assert said.unit == petitions.wards.unit("competent")
    assert said.officer == petitions.wards.officer("competent")
    told = await everything(house)
    assert holding({"events": told["events"]}, ["Đèn đường", "Ở ngõ 7", "Đã sửa"]) == []


async def test_what_was_published_is_for_everybody_until_a_correction_takes_it_back(
    petitions: Petitions, house: House
) -> None:
    name = await petitions.petition("StartPetitionHandling", "AnswerPetition")
    published = await petitions.step("PublishAnswer", name)
    request = api.GetPublishedAnswerRequest(name=published.publication)
    disclosed = await house.petitions.GetPublishedAnswer(request, **PUBLIC)
    assert disclosed.paragraphs == ["Đèn đường đã được sửa.", "Xin cảm ơn."]
    assert (disclosed.unit, disclosed.kind) == (petitions.wards.unit("competent"), 1)
    assert disclosed.publish_time == published.publish_time
    listing = api.ListPublishedAnswersRequest(unit=petitions.wards.unit("above"), page_size=1)
    found: list[str] = []
    while True:
        page = await house.petitions.ListPublishedAnswers(listing, **PUBLIC)
        found += [each.name for each in page.answers]
        listing.page_token = page.next_page_token
        if not listing.page_token:
            break
    assert found[0] == published.publication
    assert len(found) == len(set(found)) >= 1
    corrected = await petitions.step("CorrectPetition", name, version=4)
    assert corrected.status == events.PETITION_STATUS_ANSWERED
    why = await refused(house.petitions.GetPublishedAnswer(request, **PUBLIC))
    assert why.reason == "PUBLICATION_UNKNOWN"
    await petitions.step("CorrectPetition", name, version=5)  # which is taken back
    assert (await house.petitions.GetPublishedAnswer(request, **PUBLIC)).name == disclosed.name


async def test_a_wrong_pair_is_wrong_in_the_same_way(petitions: Petitions, house: House) -> None:
    submitted, other = await petitions.submit(), await petitions.submit()
    dossier = await house.submit()
    for wrong in (
        {"secret": other.secret},
        {"number": "nobody-260302-0001"},
        {"number": dossier.dossier.number, "secret": dossier.secret},
    ):
        why = await refused(track(house, submitted, **wrong))
        assert (why.reason, why.languages) == ("NUMBER_OR_SECRET_WRONG", {"vi", "en"})


async def test_a_repeat_is_answered_alike_and_another_text_is_another_request(
    petitions: Petitions,
) -> None:
    person, same = Person(), {"request_id": str(uuid.uuid4())}
    first = await petitions.submit(person=person, **same)
    assert await petitions.submit(person=person, **same) == first
    why = await refused(petitions.submit(person=Person(), **same))
    assert why.reason == "REQUEST_ID_REUSED"
    name = first.petition.name
    await petitions.step("StartPetitionHandling", name)
    again = {"request_id": str(uuid.uuid4()), "etag": '"2"'}
    answered = await petitions.step("AnswerPetition", name, paragraphs=["Có."], **again)
    assert await petitions.step("AnswerPetition", name, paragraphs=["Có."], **again) == answered
    why = await refused(petitions.step("AnswerPetition", name, paragraphs=["Không."], **again))
    assert why.reason == "REQUEST_ID_REUSED"
    publishing = {"request_id": str(uuid.uuid4()), "etag": '"3"'}
    published = await petitions.step("PublishAnswer", name, **publishing)
    assert await petitions.step("PublishAnswer", name, **publishing) == published


async def test_of_two_officers_the_second_is_told_who_was_first(petitions: Petitions) -> None:
    name = await petitions.petition("StartPetitionHandling")
    why = await refused(petitions.step("AnswerPetition", name, etag='"1"'))
    assert (why.code.name, why.reason, why.field) == ("ABORTED", "PETITION_CHANGED", "etag")


async def test_texts_are_opened_for_the_holder_and_the_petitioner_and_readings_are_recorded(
    petitions: Petitions, house: House
) -> None:
    person = Person()
    submitted = await petitions.submit(person=person)
    name = submitted.petition.name
    opened = await petitions.text(name)
    assert opened.petitioner.full_name == person.full_name
    assert opened.paragraphs[0] == f"Đèn đường hỏng {person.id}."
    own = await petitions.text(name, "desk", role="portal")
    assert own.paragraphs == opened.paragraphs
    proof = {"number": submitted.petition.number, "secret": submitted.secret}
    proved = await petitions.text("", "foreign", role="portal", proof=proof)
    assert proved.paragraphs == opened.paragraphs
    assert (await refused(petitions.text(name, "desk"))).reason == "PETITION_TEXT_NOT_YOURS"
    assert (await refused(petitions.text(name, "foreign"))).reason == "PETITION_UNKNOWN"
    none = await petitions.text(name, kind=api.PETITION_TEXT_KIND_ANSWER)
    assert none.state == 1
    readers = await run(house, "select reader, unit from readings where owners @> $1", [name])
    assert len(readers) == 4
    ward = petitions.wards.unit("competent")
    assert (readers[0]["reader"], readers[0]["unit"]) == (
        petitions.wards.officer("competent"), ward,
    )  # fmt: skip
    asked = personal_data_pb2.ListReadingsRequest(petition=name)
    listed = await house.persons.ListReadings(asked, **house.caller("inspector"))
    assert [(each.petition, each.dossier) for each in listed.readings] == [(name, "")] * 4
    asked.dossier = name.replace("petitions", "dossiers")
    both = await house.persons.ListReadings(asked, **house.caller("inspector"))
    assert list(both.readings) == []
    assert holding(await everything(house), person.values) == []


async def test_an_erasure_leaves_facts_and_publication_and_nothing_is_sealed_any_more(
    petitions: Petitions, house: House
) -> None:
    name = await petitions.petition("StartPetitionHandling", "AnswerPetition", "PublishAnswer")
    why = await refused(petitions.step("ErasePetition", name, "desk", role="leader"))
    assert why.reason == "PETITION_ERASING_NOT_YOURS"
    erased = await petitions.step("ErasePetition", name, role="leader")
    assert (erased.erased, erased.status) == (True, events.PETITION_STATUS_PUBLISHED)
    for kind in (api.PETITION_TEXT_KIND_PETITION, api.PETITION_TEXT_KIND_ANSWER):
        assert (await petitions.text(name, kind=kind)).state == 3
    assert await run(house, "select from owner_keys where owner = $1", name) == []
    request = api.GetPublishedAnswerRequest(name=erased.publication)
    assert (await house.petitions.GetPublishedAnswer(request, **PUBLIC)).paragraphs
    open_ = await petitions.petition("StartPetitionHandling")
    await petitions.step("ErasePetition", open_, role="leader")
    why = await refused(petitions.step("AnswerPetition", open_))
    assert why.reason == "PETITION_ERASED"
    await petitions.step("WithdrawPetition", open_)


async def test_an_erasure_takes_with_it_what_was_published_in_error(
    petitions: Petitions, house: House
) -> None:
    name = await petitions.petition("StartPetitionHandling", "AnswerPetition", "PublishAnswer")
    await petitions.step("CorrectPetition", name, version=4)
    await petitions.step("PublishAnswer", name, public_paragraphs=["Đúng."])
    count = "select count(*) from publications where petition = $1"
    id_ = uuid.UUID(name.removeprefix("petitions/"))
    assert (await run(house, count, id_))[0][0] == 2
    await petitions.step("ErasePetition", name, role="leader")

    async def one_is_left() -> bool:
        return (await run(house, count, id_))[0][0] == 1

    await until(one_is_left)


YES, NONE, DESK, NO = "", "PETITION_UNKNOWN", "DESK_NOT_AUTHORIZED", "STEP_NOT_YOURS"
#                           above, ward, dept, desk, another, former, foreign
MATRIX = {
    "SubmitPetition":           (YES, YES, DESK, YES,  YES,  DESK, DESK),
    "StartPetitionHandling":    (YES, YES, NONE, NO,   NONE, NO,   NONE),
    "RefusePetition":           (YES, YES, NONE, NO,   NONE, NO,   NONE),
    "AssignPetition":           (YES, YES, NONE, NO,   NONE, NO,   NONE),
    "TransferPetition":         (YES, "UNIT_NOT_YOURS", NONE, NO, NONE, NO, NONE),
    "WithdrawPetition":         (YES, YES, NONE, YES,  NONE, DESK, NONE),
    "VoidPetition":             (YES, YES, NONE, NO,   NONE, NO,   NONE),
    "CorrectPetition":          (YES, YES, NONE, NO,   NONE, NO,   NONE),
    "GetPetition":              (YES, YES, NONE, YES,  NONE, YES,  NONE),
}  # fmt: skip
CELLS = [
    (method, caller, answer)
    for method, answers in MATRIX.items()
    for caller, answer in zip(CALLERS, answers, strict=True)
]


async def attempt(petitions: Petitions, method: str, caller: str) -> Any:
    if method == "SubmitPetition":
        return await petitions.submit(caller, role="officer")
    name = await petitions.petition(at=petitions.wards.filed_at(caller), everywhere=True)
    if method == "GetPetition":
        return await petitions.get(name, caller, "officer")
    more = {
        "AssignPetition": {"assignee": petitions.wards.officer("competent")},
        "TransferPetition": {"to_unit": petitions.wards.unit("above")},
        "CorrectPetition": {"version": 1, "instead": api.PetitionStatement(kind=2)},
    }.get(method, {})
    return await petitions.step(method, name, caller, **more)


@pytest.mark.parametrize(("method", "caller", "answer"), CELLS)
async def test_each_caller_may_do_what_the_matrix_says(
    petitions: Petitions, method: str, caller: str, answer: str
) -> None:
    if answer == YES:
        await attempt(petitions, method, caller)
    else:
        why = await refused(attempt(petitions, method, caller))
        assert (why.reason, why.languages) == (answer, {"vi", "en"})
