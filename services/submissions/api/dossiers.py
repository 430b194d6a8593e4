"""DossierService: each message becomes one call and one reply.

A repeated command is answered as it was the first time, even where it would be refused by now.
"""
# ruff: noqa: N802, ARG002 — the contract names the methods, gRPC hands each a context

from collections.abc import AsyncIterator
from typing import Any

from motcua.submissions.v1 import submissions_pb2 as api
from motcua.submissions.v1.deadlines_pb2 import ExplainDeadlineResponse
from motcua.submissions.v1.submissions_pb2_grpc import DossierServiceServicer
from services.chassis.batched import Batched
from services.chassis.call import current
from services.chassis.store import Executed
from services.submissions.api import (
    batches,
    commands,
    correcting,
    differences,
    ending,
    explaining,
    filing,
    handling,
    proving,
    replies,
    submitting,
)
from services.submissions.api.backfill import Backfill
from services.submissions.api.commands import Decide, clock
from services.submissions.api.context import Context
from services.submissions.api.sources import sources_of
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.numbers import secret


class Dossiers(DossierServiceServicer):
    """Serves motcua.submissions.v1.DossierService."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._submitting = Batched(batches.METHOD, self.SubmitDossier)

    async def SubmitDossier(
        self, request: api.SubmitDossierRequest, context: Any
    ) -> api.SubmitDossierResponse:
        """Take a dossier in, number it, and give its secret; or say what would be refused."""
        if request.validate_only:
            return replies.validated(self._shown(await submitting.validate(self._context, request)))
        done = await submitting.submit(self._context, request)
        key = self._context.keys.current[1]
        return api.SubmitDossierResponse(
            dossier=self._shown(done), secret=secret(key, done.state.name)
        )

    async def SubmitDossiers(
        self, request_iterator: AsyncIterator[api.SubmitDossiersRequest], context: Any
    ) -> AsyncIterator[api.SubmitDossiersResponse]:
        """Take many in, message by message; what comes to one of them stops no other."""
        submissions = batches.submissions_of(request_iterator)
        async for answers in self._submitting.answers(submissions):
            yield batches.answered(answers)

    async def AcceptDossier(self, request: api.AcceptDossierRequest, context: Any) -> api.Dossier:
        """Fix level, unit, service version and due."""
        return await self._done(request, filing.accept)

    async def RefuseDossier(self, request: api.RefuseDossierRequest, context: Any) -> api.Dossier:
        """Turn down what was not accepted."""
        return await self._done(request, filing.refuse)

    async def RecordResult(self, request: api.RecordResultRequest, context: Any) -> api.Dossier:
        """End it, early, on time or overdue."""
        return await self._done(request, ending.record_result)

    async def ReturnResult(self, request: api.ReturnResultRequest, context: Any) -> api.Dossier:
        """Hand the result over."""
        return await self._done(request, ending.return_result, desk=request.returning_unit)

    async def WithdrawDossier(
        self, request: api.WithdrawDossierRequest, context: Any
    ) -> api.Dossier:
        """Take it back for its citizen."""
        return await self._done(request, ending.withdraw)

    async def StartHandling(self, request: api.StartHandlingRequest, context: Any) -> api.Dossier:
        """Begin to handle what was accepted."""
        return await self._done(request, handling.start_handling)

    async def RequestSupplement(
        self, request: api.RequestSupplementRequest, context: Any
    ) -> api.Dossier:
        """Ask the citizen for more."""
        return await self._done(request, handling.request_supplement)

    async def AnswerSupplement(
        self, request: api.AnswerSupplementRequest, context: Any
    ) -> api.Dossier:
        """Take in what the citizen hands in."""
        return await self._done(request, handling.answer_supplement)

    async def RequestObligation(
        self, request: api.RequestObligationRequest, context: Any
    ) -> api.Dossier:
        """Ask the citizen to meet a financial obligation."""
        return await self._done(request, handling.request_obligation)

    async def RecordPayment(self, request: api.RecordPaymentRequest, context: Any) -> api.Dossier:
        """Record what was paid."""
        return await self._done(request, handling.record_payment)

    async def RefundPayment(self, request: api.RefundPaymentRequest, context: Any) -> api.Dossier:
        """Record what was paid back."""
        return await self._done(request, handling.refund_payment)

    async def WaiveFee(self, request: api.WaiveFeeRequest, context: Any) -> api.Dossier:
        """Do not ask for the fee."""
        return await self._done(request, handling.waive_fee)

    async def WaiveObligation(
        self, request: api.WaiveObligationRequest, context: Any
    ) -> api.Dossier:
        """Do not ask for the obligation any more."""
        return await self._done(request, handling.waive_obligation)

    async def AssignDossier(self, request: api.AssignDossierRequest, context: Any) -> api.Dossier:
        """Say who answers for it."""
        return await self._done(request, handling.assign)

    async def TransferDossier(
        self, request: api.TransferDossierRequest, context: Any
    ) -> api.Dossier:
        """Move it to another unit."""
        return await self._done(request, handling.transfer)

    async def ExtendDue(self, request: api.ExtendDueRequest, context: Any) -> api.Dossier:
        """State a later date after an apology."""
        return await self._done(request, handling.extend_due)

    async def StopDossier(self, request: api.StopDossierRequest, context: Any) -> api.Dossier:
        """End the handling without a result."""
        return await self._done(request, ending.stop)

    async def RateDossier(self, request: api.RateDossierRequest, context: Any) -> api.Dossier:
        """Rate how it was handled."""
        return await self._done(request, ending.rate)

    async def ArchiveDossier(self, request: api.ArchiveDossierRequest, context: Any) -> api.Dossier:
        """Say where its paper file is kept."""
        return await self._done(request, ending.archive)

    async def HandOverPaperFile(
        self, request: api.HandOverPaperFileRequest, context: Any
    ) -> api.Dossier:
        """Say which archive took its paper file over."""
        return await self._done(request, ending.hand_over)

    async def LinkDossier(self, request: api.LinkDossierRequest, context: Any) -> api.Dossier:
        """Make it a part of one act with its root."""
        return await self._done(request, filing.link)

    async def VoidDossier(self, request: api.VoidDossierRequest, context: Any) -> api.Dossier:
        """Take out what was entered in error."""
        return await self._done(request, filing.void)

    async def CorrectDossier(self, request: api.CorrectDossierRequest, context: Any) -> api.Dossier:
        """Say what a fact should have been, or leave it out."""
        return await self._done(request, correcting.correct)

    async def GetDossier(self, request: api.GetDossierRequest, context: Any) -> api.Dossier:
        """One dossier, as its own facts state it now."""
        return self._shown(await commands.get(self._context, request.name))

    async def ExplainDeadline(
        self, request: api.ExplainDeadlineRequest, context: Any
    ) -> AsyncIterator[ExplainDeadlineResponse]:
        """How its dates came about, day by day."""
        for answer in await explaining.explain(self._context, request):
            yield answer

    async def TrackDossier(
        self, request: api.TrackDossierRequest, context: Any
    ) -> api.TrackDossierResponse:
        """The state, for who holds number and secret; any other pair is wrong in the same way."""
        name = await proving.require_dossier(
            self._context, number=request.number, secret=request.secret
        )
        found = await self._context.store.load(name, DOSSIERS)
        return replies.tracked(found.state)

    async def BackfillDossiers(
        self, request_iterator: AsyncIterator[api.BackfillDossiersRequest], context: Any
    ) -> api.BackfillDossiersResponse:
        """Another system's records, message by message."""
        backfill = Backfill(
            current(),
            store=self._context.store,
            catalogue=self._context.catalogue,
            records=self._context.records,
            linked=self._context.linked,
            sources=sources_of(current(), self._context),
            clock=clock,
            turns=self._context.turns,
        )
        async for request in request_iterator:
            await backfill.take_in(request)
        return backfill.answer()

    async def ListLevelDifferences(
        self, request: api.ListLevelDifferencesRequest, context: Any
    ) -> api.ListLevelDifferencesResponse:
        """A page of acceptances whose level is not what the catalogue is known to say now."""
        return await differences.list_level_differences(self._context, request)

    async def _done(self, request: Any, decide: Decide, *, desk: str = "") -> api.Dossier:
        """The dossier as a command left it."""
        return self._shown(await commands.carry_out(self._context, request, decide, desk=desk))

    def _shown(self, found: Executed[Dossier]) -> api.Dossier:
        return replies.dossier(found, self._context.catalogue.units, clock())
