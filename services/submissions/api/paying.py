"""PaymentService: attempts to pay through a provider, its callbacks, and its statements.

A callback is kept before the dossier is told of it, and told to it under an id that follows from
the provider's reference: so nothing that a provider was answered is lost, and nothing is twice.
"""
# ruff: noqa: N802, ARG002 — the contract names the methods, gRPC hands each a context

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from motcua.submissions.v1 import payments_pb2 as api
from motcua.submissions.v1.payments_pb2_grpc import PaymentServiceServicer
from services.chassis.call import current
from services.chassis.errors import Refusal
from services.chassis.ids import derived
from services.chassis.reasons import ChassisReason
from services.chassis.store import Change, Command, Decision, Executed
from services.submissions.api import commands, refunding
from services.submissions.api.context import Context
from services.submissions.api.transferring import due_transfers
from services.submissions.domain.deadlines.measures import CalendarMeasures
from services.submissions.domain.dossier import paying
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.live import Given
from services.submissions.domain.dossier.state import Dossier, Payment
from services.submissions.domain.instants import stamp
from services.submissions.domain.moments import day, midnight
from services.submissions.domain.payment import reconciling
from services.submissions.domain.payment.owed import owed
from services.submissions.domain.payment.providers import LARGEST, Callback, Provider
from services.submissions.domain.payment.refusals import PaymentReason
from services.submissions.domain.refusals import SubmissionsReason
from services.submissions.queries.payments import Attempt, Kept

_NAME = re.compile(r"paymentAttempts/([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})")


