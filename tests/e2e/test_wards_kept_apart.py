"""Roles at ward A against ward B's figures, on a whole stack: each way that once led there.

Promises B's receipts compared, digests and all, after everything was applied. Must not use a role
that reaches B.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import AsyncIterator, Awaitable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deploy.embedded.directory import make_temporary
from motcua.catalog.v1 import catalog_pb2 as catalog
from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1 import submissions_pb2 as api
from services.console.importing.intake import open_catalogue
from services.console.importing.plans import OfficerPlan
from services.console.instants import to_timestamp
from services.console.outcome import Refused
from services.console.portal.client import Portal
from services.console.portal.questions import get_rate, one_rate
from tests.e2e.migrated import MigratedStack
from tests.e2e.office import PLAN, Office

A, B = "units/ward-1", "units/ward-2"
OF_A, OF_B = (f"services/birth/offerings/ward-{n}" for n in (1, 2))
OFFICERS = {A: "o-a", B: "o-b"}
TODAY = datetime.now(UTC).date()
PERIOD = (TODAY.replace(year=TODAY.year - 9, day=1), TODAY.replace(year=TODAY.year + 1, day=1))
YEARS_AGO = to_timestamp(datetime(2020, 1, 1, tzinfo=UTC))


class Wards:
    """A stack with two wards, each with an officer; B has dossiers of its own."""

    def __init__(self, portal: Portal, office: Office, *, catalog_position: int) -> None:
        self.portal = portal
        self.office = office
        self.position = catalog_position

    async def call(self, method: str, request: Any, unit: str, *, role: str = "officer") -> Any:
        """By somebody with a role at one ward only; officers by their own names."""
        if "request_id" in request.DESCRIPTOR.fields_by_name:
            request.request_id = str(uuid.uuid4())
        request.catalog_position = self.position
        if "etag" in request.DESCRIPTOR.fields_by_name and not request.etag:
            request.etag = await self.etag(request.name)
        return await self.portal.call(
            getattr(self.portal.submissions, method),
            request, role=role, unit=unit, subject=OFFICERS[unit],
        )  # fmt: skip

    async def etag(self, name: str) -> str:
        """Of a dossier as it is now."""
        request = api.GetDossierRequest(name=name)
        got = await self.portal.call(
            self.portal.submissions.GetDossier, request, role="inspector", unit="*"
        )
        return str(got.etag)

    async def submit(self, offering: str, unit: str, *, root: str = "") -> str:
        request = api.SubmitDossierRequest(
            offering=offering, receiving_unit=unit, channel=facts.CHANNEL_ONLINE, root=root
        )
        answer = await self.call("SubmitDossier", request, unit, role="portal")
        return str(answer.dossier.name)

    async def handle(self, name: str, unit: str) -> api.Dossier:
        due = api.Deadline(time=to_timestamp(datetime.now(UTC) + timedelta(days=3)))
        await self.call("AcceptDossier", api.AcceptDossierRequest(name=name, due=due), unit)
        ended = await self.call("RecordResult", api.RecordResultRequest(name=name), unit)
        assert isinstance(ended, api.Dossier)
        return ended

    async def bring(self, **record: Any) -> api.BackfillDossiersResponse:
        """A record of another system, by an importer of A."""
        steps = [
            api.Step(status=facts.STATUS_ACCEPTED, time=YEARS_AGO),
            api.Step(status=facts.STATUS_RESULT_READY, time=to_timestamp(datetime.now(UTC))),
        ]
        usual = {"key": str(uuid.uuid4()), "offering": OF_A, "channel": 1, "steps": steps}
        due = api.Deadline(time=YEARS_AGO)
        request = api.BackfillDossiersRequest(
            source="old",
            records=[api.DossierRecord(**(usual | {"due": due} | record))],
            catalog_position=self.position,
        )
        return await self.portal.call(
            self.portal.submissions.BackfillDossiers, [request], role="importer", unit=A
        )

    async def figures(self) -> list[str]:
        """B's receipts without the positions that they were read at, once all is applied."""
        last = await self.handle(await self.submit(OF_A, A), A)
        found = []
        for definition in ("online_handling", "on_time.ended"):
            at = {"submissions": last.position, "catalog": self.position}
            rate = await get_rate(self.portal, one_rate(definition, PERIOD, unit=B, at_least=at))
            del rate.receipt.positions[:]
            found.append(str(rate.receipt))
        return found


