"""How a live command on a petition is carried out: load it, decide on it as it is, append.

As with dossiers: one that does not exist and one that is none of the caller's business get the same
answer, and permission is asked before anything is said of its state.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

from services.chassis.call import current
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.chassis.log import UNCONDITIONAL, AppendCondition
from services.chassis.sealing import Damaged, Sealing
from services.chassis.store import Appending, Change, Command, Decision, Executed
from services.submissions.api import commands, proving
from services.submissions.api.context import Context
from services.submissions.api.etags import require_seen
from services.submissions.api.petitions.calendars import given
from services.submissions.api.transferring import due_petition_transfers
from services.submissions.domain.authority import NOBODY, Accountable, Actor, Step
from services.submissions.domain.petition import acting
from services.submissions.domain.petition.changes import NOTICES, PETITIONS
from services.submissions.domain.petition.live import Given
from services.submissions.domain.petition.refusals import PetitionReason
from services.submissions.domain.petition.state import Petition
from services.submissions.domain.petition.steps import require_room
from services.submissions.domain.petition.translations import event_in_words
from services.submissions.domain.refusals import SubmissionsReason

_NAME = re.compile(r"petitions/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NOTICES = {kind.DESCRIPTOR.full_name for kind in NOTICES}


class CommandContext(NamedTuple):
    """A command with what its decision needs: the petition as loaded, and the actor."""

    context: Context
    request: Any
    petition: Petition
    by: Actor
    other: Petition  # a second one that the request names; without a name where it names none

    def given(self, step: Step) -> Given:
        """What the command comes with, in the name of who answers for a step that a unit takes."""
        return self.in_the_name_of(
            acting.accountable(self.by, step, self.petition, named=self.request.officer)
        )

    def in_the_name_of(self, by: Accountable = NOBODY) -> Given:
        """The same in the name of whom that is."""
        return given(self.context, self.by.now, by)


Decide: TypeAlias = Callable[[CommandContext], Awaitable[Sequence[Fact]]]
Field: TypeAlias = Callable[[Petition], str]  # of a petition's sealed texts, which a command seals


def must_be_a_name(name: str, *, field: str = "name") -> None:
    """Refuse what can be no petition's name: the log has other streams, too."""
    if not _NAME.fullmatch(name):
        values = {"form": "petitions/{uuid}"}
        raise Refusal(SubmissionsReason.NAME_MALFORMED, field=field, values=values)


async def get(context: Context, name: str) -> Executed[Petition]:
    """A petition that is the caller's business."""
    must_be_a_name(name)
    found = await context.store.load(name, PETITIONS)
    acting.require_related(commands.actor(current(), context.catalogue), found.state, name=name)
    return found


async def carry_out(
    context: Context,
    request: Any,
    decide: Decide,
    *,
    seals: Field | None = None,
    erases: bool = False,
    other: str = "",
    append: Appending | None = None,
) -> Executed[Petition]:
    """A command on the petition that a request names; `seals`: where its text is kept, if it has
    one; `erases`: all texts with its facts; `other`: the field with another petition, which must
    still be as it was when this one is decided on; `append`: with what rows.
    """
    call, proved = current(), await proved_by(context, request)
    name = proved or request.name
    must_be_a_name(name)
    command = call.command(request)

    async def decided(now: Executed[Petition]) -> Decision:
        await context.catalogue.wait_for(request.catalog_position)
        by = commands.actor(call, context.catalogue, proved=proved)
        acting.require_related(by, now.state, name=name)
        reason = PetitionReason.PETITION_CHANGED
        require_seen(request.etag, now, notices=_NOTICES, in_words=event_in_words, reason=reason)
        if not erases:
            require_room(now.state, for_citizen=by.is_for_citizen(now.state))
        moved = due_petition_transfers(context, now.state, by.now)
        other_petition, condition = await _other_petition(context, request, other)
        loaded = CommandContext(
            context, request, PETITIONS.fold(now.state, moved), by, other_petition
        )
        facts = await decide(loaded)
        facts = [*moved, *facts] if facts else []
        sealing = Sealing(name) if erases else await _sealed(context, command, loaded, seals)
        return Decision([Change(name, now.version, facts)], condition, sealing)

    done = await context.store.carry_out(
        command, stream=name, decider=PETITIONS, decide=decided, append=append
    )
    by = commands.actor(call, context.catalogue, proved=proved)  # of a repeat nothing was asked yet
    acting.require_related(by, done.state, name=name)
    return done


async def _other_petition(
    context: Context, request: Any, field: str
) -> tuple[Petition, AppendCondition]:
    """The second petition of a request, if it names one, and the condition that it is unchanged:
    of two petitions that are merged into each other at one instant, the second is refused.
    """
    if not field:
        return PETITIONS.initial(), UNCONDITIONAL
    name = getattr(request, field)
    must_be_a_name(name, field=field)
    found = await context.store.load(name, PETITIONS)
    return found.state, AppendCondition(found.position, (name,))


async def proved_by(context: Context, request: Any) -> str:
    """The petition whose number and secret a request has; "" where it has none."""
    if "proof" not in request.DESCRIPTOR.fields_by_name or not request.HasField("proof"):
        return ""
    name = await of_pair(context, request.proof.number, request.proof.secret)
    if request.name not in {"", name}:
        raise Refusal(SubmissionsReason.NUMBER_OR_SECRET_WRONG)
    current().exempt()  # the secret is the permission
    return name


async def of_pair(context: Context, number: str, secret: str) -> str:
    """The petition whose number and secret these are; any wrong pair is wrong in the same way."""
    await context.own_log.must_be_caught_up()
    name = await context.petitions.of_number(number)
    return await proving.require_pair(context, number=number, secret=secret, name=name)


async def _sealed(
    context: Context, command: Command, asked: CommandContext, seals: Field | None
) -> Sealing | None:
    """The text of a command, under the key of its petition."""
    petition = asked.petition
    if not command.sealed or seals is None:
        return None
    if petition.erased:
        raise Refusal(PetitionReason.PETITION_ERASED, field="name")
    try:
        key = await context.vault.key(petition.name)
    except Damaged:
        raise Refusal(PetitionReason.PETITION_TEXT_DAMAGED, field="name") from None
    return context.vault.sealing(petition.name, seals(petition), command.sealed, key)
