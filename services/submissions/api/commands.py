"""How a live command is carried out: load the dossier, decide on it as it is, append.

A dossier that does not exist and one that is none of the caller's business get the same answer, and
permission is asked before anything is said of the dossier's state.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeAlias

from services.chassis.call import Call, current
from services.chassis.decider import Fact
from services.chassis.errors import VERSION_CONFLICT, Refusal
from services.chassis.store import Change, Decision, Executed
from services.submissions.api.context import Context
from services.submissions.domain import authority, refusals
from services.submissions.domain.authority import Accountable, Actor
from services.submissions.domain.deadlines.measures import CalendarMeasures
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.live import NOBODY, Given
from services.submissions.domain.dossier.state import Dossier
from services.submissions.queries.catalogue import Catalogue

_NAME = re.compile(r"dossiers/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Asked(NamedTuple):
    """A command on a dossier as it is now, and who asks for it."""

    context: Context
    request: Any
    dossier: Dossier
    by: Actor

    @property
    def catalogue(self) -> Catalogue:
        """What is known of the catalogue."""
        return self.context.catalogue

    def given(self, by: Accountable = NOBODY, *, position: int | None = None) -> Given:
        """What the command comes with; `position`: of the catalogue that was looked at, else that
        of now.
        """
        known = self.catalogue.position if position is None else position
        measures = CalendarMeasures(self.catalogue.calendars)
        return Given(clock=self.by.now, catalog_position=known, by=by, measures=measures)


Decide: TypeAlias = Callable[[Asked], Awaitable[Sequence[Fact]]]


def clock() -> datetime:
    """Now, aware."""
    return datetime.now(UTC)


def actor(call: Call, catalogue: Catalogue) -> Actor:
    """Who calls, by what the catalogue says of now."""
    return Actor(call.caller.subject, call.permits, catalogue.units, clock())


def must_be_a_name(name: str) -> None:
    """Refuse what can be no dossier's name."""
    if not _NAME.fullmatch(name):
        values = {"pattern": "dossiers/{uuid}"}
        raise Refusal(refusals.NAME_INVALID, field="name", values=values)


async def get(context: Context, name: str) -> Executed[Dossier]:
    """A dossier that is the caller's business."""
    must_be_a_name(name)
    found = await context.store.load(name, DOSSIERS)
    authority.require_related(actor(current(), context.catalogue), found.state, name=name)
    return found


async def carry_out(
    context: Context, request: Any, decide: Decide, *, desk: str = ""
) -> Executed[Dossier]:
    """A command on the dossier that a request names; `desk`: at which it is given, where that need
    not be one of the dossier's units yet.
    """
    call = current()

    async def decided(now: Executed[Dossier]) -> Decision:
        must_be_a_name(request.name)
        await context.catalogue.wait_for(request.catalog_position)
        by = actor(call, context.catalogue)
        authority.require_related(by, now.state, name=request.name, desk=desk)
        if request.etag not in {"", now.etag}:
            raise Refusal(VERSION_CONFLICT, field="etag")
        facts = await decide(Asked(context, request, now.state, by))
        return Decision([Change(request.name, now.version, facts)])

    done = await context.store.carry_out(
        call.command(request), stream=request.name, decider=DOSSIERS, decide=decided
    )
    by = actor(call, context.catalogue)  # of a repeat nothing was asked yet
    authority.require_related(by, done.state, name=request.name)
    return done
