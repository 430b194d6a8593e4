"""Live dossiers through the gRPC server, on PostgreSQL and NATS.

Promises to say only what a client can see, apart from the count of statements.
"""

import asyncio
import uuid
from datetime import UTC, datetime
from typing import Any

import grpc
import pytest

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import submissions_pb2 as api
from services.chassis import call
from services.chassis.log import Log
from services.submissions.domain.moments import local_day
from tests.submissions.house import OFFERING, House, refused, submission

UNAVAILABLE, NOT_FOUND = grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.NOT_FOUND
WRONG_STATE = grpc.StatusCode.FAILED_PRECONDITION


async def test_a_dossier_lives_from_submission_to_return(house: House) -> None:
    before = datetime.now(UTC)
    answer = await house.submit()
    days = {f"{local_day(at):%y%m%d}" for at in (before, datetime.now(UTC))}
    name, number = answer.dossier.name, answer.dossier.number
    ward, day, _ = number.split("-")
    assert (ward, day in days) == ("ward", True)
    assert answer.dossier.catalog_position == house.catalogue.position
    due = api.Deadline(date={"year": 2099, "month": 1, "day": 1})
    accepted = await house.step("AcceptDossier", name, due=due)
    assert (accepted.offering.level, accepted.offering.service_version) == (3, 1)
    assert accepted.due.end_of_day
    ready = await house.step("RecordResult", name, electronic_result=True)
    assert ready.verdict == events.VERDICT_EARLY
    assert ready.handling_unit == "units/ward"
    returned = await house.step("ReturnResult", name)
    assert returned.status == events.STATUS_RESULT_RETURNED
    assert returned.end_time == ready.end_time
    got = await house.calls.GetDossier(api.GetDossierRequest(name=name), **house.caller("leader"))
    assert got == returned
    assert got.position == answer.dossier.position + 3
    tracked = await house.calls.TrackDossier(
        api.TrackDossierRequest(number=number, secret=answer.secret.lower())
    )
    assert (tracked.status, tracked.end_time) == (returned.status, returned.end_time)


async def test_a_step_that_the_status_does_not_allow_changes_nothing(house: House) -> None:
    dossier = (await house.submit()).dossier
    name = dossier.name
    for method in ("RecordResult", "ReturnResult"):
        why = await refused(house.step(method, name))
        assert (why.code, why.reason, why.languages) == (
            WRONG_STATE, "STEP_NOT_ALLOWED", {"vi", "en"},
        )  # fmt: skip
    withdrawn = await house.step("WithdrawDossier", name)
    assert withdrawn.position == dossier.position + 1
    why = await refused(house.step("WithdrawDossier", name))
    assert (why.code, why.reason) == (WRONG_STATE, "ACTION_NOT_ALLOWED")
    again = (await house.submit()).dossier.name
    refusal = await house.step("RefuseDossier", again, reason_code="not-competent")
    assert refusal.status == events.STATUS_REFUSED


async def test_an_etag_of_another_version_is_a_conflict(house: House) -> None:
    dossier = (await house.submit()).dossier
    accepted = await house.step("AcceptDossier", dossier.name, etag=dossier.etag)
    why = await refused(house.step("RecordResult", dossier.name, etag=dossier.etag))
    assert why.code is grpc.StatusCode.ABORTED
    await house.step("RecordResult", dossier.name, etag=accepted.etag)


async def test_the_same_request_is_answered_the_same_also_after_a_restart(house: House) -> None:
    request = submission()
    first = await house.calls.SubmitDossier(request, **house.caller("portal"))
    acceptance = {"request_id": str(uuid.uuid4()), "etag": first.dossier.etag}
    accepted = await house.step("AcceptDossier", first.dossier.name, **acceptance)
    await house.step("RecordResult", first.dossier.name)
    await house.stop()
    await house.start()
    assert await house.calls.SubmitDossier(request, **house.caller("portal")) == first
    assert await house.step("AcceptDossier", first.dossier.name, **acceptance) == accepted
    request.channel = events.CHANNEL_POST
    why = await refused(house.calls.SubmitDossier(request, **house.caller("portal")))
    assert why.reason == "REQUEST_ID_REUSED"


async def test_a_reply_that_was_lost_is_given_again(house: House) -> None:
    requests = [submission() for _ in range(30)]

    async def hang_up(request: api.SubmitDossierRequest, after: float) -> None:
        calling = house.calls.SubmitDossier(request, **house.caller("portal"))
        await asyncio.sleep(after)
        calling.cancel()

    await asyncio.gather(*(hang_up(each, n / 2000) for n, each in enumerate(requests)))
    send = house.calls.SubmitDossier
    once = [await send(each, **house.caller("portal")) for each in requests]
    twice = [await send(each, **house.caller("portal")) for each in requests]
    assert once == twice
    assert len({each.dossier.position for each in once}) == 30


