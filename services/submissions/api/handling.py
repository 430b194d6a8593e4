"""Handling dossiers: who answers for them, which unit has them, what citizens hand in and pay.

What a caller may do is asked of `authority`, what a dossier may take of `dossier.handling`.
"""

from collections.abc import Sequence

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Fact
from services.chassis.errors import refuse_all
from services.submissions.api.commands import CommandContext
from services.submissions.domain import authority, documents
from services.submissions.domain.authority import Step
from services.submissions.domain.dossier import handling, paying, transferring
from services.submissions.domain.dossier.handling import MOST_DOCUMENTS
from services.submissions.domain.dossier.state import Payment
from services.submissions.domain.due import stated
from services.submissions.domain.payment.providers import require_unconfirmed


async def start_handling(command: CommandContext) -> Sequence[Fact]:
    """Begin to handle what was accepted."""
    return handling.start_handling(
        command.dossier, command.given(command.accountable(Step.PROCESS))
    )


async def assign(command: CommandContext) -> Sequence[Fact]:
    """Say who answers for it, at the unit that has it or, after a transfer, at another one."""
    request = command.request
    by = command.accountable(Step.ASSIGN)
    unit = await _receiving(command, request.unit, field="unit")
    return handling.assign(
        command.dossier,
        command.given(by),
        assignee=authority.require_assignable(command.by, request.assignee, unit),
        unit=unit,
        cause=_cause(command),
        reason_code=request.reason_code,
    )


async def transfer(command: CommandContext) -> Sequence[Fact]:
    """Move it to another unit of the caller's."""
    by = command.accountable(Step.ASSIGN)
    unit = await _receiving(command, command.request.to_unit, field="to_unit")
    return transferring.transfer(
        command.dossier,
        command.given(by),
        to_unit=unit,
        cause=_cause(command),
        reason_code=command.request.reason_code,
    )


async def request_supplement(command: CommandContext) -> Sequence[Fact]:
    """Ask the citizen for more."""
    request = command.request
    by = command.accountable(Step.PROCESS)
    await _require_documents(command)
    return handling.request_supplement(
        command.dossier,
        command.given(by),
        reason_code=request.reason_code,
        documents=request.documents,
        answer_until=stated(request.answer_until, now=command.by.now),
    )


async def _require_documents(command: CommandContext) -> None:
    """Refuse documents that the service version of the dossier does not have, where it gives its
    documents codes; and more than can be asked for at once.
    """
    named, about = command.request.documents, command.dossier.offering
    if len(named) > MOST_DOCUMENTS:
        raise documents.too_many(MOST_DOCUMENTS)
    if named and about is not None:
        copy = await command.catalogue.offering(about.offering)
        refuse_all(documents.unknown(named, copy.offering.documents(about.service_version)))


async def answer_supplement(command: CommandContext) -> Sequence[Fact]:
    """Take in what the citizen hands in."""
    named = command.request.officer
    by = authority.require_citizens(command.by, Step.ANSWER, command.dossier, named=named)
    return handling.answer_supplement(command.dossier, command.given(by))


async def request_obligation(command: CommandContext) -> Sequence[Fact]:
    """Ask the citizen to meet a financial obligation."""
    request = command.request
    return handling.request_obligation(
        command.dossier,
        command.given(command.accountable(Step.PROCESS)),
        amount=request.amount,
        reason_code=request.reason_code,
    )


async def extend_due(command: CommandContext) -> Sequence[Fact]:
    """State a later date after an apology."""
    request = command.request
    return handling.extend_due(
        command.dossier,
        command.given(command.accountable(Step.PROCESS)),
        extended=stated(request.extended, now=command.by.now),
        reason_code=request.reason_code,
    )


async def record_payment(command: CommandContext) -> Sequence[Fact]:
    """Record what was paid, at a desk or through a portal, but for what a provider confirms."""
    request = command.request
    by = authority.require_citizens(command.by, Step.ANSWER, command.dossier, named=request.officer)
    require_unconfirmed(command.context.providers, request.provider)
    payment = Payment(
        payment=request.request_id.lower(),
        purpose=request.purpose,
        online=request.online,
        amount=request.amount,
        reference=(request.provider, request.provider_reference),
    )
    return paying.record_payment(command.dossier, command.given(by), payment)


async def refund_payment(command: CommandContext) -> Sequence[Fact]:
    """Record what was paid back, but for what a provider confirms."""
    request = command.request
    for each in command.dossier.payments:
        if each.payment == request.payment.lower():
            require_unconfirmed(command.context.providers, each.reference[0], field="payment")
    return paying.refund_payment(
        command.dossier,
        command.given(command.accountable(Step.PROCESS)),
        payment=request.payment.lower(),
        amount=request.amount,
        provider_reference=request.provider_reference,
        reason_code=request.reason_code,
    )


async def waive_fee(command: CommandContext) -> Sequence[Fact]:
    """Do not ask for the fee."""
    by = command.accountable(Step.PROCESS)
    return paying.waive_fee(
        command.dossier, command.given(by), reason_code=command.request.reason_code
    )


async def waive_obligation(command: CommandContext) -> Sequence[Fact]:
    """Do not ask for the obligation any more."""
    given = command.given(command.accountable(Step.PROCESS))
    return paying.waive_obligation(command.dossier, given, reason_code=command.request.reason_code)


async def _receiving(command: CommandContext, unit: str, *, field: str) -> str:
    """The unit that is to have the dossier; another one than has it is one of the caller's,
    as is the one that it leaves.
    """
    if unit in {"", command.dossier.holder}:
        units, holder = command.catalogue.units, command.dossier.holder
        units.must_be_open(holder, command.by.now, field=field)
        return holder
    await command.catalogue.must_know_unit(unit, field=field)
    authority.require_left(command.by, command.dossier.holder, field=field)
    return authority.require_unit(command.by, unit, field=field)


def _cause(command: CommandContext) -> events.TransferCause:
    """Why the dossier leaves the unit that has it, if it does."""
    split = command.catalogue.units.successors(command.dossier.holder, command.by.now)
    return events.TRANSFER_CAUSE_SPLIT if split else events.TRANSFER_CAUSE_DECISION
