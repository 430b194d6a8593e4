"""The gRPC servicer: each message becomes one call of the domain and one reply.

Promises that a repeated command is answered as it was the first time, even where it would be
refused by now. Must not hold a rule, SQL or a status code.
"""
# ruff: noqa: N802, ARG002 — the contract names the methods, gRPC hands each a context

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from motcua.submissions.v1 import submissions_pb2 as api
from motcua.submissions.v1.submissions_pb2_grpc import SubmissionsServiceServicer
from services.chassis.call import current
from services.chassis.decider import Fact
from services.chassis.errors import Refusal, faults, refuse_all
from services.chassis.ids import uuid7
from services.chassis.keys import Keyring
from services.chassis.page_tokens import size_of
from services.chassis.store import Command, Executed, Store
from services.chassis.turns import Turns
from services.submissions.api import pages, replies
from services.submissions.api.backfill import Backfill
from services.submissions.api.numbering import Numbering
from services.submissions.api.steps import Steps, actor, clock
from services.submissions.domain import authority, commands, refusals
from services.submissions.domain.authority import Actor, Parties, Step
from services.submissions.domain.dossiers import DOSSIERS, Dossier
from services.submissions.domain.numbers import opens, secret
from services.submissions.domain.offerings import Offering
from services.submissions.queries.catalogue import Catalogue, unit_of
from services.submissions.queries.differences import BEGINNING, Differences, Listing
from services.submissions.queries.records import Records
from services.submissions.queries.tracking import Tracking


