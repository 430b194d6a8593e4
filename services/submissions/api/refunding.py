"""Refunds through a provider: ordered by an officer, recorded once the provider confirms them.

As with payments a callback is kept before the dossier is told of it, and told to it under an id
that follows from the provider's reference: nothing that a provider was answered is lost or twice.
"""

import re
from uuid import UUID

from motcua.chassis.v1.access_pb2 import ROLE_OFFICER
from motcua.submissions.v1 import payments_pb2 as api
from services.chassis.call import current
from services.chassis.errors import Refusal
from services.chassis.ids import derived
from services.chassis.reasons import ChassisReason
from services.chassis.store import Change, Command, Decision, Executed
from services.submissions.api import commands
from services.submissions.api.commands import CommandContext
from services.submissions.api.context import Context
from services.submissions.api.transferring import due_transfers
from services.submissions.domain import authority
from services.submissions.domain.authority import Accountable, Actor, Step
from services.submissions.domain.deadlines.measures import CalendarMeasures
from services.submissions.domain.dossier import paying
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.live import Given
from services.submissions.domain.dossier.refusals import DossierReason
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.instants import stamp
from services.submissions.domain.payment.providers import Callback, Provider
from services.submissions.domain.payment.refusals import PaymentReason
from services.submissions.domain.refusals import SubmissionsReason
from services.submissions.queries.refunds import Kept, Order, Paid

_NAME = re.compile(r"refunds/([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})")
# What a dossier may say of a refund that a provider made: it is kept, and stays on the list.
_UNTAKEN = {"STATE", "REUSED", "NOT_FOUND"}


async def order(
    context: Context, provider: Provider, request: api.OrderRefundRequest
) -> api.Refund:
    """An order with what the provider is to be sent; a repeat gets the same."""
    command, now = current().command(request), context.clock()
    await context.catalogue.wait_for(request.catalog_position)
    paid = await context.refunds.paid(request.provider, request.payment_reference, now)
    paid_dossier = await _dossier_paid(context, request, paid)
    if paid is None or paid_dossier is None:
        values = {"reference": request.payment_reference}
        reason = PaymentReason.PAYMENT_NOT_CONFIRMED
        raise Refusal(reason, field="payment_reference", values=values)
    by = paid_dossier.accountable(Step.PROCESS)
    refund = derived("refund order", str(command.id))
    found = await context.refunds.get(refund)
    if found is None:
        _require_left(request, paid, paid_dossier.dossier)
        ordered = Order(
            refund, request.provider, request.payment_reference, request.amount,
            request.reason_code, *by, now, now + provider.refund_patience, command.fingerprint,
        )  # fmt: skip
        await context.refunds.order(ordered, known=paid.refunded)
        found = await context.refunds.get(refund)
    if found is None:  # another one was quicker
        raise Refusal(ChassisReason.VERSION_CONFLICT, retry_after=0.1)
    if not command.is_known_by(found.fingerprint):
        raise Refusal(ChassisReason.REQUEST_ID_REUSED, field="request_id")
    return shown(context, found, provider)


async def _dossier_paid(
    context: Context, request: api.OrderRefundRequest, paid: Paid | None
) -> CommandContext | None:
    """The dossier of a payment, where it is the caller's business."""
    if paid is None:
        return None
    found = await context.store.load(paid.dossier, DOSSIERS)
    by = commands.actor(current(), context.catalogue)
    return (
        CommandContext(context, request, found.state, by) if by.is_concerned(found.state) else None
    )


def _require_left(request: api.OrderRefundRequest, paid: Paid, dossier: Dossier) -> None:
    """Refuse while an order is open, and more than is not paid back yet, by whatever way."""
    paying.require_amount(request.amount, field="amount")
    if paid.open is not None:
        values = {"reference": request.payment_reference, "refund": f"refunds/{paid.open}"}
        raise Refusal(PaymentReason.REFUND_OPEN, field="payment_reference", values=values)
    reference = (request.provider, request.payment_reference)
    known = sum(each.refunded for each in dossier.payments if each.reference == reference)
    left = paid.amount - max(paid.refunded, known)
    if request.amount > left:
        values = {"left": str(left)}
        raise Refusal(DossierReason.REFUND_TOO_HIGH, field="amount", values=values)


