"""Ending dossiers, handing their results over, and what comes after the end: ratings, the archive.

What a caller may do is asked of `authority`, what a dossier may take of `dossier.ending`.
"""

from collections.abc import Sequence

from services.chassis.decider import Fact
from services.submissions.api.commands import Asked
from services.submissions.domain import authority
from services.submissions.domain.authority import Step
from services.submissions.domain.dossier import archiving, ending, rating
from services.submissions.domain.dossier.state import Handover


async def withdraw(asked: Asked) -> Sequence[Fact]:
    """Take it back for its citizen."""
    if not asked.by.is_for_citizen(asked.dossier):
        authority.require_right(asked.by, Step.WITHDRAW, asked.parties, field="name")
    return ending.withdraw(asked.dossier, asked.given(), reason_code=asked.request.reason_code)


async def stop(asked: Asked) -> Sequence[Fact]:
    """End the handling without a result."""
    by = asked.accountable(Step.PROCESS)
    return ending.stop(asked.dossier, asked.given(by), reason_code=asked.request.reason_code)


async def record_result(asked: Asked) -> Sequence[Fact]:
    """End it, early, on time or overdue."""
    request = asked.request
    by = asked.accountable(Step.RECORD_RESULT)
    said = request.electronic_result if request.HasField("electronic_result") else None
    return ending.record_result(
        asked.dossier,
        asked.given(by),
        electronic_result=said,
        handling_unit=authority.deciding(asked.by, asked.parties),
        decision=request.decision,
        reason_code=request.reason_code,
    )


async def return_result(asked: Asked) -> Sequence[Fact]:
    """Hand the result over."""
    request, by = asked.request, asked.by
    if request.returning_unit:
        await asked.catalogue.must_know_unit(request.returning_unit, field="returning_unit")
    of = asked.parties
    of = of._replace(desk=request.returning_unit or of.desk)
    unit = authority.require_returning(by, of)
    accountable = authority.require_accountable(by, of, [unit], named=request.officer)
    return ending.return_result(
        asked.dossier, asked.given(accountable), delivery_channel=request.delivery_channel
    )


async def rate(asked: Asked) -> Sequence[Fact]:
    """Rate how it was handled, for the citizen alone."""
    authority.require_citizen(asked.by, asked.dossier, name=asked.request.name)
    return rating.rate(
        asked.dossier,
        asked.given(),
        value=asked.request.value,
        changeable=asked.context.ratings_changeable,
    )


async def archive(asked: Asked) -> Sequence[Fact]:
    """Say where its paper file is kept."""
    by = asked.accountable(Step.PROCESS)
    code = asked.request.archive_code
    return archiving.archive(asked.dossier, asked.given(by), archive_code=code)


async def hand_over(asked: Asked) -> Sequence[Fact]:
    """Say which archive took its paper file over."""
    by, request = asked.accountable(Step.PROCESS), asked.request
    to = Handover(request.archive, request.list_code, request.record_code)
    given = asked.given(by)
    return archiving.hand_over(asked.dossier, given, to=to, archive_code=request.archive_code)
