"""Ending dossiers, handing their results over, and what comes after the end: ratings, the archive.

What a caller may do is asked of `authority`, what a dossier may take of `dossier.ending`.
"""

from collections.abc import Sequence

from services.chassis.decider import Fact
from services.submissions.api.commands import CommandContext
from services.submissions.domain import authority
from services.submissions.domain.authority import Step
from services.submissions.domain.dossier import archiving, ending, rating
from services.submissions.domain.dossier.state import Handover


async def withdraw(command: CommandContext) -> Sequence[Fact]:
    """Take it back for its citizen."""
    if not command.by.is_for_citizen(command.dossier):
        authority.require_right(command.by, Step.WITHDRAW, command.parties, field="name")
    return ending.withdraw(
        command.dossier, command.given(), reason_code=command.request.reason_code
    )


async def stop(command: CommandContext) -> Sequence[Fact]:
    """End the handling without a result."""
    by = command.accountable(Step.PROCESS)
    return ending.stop(command.dossier, command.given(by), reason_code=command.request.reason_code)


async def record_result(command: CommandContext) -> Sequence[Fact]:
    """End it, early, on time or overdue."""
    request = command.request
    by = command.accountable(Step.RECORD_RESULT)
    stated = request.electronic_result if request.HasField("electronic_result") else None
    return ending.record_result(
        command.dossier,
        command.given(by),
        electronic_result=stated,
        handling_unit=authority.deciding(command.by, command.parties),
        decision=request.decision,
        reason_code=request.reason_code,
    )


async def return_result(command: CommandContext) -> Sequence[Fact]:
    """Hand the result over."""
    request, by = command.request, command.by
    if request.returning_unit:
        await command.catalogue.must_know_unit(request.returning_unit, field="returning_unit")
    of = command.parties
    of = of._replace(desk=request.returning_unit or of.desk)
    unit = authority.require_returning(by, of)
    accountable = authority.require_accountable(by, of, [unit], named=request.officer)
    return ending.return_result(
        command.dossier, command.given(accountable), delivery_channel=request.delivery_channel
    )


async def rate(command: CommandContext) -> Sequence[Fact]:
    """Rate how it was handled, for the citizen alone."""
    authority.require_citizen(command.by, command.dossier, name=command.request.name)
    rating.require_no_officer(command.by, command.dossier)
    return rating.rate(
        command.dossier,
        command.given(),
        value=command.request.value,
        changeable=command.context.ratings_changeable,
    )


async def archive(command: CommandContext) -> Sequence[Fact]:
    """Say where its paper file is kept."""
    by = command.accountable(Step.PROCESS)
    code = command.request.archive_code
    return archiving.archive(command.dossier, command.given(by), archive_code=code)


async def hand_over(command: CommandContext) -> Sequence[Fact]:
    """Say which archive took its paper file over."""
    by, request = command.accountable(Step.PROCESS), command.request
    to = Handover(request.archive, request.list_code, request.record_code)
    given = command.given(by)
    return archiving.hand_over(command.dossier, given, to=to, archive_code=request.archive_code)