async def confirm(
    context: Context, request: api.ConfirmRefundRequest, callback: Callback
) -> api.Refund:
    """What the provider says: a failure is noted, a refund kept and told to the dossier."""
    found = await context.refunds.get(callback.attempt)
    if found is None or found.provider != request.provider:
        values = {"name": f"refunds/{callback.attempt}"}
        raise Refusal(PaymentReason.REFUND_UNKNOWN, field="content", values=values)
    if callback.paid:
        await _confirm(context, found, callback)
    elif not found.refunded:
        await context.refunds.failed(found.refund)
    return shown(context, await context.refunds.get(found.refund) or found)


async def _confirm(context: Context, ordered: Order, callback: Callback) -> None:
    kept = await context.refunds.confirm(ordered.provider, callback, context.clock())
    if kept is None or (kept.refund, kept.amount) != (callback.attempt, callback.amount):
        values = {"reference": callback.reference}
        raise Refusal(PaymentReason.CALLBACK_CONTRADICTED, field="content", values=values)
    if not kept.recorded and await _has_refund(context, ordered, kept, callback.reference):
        await context.refunds.mark_recorded(ordered.provider, callback.reference)


async def _has_refund(context: Context, ordered: Order, kept: Kept, reference: str) -> bool:
    """Whether the dossier has the refund; not where it takes none, such as a voided one."""
    command_id = derived("refund", ordered.provider, reference)
    payment = str(derived("payment", ordered.provider, ordered.payment_reference))

    async def decide(now: Executed[Dossier]) -> Decision:
        moved = due_transfers(context, now.state, context.clock())
        facts = paying.refund_payment(
            DOSSIERS.fold(now.state, moved),
            _given(context, ordered),
            payment=payment,
            amount=kept.amount,
            provider_reference=reference,
            reason_code=ordered.reason_code,
        )
        return Decision([Change(ordered.dossier, now.version, [*moved, *facts] if facts else [])])

    call = current()
    command = Command(command_id, command_id.bytes, call.caller.subject, call.traceparent)
    try:
        await context.store.carry_out(
            command, stream=ordered.dossier, decider=DOSSIERS, decide=decide
        )
    except Refusal as refused:
        if refused.reason.kind.name not in _UNTAKEN:
            raise
        return False
    return True


def _given(context: Context, ordered: Order) -> Given:
    """In the name of the officer who ordered it."""
    return Given(
        clock=context.clock(),
        catalog_position=context.catalogue.position,
        by=Accountable(ordered.officer, ordered.unit),
        measures=CalendarMeasures(context.catalogue.calendars),
    )


async def get(context: Context, request: api.GetRefundRequest) -> api.Refund:
    """One of a dossier that is the caller's business; what the provider is to be sent is for whom
    may order it.
    """
    if not (named := _NAME.fullmatch(request.name)):
        values = {"form": "refunds/{uuid}"}
        raise Refusal(SubmissionsReason.NAME_MALFORMED, field="name", values=values)
    found = await context.refunds.get(UUID(named[1]))
    if found is not None:
        dossier = (await context.store.load(found.dossier, DOSSIERS)).state
        by = commands.actor(current(), context.catalogue)
        if by.is_concerned(dossier):
            provider = context.providers.get(found.provider) if may_order(by, dossier) else None
            return shown(context, found, provider)
    values = {"name": request.name}
    raise Refusal(PaymentReason.REFUND_UNKNOWN, field="name", values=values)


def may_order(by: Actor, dossier: Dossier) -> bool:
    """Whether an officer's role, and no other that may ask, reaches a unit that orders refunds."""
    units = authority.acting(by, Step.PROCESS, authority.parties(by, dossier))
    return any(current().holds([ROLE_OFFICER], unit) for unit in units)


def shown(context: Context, found: Order, provider: Provider | None = None) -> api.Refund:
    """A refund as a caller may know it; with the `provider`, what that is to be sent."""
    answer = api.Refund(
        name=found.name,
        dossier=found.dossier,
        provider=found.provider,
        payment_reference=found.payment_reference,
        amount=found.amount,
        state=_state(context, found),
        order_time=stamp(found.ordered_at),
        expire_time=stamp(found.expires_at),
        refunded_amount=found.refunded,
        recorded=found.recorded,
    )
    if provider is not None and answer.state == api.REFUND_STATE_ORDERED:
        sent = provider.refund(found.refund, found.payment_reference, found.amount)
        answer.order_content, answer.order_signature = sent
    return answer


def _state(context: Context, found: Order) -> api.RefundState:
    if found.refunded:
        return api.REFUND_STATE_REFUNDED
    if found.failed:
        return api.REFUND_STATE_FAILED
    expired = context.clock() >= found.expires_at
    return api.REFUND_STATE_EXPIRED if expired else api.REFUND_STATE_ORDERED
