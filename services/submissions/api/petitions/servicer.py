"""PetitionService: each message becomes one call and one reply.

A repeated command is answered as it was the first time, even where it would be refused by now.
"""
# ruff: noqa: N802, ARG002 — the contract names the methods, gRPC hands each a context

from collections.abc import AsyncIterator
from typing import Any

from motcua.submissions.v1 import petitions_pb2 as api
from motcua.submissions.v1.petitions_pb2_grpc import PetitionServiceServicer
from services.chassis.call import current
from services.submissions.api.context import Context
from services.submissions.api.petitions import (
    commands,
    handling,
    listing,
    publishing,
    reading,
    receiving,
    texts,
    watching,
)
from services.submissions.api.petitions.backfill import Backfill
from services.submissions.api.petitions.commands import Decide, Field
from services.submissions.domain.numbers import secret


class Petitions(PetitionServiceServicer):
    """Serves motcua.submissions.v1.PetitionService."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def SubmitPetition(
        self, request: api.SubmitPetitionRequest, context: Any
    ) -> api.SubmitPetitionResponse:
        """Take it in, number it, and give its secret."""
        done = await receiving.submit(self._context, request)
        key = self._context.keys.current[1]
        return api.SubmitPetitionResponse(
            petition=reading.shown(self._context, done), secret=secret(key, done.state.name)
        )

    async def StartPetitionHandling(
        self, request: api.StartPetitionHandlingRequest, context: Any
    ) -> api.Petition:
        """Begin to handle it, or go on."""
        return await self._done(request, handling.start)

    async def RequestPetitionSupplement(
        self, request: api.RequestPetitionSupplementRequest, context: Any
    ) -> api.Petition:
        """Ask the petitioner for more."""
        return await self._done(request, handling.request_supplement, texts.of_request)

    async def AnswerPetitionSupplement(
        self, request: api.AnswerPetitionSupplementRequest, context: Any
    ) -> api.Petition:
        """Take in what the petitioner hands in."""
        return await self._done(request, handling.answer_supplement, texts.of_supplement)

    async def AnswerPetition(
        self, request: api.AnswerPetitionRequest, context: Any
    ) -> api.Petition:
        """Answer it, early, on time or overdue."""
        return await self._done(request, handling.answer, texts.of_answer)

    async def RefusePetition(
        self, request: api.RefusePetitionRequest, context: Any
    ) -> api.Petition:
        """Do not take it up."""
        return await self._done(request, handling.refuse, texts.of_refusal)

    async def PublishAnswer(self, request: api.PublishAnswerRequest, context: Any) -> api.Petition:
        """Disclose the answer in words of its own."""
        return reading.shown(self._context, await publishing.publish(self._context, request))

    async def TransferPetition(
        self, request: api.TransferPetitionRequest, context: Any
    ) -> api.Petition:
        """Move it to another unit."""
        return await self._done(request, handling.transfer)

    async def AssignPetition(
        self, request: api.AssignPetitionRequest, context: Any
    ) -> api.Petition:
        """Say who answers for it."""
        return await self._done(request, handling.assign)

    async def MergePetition(self, request: api.MergePetitionRequest, context: Any) -> api.Petition:
        """End it in favour of another one."""
        return await self._done(request, handling.merge, other="into")

    async def WithdrawPetition(
        self, request: api.WithdrawPetitionRequest, context: Any
    ) -> api.Petition:
        """Take it back for its petitioner."""
        return await self._done(request, handling.withdraw)

    async def VoidPetition(self, request: api.VoidPetitionRequest, context: Any) -> api.Petition:
        """Take out what was entered in error."""
        return await self._done(request, handling.void)

    async def CorrectPetition(
        self, request: api.CorrectPetitionRequest, context: Any
    ) -> api.Petition:
        """Say what a fact should have been, or leave it out."""
        return await self._done(request, handling.correct)

    async def ErasePetition(self, request: api.ErasePetitionRequest, context: Any) -> api.Petition:
        """Destroy the key of its texts, with the fact that says so."""
        done = await commands.carry_out(self._context, request, handling.erase, erases=True)
        self._context.files.discarded.set()
        return reading.shown(self._context, done)

    async def GetPetition(self, request: api.GetPetitionRequest, context: Any) -> api.Petition:
        """One petition, as its own facts state it now."""
        return reading.shown(self._context, await commands.get(self._context, request.name))

    async def ListPetitions(
        self, request: api.ListPetitionsRequest, context: Any
    ) -> api.ListPetitionsResponse:
        """A page of the petitions that the units of a subtree have."""
        return await listing.list_petitions(self._context, request)

    async def GetPetitionHistory(
        self, request: api.GetPetitionHistoryRequest, context: Any
    ) -> api.PetitionHistory:
        """A petition as it was at a moment, with its facts."""
        return await reading.get_history(self._context, request)

    async def WatchPetitions(
        self, request: api.WatchPetitionsRequest, context: Any
    ) -> AsyncIterator[api.WatchPetitionsResponse]:
        """Every change after a position, and then every one that comes."""
        async for answer in watching.watch(self._context, request):
            yield answer

    async def GetPetitionText(
        self, request: api.GetPetitionTextRequest, context: Any
    ) -> api.PetitionText:
        """One of its texts, once it is recorded who asks for it."""
        return await texts.get_text(self._context, request)

    async def TrackPetition(
        self, request: api.TrackPetitionRequest, context: Any
    ) -> api.TrackPetitionResponse:
        """The state, for who holds number and secret."""
        return await reading.track(self._context, request)

    async def GetPublishedAnswer(
        self, request: api.GetPublishedAnswerRequest, context: Any
    ) -> api.PublishedAnswer:
        """What was disclosed."""
        return await reading.get_published(self._context, request)

    async def ListPublishedAnswers(
        self, request: api.ListPublishedAnswersRequest, context: Any
    ) -> api.ListPublishedAnswersResponse:
        """A page of what was disclosed."""
        return await reading.list_published(self._context, request)

    async def BackfillPetitions(
        self, request_iterator: AsyncIterator[api.BackfillPetitionsRequest], context: Any
    ) -> api.BackfillPetitionsResponse:
        """Another system's records, message by message."""
        backfill = Backfill(current(), self._context)
        async for request in request_iterator:
            await backfill.take_in(request)
        return backfill.answer()

    async def _done(
        self, request: Any, decide: Decide, seals: Field | None = None, *, other: str = ""
    ) -> api.Petition:
        """The petition as a command left it."""
        done = await commands.carry_out(self._context, request, decide, seals=seals, other=other)
        return reading.shown(self._context, done)
