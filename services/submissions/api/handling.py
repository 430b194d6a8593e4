"""Handling dossiers: who answers for them, which unit has them, what citizens hand in and pay.

What a caller may do is asked of `authority`, what a dossier may take of `dossier.handling`.
"""

from collections.abc import Sequence

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Fact
from services.chassis.errors import refuse_all
from services.submissions.api.commands import Asked
from services.submissions.domain import authority, documents
from services.submissions.domain.authority import Step
from services.submissions.domain.dossier import handling, paying, transferring
from services.submissions.domain.dossier.handling import MOST_DOCUMENTS
from services.submissions.domain.dossier.state import Payment
from services.submissions.domain.due import stated
from services.submissions.domain.payment.providers import require_unconfirmed


async def start_handling(asked: Asked) -> Sequence[Fact]:
    """Begin to handle what was accepted."""
    return handling.start_handling(asked.dossier, asked.given(asked.accountable(Step.PROCESS)))


async def assign(asked: Asked) -> Sequence[Fact]:
    """Say who answers for it, at the unit that has it or, after a transfer, at another one."""
    request = asked.request
    by = asked.accountable(Step.ASSIGN)
    unit = await _receiving(asked, request.unit, field="unit")
    return handling.assign(
        asked.dossier,
        asked.given(by),
        assignee=authority.require_assignable(asked.by, request.assignee, unit),
        unit=unit,
        cause=_cause(asked),
        reason_code=request.reason_code,
    )


async def transfer(asked: Asked) -> Sequence[Fact]:
    """Move it to another unit of the caller's."""
    by = asked.accountable(Step.ASSIGN)
    unit = await _receiving(asked, asked.request.to_unit, field="to_unit")
    return transferring.transfer(
        asked.dossier,
        asked.given(by),
        to_unit=unit,
        cause=_cause(asked),
        reason_code=asked.request.reason_code,
    )


async def request_supplement(asked: Asked) -> Sequence[Fact]:
    """Ask the citizen for more."""
    request = asked.request
    by = asked.accountable(Step.PROCESS)
    await _require_documents(asked)
    return handling.request_supplement(
        asked.dossier,
        asked.given(by),
        reason_code=request.reason_code,
        documents=request.documents,
        answer_until=stated(request.answer_until, now=asked.by.now),
    )


async def _require_documents(asked: Asked) -> None:
    """Refuse documents that the service version of the dossier does not have, where it gives its
    documents codes; and more than can be asked for at once.
    """
    named, about = asked.request.documents, asked.dossier.offering
    if len(named) > MOST_DOCUMENTS:
        raise documents.too_many(MOST_DOCUMENTS)
    if named and about is not None:
        known = await asked.catalogue.offering(about.offering)
        refuse_all(documents.unknown(named, known.offering.documents(about.service_version)))


async def answer_supplement(asked: Asked) -> Sequence[Fact]:
    """Take in what the citizen hands in."""
    named = asked.request.officer
    by = authority.require_citizens(asked.by, Step.ANSWER, asked.dossier, named=named)
    return handling.answer_supplement(asked.dossier, asked.given(by))


async def request_obligation(asked: Asked) -> Sequence[Fact]:
    """Ask the citizen to meet a financial obligation."""
    request = asked.request
    return handling.request_obligation(
        asked.dossier,
        asked.given(asked.accountable(Step.PROCESS)),
        amount=request.amount,
        reason_code=request.reason_code,
    )


async def extend_due(asked: Asked) -> Sequence[Fact]:
    """State a later date after an apology."""
    request = asked.request
    return handling.extend_due(
        asked.dossier,
        asked.given(asked.accountable(Step.PROCESS)),
        extended=stated(request.extended, now=asked.by.now),
        reason_code=request.reason_code,
    )


async def record_payment(asked: Asked) -> Sequence[Fact]:
    """Record what was paid, at a desk or through a portal, but for what a provider confirms."""
    request = asked.request
    by = authority.require_citizens(asked.by, Step.ANSWER, asked.dossier, named=request.officer)
    require_unconfirmed(asked.context.providers, request.provider)
    payment = Payment(
        payment=request.request_id.lower(),
        purpose=request.purpose,
        online=request.online,
        amount=request.amount,
        reference=(request.provider, request.provider_reference),
    )
    return paying.record_payment(asked.dossier, asked.given(by), payment)


async def refund_payment(asked: Asked) -> Sequence[Fact]:
    """Record what was paid back, but for what a provider confirms."""
    request = asked.request
    for each in asked.dossier.payments:
        if each.payment == request.payment.lower():
            require_unconfirmed(asked.context.providers, each.reference[0], field="payment")
    return paying.refund_payment(
        asked.dossier,
        asked.given(asked.accountable(Step.PROCESS)),
        payment=request.payment.lower(),
        amount=request.amount,
        provider_reference=request.provider_reference,
        reason_code=request.reason_code,
    )


async def waive_fee(asked: Asked) -> Sequence[Fact]:
    """Do not ask for the fee."""
    by = asked.accountable(Step.PROCESS)
    return paying.waive_fee(asked.dossier, asked.given(by), reason_code=asked.request.reason_code)


async def waive_obligation(asked: Asked) -> Sequence[Fact]:
    """Do not ask for the obligation any more."""
    given = asked.given(asked.accountable(Step.PROCESS))
    return paying.waive_obligation(asked.dossier, given, reason_code=asked.request.reason_code)


async def _receiving(asked: Asked, unit: str, *, field: str) -> str:
    """The unit that is to have the dossier; another one than has it is one of the caller's,
    as is the one that it leaves.
    """
    if unit in {"", asked.dossier.holder}:
        units, holder = asked.catalogue.units, asked.dossier.holder
        units.must_be_open(holder, asked.by.now, field=field)
        return holder
    await asked.catalogue.must_know_unit(unit, field=field)
    authority.require_left(asked.by, asked.dossier.holder, field=field)
    return authority.require_unit(asked.by, unit, field=field)


def _cause(asked: Asked) -> events.TransferCause:
    """Why the dossier leaves the unit that has it, if it does."""
    split = asked.catalogue.units.successors(asked.dossier.holder, asked.by.now)
    return events.TRANSFER_CAUSE_SPLIT if split else events.TRANSFER_CAUSE_DECISION
