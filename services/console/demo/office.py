"""A portal and its officers at work: the commands of dossiers, live, each under an id of its own.

A call whose answer was lost is repeated with the same request id; the service's clock says when
things happen. `lives` says which dossier takes which steps.
"""

import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1 import personal_data_pb2 as personal
from motcua.submissions.v1 import submissions_pb2 as api
from services.console.demo.city_catalogue import DECIDE, DOCUMENTS, EXAMINE, RECEIVE, RETURN
from services.console.importing.plans import OfferingPlan
from services.console.instants import LOCAL, to_date
from services.console.portal.client import Portal


@dataclass
class Worked:
    """How many commands were acknowledged, in what time, and up to which position."""

    commands: int = 0
    position: int = 0
    seconds: float = 0.0


class Officer(NamedTuple):
    """Who signs a step with a token of their own, on duty at a unit."""

    id: str
    unit: str


class Office:
    """Portals and officers of desks in front of the submissions service, each with a role at their
    own unit alone. Every method is a command; it answers the dossier as it is after it.
    """

    def __init__(self, portal: Portal, desks: Sequence[str], *, catalog_position: int) -> None:
        self.portal = portal
        self.desks = desks
        self.catalog_position = catalog_position
        self.stub = portal.submissions
        self.worked = Worked()

    async def submit(
        self,
        offering: OfferingPlan,
        desk: str,
        how: str,
        applicant: personal.Applicant,
        form: bytes,
    ) -> api.Dossier:
        """By the portal of a desk; who applies is sealed apart from the dossier's facts."""
        request = api.SubmitDossierRequest(
            offering=f"services/{offering.service}/offerings/{offering.unit}",
            receiving_unit=f"units/{desk}",
            channel=how,
            catalog_position=self.catalog_position,
            documents=DOCUMENTS,
            applicant=applicant,
            form=form,
        )
        return await self.send(self.stub.SubmitDossier, request, at=desk)

    async def accept(self, dossier: api.Dossier, own: Officer, *, late: bool) -> api.Dossier:
        """Due as the service computes it; a late one was promised for yesterday."""
        request = api.AcceptDossierRequest(name=dossier.name, task=RECEIVE, etag=dossier.etag)
        if late:
            yesterday = datetime.now(UTC).astimezone(LOCAL).date() - timedelta(days=1)
            request.due.date.CopyFrom(to_date(yesterday))
        return await self.send(self.stub.AcceptDossier, request, by=own)

    async def refuse(self, dossier: api.Dossier, own: Officer) -> api.Dossier:
        """Before acceptance."""
        request = api.RefuseDossierRequest(
            name=dossier.name, reason_code="incomplete", task=RECEIVE, etag=dossier.etag
        )
        return await self.send(self.stub.RefuseDossier, request, by=own)

    async def withdraw(self, dossier: api.Dossier, desk: str) -> api.Dossier:
        """By the citizen, through the portal."""
        request = api.WithdrawDossierRequest(name=dossier.name, etag=dossier.etag)
        return await self.send(self.stub.WithdrawDossier, request, at=desk)

    async def assign(self, dossier: api.Dossier, own: Officer) -> api.Dossier:
        """To the officer, who answers for it from now on."""
        request = api.AssignDossierRequest(
            name=dossier.name, assignee=own.id, task=EXAMINE, etag=dossier.etag
        )
        return await self.send(self.stub.AssignDossier, request, by=own)

    async def handle(self, dossier: api.Dossier, own: Officer) -> api.Dossier:
        """Handling begins."""
        request = api.StartHandlingRequest(name=dossier.name, task=EXAMINE, etag=dossier.etag)
        return await self.send(self.stub.StartHandling, request, by=own)

    async def ask(self, dossier: api.Dossier, own: Officer) -> api.Dossier:
        """For a document: the dossier waits."""
        request = api.RequestSupplementRequest(
            name=dossier.name,
            reason_code="document-missing",
            documents=["can-cuoc"],
            task=EXAMINE,
            etag=dossier.etag,
        )
        return await self.send(self.stub.RequestSupplement, request, by=own)

    async def answer(self, dossier: api.Dossier, desk: str) -> api.Dossier:
        """By the citizen, through the portal: handling goes on."""
        request = api.AnswerSupplementRequest(name=dossier.name, etag=dossier.etag)
        return await self.send(self.stub.AnswerSupplement, request, at=desk)

    async def oblige(self, dossier: api.Dossier, own: Officer, amount: int) -> api.Dossier:
        """A tax is to be paid: the dossier waits."""
        request = api.RequestObligationRequest(
            name=dossier.name,
            amount=amount,
            reason_code="land-tax",
            task=EXAMINE,
            etag=dossier.etag,
        )
        return await self.send(self.stub.RequestObligation, request, by=own)

    async def pay(
        self, dossier: api.Dossier, desk: str, amount: int, purpose: facts.PaymentPurpose
    ) -> api.Dossier:
        """By the citizen, online; what covers an obligation lets handling go on."""
        request = api.RecordPaymentRequest(
            name=dossier.name,
            purpose=purpose,
            online=True,
            amount=amount,
            provider="demo-pay",
            provider_reference=str(uuid.uuid4()),
            etag=dossier.etag,
        )
        return await self.send(self.stub.RecordPayment, request, at=desk)

    async def refund(self, dossier: api.Dossier, own: Officer) -> api.Dossier:
        """The first payment, whole."""
        paid = dossier.payments[0]
        request = api.RefundPaymentRequest(
            name=dossier.name,
            payment=paid.payment,
            amount=paid.amount,
            reason_code="paid-twice",
            etag=dossier.etag,
        )
        return await self.send(self.stub.RefundPayment, request, by=own)

    async def waive(self, dossier: api.Dossier, own: Officer) -> api.Dossier:
        """The fee is not asked for."""
        request = api.WaiveFeeRequest(
            name=dossier.name, reason_code="poor-household", task=EXAMINE, etag=dossier.etag
        )
        return await self.send(self.stub.WaiveFee, request, by=own)

    async def transfer(self, dossier: api.Dossier, above: Officer) -> api.Dossier:
        """To the officer's unit, which lies above the one that has the dossier."""
        request = api.TransferDossierRequest(
            name=dossier.name,
            to_unit=f"units/{above.unit}",
            reason_code="needs-district",
            task=EXAMINE,
            etag=dossier.etag,
        )
        return await self.send(self.stub.TransferDossier, request, by=above)

    async def extend(self, dossier: api.Dossier, own: Officer) -> api.Dossier:
        """By a week, after an apology."""
        due = dossier.due.time.ToDatetime(UTC).astimezone(LOCAL).date()
        later = api.Deadline(date=to_date(due + timedelta(days=7)))
        request = api.ExtendDueRequest(
            name=dossier.name,
            extended=later,
            reason_code="site-visit",
            task=EXAMINE,
            etag=dossier.etag,
        )
        return await self.send(self.stub.ExtendDue, request, by=own)

    async def stop(self, dossier: api.Dossier, own: Officer) -> api.Dossier:
        """Handling ends without a result."""
        request = api.StopDossierRequest(
            name=dossier.name, reason_code="applicant-gone", task=DECIDE, etag=dossier.etag
        )
        return await self.send(self.stub.StopDossier, request, by=own)

    async def end(
        self, dossier: api.Dossier, own: Officer, *, electronic: bool, positive: bool
    ) -> api.Dossier:
        """The result is ready; a negative decision is one, too."""
        request = api.RecordResultRequest(
            name=dossier.name,
            electronic_result=electronic,
            decision=facts.DECISION_POSITIVE if positive else facts.DECISION_NEGATIVE,
            reason_code="" if positive else "conditions-not-met",
            task=DECIDE,
            etag=dossier.etag,
        )
        return await self.send(self.stub.RecordResult, request, by=own)

    async def hand_over(self, dossier: api.Dossier, there: Officer) -> api.Dossier:
        """At the desk of the officer."""
        request = api.ReturnResultRequest(
            name=dossier.name,
            returning_unit=f"units/{there.unit}",
            delivery_channel=facts.CHANNEL_IN_PERSON,
            task=RETURN,
            etag=dossier.etag,
        )
        return await self.send(self.stub.ReturnResult, request, by=there)

    async def rate(self, dossier: api.Dossier, desk: str, value: int) -> api.Dossier:
        """By the citizen, through the portal: 1 to 5."""
        request = api.RateDossierRequest(name=dossier.name, value=value, etag=dossier.etag)
        return await self.send(self.stub.RateDossier, request, at=desk)

    async def void(self, dossier: api.Dossier, own: Officer) -> api.Dossier:
        """It was entered in error."""
        request = api.VoidDossierRequest(
            name=dossier.name, reason_code="entered-twice", etag=dossier.etag
        )
        return await self.send(self.stub.VoidDossier, request, by=own)

    async def correct_channel(self, dossier: api.Dossier, own: Officer, how: str) -> api.Dossier:
        """It came in by another channel than was recorded."""
        request = api.CorrectDossierRequest(
            name=dossier.name,
            version=1,
            instead=api.Statement(channel=how),
            reason_code="keyed-wrongly",
            etag=dossier.etag,
        )
        return await self.send(self.stub.CorrectDossier, request, by=own)

    async def open(self, dossier: api.Dossier, own: Officer, purpose: str) -> personal.PersonalData:
        """Who applied, for a purpose that is recorded first."""
        request = personal.GetPersonalDataRequest(name=dossier.name, purpose=purpose)
        method = self.portal.personal_data.GetPersonalData
        return await self.portal.call(method, request, **signed(own))

    async def send(
        self,
        method: Callable[..., Awaitable[Any]],
        request: Any,
        *,
        at: str = "",
        by: Officer | None = None,
    ) -> api.Dossier:
        """One command under an id of its own, by the portal of a desk or by an officer."""
        request.request_id = str(uuid.uuid4())
        who = signed(by) if by else {"role": "portal", "unit": f"units/{at}"}
        reply = await self.portal.call(method, request, **who)
        dossier: api.Dossier = reply.dossier if hasattr(reply, "dossier") else reply
        self.worked.commands += 1
        self.worked.position = max(self.worked.position, dossier.position)
        return dossier


def signed(by: Officer) -> dict[str, str]:
    """The caller's role, unit and subject."""
    return {"role": "officer", "unit": f"units/{by.unit}", "subject": by.id}
