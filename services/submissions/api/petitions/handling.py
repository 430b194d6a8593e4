"""Handling petitions: requests, answers, disclosure, transfers, mergers, corrections, erasures.

What a caller may do is asked of `acting`, what a petition may take of `petition.handling`.
"""

from collections.abc import Sequence
from functools import partial

from motcua.submissions.v1 import events_pb2 as common
from motcua.submissions.v1.petition_events_pb2 import PetitionPublished
from services.chassis.decider import Fact
from services.chassis.errors import faults, refuse_all
from services.chassis.ids import derived, request_uuid
from services.submissions.api.petitions.commands import Asked
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
from services.submissions.domain.petition.listed import id_of
from services.submissions.domain.petition.steps import require_allowed


async def start(asked: Asked) -> Sequence[Fact]:
    """Begin to handle it, or go on without what was asked for."""
    return handling.start_handling(asked.petition, asked.given(Step.PROCESS))


async def request_supplement(asked: Asked) -> Sequence[Fact]:
    """Ask the petitioner for more."""
    given, request = asked.given(Step.PROCESS), asked.request
    require_few(request.paragraphs)
    return handling.request_supplement(asked.petition, given, reason_code=request.reason_code)


async def answer_supplement(asked: Asked) -> Sequence[Fact]:
    """Take in what the petitioner hands in."""
    by = acting.petitioners(asked.by, Step.ANSWER, asked.petition, named=asked.request.officer)
    require_few(asked.request.paragraphs)
    return handling.answer_supplement(asked.petition, asked.in_the_name_of(by))


async def answer(asked: Asked) -> Sequence[Fact]:
    """Answer it."""
    given = asked.given(Step.PROCESS)
    require_few(asked.request.paragraphs)
    return handling.answer(asked.petition, given)


async def refuse(asked: Asked) -> Sequence[Fact]:
    """Do not take it up."""
    given, request = asked.given(Step.PROCESS), asked.request
    require_few(request.paragraphs)
    return handling.refuse(asked.petition, given, reason_code=request.reason_code)


async def publish(asked: Asked) -> Sequence[Fact]:
    """Disclose the answer. Its text is kept first, under an id that follows from the request and
    the text itself, and shown by the fact.
    """
    given, request = asked.given(Step.PROCESS), asked.request
    require_few(request.public_paragraphs, field="public_paragraphs")
    require_allowed(asked.petition, PetitionPublished)
    paragraphs, asking = request.public_paragraphs, str(request_uuid(request.request_id))
    publication = derived("publication", request.name, asking, *paragraphs)
    petition = id_of(request.name)
    await asked.context.petitions.write_publication(publication, petition, paragraphs)
    name = f"publications/{publication}"
    return handling.publish(asked.petition, given, publication=name)


async def assign(asked: Asked) -> Sequence[Fact]:
    """Say who answers for it."""
    given, of = asked.given(Step.ASSIGN), acting.parties(asked.by, asked.petition)
    assignee = authority.require_assignable(asked.by, asked.request.assignee, of.handling)
    return handling.assign(asked.petition, given, assignee=assignee)


async def transfer(asked: Asked) -> Sequence[Fact]:
    """Move it to another unit of the caller's."""
    given, request, units = asked.given(Step.ASSIGN), asked.request, asked.context.catalogue.units
    unit, holder = request.to_unit, asked.petition.holder
    await asked.context.catalogue.must_know_unit(unit, field="to_unit")
    if unit != holder:
        authority.require_left(asked.by, holder, field="to_unit")
        authority.require_unit(asked.by, unit, field="to_unit")
    split = units.successors(holder, asked.by.now)
    cause = common.TRANSFER_CAUSE_SPLIT if split else common.TRANSFER_CAUSE_DECISION
    code = request.reason_code
    return transferring.transfer(asked.petition, given, to_unit=unit, cause=cause, reason_code=code)


async def merge(asked: Asked) -> Sequence[Fact]:
    """End it, since another one that the caller may handle says the same and goes on."""
    given = asked.given(Step.PROCESS)
    acting.require_into(asked.by, asked.other, name=asked.request.into)
    return ending.merge(asked.petition, given, into=asked.other)


async def withdraw(asked: Asked) -> Sequence[Fact]:
    """Take it back for its petitioner."""
    if not asked.by.is_for_citizen(asked.petition):
        of = acting.parties(asked.by, asked.petition)
        authority.require_right(asked.by, Step.WITHDRAW, of, field="name")
    code = asked.request.reason_code
    return ending.withdraw(asked.petition, asked.in_the_name_of(), reason_code=code)


async def void(asked: Asked) -> Sequence[Fact]:
    """Take out what was entered in error."""
    given = asked.given(Step.PROCESS)
    return ending.void(asked.petition, given, reason_code=asked.request.reason_code)


async def correct(asked: Asked) -> Sequence[Fact]:
    """Correct a fact; the petition, or a fact of it, goes from one unit to another only by who has
    a role over both.
    """
    given, request = asked.given(Step.PROCESS), asked.request
    facts = correcting.correct(
        asked.petition,
        given,
        version=request.version,
        instead=request.instead if request.HasField("instead") else None,
        reason_code=request.reason_code,
    )
    after = PETITIONS.fold(asked.petition, facts)
    refuse_all(
        faults(
            *(
                partial(authority.require_left, asked.by, unit, field="version")
                for unit in correcting.moved(asked.petition, after)
            )
        )
    )
    return facts


async def erase(asked: Asked) -> Sequence[Fact]:
    """As a leader of the unit that has it orders it."""
    by = acting.require_eraser(asked.by, asked.petition)
    return ending.erase(
        asked.petition,
        asked.in_the_name_of(by),
        cause=common.ERASURE_CAUSE_ORDER,
        reason_code=asked.request.reason_code,
    )
