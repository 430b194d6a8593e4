"""The matrix of the README, walked: every method by every caller, over gRPC.

Promises the table below, written by hand. Must not read it from the domain.
"""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from motcua.chassis.v1 import audit_pb2 as audit
from motcua.chassis.v1.audit_pb2_grpc import AuditServiceStub
from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import submissions_pb2 as api
from tests.submissions.house import House, refused
from tests.submissions.test_records_served import ACCEPTED
from tests.submissions.wards import CALLERS, Wards
from tests.waiting import until

YES, NONE, DESK, NO, ROOT, OTHER = (
    "",
    "DOSSIER_UNKNOWN",
    "DESK_NOT_AUTHORIZED",
    "STEP_NOT_YOURS",
    "ROOT_UNKNOWN",
    "UNIT_NOT_YOURS",
)
BACKFILL = "/motcua.submissions.v1.DossierService/BackfillDossiers"
#                   above, competent, handling, desk, another desk, former desk, foreign
MATRIX = {
    "SubmitDossier": (YES, YES,       DESK,     YES,  YES,          DESK,        DESK),
    "link":          (YES, YES,       YES,      YES,  ROOT,         ROOT,        ROOT),
    "AcceptDossier": (YES, YES,       NONE,     YES,  NONE,         DESK,        NONE),
    "RefuseDossier": (YES, YES,       NONE,     YES,  NONE,         DESK,        NONE),
    "WithdrawDossier": (YES, YES,     YES,      YES,  NONE,         DESK,        NONE),
    "StartHandling": (YES, YES,       YES,      NO,   NONE,         NO,          NONE),
    "RequestSupplement": (YES, YES,   YES,      NO,   NONE,         NO,          NONE),
    "AnswerSupplement": (YES, YES,    YES,      YES,  NONE,         DESK,        NONE),
    "RequestObligation": (YES, YES,   YES,      NO,   NONE,         NO,          NONE),
    "RecordPayment": (YES, YES,       YES,      YES,  NONE,         DESK,        NONE),
    "WaiveFee":      (YES, YES,       YES,      NO,   NONE,         NO,          NONE),
    "WaiveObligation": (YES, YES,     YES,      NO,   NONE,         NO,          NONE),
    "AssignDossier": (YES, YES,       YES,      NO,   NONE,         NO,          NONE),
    "TransferDossier": (YES, YES,     OTHER,    NO,   NONE,         NO,          NONE),
    "StopDossier":   (YES, YES,       YES,      NO,   NONE,         NO,          NONE),
    "VoidDossier":   (YES, YES,       YES,      NO,   NONE,         NO,          NONE),
    "CorrectDossier": (YES, YES,      YES,      NO,   NONE,         NO,          NONE),
    "RecordResult":  (YES, YES,       YES,      NO,   NONE,         NO,          NONE),
    "ReturnResult":  (YES, YES,       YES,      YES,  YES,          DESK,        NONE),
    "GetDossier":    (YES, YES,       YES,      YES,  NONE,         YES,         NONE),
    "GetSlip":       (YES, YES,       YES,      YES,  NONE,         YES,         NONE),
    "BeginPayment":  (YES, YES,       YES,      YES,  NONE,         YES,         NONE),
}  # fmt: skip
# A portal submits where its role reaches, and acts on what it filed itself alone.
OF_PORTALS = {
    "SubmitDossier": MATRIX["SubmitDossier"],
    "link": (ROOT,) * 7,
    "WithdrawDossier": (NONE,) * 7,
    "AnswerSupplement": (NONE,) * 7,
    "RecordPayment": (NONE,) * 7,
    "GetDossier": (NONE,) * 7,
    "GetSlip": (NONE,) * 7,
    "BeginPayment": (NONE,) * 7,
}
CELLS = [
    (method, caller, role, answer)
    for role, matrix in (("officer", MATRIX), ("portal", OF_PORTALS))
    for method, answers in matrix.items()
    for caller, answer in zip(CALLERS, answers, strict=True)
]


