"""Handling petitions: requests, answers, disclosure, transfers, mergers, corrections, erasures.

What a caller may do is asked of `acting`, what a petition may take of `petition.handling`.
"""

from collections.abc import Sequence
from functools import partial

from motcua.submissions.v1 import events_pb2 as common
from services.chassis.decider import Fact
from services.chassis.errors import faults, refuse_all
from services.submissions.api.petitions.commands import CommandContext
from services.submissions.api.petitions.texts import require_few
from services.submissions.domain import authority
from services.submissions.domain.authority import Step
from services.submissions.domain.petition import (
    acting,
    correcting,
    ending,
    handling,
    transferring,
)
from services.submissions.domain.petition.changes import PETITIONS


async def start(command: CommandContext) -> Sequence[Fact]:
    """Begin to handle it, or go on without what was asked for."""
    return handling.start_handling(command.petition, command.given(Step.PROCESS))


async def request_supplement(command: CommandContext) -> Sequence[Fact]:
    """Ask the petitioner for more."""
    given, request = command.given(Step.PROCESS), command.request
    require_few(request.paragraphs)
    return handling.request_supplement(command.petition, given, reason_code=request.reason_code)


async def answer_supplement(command: CommandContext) -> Sequence[Fact]:
    """Take in what the petitioner hands in."""
    by = acting.petitioners(
        command.by, Step.ANSWER, command.petition, named=command.request.officer
    )
    require_few(command.request.paragraphs)
    return handling.answer_supplement(command.petition, command.in_the_name_of(by))


async def answer(command: CommandContext) -> Sequence[Fact]:
    """Answer it."""
    given = command.given(Step.PROCESS)
    require_few(command.request.paragraphs)
    return handling.answer(command.petition, given)


async def refuse(command: CommandContext) -> Sequence[Fact]:
    """Do not take it up."""
    given, request = command.given(Step.PROCESS), command.request
    require_few(request.paragraphs)
    return handling.refuse(command.petition, given, reason_code=request.reason_code)


async def assign(command: CommandContext) -> Sequence[Fact]:
    """Say who answers for it."""
    given, of = command.given(Step.ASSIGN), acting.parties(command.by, command.petition)
    assignee = authority.require_assignable(command.by, command.request.assignee, of.handling)
    return handling.assign(command.petition, given, assignee=assignee)


async def transfer(command: CommandContext) -> Sequence[Fact]:
    """Move it to another unit of the caller's."""
    given, request, units = (
        command.given(Step.ASSIGN),
        command.request,
        command.context.catalogue.units,
    )
    unit, holder = request.to_unit, command.petition.holder
    await command.context.catalogue.must_know_unit(unit, field="to_unit")
    if unit != holder:
        authority.require_left(command.by, holder, field="to_unit")
        authority.require_unit(command.by, unit, field="to_unit")
    split = units.successors(holder, command.by.now)
    cause = common.TRANSFER_CAUSE_SPLIT if split else common.TRANSFER_CAUSE_DECISION
    code = request.reason_code
    return transferring.transfer(
        command.petition, given, to_unit=unit, cause=cause, reason_code=code
    )


async def merge(command: CommandContext) -> Sequence[Fact]:
    """End it, since another one that the caller may handle says the same and goes on."""
    given = command.given(Step.PROCESS)
    acting.require_into(command.by, command.other, name=command.request.into)
    return ending.merge(command.petition, given, into=command.other)


async def withdraw(command: CommandContext) -> Sequence[Fact]:
    """Take it back for its petitioner."""
    if not command.by.is_for_citizen(command.petition):
        of = acting.parties(command.by, command.petition)
        authority.require_right(command.by, Step.WITHDRAW, of, field="name")
    code = command.request.reason_code
    return ending.withdraw(command.petition, command.in_the_name_of(), reason_code=code)


async def void(command: CommandContext) -> Sequence[Fact]:
    """Take out what was entered in error."""
    given = command.given(Step.PROCESS)
    return ending.void(command.petition, given, reason_code=command.request.reason_code)


async def correct(command: CommandContext) -> Sequence[Fact]:
    """Correct a fact; the petition, or a fact of it, goes from one unit to another only by who has
    a role over both.
    """
    given, request = command.given(Step.PROCESS), command.request
    facts = correcting.correct(
        command.petition,
        given,
        version=request.version,
        instead=request.instead if request.HasField("instead") else None,
        reason_code=request.reason_code,
    )
    after = PETITIONS.fold(command.petition, facts)
    refuse_all(
        faults(
            *(
                partial(authority.require_left, command.by, unit, field="version")
                for unit in correcting.moved(command.petition, after)
            )
        )
    )
    return facts


async def erase(command: CommandContext) -> Sequence[Fact]:
    """As a leader of the unit that has it orders it."""
    by = acting.require_eraser(command.by, command.petition)
    return ending.erase(
        command.petition,
        command.in_the_name_of(by),
        cause=common.ERASURE_CAUSE_ORDER,
        reason_code=command.request.reason_code,
    )
