"""What number and secret open after submission: what is asked for, one's own files, the result.

A portal that filed nothing passes the pair on. Promises that nothing else opens by it.
"""

from __future__ import annotations

import uuid
from typing import Any, NamedTuple

from motcua.submissions.v1 import submissions_pb2 as api
from motcua.submissions.v1.submissions_pb2 import Proof
from services.submissions.domain.attachment.facts import State
from services.submissions.domain.guessing import NUMBER
from tests.submissions.draft_client import DraftClient
from tests.submissions.file_client import CLEAN, FileClient, pdf
from tests.submissions.house import OFFICER, House, refused
from tests.submissions.persons import run
from tests.waiting import until

WRONG, TOO_MANY, UNKNOWN = "NUMBER_OR_SECRET_WRONG", "WRONG_PAIRS_TOO_MANY", "ATTACHMENT_UNKNOWN"


class Filed(NamedTuple):
    """A dossier that one portal filed, and who meets it."""

    name: str
    proof: Proof
    portal: FileClient  # that filed it
    citizen: FileClient  # another portal, with number and secret
    officer: FileClient


async def filed(house: House, *, status: int = 1) -> Filed:
    answer = await house.submit()
    name = answer.dossier.name
    proof = Proof(number=answer.dossier.number, secret=answer.secret)
    if status > 1:
        await house.step("AcceptDossier", name)
    if status == 5:
        await house.step("RequestSupplement", name, reason_code="incomplete")
    return Filed(
        name, proof, FileClient(house), FileClient(house, subject="another.portal", proof=proof),
        FileClient(house, role="officer", unit="units/ward", subject=OFFICER),
    )  # fmt: skip


async def tracked(house: House, proof: Proof) -> api.TrackDossierResponse:
    request = api.TrackDossierRequest(number=proof.number, secret=proof.secret)
    return await house.calls.TrackDossier(request)


async def test_what_is_asked_for_is_told_until_it_is_answered(house: House) -> None:
    dossier = await filed(house, status=2)
    assert not (await tracked(house, dossier.proof)).HasField("supplement")
    last_day = {"date": {"year": 2090, "month": 12, "day": 31}}
    await house.step(
        "RequestSupplement", dossier.name, reason_code="incomplete", documents=["CT01"],
        answer_until=last_day,
    )  # fmt: skip
    asked = (await tracked(house, dossier.proof)).supplement
    assert (asked.number, asked.reason_code, asked.documents) == (1, "incomplete", ["CT01"])
    assert asked.answer_until.end_of_day
    assert asked.answer_until.time.ToJsonString() == "2090-12-31T17:00:00Z"
    await house.step(
        "CorrectDossier", dossier.name, version=3, instead={"reason_code": "unreadable"},
        reason_code="typing-error",
    )  # fmt: skip
    assert (await tracked(house, dossier.proof)).supplement.reason_code == "unreadable"
    answer = api.AnswerSupplementRequest(proof=dossier.proof, request_id=str(uuid.uuid4()))
    await house.calls.AnswerSupplement(answer, **dossier.citizen.caller)
    assert not (await tracked(house, dossier.proof)).HasField("supplement")
    await house.step("RequestObligation", dossier.name, amount=50_000, reason_code="land-tax")
    obligation = (await tracked(house, dossier.proof)).obligation
    assert (obligation.amount, obligation.reason_code) == (50_000, "land-tax")


async def test_an_answer_is_not_asked_for_until_a_time_that_has_passed(house: House) -> None:
    dossier = await filed(house, status=2)
    past = {"date": {"year": 2020, "month": 1, "day": 31}}
    asking = house.step(
        "RequestSupplement", dossier.name, reason_code="incomplete", answer_until=past
    )
    why = await refused(asking)
    assert (why.reason, why.field) == ("ANSWER_UNTIL_PAST", "answer_until")


async def test_a_citizen_hands_in_lists_reads_and_takes_back_his_own_files(house: House) -> None:
    dossier = await filed(house, status=5)
    theirs = await dossier.portal.attached(dossier.name, pdf(9))
    own = await dossier.citizen.attached("", pdf(50, seed=1))
    assert own.name.startswith(dossier.name)
    assert [each.name for each in await dossier.citizen.list("")] == [theirs.name, own.name]
    assert (await dossier.citizen.download(theirs.name))[1] == pdf(9)
    assert (await dossier.citizen.download(own.name, offset=2, length=9))[1] == pdf(50, seed=1)[
        2:11
    ]
    wanted = "select reader, purpose from readings where $1 = any(owners)"
    read = {tuple(row) for row in await run(house, wanted, own.name)}
    assert read == {("another.portal", "thẩm tra hồ sơ")}
    assert (await refused(dossier.citizen.remove(theirs.name))).reason == "ATTACHMENT_NOT_YOURS"
    assert (await dossier.citizen.remove(own.name)).name == own.name
    assert [each.name for each in await dossier.citizen.list(dossier.name)] == [theirs.name]


async def test_an_announcement_that_is_repeated_is_answered_alike(house: House) -> None:
    dossier, other = await filed(house), await filed(house)
    named = {"request_id": str(uuid.uuid4()), "file_name": "đơn.pdf"}
    first = await dossier.citizen.announce("", pdf(9), **named)
    assert await dossier.citizen.announce("", pdf(9), **named) == first
    # Under the proof of another dossier the request is another one's business.
    assert (await refused(other.citizen.announce("", pdf(9), **named))).reason == UNKNOWN


