"""SubmitDossiers: each dossier of a batch as if it had come alone, in order, and once.

Promises the unary call as the oracle of every answer. Must not wait for a clock.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import AsyncIterator, Sequence
from typing import Any

import asyncpg
import grpc
import pytest
from google.rpc import error_details_pb2 as details
from google.rpc.status_pb2 import Status

from motcua.submissions.v1 import filings_pb2 as filings
from motcua.submissions.v1 import personal_data_pb2 as persons
from motcua.submissions.v1 import submissions_pb2 as api
from tests.submissions.house import House, refused, submission
from tests.submissions.place import Place

Submission = api.SubmitDossierRequest


@pytest.fixture(scope="module")
async def place(house: House) -> Place:
    return await Place(house).opened()


async def answers_to(
    house: House, messages: Sequence[Sequence[Submission]], caller: dict[str, Any] | None = None
) -> list[api.SubmissionAnswer]:
    """All answers of one call, message by message."""
    sent = [api.SubmitDossiersRequest(submissions=each) for each in messages]
    call = house.calls.SubmitDossiers(iter(sent), **(caller or house.caller("portal")))
    found = []
    for each in sent:
        answer = await call.read()
        assert [a.request_id for a in answer.answers] == [s.request_id for s in each.submissions]
        found += answer.answers
    assert await call.read() is grpc.aio.EOF
    return found


async def dossiers(house: House) -> int:
    connection = await asyncpg.connect(house.database.owner_dsn)
    found = await connection.fetchval("select count(*) from events where version = 1")
    await connection.close()
    return int(found)


def unsound(place: Place) -> list[Submission]:
    """What is refused for one reason each: by the contract, for the unit, for the catalogue."""
    return [
        place.submission(request_id="7"),
        place.submission(offering=""),
        place.submission(channel=99),
        place.submission(receiving_unit="units/nowhere"),
        place.submission(receiving_unit="units/other"),
        place.submission(offering=f"services/nothing/offerings/{place.id}"),
        place.submission(form=b"{", documents=["a" * 70]),
        place.submission(catalog_position=-1),
        place.submission(root=f"dossiers/{uuid.uuid4()}"),
        place.submission(validate_only=True, form=b"[1"),
    ]


def parts_of(status: Status) -> dict[str, list[Any]]:
    """Details by their type, but for the call's own id."""
    found: dict[str, list[Any]] = {"code": [status.code, status.message]}
    kinds = [details.ErrorInfo, details.LocalizedMessage, details.BadRequest, details.RetryInfo]
    for packed in status.details:
        for kind in kinds:
            message = kind()
            if packed.Unpack(message):
                found.setdefault(kind.DESCRIPTOR.name, []).append(message)
    return found


async def refused_alone(house: House, request: Submission, caller: dict[str, Any]) -> Status:
    try:
        answer = await house.calls.SubmitDossier(request, **caller)
    except grpc.aio.AioRpcError as error:
        raw = dict(error.trailing_metadata() or ())["grpc-status-details-bin"]
        return Status.FromString(raw)  # type: ignore[arg-type]
    raise AssertionError(f"answered: {answer}")


async def test_what_is_refused_is_refused_as_it_is_alone_and_stops_no_other(place: Place) -> None:
    house, bad = place.house, unsound(place)
    caller = house.caller("portal", place.unit)
    good = [place.submission() for _ in bad]
    mixed = [each for pair in zip(bad, good, strict=True) for each in pair]
    found = await answers_to(house, [mixed], caller)
    for request, answer in zip(mixed, found, strict=True):
        if request in good:
            assert answer.submitted.dossier.receiving_unit == place.unit
            continue
        assert answer.WhichOneof("outcome") == "refused"
        alone = await refused_alone(house, request, caller)
        assert parts_of(answer.refused) == parts_of(alone)
    reasons = {parts_of(each.refused)["ErrorInfo"][0].reason for each in found[::2]}
    assert len(reasons) >= 6, reasons


async def test_a_batch_sent_again_and_each_sent_alone_have_the_same_answers(place: Place) -> None:
    house, chance = place.house, random.Random(4)
    caller = house.caller("portal", "*", "batches")
    requests = [
        place.submission(
            channel=chance.choice([1, 2, 3]),
            applicant={"full_name": "Nguyễn Thị Ba"} if chance.random() < 0.3 else None,
            form=b'{"a": 1}' if chance.random() < 0.3 else b"",
        )
        for _ in range(40)
    ]
    before = await dossiers(house)
    first = await answers_to(house, [requests[:7], requests[7:30], requests[30:]], caller)
    assert await dossiers(house) == before + len(requests)
    names = {each.submitted.dossier.name for each in first}
    numbers = {each.submitted.dossier.number for each in first}
    assert len(names) == len(numbers) == len(requests)
    chance.shuffle(requests)
    told = {each.request_id: each for each in first}
    again = await answers_to(house, [requests[:20], requests[20:]], caller)
    alone = [await house.calls.SubmitDossier(each, **caller) for each in requests]
    for request, answer, single in zip(requests, again, alone, strict=True):
        assert answer == told[request.request_id]
        assert single == answer.submitted
    assert await dossiers(house) == before + len(requests)
    sealed = next(each for each in requests if each.HasField("applicant"))
    asked = persons.GetPersonalDataRequest(
        name=told[sealed.request_id].submitted.dossier.name, purpose="check"
    )
    kept = await house.persons.GetPersonalData(asked, **caller)
    assert kept.applicant.full_name == "Nguyễn Thị Ba"


