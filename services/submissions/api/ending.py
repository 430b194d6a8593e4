"""Withdrawing dossiers, recording results, handing them over.

What a caller may do is asked of `authority`, what a dossier may take of `dossier.ending`.
"""

from collections.abc import Sequence

from services.chassis.decider import Fact
from services.submissions.api.commands import Asked
from services.submissions.domain import authority
from services.submissions.domain.authority import Step
from services.submissions.domain.dossier import ending


async def withdraw(asked: Asked) -> Sequence[Fact]:
    """Take it back for its citizen."""
    of = authority.parties(asked.dossier)
    authority.require_right(asked.by, Step.WITHDRAW, of, field="name")
    return ending.withdraw(asked.dossier, asked.given())


async def record_result(asked: Asked) -> Sequence[Fact]:
    """End it, early, on time or overdue."""
    request, by = asked.request, asked.by
    of = authority.parties(asked.dossier)
    units = authority.require_right(by, Step.RECORD_RESULT, of, field="name")
    said = request.electronic_result if request.HasField("electronic_result") else None
    accountable = authority.require_accountable(by, of, units, named=request.officer)
    return ending.record_result(
        asked.dossier,
        asked.given(accountable),
        electronic_result=said,
        handling_unit=authority.deciding(by, of),
    )


async def return_result(asked: Asked) -> Sequence[Fact]:
    """Hand the result over."""
    request, by = asked.request, asked.by
    if request.returning_unit:
        await asked.catalogue.must_know_unit(request.returning_unit, field="returning_unit")
    of = authority.parties(asked.dossier)
    of = of._replace(desk=request.returning_unit or of.desk)
    unit = authority.require_returning(by, of)
    accountable = authority.require_accountable(by, of, [unit], named=request.officer)
    return ending.return_result(asked.dossier, asked.given(accountable))