@pytest.fixture(scope="module")
async def wards(house: House) -> Wards:
    return await Wards(house).opened()


async def attempt(wards: Wards, method: str, caller: str, role: str) -> Any:
    """The method on a dossier in the state that it needs, at the caller's own unit."""
    at = wards.filed_at(caller)
    match method:
        case "SubmitDossier":
            return await wards.submit(caller, role=role)
        case "link":
            root = await wards.dossier(at, status="accepted")
            return await wards.submit(caller, role=role, offering=wards.offering(caller), root=root)
        case "GetDossier" | "GetSlip" | "BeginPayment":
            return await READS[method](wards, at, caller, role)
        case "AcceptDossier" | "RefuseDossier":
            more = {"reason_code": "incomplete"} if method == "RefuseDossier" else {}
            return await wards.step(method, await wards.dossier(at), caller, **more)
        case "ReturnResult":
            name = await wards.dossier(at, status="ended")
            return await wards.step(method, name, caller, returning_unit=wards.unit(caller))
    name = await wards.dossier(at, status="accepted")
    if method == "AnswerSupplement":
        await wards.step("RequestSupplement", name, "above", reason_code="x")
    if method == "WaiveObligation":
        await wards.step("RequestObligation", name, "above", reason_code="x", amount=1)
    return await wards.step(method, name, caller, role=role, **contents(wards, method, caller))


async def get(wards: Wards, at: str, caller: str, role: str) -> Any:
    return await wards.get(await wards.dossier(at, status="accepted"), caller, role)


async def get_slip(wards: Wards, at: str, caller: str, role: str) -> Any:
    return await wards.slip(await wards.dossier(at, status="accepted"), caller, role)


async def begin_payment(wards: Wards, at: str, caller: str, role: str) -> Any:
    return await wards.begin_payment(await owing(wards, at), caller, role)


READS: dict[str, Any] = {"GetDossier": get, "GetSlip": get_slip, "BeginPayment": begin_payment}


async def owing(wards: Wards, at: str) -> str:
    """A dossier that waits for a financial obligation."""
    name = await wards.dossier(at, status="accepted")
    await wards.step("RequestObligation", name, "above", amount=1, reason_code="x")
    return name


def contents(wards: Wards, method: str, caller: str) -> dict[str, Any]:
    """What a request needs beside its dossier."""
    because = {"reason_code": "x"}
    return {
        "RecordPayment": {"purpose": 1, "amount": 1},
        "AssignDossier": {"assignee": wards.officer("handling")},
        "TransferDossier": {"to_unit": wards.unit("competent"), **because},
        "CorrectDossier": {"version": 2, "instead": api.Statement(task="t"), **because},
        "RequestObligation": {"amount": 1, **because},
        "RequestSupplement": because,
        "WaiveFee": because,
        "WaiveObligation": because,
        "StopDossier": because,
        "VoidDossier": because,
    }.get(method, {})


@pytest.mark.parametrize(("method", "caller", "role", "answer"), CELLS)
async def test_each_caller_may_do_what_the_matrix_says(
    wards: Wards, method: str, caller: str, role: str, answer: str
) -> None:
    if answer == YES:
        await attempt(wards, method, caller, role)
    else:
        why = await refused(attempt(wards, method, caller, role))
        assert (why.reason, why.languages) == (answer, {"vi", "en"})


async def test_every_step_names_the_unit_that_takes_it_and_its_officer(wards: Wards) -> None:
    name = await wards.dossier()
    await wards.step("AcceptDossier", name, "desk")
    await wards.step("RecordResult", name, "competent")
    returned = await wards.step("ReturnResult", name, "desk")
    assert returned.returning_unit == wards.unit("desk")
    refusal = await wards.dossier()
    await wards.step("RefuseDossier", refusal, "above", reason_code="incomplete")
    credited = [
        (each.officer, getattr(each, "unit", "")) for each in await wards.facts_of_officers(name)
    ]
    assert credited == [
        (wards.officer("desk"), wards.unit("desk")),
        (wards.officer("competent"), wards.unit("competent")),
        (wards.officer("desk"), wards.unit("desk")),
    ]
    # The province is on duty above the ward, in whose name it acts.
    [refused_] = await wards.facts_of_officers(refusal)
    assert (refused_.officer, refused_.unit) == (wards.officer("above"), wards.unit("competent"))