@pytest.fixture(scope="module")
async def wards() -> AsyncIterator[Wards]:
    path = make_temporary()
    async with MigratedStack(path) as stack, Portal(stack.describe()) as portal:
        office = await Office.open(portal)
        plan = [OfficerPlan(who, unit.removeprefix("units/")) for unit, who in OFFICERS.items()]
        position = await open_catalogue(portal, replace(PLAN, officers=plan))
        wards = Wards(portal, office, catalog_position=position)
        for _ in range(2):
            await wards.handle(await wards.submit(OF_B, B), B)
        await wards.submit(OF_B, B)
        yield wards
    shutil.rmtree(path)


async def refused(attempt: Awaitable[Any]) -> str:
    with pytest.raises(Refused) as why:
        await attempt
    return why.value.reason


async def test_nothing_that_ward_a_may_do_moves_ward_b(wards: Wards) -> None:
    before = await wards.figures()
    of_b = await wards.submit(OF_B, B)

    # B's dossier, filed at A, accepted late, ended in the name of B's officer, handed over by B.
    assert await refused(wards.submit(OF_B, A)) == "DESK_NOT_AUTHORIZED"
    late = api.Deadline(time=YEARS_AGO)
    steps: list[tuple[str, Any]] = [
        ("AcceptDossier", api.AcceptDossierRequest(name=of_b, due=late, officer="o-b")),
        ("RefuseDossier", api.RefuseDossierRequest(name=of_b, reason_code="x", officer="o-b")),
        ("RecordResult", api.RecordResultRequest(name=of_b, officer="o-b")),
        ("ReturnResult", api.ReturnResultRequest(name=of_b, returning_unit=B)),
        ("WithdrawDossier", api.WithdrawDossierRequest(name=of_b)),
    ]
    for method, request in steps:
        assert await refused(wards.call(method, request, A)) == "DOSSIER_UNKNOWN"

    # A dossier of A's own, handed to B, ended by B's officer, returned at B, linked to B's.
    own = await wards.submit(OF_A, A)
    handed = api.AcceptDossierRequest(name=own, due=late, handling_unit=B)
    assert await refused(wards.call("AcceptDossier", handed, A)) == "UNIT_NOT_YOURS"
    await wards.call("AcceptDossier", api.AcceptDossierRequest(name=own), A)
    by_other = api.RecordResultRequest(name=own, officer="o-b")
    assert await refused(wards.call("RecordResult", by_other, A)) == "OFFICER_NOT_ON_DUTY"
    await wards.call("RecordResult", api.RecordResultRequest(name=own), A)
    elsewhere = api.ReturnResultRequest(name=own, returning_unit=B)
    assert await refused(wards.call("ReturnResult", elsewhere, A)) == "UNIT_NOT_YOURS"
    assert await refused(wards.submit(OF_A, A, root=of_b)) == "ROOT_UNKNOWN"

    # A record of another system that names B.
    assert await refused(wards.bring(offering=OF_B)) == "NOT_PERMITTED"
    for field in ("handling_unit", "receiving_unit"):
        [refusal] = (await wards.bring(**{field: B})).refusals
        assert (refusal.reason, refusal.field) == ("NOT_PERMITTED", field)
    [refusal] = (await wards.bring(steps=[api.Step(status=10, unit=B)])).refusals
    assert (refusal.reason, refusal.field) == ("NOT_PERMITTED", "steps[0].unit")

    assert await wards.figures() == before


async def test_a_district_that_authorizes_its_desks_lets_ward_a_receive_for_ward_b(
    wards: Wards,
) -> None:
    before = await wards.figures()
    request = catalog.AuthorizeDeskRequest(
        name="units/district", desk="units/district", desks_below=True, for_units_below=True,
        request_id=str(uuid.uuid4()),
    )  # fmt: skip
    given = await wards.portal.call(
        wards.portal.catalog.AuthorizeDesk, request, role="editor", unit="units/district"
    )
    wards.position = given.position
    name = await wards.submit(OF_B, A)
    accepted = await wards.call("AcceptDossier", api.AcceptDossierRequest(name=name), A)
    assert (accepted.receiving_unit, accepted.handling_unit) == (A, B)
    result = api.RecordResultRequest(name=name)
    assert await refused(wards.call("RecordResult", result, A)) == "STEP_NOT_YOURS"
    await wards.call("RecordResult", result, B)
    returned = await wards.call("ReturnResult", api.ReturnResultRequest(name=name), A)
    assert returned.returning_unit == A
    assert await wards.figures() != before  # as they should
    gone = catalog.RevokeDeskRequest(
        name="units/district", desk="units/district", request_id=str(uuid.uuid4())
    )
    answer = await wards.portal.call(wards.portal.catalog.RevokeDesk, gone, role="editor")
    wards.position = answer.position
    assert await refused(wards.submit(OF_B, A)) == "DESK_NOT_AUTHORIZED"
