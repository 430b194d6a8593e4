"""Live commands on a dossier: each is decided on the dossier as it is, by who may take the step.

Promises the same answer for a dossier that does not exist and for one that is none of the caller's
business, and that permission is asked before anything is said of the dossier's state. Must not hold
a rule.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeAlias

from motcua.submissions.v1 import submissions_pb2 as api
from services.chassis.call import Call, current
from services.chassis.decider import Fact
from services.chassis.errors import VERSION_CONFLICT, Refusal
from services.chassis.store import Change, Decision, Executed, Store
from services.submissions.domain import authority, commands, refusals
from services.submissions.domain.authority import Actor, Step
from services.submissions.domain.dossiers import DOSSIERS, Dossier
from services.submissions.domain.due import stated
from services.submissions.queries.catalogue import Catalogue

Decide: TypeAlias = Callable[[Any, Dossier, Actor], Awaitable[Sequence[Fact]]]
_NAME = re.compile(r"dossiers/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


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


class Steps:
    """Accept, refuse, withdraw, end, hand over."""

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self._store = store
        self._catalogue = catalogue

    async def get(self, name: str) -> Executed[Dossier]:
        """A dossier that is the caller's business."""
        must_be_a_name(name)
        found = await self._store.load(name, DOSSIERS)
        authority.require_related(actor(current(), self._catalogue), found.state, name=name)
        return found

    async def take(self, request: Any, decide: Decide, *, desk: str = "") -> Executed[Dossier]:
        """A step on the dossier that a request names; `desk`: at which it is taken, where that need
        not be one of the dossier's units yet.
        """
        call = current()

        async def decided(now: Executed[Dossier]) -> Decision:
            must_be_a_name(request.name)
            await self._catalogue.wait_for(request.catalog_position)
            by = actor(call, self._catalogue)
            authority.require_related(by, now.state, name=request.name, desk=desk)
            if request.etag not in {"", now.etag}:
                raise Refusal(VERSION_CONFLICT, field="etag")
            facts = await decide(request, now.state, by)
            return Decision([Change(request.name, now.version, facts)])

        done = await self._store.carry_out(
            call.command(request), stream=request.name, decider=DOSSIERS, decide=decided
        )
        by = actor(call, self._catalogue)  # of a repeat nothing was asked yet
        authority.require_related(by, done.state, name=request.name)
        return done

    async def accept(
        self, request: api.AcceptDossierRequest, dossier: Dossier, by: Actor
    ) -> Sequence[Fact]:
        """Fix level, unit, service version and due."""
        of = authority.parties(dossier)
        units = authority.require_right(by, Step.ACCEPT, of, field="name")
        accountable = authority.require_accountable(by, of, units, named=request.officer)
        if request.handling_unit:
            await self._catalogue.must_know_unit(request.handling_unit, field="handling_unit")
        handling = authority.require_handling(by, of, request.handling_unit)
        offering = dossier.offering.offering if dossier.offering else ""
        known = await self._catalogue.offering(offering)
        return commands.accept(
            dossier,
            offering=known.offering,
            due=stated(request.due, now=by.now),
            handling_unit=handling,
            by=accountable,
            clock=by.now,
            catalog_position=known.position,
        )

    async def refuse(
        self, request: api.RefuseDossierRequest, dossier: Dossier, by: Actor
    ) -> Sequence[Fact]:
        """Turn down what was not accepted."""
        of = authority.parties(dossier)
        units = authority.require_right(by, Step.REFUSE, of, field="name")
        return commands.refuse(
            dossier,
            reason_code=request.reason_code,
            by=authority.require_accountable(by, of, units, named=request.officer),
            clock=by.now,
            catalog_position=self._catalogue.position,
        )

    async def withdraw(
        self, _request: api.WithdrawDossierRequest, dossier: Dossier, by: Actor
    ) -> Sequence[Fact]:
        """Take it back for its citizen."""
        authority.require_right(by, Step.WITHDRAW, authority.parties(dossier), field="name")
        position = self._catalogue.position
        return commands.withdraw(dossier, clock=by.now, catalog_position=position)

    async def record_result(
        self, request: api.RecordResultRequest, dossier: Dossier, by: Actor
    ) -> Sequence[Fact]:
        """End it, early, on time or overdue."""
        of = authority.parties(dossier)
        units = authority.require_right(by, Step.RECORD_RESULT, of, field="name")
        said = request.electronic_result if request.HasField("electronic_result") else None
        return commands.record_result(
            dossier,
            electronic_result=said,
            handling_unit=authority.deciding(by, of),
            by=authority.require_accountable(by, of, units, named=request.officer),
            clock=by.now,
            catalog_position=self._catalogue.position,
        )

    async def return_result(
        self, request: api.ReturnResultRequest, dossier: Dossier, by: Actor
    ) -> Sequence[Fact]:
        """Hand the result over."""
        if request.returning_unit:
            await self._catalogue.must_know_unit(request.returning_unit, field="returning_unit")
        of = authority.parties(dossier)
        of = of._replace(desk=request.returning_unit or of.desk)
        unit = authority.require_returning(by, of)
        return commands.return_result(
            dossier,
            by=authority.require_accountable(by, of, [unit], named=request.officer),
            clock=by.now,
            catalog_position=self._catalogue.position,
        )