async def test_a_ward_that_ends_what_another_handles_is_credited_itself(wards: Wards) -> None:
    for who, credited in (("competent", "competent"), ("foreign", "foreign")):
        name = await wards.dossier()
        whole = {"handling_unit": wards.unit("foreign"), "officer": wards.officer("above")}
        await wards.house.step("AcceptDossier", name, catalog_position=wards.position, **whole)
        ended = await wards.step("RecordResult", name, who)
        assert ended.handling_unit == wards.unit(credited)


def record(wards: Wards, **named: Any) -> api.DossierRecord:
    steps = [
        api.Step(status=events.STATUS_ACCEPTED, time=ACCEPTED),
        api.Step(status=events.STATUS_RESULT_READY, time=ACCEPTED, unit=named.pop("ended_by", "")),
        api.Step(status=events.STATUS_RESULT_RETURNED, unit=named.pop("returned_by", "")),
    ]
    return api.DossierRecord(
        key=str(uuid.uuid4()), offering=wards.offering(), channel=1, steps=steps, **named
    )


@pytest.mark.parametrize(
    ("field", "refused_field"),
    [
        ("receiving_unit", "receiving_unit"),
        ("handling_unit", "handling_unit"),
        ("ended_by", "steps[1].unit"),
        ("returned_by", "steps[2].unit"),
    ],
)
async def test_an_importer_reaches_every_unit_that_a_record_credits(
    wards: Wards, field: str, refused_field: str
) -> None:
    own = record(wards, **{field: wards.unit("handling")})
    other = record(wards, **{field: wards.unit("desk")})  # authorized, but a record is no filing
    answer = await wards.house.backfill([own, other], unit=wards.unit("competent"), source="w")
    assert (answer.added, answer.refused) == (1, 1)
    [refusal] = answer.refusals
    assert (refusal.key, refusal.reason) == (other.key, "NOT_PERMITTED")
    assert refusal.field == refused_field
    whole = await wards.house.backfill([other], unit="*", source="w")
    assert whole.added == 1


async def test_inspectors_see_of_which_unit_each_record_was_that_is_not_the_importers(
    wards: Wards,
) -> None:
    foreign = [wards.unit(each) for each in ("desk", "foreign")]
    records = [record(wards, ended_by=each) for each in foreign]
    await wards.house.backfill(records, unit=wards.unit("competent"), source="w")

    async def are_told_apart() -> bool:
        request = audit.ListAuditEntriesRequest(method=BACKFILL, page_size=1000)
        listed = AuditServiceStub(wards.house.channel).ListAuditEntries
        found = (await listed(request, **wards.house.caller("inspector"))).entries
        return {*foreign} <= {each.unit for each in found}

    await until(are_told_apart)


async def test_nor_does_a_record_that_grows_credit_a_unit_that_it_does_not_name(
    wards: Wards,
) -> None:
    own, competent = record(wards), wards.unit("competent")  # the source is the ward's
    first = record(wards, handling_unit=wards.unit("desk"))
    del first.steps[1:]
    more = record(wards)
    more.key = first.key
    del more.steps[0], more.steps[1:]  # the result alone: of the unit that is known to handle it
    assert (await wards.house.backfill([own], unit=competent, source="grows")).added == 1
    assert (await wards.house.backfill([first], source="grows")).added == 1
    answer = await wards.house.backfill([more], unit=competent, source="grows")
    [refusal] = answer.refusals
    assert (refusal.reason, refusal.field) == ("NOT_PERMITTED", "handling_unit")
    assert (await wards.house.backfill([more], source="grows")).updated == 1