class Dossiers(SubmissionsServiceServicer):
    """Serves motcua.submissions.v1; the first of `keys` makes the secrets, each opens its own."""

    def __init__(
        self,
        *,
        store: Store,
        catalogue: Catalogue,
        numbering: Numbering,
        tracking: Tracking,
        records: Records,
        differences: Differences,
        keys: Keyring,
    ) -> None:
        self._store = store
        self._steps = Steps(store, catalogue)
        self._catalogue = catalogue
        self._numbering = numbering
        self._tracking = tracking
        self._records = records
        self._differences = differences
        self._keys = keys
        self._turns = Turns()  # of records

    async def SubmitDossier(
        self, request: api.SubmitDossierRequest, context: Any
    ) -> api.SubmitDossierResponse:
        """Take a dossier in, number it, and give its secret."""
        command, name = current().command(request), f"dossiers/{uuid7()}"
        try:
            facts = await self._submission(request, name)
        except Refusal as refusal:
            done = await self._answer_of_first_attempt(command, name, refusal)
        else:
            done = await self._store.begin(command, stream=name, decider=DOSSIERS, facts=facts)
        return api.SubmitDossierResponse(
            dossier=replies.dossier(done), secret=secret(self._keys.current[1], done.state.name)
        )

    async def AcceptDossier(self, request: api.AcceptDossierRequest, context: Any) -> api.Dossier:
        """Fix level, unit, service version and due."""
        return replies.dossier(await self._steps.take(request, self._steps.accept))

    async def RefuseDossier(self, request: api.RefuseDossierRequest, context: Any) -> api.Dossier:
        """Turn down what was not accepted."""
        return replies.dossier(await self._steps.take(request, self._steps.refuse))

    async def RecordResult(self, request: api.RecordResultRequest, context: Any) -> api.Dossier:
        """End it, early, on time or overdue."""
        return replies.dossier(await self._steps.take(request, self._steps.record_result))

    async def ReturnResult(self, request: api.ReturnResultRequest, context: Any) -> api.Dossier:
        """Hand the result over."""
        desk = request.returning_unit
        return replies.dossier(
            await self._steps.take(request, self._steps.return_result, desk=desk)
        )

    async def WithdrawDossier(
        self, request: api.WithdrawDossierRequest, context: Any
    ) -> api.Dossier:
        """Take it back for its citizen."""
        return replies.dossier(await self._steps.take(request, self._steps.withdraw))

    async def GetDossier(self, request: api.GetDossierRequest, context: Any) -> api.Dossier:
        """One dossier, as its own facts tell it now."""
        return replies.dossier(await self._steps.get(request.name))

    async def TrackDossier(
        self, request: api.TrackDossierRequest, context: Any
    ) -> api.TrackDossierResponse:
        """The state, for who holds number and secret; any other pair is wrong in the same way."""
        name = await self._tracking.dossier_of(request.number)
        if not opens(self._keys.keys.values(), name, request.secret):
            raise Refusal(refusals.NUMBER_OR_SECRET_WRONG)
        found = await self._store.load(str(name), DOSSIERS)
        return replies.tracked(found.state)

    async def BackfillDossiers(
        self, request_iterator: AsyncIterator[api.BackfillDossiersRequest], context: Any
    ) -> api.BackfillDossiersResponse:
        """Another system's records, message by message."""
        backfill = Backfill(
            current(),
            store=self._store,
            catalogue=self._catalogue,
            records=self._records,
            clock=clock,
            turns=self._turns,
        )
        async for request in request_iterator:
            await backfill.take_in(request)
        return backfill.answer()

    async def ListLevelDifferences(
        self, request: api.ListLevelDifferencesRequest, context: Any
    ) -> api.ListLevelDifferencesResponse:
        """A page of acceptances whose level is not what the catalogue is known to say now."""
        size, begun = size_of(request), pages.begun_by(request)
        await self._catalogue.wait_for(request.catalog_position)
        if request.unit:
            await self._catalogue.must_know_unit(request.unit, field="unit")
        await self._tracking.must_be_caught_up()
        listing, after = begun or (Listing(clock(), self._catalogue.position), BEGINNING)
        await self._catalogue.wait_for(listing.as_known)
        tree = await self._catalogue.units_as_known(listing.as_known)
        units = tree.below(request.unit, listing.as_of)
        found, after_this = await self._differences.page(units, after, size, listing.as_known)
        return api.ListLevelDifferencesResponse(
            differences=map(replies.difference, found),
            next_page_token=pages.token_of(request, listing, after_this),
            catalog_position=listing.as_known,
        )

    async def _submission(self, request: api.SubmitDossierRequest, name: str) -> Sequence[Fact]:
        await self._catalogue.wait_for(request.catalog_position)
        await self._catalogue.must_know_unit(request.receiving_unit, field="receiving_unit")
        by = actor(current(), self._catalogue)
        await self._must_act_for(by, request)
        known = await self._catalogue.offering_in_force(request.offering, clock)
        at = clock()
        found = list(self._unfileable(request, known.offering, at))
        if request.root:
            root = (await self._store.load(request.root, DOSSIERS)).state
            found += faults(partial(authority.require_root, by, root, name=request.root))
        refuse_all(found)
        return commands.submit(
            name=name,
            number=await self._numbering.next(request.receiving_unit, at),
            receiving_unit=request.receiving_unit,
            offering=known.offering,
            channel=request.channel,
            assisted=request.assisted,
            root=request.root,
            at=at,
            catalog_position=known.position,
        )

    async def _must_act_for(self, by: Actor, request: api.SubmitDossierRequest) -> None:
        """The competent unit is the caller's, or has authorized the desk."""
        competent = unit_of(request.offering)
        if not by.reaches(competent) and not await self._catalogue.knows_unit(competent):
            values = {"name": request.offering}
            raise Refusal(refusals.OFFERING_UNKNOWN, field="offering", values=values)
        of = Parties(competent, handling="", desk=request.receiving_unit)
        authority.require_right(by, Step.SUBMIT, of, field="receiving_unit")

    def _unfileable(
        self, request: api.SubmitDossierRequest, offering: Offering, at: datetime
    ) -> Iterator[Refusal]:
        """All that keeps this offering from taking this request at an instant."""
        units = self._catalogue.units
        refuses = units.refuses_below_3(offering.unit, at)
        return faults(
            partial(units.must_be_open, offering.unit, at, field="offering"),
            partial(units.must_be_open, request.receiving_unit, at, field="receiving_unit"),
            partial(
                commands.must_be_fileable,
                offering,
                channel=request.channel,
                at=at,
                refuses_below_3=refuses,
            ),
        )

    async def _answer_of_first_attempt(
        self, command: Command, name: str, refusal: Refusal
    ) -> Executed[Dossier]:
        """If this request id already succeeded, that answer instead of the refusal."""
        return await self._store.execute(
            command, stream=name, decider=DOSSIERS, decide=_refusing(refusal)
        )


def _refusing(refusal: Refusal) -> Callable[[Dossier], Sequence[Fact]]:
    def decide(_: Dossier) -> Sequence[Fact]:
        raise refusal

    return decide
