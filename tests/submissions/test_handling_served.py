"""Every method of handling through the gRPC server, on PostgreSQL and NATS.

Promises to say only what a client can see, apart from the count of statements. The rules have tests
of their own, without a database.
"""

import re
import uuid
from typing import Any

import grpc
import pytest
from google.protobuf.descriptor import MethodDescriptor

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import submissions_pb2 as api
from tests.submissions.house import OFFICER, SERVICE, House, refused
from tests.submissions.test_dossiers_served import APPEND, count_statements

ABORTED, NOT_FOUND = grpc.StatusCode.ABORTED, grpc.StatusCode.NOT_FOUND
BECAUSE = {"reason_code": "x"}
NEW_YEAR = {"year": 2099, "month": 1, "day": 1}
OBLIGATION = events.PAYMENT_PURPOSE_OBLIGATION
# A whole life: every command on one dossier, in an order in which each is allowed.
HANDED_OVER = {"archive": "his", "list_code": "2026-03", "record_code": "117"}
LIFE: list[tuple[str, dict[str, Any]]] = [
    ("RequestSupplement", BECAUSE | {"documents": ["id-card"]}),
    ("AnswerSupplement", {}),
    ("AcceptDossier", {"due": api.Deadline(date={"year": 2098, "month": 1, "day": 1})}),
    ("AssignDossier", {"assignee": OFFICER}),
    ("StartHandling", {"task": "t1"}),
    ("RequestObligation", BECAUSE | {"amount": 500}),
    ("RecordPayment", {"purpose": OBLIGATION, "amount": 500, "request_id": str(uuid.uuid4())}),
    ("RequestObligation", BECAUSE | {"amount": 700}),
    ("WaiveObligation", BECAUSE),
    ("WaiveFee", BECAUSE),
    ("ExtendDue", BECAUSE | {"extended": api.Deadline(date=NEW_YEAR)}),
    ("TransferDossier", BECAUSE | {"to_unit": "units/other"}),
    ("RecordResult", {"electronic_result": True, "decision": events.DECISION_NEGATIVE}),
    ("ReturnResult", {"delivery_channel": events.CHANNEL_POST}),
    ("ArchiveDossier", {"archive_code": "A-1"}),
    ("HandOverPaperFile", HANDED_OVER),
    (
        "CorrectDossier",
        BECAUSE | {"version": 15, "instead": api.Statement(electronic_result=False)},
    ),
]
ELSEWHERE = {"SubmitDossier", "RefuseDossier", "WithdrawDossier", "StopDossier", "VoidDossier"}
ELSEWHERE |= {"LinkDossier", "RateDossier", "RefundPayment"}


def commands() -> list[MethodDescriptor]:
    """Every unary command that names a dossier."""
    return [
        each
        for each in SERVICE.methods
        if "request_id" in each.input_type.fields_by_name and not each.client_streaming
    ]