async def test_one_id_is_one_dossier_within_a_message_and_across_calls(place: Place) -> None:
    house = place.house
    one = place.submission()
    other = submission(offering=one.offering, receiving_unit=one.receiving_unit, channel=2)
    other.request_id = one.request_id
    single = await house.calls.SubmitDossier(one, **house.caller("portal"))
    twice = place.submission()
    before = await dossiers(house)
    found = await answers_to(house, [[one, twice, other, twice], [twice]])
    assert found[0].submitted == single
    assert found[1].submitted == found[3].submitted == found[4].submitted
    assert parts_of(found[2].refused)["ErrorInfo"][0].reason == "REQUEST_ID_REUSED"
    assert await dossiers(house) == before + 1


async def test_a_stream_that_breaks_loses_nothing_that_was_answered(place: Place) -> None:
    house, chance = place.house, random.Random(8)
    caller = house.caller("portal", "*", "breaking")
    requests = [place.submission() for _ in range(60)]
    messages = [requests[n : n + 5] for n in range(0, 60, 5)]
    before, told = await dossiers(house), dict[str, api.SubmissionAnswer]()
    for _ in range(6):
        call = house.calls.SubmitDossiers(sending(messages), **caller)
        for _ in range(chance.randrange(4)):
            for each in (await call.read()).answers:
                assert told.setdefault(each.request_id, each) == each
        call.cancel()
    last = await answers_to(house, messages, caller)
    assert all(told.get(each.request_id, each) == each for each in last)
    assert len({each.submitted.dossier.name for each in last}) == len(requests)
    assert await dossiers(house) == before + len(requests)


async def sending(messages: Sequence[Sequence[Submission]]) -> AsyncIterator[Any]:
    for each in messages:
        yield api.SubmitDossiersRequest(submissions=each)


async def test_a_message_with_too_many_ends_the_call_after_the_answers_before_it(
    place: Place,
) -> None:
    house = place.house
    sound = api.SubmitDossiersRequest(submissions=[place.submission()])
    large = api.SubmitDossiersRequest(submissions=[place.submission() for _ in range(101)])
    for last, reason in (
        (large, "TOO_MANY_RECORDS"),
        (api.SubmitDossiersRequest(), "FIELD_REQUIRED"),
    ):
        before = await dossiers(house)
        call = house.calls.SubmitDossiers(iter([sound, last]), **house.caller("portal"))
        (answer,) = (await call.read()).answers
        assert answer.submitted.secret
        why = await refused(call.read())
        assert (why.code.name, why.reason) == ("INVALID_ARGUMENT", reason)
        assert why.field == "submissions"
        assert await dossiers(house) == before + 1
        sound.submissions[0].request_id = str(uuid.uuid4())


async def test_only_portals_and_officers_send_batches_each_for_their_own_units(
    place: Place,
) -> None:
    house = place.house
    message = api.SubmitDossiersRequest(submissions=[place.submission()])
    for role in ("leader", "importer", "inspector"):
        call = house.calls.SubmitDossiers(iter([message]), **house.caller(role))
        assert (await refused(call.read())).reason == "NOT_PERMITTED"
    call = house.calls.SubmitDossiers(iter([message]))
    assert (await refused(call.read())).reason == "TOKEN_MISSING"
    for role in ("portal", "officer"):
        elsewhere = house.caller(role, "units/other")
        (denied,) = await answers_to(house, [[place.submission()]], elsewhere)
        assert parts_of(denied.refused)["ErrorInfo"][0].reason == "NOT_PERMITTED"
        (done,) = await answers_to(
            house, [[place.submission()]], house.caller(role, place.unit, "who.submits")
        )
        assert done.submitted.dossier.portal == ("who.submits" if role == "portal" else "")


async def test_who_submitted_a_batch_lists_it(place: Place) -> None:
    house, caller = place.house, place.house.caller("portal", "*", "lists.batches")
    found = await answers_to(house, [[place.submission() for _ in range(9)]], caller)
    page = await house.filings.ListFilings(filings.ListFilingsRequest(), **caller)
    names = [each.submitted.dossier.name for each in found]
    assert sorted(each.name for each in page.filings) == sorted(names)