async def test_a_repeated_submission_is_answered_even_where_it_would_be_refused_by_now(
    house: House,
) -> None:
    request = submission()
    first = await house.calls.SubmitDossier(request, **house.caller("portal"))
    await house.stop()
    await house.forget("offerings")
    await house.start()
    assert await house.calls.SubmitDossier(request, **house.caller("portal")) == first
    assert (await refused(house.submit())).reason == "OFFERING_UNKNOWN"
    await house.stop()
    await house.forget("checkpoints")
    await house.start()
    await house.submit()


async def test_any_wrong_pair_gets_the_same_answer(house: House) -> None:
    one, two = await house.submit(), await house.submit()
    pairs = [
        (one.dossier.number, two.secret),
        (one.dossier.number, "0000-0000-0000-0000"),
        (one.dossier.number, "x"),
        ("ward-200101-0001", one.secret),
        ("nobody", "nothing"),
    ]
    answers = []
    for number, secret in pairs:
        request = api.TrackDossierRequest(number=number, secret=secret)
        answers.append(await refused(house.calls.TrackDossier(request)))
    assert {each.code for each in answers} == {NOT_FOUND}
    assert {each.reason for each in answers} == {"NUMBER_OR_SECRET_WRONG"}


async def test_a_wrong_secret_costs_what_a_wrong_number_costs(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = (await house.submit()).dossier.number
    counted = count_statements(monkeypatch)
    for each in (number, "ward-200101-0001"):
        request = api.TrackDossierRequest(number=each, secret="0000-0000-0000-0000")
        await refused(house.calls.TrackDossier(request))
    assert list(counted.values()) == [3, 3]


@pytest.mark.parametrize(
    ("changed", "reason", "field"),
    [
        ({"offering": "services/birth/offerings/none"}, "OFFERING_UNKNOWN", "offering"),
        ({"receiving_unit": "units/none"}, "UNIT_UNKNOWN", "receiving_unit"),
        ({"root": f"dossiers/{uuid.UUID(int=7)}"}, "ROOT_UNKNOWN", "root"),
        ({"channel": 0}, "FIELD_REQUIRED", "channel"),
        ({"request_id": "x"}, "REQUEST_ID_INVALID", "request_id"),
    ],
)
async def test_bad_input_is_refused_by_name(
    house: House, changed: dict[str, object], reason: str, field: str
) -> None:
    why = await refused(house.submit(**changed))
    assert (why.reason, why.field, why.languages) == (reason, field, {"vi", "en"})


async def test_names_that_are_no_dossiers(house: House) -> None:
    unknown = f"dossiers/{uuid.UUID(int=7)}"
    get = house.calls.GetDossier
    why = await refused(get(api.GetDossierRequest(name=unknown), **house.caller("officer")))
    assert (why.code, why.reason) == (NOT_FOUND, "DOSSIER_UNKNOWN")
    assert (await refused(house.step("AcceptDossier", unknown))).reason == "DOSSIER_UNKNOWN"
    assert (await refused(house.step("RecordResult", unknown))).reason == "DOSSIER_UNKNOWN"
    why = await refused(get(api.GetDossierRequest(name="x"), **house.caller("officer")))
    assert why.reason == "NAME_MALFORMED"


async def test_linked_filings_share_their_root(house: House) -> None:
    root = (await house.submit()).dossier.name
    linked = (await house.submit(root=root)).dossier.name
    assert (await refused(house.submit(root=linked))).reason == "ROOT_UNKNOWN"


async def test_no_command_needs_more_than_five_statements(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = count_statements(monkeypatch)
    name = (await house.submit()).dossier.name
    await house.step("AcceptDossier", name)
    await house.step("RecordResult", name)
    await house.step("ReturnResult", name)
    await house.submit(root=name)
    await refused(house.submit(offering="services/birth/offerings/none"))
    repeated = submission()
    for _ in range(2):
        await house.calls.SubmitDossier(repeated, **house.caller("portal"))
    assert len(counted) >= 6
    assert max(counted.values()) + APPEND <= 5, counted
    counted.clear()
    for _ in range(3):
        await house.submit()
    assert sum(counted.values()) <= 1  # now and then a block of numbers; else only the append


APPEND = 1  # sent by the coalescer, for many commands at once


def count_statements(monkeypatch: pytest.MonkeyPatch) -> dict[int, int]:
    """Statements sent for each gRPC call, apart from the append; a load is one, although it goes
    together with those of other calls.
    """
    from asyncpg.connection import Connection

    counted: dict[int, int] = {}
    seen: list[call.Call] = []

    def counting(send: Any) -> Any:
        async def counted_send(self: Any, *args: object, **options: object) -> object:
            if (current := call.CURRENT.get(None)) is not None:
                seen.append(current)
                counted[id(current)] = counted.get(id(current), 0) + 1
            return await send(self, *args, **options)

        return counted_send

    monkeypatch.setattr(Connection, "_execute", counting(Connection._execute))
    monkeypatch.setattr(Log, "load", counting(Log.load))
    return counted


async def test_the_offering_is_the_competent_units(house: House) -> None:
    dossier = (await house.submit(receiving_unit="units/district")).dossier
    assert dossier.offering.unit == "units/ward"
    assert dossier.number.startswith("district-")
    assert dossier.offering.offering == OFFERING