async def test_every_command_takes_at_most_five_statements(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = await house.submit()
    name, proof = answer.dossier.name, proof_of(answer)
    counted = count_statements(monkeypatch)
    states = [await house.step(method, name, **content) for method, content in LIFE]
    life = {state.position - answer.dossier.position for state in states}
    assert max(life) >= len(LIFE)
    paid = next(each for each in LIFE if each[0] == "RecordPayment")[1]["request_id"]
    await house.step("RefundPayment", name, payment=paid, amount=100)
    await portal(house, "RateDossier", "bank", proof=proof, value=4)
    root = (await house.submit()).dossier.name
    await house.step("LinkDossier", name, root=root)
    for method in ("RefuseDossier", "WithdrawDossier", "VoidDossier"):
        await house.step(method, (await house.submit()).dossier.name, **BECAUSE)
    await house.step("AcceptDossier", root)
    await house.step("StopDossier", root, **BECAUSE)
    done = {method for method, _ in LIFE} | ELSEWHERE
    assert {each.name for each in commands()} == done
    assert max(counted.values()) + APPEND <= 5


async def test_a_whole_life_is_shown(house: House) -> None:
    answer = await house.submit()
    name = answer.dossier.name
    for method, content in LIFE:
        more = {"request_id": str(uuid.uuid4())} if method == "RecordPayment" else {}
        shown = await house.step(method, name, **(content | more))
    assert (shown.status, shown.handling_unit) == (events.STATUS_RESULT_RETURNED, "units/other")
    assert (shown.decision, shown.electronic_result) == (events.DECISION_NEGATIVE, False)
    assert shown.fee_waived
    handed_over = shown.paper_file
    assert {each: getattr(handed_over, each) for each in HANDED_OVER} == HANDED_OVER
    assert handed_over.hand_over_time.ToDatetime() > shown.end_time.ToDatetime()
    assert [each.cause for each in shown.pauses] == [events.PAUSE_CAUSE_OBLIGATION] * 2
    assert [(each.amount, each.refunded) for each in shown.payments] == [(500, 0)]
    assert shown.extended.end_of_day
    assert shown.deadline.promised == shown.promised
    got = await house.calls.GetDossier(api.GetDossierRequest(name=name), **house.caller("leader"))
    assert got == shown


def proof_of(answer: Any) -> api.Proof:
    """What the citizen holds."""
    return api.Proof(number=answer.dossier.number, secret=answer.secret)


async def portal(house: House, method: str, subject: str, **fields: Any) -> Any:
    """A command by a portal of the ward."""
    request = getattr(api, f"{method}Request")(request_id=str(uuid.uuid4()), **fields)
    return await getattr(house.calls, method)(
        request, **house.caller("portal", "units/ward", subject)
    )


async def test_a_portal_acts_on_what_it_filed_and_with_number_and_secret(house: House) -> None:
    filed = await portal(
        house, "SubmitDossier", "city", offering="services/birth/offerings/ward",
        receiving_unit="units/ward", channel=1,
    )  # fmt: skip
    name = filed.dossier.name
    assert filed.dossier.portal == "city"
    fee = {"purpose": 1, "amount": 5, "online": True}
    why = await refused(portal(house, "RecordPayment", "bank", name=name, **fee))
    assert (why.code, why.reason) == (NOT_FOUND, "DOSSIER_UNKNOWN")
    assert len((await portal(house, "RecordPayment", "city", name=name, **fee)).payments) == 1
    proved = {"proof": proof_of(filed), **fee}
    assert len((await portal(house, "RecordPayment", "bank", **proved)).payments) == 2
    for wrong in (
        {"proof": api.Proof(number=filed.dossier.number, secret="0000-0000-0000-0000")},
        {"proof": proof_of(await house.submit()), "name": name},
    ):
        why = await refused(portal(house, "RecordPayment", "bank", **(fee | wrong)))
        assert why.reason == "NUMBER_OR_SECRET_WRONG"
    withdrawn = await portal(house, "WithdrawDossier", "city", name=name)
    assert withdrawn.status == events.STATUS_WITHDRAWN
    why = await refused(portal(house, "RateDossier", "bank", name=name, value=5))
    assert why.reason == "DOSSIER_UNKNOWN"
    assert (await portal(house, "RateDossier", "city", name=name, value=5)).rating == 5
    by_proof = await portal(house, "RateDossier", "bank", proof=proof_of(filed), value=3)
    assert by_proof.rating == 3


async def test_an_officers_filing_is_no_portals(house: House) -> None:
    by_officer = await house.submit(role="officer")
    assert by_officer.dossier.portal == ""
    request = {"name": by_officer.dossier.name}
    why = await refused(portal(house, "WithdrawDossier", "officer.test", **request))
    assert why.reason == "DOSSIER_UNKNOWN"


@pytest.mark.parametrize(
    ("method", "content"),
    [
        ("RecordResult", {}),
        ("StopDossier", BECAUSE),
        ("AssignDossier", {"assignee": OFFICER}),
        ("TransferDossier", BECAUSE | {"to_unit": "units/other"}),
    ],
)
async def test_of_two_officers_the_second_is_told_who_was_first(
    house: House, method: str, content: dict[str, Any]
) -> None:
    name = (await house.submit()).dossier.name
    seen = (await house.step("AcceptDossier", name)).etag
    await house.step("AssignDossier", name, assignee=OFFICER, etag=seen)
    await house.step("StartHandling", name)
    with pytest.raises(grpc.aio.AioRpcError) as second:
        await house.step(method, name, etag=seen, **content)
    assert second.value.code() is ABORTED
    details = second.value.details()
    first = rf"{OFFICER} was first, with the assignment to an officer at \d\d:\d\d(:\d\d)? on "
    first += r"\d+ \w+ 20\d\d\."
    assert re.match(first, details)
    why = await refused(house.step(method, name, etag="", **content))
    assert (why.reason, why.field) == ("FIELD_REQUIRED", "etag")


async def test_a_dossier_goes_to_another_unit_only_by_who_has_a_role_over_both(
    house: House,
) -> None:
    name = (await house.submit()).dossier.name
    await house.step("AcceptDossier", name)
    to = {"to_unit": "units/other", **BECAUSE}
    why = await refused(house.step("TransferDossier", name, unit="units/ward", **to))
    assert (why.reason, why.field) == ("UNIT_NOT_YOURS", "to_unit")
    moved = await house.step("AssignDossier", name, unit="*", assignee=OFFICER)
    assert moved.assignee == OFFICER
    nobody = house.step("AssignDossier", name, assignee="nobody")
    assert (await refused(nobody)).field == "assignee"


async def test_a_task_is_a_code_of_the_versions_steps(house: House) -> None:
    await house.catalogue.service("services/land", tasks=("check", "decide"))
    position = await house.catalogue.offering("services/land/offerings/ward")
    whole = {"offering": "services/land/offerings/ward", "catalog_position": position}
    why = await refused(house.submit(**whole, task="sing"))
    assert (why.reason, why.field, why.languages) == ("TASK_UNKNOWN", "task", {"vi", "en"})
    name = (await house.submit(**whole, task="check")).dossier.name
    why = await refused(house.step("AcceptDossier", name, task="sing"))
    assert (why.reason, why.field) == ("TASK_UNKNOWN", "task")
    await house.step("AcceptDossier", name, task="decide")
    assert [each.task for each in await house.events(name)] == ["check", "decide"]


async def test_documents_that_are_asked_for_are_the_versions_own(house: House) -> None:
    await house.catalogue.service("services/birth", documents=("CT01", "photo"))
    position = await house.catalogue.offering("services/birth/offerings/ward")
    whole = {"offering": "services/birth/offerings/ward", "catalog_position": position}
    name = (await house.submit(**whole)).dossier.name
    why = await refused(
        house.step("RequestSupplement", name, documents=["photo", "CT1"], **BECAUSE)
    )
    assert (why.reason, why.field) == ("DOCUMENT_UNKNOWN", "documents[1]")
    assert why.languages == {"vi", "en"}
    words = house.step("RequestSupplement", name, documents=["mother of A"], **BECAUSE)
    assert (await refused(words)).reason == "TEXT_MALFORMED"  # a code, never free text
    await house.step("RequestSupplement", name, documents=["CT01"], **BECAUSE)
    assert (await house.events(name))[-1].documents == ["CT01"]
