"""Every method with every role, with no token, a forged, an expired and a foreign-subtree one.

Promises that who may do what is what this table says, whatever the contracts declare. Must not read
the answer from the contracts.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import grpc
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from deploy.embedded.directory import make_temporary
from deploy.embedded.tokens import issue_token, sign
from motcua.catalog.v1 import catalog_pb2 as catalog
from motcua.catalog.v1 import events_pb2 as catalog_facts
from motcua.catalog.v1 import officers_pb2 as officers
from motcua.metrics.v1 import metrics_pb2 as metrics
from motcua.submissions.v1 import drafts_pb2 as drafts
from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1 import personal_data_pb2 as personal_data
from motcua.submissions.v1 import submissions_pb2 as submissions
from services.console.portal import Portal
from tests.e2e import around_dossiers
from tests.e2e.allowed import (
    ALLOWED,
    CLIENT_STREAMING,
    ENDLESS,
    METHODS,
    MODULES,
    ROLES,
    SERVER_STREAMING,
    STUB,
    request_of,
)
from tests.e2e.dossier_requests import (
    counted_in_ward_1,
    of_a_dossier,
    questions_in_ward_1,
)
from tests.e2e.migrated import MigratedStack
from tests.e2e.office import Office
from tests.e2e.receipt_requests import receipts_in_ward_1

# Another unit's dossier is answered as none, and so is what is around it.
OF_NOBODY = (
    *(method for _, method, _, _ in of_a_dossier("")),
    *around_dossiers.OF_NOBODY,
    "GetDossier",
    "ExplainDeadline",
    "GetDossierHistory",
    "GetSlip",
    "BeginPayment",
    "GetPaymentAttempt",
    "OrderRefund",
    "GetRefund",
    "GetPersonalData",
    "EraseDossier",
)
REFUSED = {grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED}


@pytest.fixture(scope="module")
async def portal() -> AsyncIterator[Portal]:
    path = make_temporary()
    async with MigratedStack(path) as stack, Portal(stack.describe()) as opened:
        yield opened
    shutil.rmtree(path)


@pytest.fixture(scope="module", autouse=True)
async def dossier(portal: Portal) -> str:
    """A dossier of ward 1; and so there is something to tell to whoever may watch."""
    return (await (await Office.open(portal)).submit(0)).name


async def status(
    portal: Portal, service: str, method: str, request: Message, token: str | None
) -> grpc.StatusCode:
    """The status that a call ends with."""
    metadata = (("authorization", f"Bearer {token}"),) if token else ()
    called = getattr(getattr(portal, STUB.get(service, service)), method)
    argument = iter([request]) if method in CLIENT_STREAMING else request
    try:
        call = called(argument, metadata=metadata, timeout=20)
        if method in ENDLESS:
            await anext(aiter(call))
            call.cancel()
        elif method in SERVER_STREAMING:
            async for _ in call:
                pass
        else:
            await call
    except grpc.aio.AioRpcError as failed:
        return failed.code()
    return grpc.StatusCode.OK


def token(portal: Portal, role: str, unit: str = "*", **more: Any) -> str:
    from pathlib import Path

    return issue_token(Path(portal.described.data_dir), role, unit, **more)


def forged(role: str) -> str:
    """Signed by somebody else."""
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    roles = [{"role": role, "unit": "*"}]
    return sign(pem.decode(), roles=roles, subject="mallory", ttl=timedelta(hours=1))


def test_the_table_names_every_method() -> None:
    served = {
        (name, method.name)
        for name, module in MODULES.items()
        for described in module.DESCRIPTOR.services_by_name.values()
        for method in described.methods
    }
    assert served == set(METHODS)


@pytest.mark.parametrize(("service", "method"), METHODS)
async def test_each_role_may_do_what_the_table_says(
    portal: Portal, service: str, method: str
) -> None:
    answers = {
        role: await status(
            portal, service, method, request_of(service, method), token(portal, role)
        )
        for role in ROLES
    }
    allowed = {role for role, answer in answers.items() if answer not in REFUSED}
    assert allowed == ALLOWED[service, method], answers
    assert grpc.StatusCode.INTERNAL not in answers.values(), answers
    assert grpc.StatusCode.UNKNOWN not in answers.values(), answers


@pytest.mark.parametrize(("service", "method"), METHODS)
async def test_without_a_token_only_the_public_methods_answer(
    portal: Portal, service: str, method: str
) -> None:
    answer = await status(portal, service, method, request_of(service, method), None)
    assert (answer not in REFUSED) == ("public" in ALLOWED[service, method])


@pytest.mark.parametrize(("service", "method"), METHODS)
async def test_a_forged_or_expired_token_opens_nothing(
    portal: Portal, service: str, method: str
) -> None:
    role = min(ALLOWED[service, method])
    for bad in (
        forged(role),
        token(portal, role, ttl=timedelta(seconds=-120)),
        token(portal, role)[:-4] + "AAAA",
        "no token at all",
    ):
        answer = await status(portal, service, method, request_of(service, method), bad)
        assert answer == grpc.StatusCode.UNAUTHENTICATED


def in_ward_1(dossier: str) -> list[tuple[str, str, str, Message]]:
    """Complete requests that concern ward 1, with a role that may make them."""
    again = str(uuid.uuid4())
    offering = "services/birth/offerings/ward-1"
    rate = metrics.GetRateRequest(definition="online_handling", unit="units/ward-1")
    rate.start_date.year = rate.end_date.year = 2026
    rate.start_date.month, rate.end_date.month = 1, 2
    rate.start_date.day = rate.end_date.day = 1
    step = submissions.Step(status=facts.STATUS_SUBMITTED)
    record = submissions.DossierRecord(
        key="1", offering=offering, channel=facts.CHANNEL_POST, steps=[step]
    )
    calls: list[tuple[str, str, str, Message]] = [
        *changes_in_ward_1(offering),
        *names_in_ward_1(),
        ("submissions", "SubmitDossier", "portal", submissions.SubmitDossierRequest(
            offering=offering, receiving_unit="units/ward-1",
            channel=facts.CHANNEL_ONLINE, request_id=again)),
        ("draft", "CreateDraft", "portal", drafts.CreateDraftRequest(
            draft={"offering": offering, "receiving_unit": "units/ward-1", "channel": 1},
            request_id=again)),
        *of_a_dossier(dossier), counted_in_ward_1(), *around_dossiers.in_ward_1(dossier),
        ("submissions", "GetDossier", "inspector", submissions.GetDossierRequest(name=dossier)),
        ("submissions", "ExplainDeadline", "leader",
            submissions.ExplainDeadlineRequest(name=dossier)),
        *questions_in_ward_1(dossier),
        ("personal_data", "GetPersonalData", "officer", personal_data.GetPersonalDataRequest(
            name=dossier, purpose="complaint 7")),
        ("personal_data", "EraseDossier", "leader", personal_data.EraseDossierRequest(
            name=dossier, request_id=again, reason_code="ordered-by-court")),
        ("personal_data", "ListReadings", "inspector", personal_data.ListReadingsRequest(
            subtree="units/ward-1")),
        ("submissions", "BackfillDossiers", "importer", submissions.BackfillDossiersRequest(
            source="old", records=[record])),
        ("submissions", "ListLevelDifferences", "inspector",
            submissions.ListLevelDifferencesRequest(unit="units/ward-1")),
        ("metrics", "GetRate", "leader", rate),
        ("metrics", "ExplainRate", "leader", metrics.ExplainRateRequest(rate=rate)),
        *receipts_in_ward_1(rate),
    ]  # fmt: skip
    return calls


def changes_in_ward_1(offering: str) -> list[tuple[str, str, str, Message]]:
    """Those that change the catalogue."""
    again = str(uuid.uuid4())
    unit = catalog.Unit(
        parent="units/ward-1", kind="team", display_name=catalog_facts.Text(vi="Tổ", en="Team")
    )
    recorded = catalog_facts.RecordedCapability(
        capability=catalog_facts.CAPABILITY_PAY_ONLINE,
        state=catalog_facts.CAPABILITY_STATE_YES,
    )
    return [
        ("catalog", "OpenUnit", "editor", catalog.OpenUnitRequest(
            unit_id="team", unit=unit, request_id=again)),
        ("catalog", "CorrectUnitOpening", "editor", catalog.CorrectUnitOpeningRequest(
            name="units/ward-1", effective_time=Timestamp(seconds=1), correction_reason="r",
            request_id=again)),
        ("catalog", "RenameUnit", "editor", catalog.RenameUnitRequest(
            name="units/ward-1", kind="ward", request_id=again)),
        ("catalog", "MoveUnit", "editor", catalog.MoveUnitRequest(
            name="units/ward-1", parent="units/district", request_id=again)),
        ("catalog", "CloseUnit", "editor", catalog.CloseUnitRequest(
            name="units/ward-1", etag="old", request_id=again)),
        ("catalog", "MergeUnits", "editor", catalog.MergeUnitsRequest(
            into="units/ward-1", units=["units/ward-1"], request_id=again)),
        ("catalog", "AppointOfficer", "editor", catalog.AppointOfficerRequest(
            name="units/ward-1", officer="o-1", duty=catalog_facts.DUTY_LEADER,
            request_id=again)),
        ("catalog", "AuthorizeDesk", "editor", catalog.AuthorizeDeskRequest(
            name="units/ward-1", desk="units/ward-2", request_id=again)),
        ("catalog", "RevokeDesk", "editor", catalog.RevokeDeskRequest(
            name="units/ward-1", desk="units/ward-2", request_id=again)),
        ("catalog", "RecordCapabilities", "editor", catalog.RecordCapabilitiesRequest(
            name=offering, capabilities=[recorded], request_id=again)),
        ("catalog", "DeclareCeiling", "editor", catalog.DeclareCeilingRequest(
            name=offering, ceiling=2, ceiling_reason="r", request_id=again)),
        ("catalog", "CloseOffering", "editor", catalog.CloseOfferingRequest(
            name=offering, reason="r", etag="old", request_id=again)),
        ("catalog", "WithdrawOfferingChange", "editor", catalog.WithdrawOfferingChangeRequest(
            name=offering, version=1, reason="r", request_id=again)),
        ("catalog", "CorrectOfferingOpening", "editor", catalog.CorrectOfferingOpeningRequest(
            name=offering, effective_time=Timestamp(seconds=1), correction_reason="r",
            request_id=again)),
        ("catalog", "WithdrawUnitChange", "editor", catalog.WithdrawUnitChangeRequest(
            name="units/ward-1", version=1, reason="r", request_id=again)),
    ]  # fmt: skip


def names_in_ward_1() -> list[tuple[str, str, str, Message]]:
    """Those that concern names of officers."""
    again, named = str(uuid.uuid4()), {"unit": "units/ward-1", "officer": "o-1"}
    return [
        ("officer", "SealOfficer", "editor", officers.SealOfficerRequest(
            **named, full_name="Nguyễn Văn An", request_id=again)),
        ("officer", "ReadOfficers", "leader", officers.ReadOfficersRequest(
            unit="units/ward-1", officers=["o-1"], purpose="complaint 7")),
        ("officer", "EraseOfficer", "editor", officers.EraseOfficerRequest(
            **named, reason_code="asked", request_id=again)),
        ("officer", "ListReadings", "inspector", officers.ListReadingsRequest(
            subtree="units/ward-1")),
    ]  # fmt: skip


async def test_a_role_in_another_subtree_opens_nothing(portal: Portal, dossier: str) -> None:
    answers = {
        method: await status(
            portal, service, method, request, token(portal, role, unit="units/ward-2")
        )
        for service, method, role, request in in_ward_1(dossier)
    }
    denied = dict.fromkeys(answers, grpc.StatusCode.PERMISSION_DENIED)
    assert answers == denied | dict.fromkeys(OF_NOBODY, grpc.StatusCode.NOT_FOUND)


async def test_a_role_in_the_subtree_above_opens_what_lies_below(
    portal: Portal, dossier: str
) -> None:
    answers = {
        method: await status(
            portal, service, method, request, token(portal, role, unit="units/district")
        )
        for service, method, role, request in in_ward_1(dossier)
    }
    assert [name for name, answer in answers.items() if answer in REFUSED] == []