async def test_what_an_officer_attached_is_nobodys_but_the_result_once_it_is_owed(
    house: House,
) -> None:
    dossier = await filed(house, status=2)
    scanned = await dossier.officer.attached(dossier.name, pdf(9))
    result = await dossier.officer.attached(dossier.name, pdf(20), result=True)
    assert (scanned.result, result.result) == (False, True)
    assert await dossier.citizen.list("") == []
    assert [each.name for each in await dossier.portal.list(dossier.name)] == [scanned.name]
    for client in (dossier.citizen, dossier.portal):
        for call in (client.get(result.name), client.download(result.name)):
            assert (await refused(call)).reason == UNKNOWN
    await house.step("RecordResult", dossier.name, decision="DECISION_POSITIVE")
    late = await dossier.officer.attached(dossier.name, pdf(30), result=True)
    assert [each.name for each in await dossier.citizen.list("")] == [result.name, late.name]
    assert (await dossier.citizen.download(result.name))[1] == pdf(20)
    assert (await dossier.portal.download(late.name))[1] == pdf(30)
    for call in (dossier.citizen.get(scanned.name), dossier.citizen.remove(scanned.name)):
        assert (await refused(call)).reason == UNKNOWN
    assert (await refused(dossier.citizen.remove(result.name))).reason == "RESULT_NOT_YOURS"
    await house.step("ReturnResult", dossier.name, delivery_channel="CHANNEL_ONLINE")
    again = dossier.officer.announce(dossier.name, pdf(9), result=True)
    assert (await refused(again)).reason == "ATTACHING_NOT_NOW"


async def test_no_citizen_attaches_a_result(house: House) -> None:
    dossier = await filed(house, status=5)
    for client in (dossier.citizen, dossier.portal):
        call = client.announce(dossier.name, pdf(9), result=True)
        assert (await refused(call)).reason == "RESULT_NOT_YOURS"


async def test_a_pair_opens_nothing_of_another_dossier_nor_of_a_draft(house: House) -> None:
    one, other = await filed(house), await filed(house)
    draft = await DraftClient(house, portal="another.portal").create()
    files = [
        await other.portal.attached(other.name, pdf(9)),
        await FileClient(house, subject="another.portal").attached(draft.dossier, pdf(9)),
    ]
    for file in files:
        foreign, id_ = file.name.split("/attachments/")
        for call in calls(one.citizen, file.name):
            assert (await refused(call)).reason == WRONG
        for call in calls(one.citizen, f"{one.name}/attachments/{id_}"):
            assert (await refused(call)).reason == UNKNOWN
        for call in (one.citizen.list(foreign), one.citizen.announce(foreign, pdf(9))):
            assert (await refused(call)).reason == WRONG
    # Without the pair the same portal reaches nothing of what it attached.
    file = await one.citizen.attached("", pdf(9))
    stranger = FileClient(house, subject="another.portal")
    for call in calls(stranger, file.name):
        assert (await refused(call)).reason == UNKNOWN


async def test_a_file_that_is_not_clean_is_handed_out_to_nobody(house: House) -> None:
    dossier = await filed(house)
    file = await dossier.citizen.announce("", pdf(9))
    assert (await refused(dossier.citizen.download(file.name))).reason == "ATTACHMENT_NOT_CLEAN"
    await dossier.citizen.upload(file.name, pdf(9))
    await until(lambda: dossier.citizen.is_scanned(file.name))
    for state in (State.QUARANTINED, State.INFECTED):
        changing = "update attachments set state = $2 where attachment = $1::uuid"
        await run(house, changing, uuid.UUID(file.name[-36:]), state)
        assert (await dossier.citizen.list(""))[0].state == state
        assert (await refused(dossier.citizen.download(file.name))).reason == "ATTACHMENT_NOT_CLEAN"


async def test_every_method_counts_wrong_pairs_and_the_right_one_always_opens(house: House) -> None:
    dossier = await filed(house, status=5)
    file = await dossier.citizen.attached("", pdf(9))
    wrong = Proof(number=dossier.proof.number, secret="wrong")
    guesser = FileClient(house, subject="a.guesser", proof=wrong)
    ways = [*range(6)] * 4
    told = [await guess(guesser, way, dossier.name, file.name) for way in ways[: NUMBER.most]]
    assert told == [WRONG] * NUMBER.most
    told = [await guess(guesser, way, dossier.name, file.name) for way in range(6)]
    assert told == [TOO_MANY] * 6
    assert (await dossier.citizen.get(file.name)).state == CLEAN


async def guess(client: FileClient, way: int, dossier: str, file: str) -> str:
    """Why one of the six methods refuses."""
    one_of = [*calls(client, file), client.list(dossier), client.announce("", pdf(9))]
    for other in (each for number, each in enumerate(one_of) if number != way):
        other.close()
    return (await refused(one_of[way])).reason


def calls(client: FileClient, name: str) -> list[Any]:
    """Each way to a file by its name."""
    return [client.get(name), client.download(name), client.remove(name), client.upload(name, b"%")]
