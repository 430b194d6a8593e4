"""How a live command is carried out: load the dossier, decide on it as it is, append.

A dossier that does not exist and one that is none of the caller's business get the same answer, and
permission is asked before anything is said of the dossier's state.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple, TypeAlias

from motcua.chassis.v1.access_pb2 import ROLE_PORTAL, ROLE_PUBLIC
from services.chassis.call import Call, current
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.chassis.sealing import Sealing
from services.chassis.store import Change, Decision, Executed
from services.submissions.api import proving
from services.submissions.api.context import Context
from services.submissions.api.etags import require_seen
from services.submissions.api.transferring import due_transfers
from services.submissions.domain import authority
from services.submissions.domain.authority import NOBODY, Accountable, Actor, Parties, Step
from services.submissions.domain.deadlines.measures import CalendarMeasures
from services.submissions.domain.dossier.changes import DOSSIERS, NOTICES
from services.submissions.domain.dossier.live import Given
from services.submissions.domain.dossier.refusals import DossierReason
from services.submissions.domain.dossier.state import Dossier, is_of_record
from services.submissions.domain.dossier.steps import require_room
from services.submissions.domain.dossier.translations import event_in_words
from services.submissions.domain.refusals import SubmissionsReason
from services.submissions.queries.catalogue import Catalogue

_NOTICES = {kind.DESCRIPTOR.full_name for kind in NOTICES}
_NAME = re.compile(r"dossiers/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FOR_CITIZENS = {ROLE_PORTAL, ROLE_PUBLIC}


class CommandContext(NamedTuple):
    """A command with what its decision needs: the dossier as loaded, and the actor."""

    context: Context
    request: Any
    dossier: Dossier
    by: Actor

    @property
    def catalogue(self) -> Catalogue:
        """What is known of the catalogue."""
        return self.context.catalogue

    @property
    def parties(self) -> Parties:
        """The units that the dossier gives rights."""
        return authority.parties(self.by, self.dossier)

    def accountable(self, step: Step) -> Accountable:
        """Who answers for a step that only a unit takes, and the unit."""
        units = authority.require_right(self.by, step, self.parties, field="name")
        return authority.require_accountable(
            self.by, self.parties, units, named=self.request.officer
        )

    def given(self, by: Accountable = NOBODY, *, position: int | None = None) -> Given:
        """What the command comes with; `position`: of the catalogue that was looked at, else that
        of now.
        """
        return Given(
            clock=self.by.now,
            catalog_position=self.catalogue.position if position is None else position,
            by=by,
            task=getattr(self.request, "task", ""),
            measures=CalendarMeasures(self.catalogue.calendars),
        )


Decide: TypeAlias = Callable[[CommandContext], Awaitable[Sequence[Fact]]]


def clock() -> datetime:
    """Now, aware."""
    return datetime.now(UTC)


def actor(call: Call, catalogue: Catalogue, *, proved: str = "") -> Actor:
    """Who calls, by what the catalogue says of now; a portal's role reaches only what it filed."""
    return Actor(
        call.caller.subject,
        partial(is_staff, call),
        catalogue.units,
        clock(),
        files_at=lambda unit: call.permits(unit) and call.holds([ROLE_PORTAL], unit),
        proved=proved,
    )


def is_staff(call: Call, unit: str) -> bool:
    """Whether a role of the caller that is not for citizens reaches a unit, for this method."""
    return call.permits(unit) and call.holds(call.access.roles - _FOR_CITIZENS, unit)


def must_be_a_name(name: str, *, field: str = "name") -> None:
    """Refuse what can be no dossier's name: the log has other streams, too."""
    if not _NAME.fullmatch(name):
        values = {"form": "dossiers/{uuid}"}
        raise Refusal(SubmissionsReason.NAME_MALFORMED, field=field, values=values)


async def get(context: Context, name: str) -> Executed[Dossier]:
    """A dossier that is the caller's business."""
    must_be_a_name(name)
    found = await context.store.load(name, DOSSIERS)
    require_related(context, found)
    return found


def require_related(context: Context, found: Executed[Dossier]) -> None:
    """Refuse one that is none of the caller's business."""
    by = actor(current(), context.catalogue)
    authority.require_related(by, found.state, name=found.stream)


async def carry_out(
    context: Context,
    request: Any,
    decide: Decide,
    *,
    desk: str = "",
    sealing: Sealing | None = None,
) -> Executed[Dossier]:
    """A command on the dossier that a request names; `desk`: at which it is given, where that need
    not be one of the dossier's units yet; `sealing`: what is sealed or erased with its facts.
    """
    call, proved = current(), await proved_by(context, request)
    name, is_related = proved or request.name, False
    must_be_a_name(name)

    async def decided(now: Executed[Dossier]) -> Decision:
        nonlocal is_related
        await context.catalogue.wait_for(request.catalog_position)
        by = actor(call, context.catalogue, proved=proved)
        authority.require_related(by, now.state, name=name, desk=desk)
        is_related = True
        require_etag(request, now)
        if sealing is None:
            require_room(now.state, for_citizen=by.is_for_citizen(now.state))
        moved = due_transfers(context, now.state, by.now)
        command = CommandContext(context, request, DOSSIERS.fold(now.state, moved), by)
        await require_task(command)
        facts = await decide(command)
        facts = [*moved, *facts] if facts else []
        return Decision([Change(name, now.version, facts)], sealing=sealing)

    done = await context.store.carry_out(
        call.command(request), stream=name, decider=DOSSIERS, decide=decided
    )
    if not is_related:  # a repeat
        by = actor(call, context.catalogue, proved=proved)
        authority.require_related(by, done.state, name=name)
    return done


async def proved_by(context: Context, request: Any) -> str:
    """The dossier whose number and secret a request has; "" where it has none."""
    if "proof" not in request.DESCRIPTOR.fields_by_name or not request.HasField("proof"):
        return ""
    proof = request.proof
    name = await proving.require_dossier(context, number=proof.number, secret=proof.secret)
    if request.name not in {"", name}:
        raise Refusal(SubmissionsReason.NUMBER_OR_SECRET_WRONG)
    current().exempt()  # the secret is the permission
    return name


async def require_task(command: CommandContext) -> None:
    """Refuse a task that the service version of the dossier does not have, in a correction too, but
    for that of a record's fact: it is a code of the record's source.
    """
    about, request = command.dossier.offering, command.request
    if hasattr(request, "instead") and _is_fact_of_record(command.dossier, request.version):
        return
    field = "instead.task" if hasattr(request, "instead") else "task"
    if (task := getattr(getattr(request, "instead", request), "task", "")) and about is not None:
        copy = await command.catalogue.offering(about.offering)
        copy.offering.require_task(task, version=about.service_version, field=field)


def _is_fact_of_record(dossier: Dossier, version: int) -> bool:
    return any(each.version == version and is_of_record(each.message) for each in dossier.entries)


def require_etag(request: Any, now: Executed[Dossier]) -> None:
    """Refuse who saw another state of the dossier."""
    reason = DossierReason.DOSSIER_CHANGED
    require_seen(request.etag, now, notices=_NOTICES, in_words=event_in_words, reason=reason)