class Paying(PaymentServiceServicer):
    """Serves motcua.submissions.v1.PaymentService."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def BeginPayment(
        self, request: api.BeginPaymentRequest, context: Any
    ) -> api.PaymentAttempt:
        """What is owed, and where it is paid. A repeat gets the attempt that there is, as does
        whoever would pay the same a second time.
        """
        provider = self._provider(request.provider)
        command, begun = current().command(request), self._context.payments
        dossier = await self._dossier(request)
        attempt = derived("payment attempt", str(command.id))
        found = await begun.get(attempt)
        if found is None:
            at = self._context.clock()
            amount = owed(dossier.state, request.purpose)
            found = await begun.begin(
                Attempt(
                    attempt, dossier.stream, request.provider, request.purpose, amount,
                    [command.actor], at, at + provider.patience, False, command.fingerprint,
                )
            )  # fmt: skip
        if found is None:
            raise Refusal(ChassisReason.VERSION_CONFLICT, retry_after=0.1)
        if found.attempt == attempt and not command.is_known_by(found.fingerprint):
            raise Refusal(ChassisReason.REQUEST_ID_REUSED, field="request_id")
        shown = self._shown(found)
        shown.redirect_address = provider.redirect(
            found.attempt, found.amount, request.return_address
        )
        return shown

    async def ConfirmPayment(
        self, request: api.ConfirmPaymentRequest, context: Any
    ) -> api.PaymentAttempt:
        """What the provider says: a failure is noted, a payment kept and told to the dossier."""
        provider = self._provider(request.provider)
        _require_short(request.content)
        callback = provider.read(request.content, request.signature)
        current().exempt()  # the signature is the permission
        if callback.paid:
            await self._confirm(request.provider, callback)
        found = await self._context.payments.get(callback.attempt)
        if found is None or found.provider != request.provider:
            raise _unknown(callback)
        if not callback.paid and not found.failed:
            await self._context.payments.failed(found.attempt)
            found = found._replace(failed=True)
        return self._shown(found)

    async def GetPaymentAttempt(
        self, request: api.GetPaymentAttemptRequest, context: Any
    ) -> api.PaymentAttempt:
        """One of a dossier that is the caller's business, or begun by himself."""
        if not (named := _NAME.fullmatch(request.name)):
            values = {"form": "paymentAttempts/{uuid}"}
            raise Refusal(SubmissionsReason.NAME_MALFORMED, field="name", values=values)
        found = await self._context.payments.get(UUID(named[1]))
        current().exempt()  # it is asked for just below
        if found is not None and current().caller.subject not in found.begun_by:
            dossier = await self._context.store.load(found.dossier, DOSSIERS)
            by = commands.actor(current(), self._context.catalogue)
            if not by.is_concerned(dossier.state):
                raise no_attempt(request.name, hides=dossier.state.holder)
        if found is None:
            raise no_attempt(request.name)
        return self._shown(found)

    async def ReconcilePayments(
        self, request: api.ReconcilePaymentsRequest, context: Any
    ) -> api.ReconcilePaymentsResponse:
        """A day's statement against what was confirmed."""
        self._provider(request.provider)
        stated, refunds = request.statements, request.refund_statements
        reconciling.require_each_once(stated)
        reconciling.require_each_once(refunds, field="refund_statements")
        begins = midnight(day(request.day))
        of_day = (request.provider, begins, begins + timedelta(days=1))
        confirmed = await self._context.payments.of_day(*of_day, [s.reference for s in stated])
        known = await self._context.refunds.of_day(*of_day, [s.reference for s in refunds])
        answer = reconciling.reconcile(confirmed, stated)
        reconciling.reconcile_refunds(answer, known, refunds)
        return answer

    async def OrderRefund(self, request: api.OrderRefundRequest, context: Any) -> api.Refund:
        """What is to be paid back, and what the provider is sent."""
        provider = self._provider(request.provider)
        return await refunding.order(self._context, provider, request)

    async def ConfirmRefund(self, request: api.ConfirmRefundRequest, context: Any) -> api.Refund:
        """What the provider says of it."""
        provider = self._provider(request.provider)
        _require_short(request.content)
        callback = provider.read_refund(request.content, request.signature)
        current().exempt()  # the signature is the permission
        return await refunding.confirm(self._context, request, callback)

    async def GetRefund(self, request: api.GetRefundRequest, context: Any) -> api.Refund:
        """One of a dossier that is the caller's business."""
        return await refunding.get(self._context, request)

    async def _confirm(self, provider: str, callback: Callback) -> None:
        """Keep it, and tell the dossier; what that cannot take stays on the list."""
        kept = await self._context.payments.confirm(provider, callback, self._context.clock())
        if kept is None:
            raise _unknown(callback)
        if (kept.attempt, kept.amount) != (callback.attempt, callback.amount):
            values = {"reference": callback.reference}
            raise Refusal(PaymentReason.CALLBACK_CONTRADICTED, field="content", values=values)
        reference = (provider, callback.reference)
        if not kept.recorded and (dossier := await self._record(kept, reference)):
            own = (each.excess for each in dossier.payments if each.reference == reference)
            await self._context.payments.mark_recorded(*reference, next(own, 0))

    async def _record(self, kept: Kept, reference: tuple[str, str]) -> Dossier | None:
        """The dossier with the payment; None where it takes none, such as a voided one."""
        command_id = derived("payment", *reference)
        payment = Payment(
            payment=str(command_id),
            purpose=kept.purpose,
            online=True,
            amount=kept.amount,
            reference=reference,
        )

        async def decide(now: Executed[Dossier]) -> Decision:
            at = self._context.clock()
            moved = due_transfers(self._context, now.state, at)
            facts = paying.record_payment(DOSSIERS.fold(now.state, moved), self._given(at), payment)
            added = [*moved, *facts] if facts else []
            return Decision([Change(kept.dossier, now.version, added)])

        command = Command(
            command_id, command_id.bytes, current().caller.subject, current().traceparent
        )
        try:
            done = await self._context.store.carry_out(
                command, stream=kept.dossier, decider=DOSSIERS, decide=decide
            )
        except Refusal as refused:
            if refused.reason.kind.name not in {"STATE", "REUSED"}:
                raise
            return None
        return done.state

    def _given(self, at: Any) -> Given:
        catalogue = self._context.catalogue
        measures = CalendarMeasures(catalogue.calendars)
        return Given(clock=at, catalog_position=catalogue.position, measures=measures)

    async def _dossier(self, request: api.BeginPaymentRequest) -> Executed[Dossier]:
        """By number and secret, or as the caller's business."""
        if proved := await commands.proved_by(self._context, request):
            return await self._context.store.load(proved, DOSSIERS)
        return await commands.get(self._context, request.name)

    def _provider(self, code: str) -> Provider:
        if (found := self._context.providers.get(code)) is None:
            values = {"provider": code}
            raise Refusal(PaymentReason.PROVIDER_UNKNOWN, field="provider", values=values)
        return found

    def _shown(self, found: Attempt) -> api.PaymentAttempt:
        return api.PaymentAttempt(
            name=found.name,
            dossier=found.dossier,
            provider=found.provider,
            purpose=found.purpose,
            amount=found.amount,
            state=self._state(found),
            begin_time=stamp(found.begun_at),
            expire_time=stamp(found.expires_at),
            paid_amount=found.paid,
            recorded=found.recorded,
        )

    def _state(self, found: Attempt) -> api.PaymentAttemptState:
        if found.paid:
            return api.PAYMENT_ATTEMPT_STATE_PAID
        if self._context.clock() >= found.expires_at:
            return api.PAYMENT_ATTEMPT_STATE_EXPIRED
        failed = api.PAYMENT_ATTEMPT_STATE_FAILED
        return failed if found.failed else api.PAYMENT_ATTEMPT_STATE_OPEN


def _require_short(content: bytes) -> None:
    if len(content) > LARGEST:
        raise Refusal(PaymentReason.CALLBACK_MALFORMED, field="content")


def no_attempt(name: str, *, hides: str | None = None) -> Refusal:
    """No such attempt, or none of the caller's business."""
    values = {"name": name}
    return Refusal(PaymentReason.ATTEMPT_UNKNOWN, field="name", values=values, hides=hides)


def _unknown(callback: Callback) -> Refusal:
    values = {"name": f"paymentAttempts/{callback.attempt}"}
    return Refusal(PaymentReason.ATTEMPT_UNKNOWN, field="content", values=values)
