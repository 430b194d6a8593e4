"""Figures that are watched, over gRPC.

Promises that a figure outside of the request's unit is refused before anything is read. Must not
count or read.
"""

# ruff: noqa: N802 — the contract names the methods

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from motcua.metrics.v1 import watching_pb2 as messages
from motcua.metrics.v1.metrics_pb2 import GetRateRequest
from motcua.metrics.v1.watching_pb2_grpc import WatchServiceServicer
from services.chassis import call
from services.chassis.errors import Refusal, refuse_all
from services.chassis.reasons import ChassisReason
from services.metrics.api.as_known import AsKnown
from services.metrics.api.reaching import within_reach
from services.metrics.api.requests import question, stated_as_of
from services.metrics.domain.figures import Question, Scope, positions_message
from services.metrics.domain.indicators.registry import Definitions
from services.metrics.domain.refusals import MetricsReason
from services.metrics.domain.watched import resumed
from services.metrics.queries.moved import positions_of
from services.metrics.queries.positions import NOW, Requested
from services.metrics.watching import Change, Checkpoint, Watched, Watching

MOST = 64  # figures of one stream

Within = Callable[[str, str], bool]


class WatchMethods(WatchServiceServicer):
    """What the contract offers."""

    def __init__(self, watching: Watching, as_known: AsKnown, *, within: Within) -> None:
        self._watching = watching
        self._as_known = as_known
        self._within = within

    async def WatchFigures(
        self, request: messages.WatchFiguresRequest, _context: Any
    ) -> AsyncIterator[messages.WatchFiguresResponse]:
        """Figures as they stand, and again when they change."""
        asked = self._questions(request)
        prints = resumed(request.resume_token, len(asked))
        for number, each in enumerate(request.figures):
            await self._as_known.wait(each.at_least, f"figures[{number}].at_least")
        while True:  # again whenever a planned move changes as of when the caller may ask
            questions = await self._within_reach(request, asked)
            with self._watching.watch(call.current().caller.subject, questions) as watched:
                async for part in self._readable(request, asked, questions, watched, prints):
                    if isinstance(part, Checkpoint):
                        prints = resumed(part.resume_token, len(asked))
                    yield message(part)

    async def _readable(
        self,
        request: messages.WatchFiguresRequest,
        asked: Sequence[Question],
        questions: Sequence[Question],
        watched: Sequence[Watched],
        prints: Sequence[bytes],
    ) -> AsyncIterator[Change | Checkpoint]:
        """Changes and checkpoints, as long as these questions are what the caller may ask. A change
        that was read by another tree is withheld, and so is the checkpoint after it: a client that
        resumed there would never get the change.
        """
        withheld = False
        async for part in self._watching.changes(watched, prints):
            if isinstance(part, Change):
                refuse_all(self._outside(request))  # units may lie elsewhere by now
                at = Requested(*positions_of(part.rate.receipt))
                settled = await self._settled(request, asked, part.number, at)
                if settled == questions[part.number]:
                    yield part
                else:  # read before a plan became known, or was withdrawn
                    withheld = True
            elif await self._within_reach(request, asked, with_dated=False) != questions:
                return
            elif not withheld:
                yield part
            else:
                withheld = False

    def _questions(self, request: messages.WatchFiguresRequest) -> list[Question]:
        if len(request.figures) > MOST:
            raise Refusal(ChassisReason.LIST_TOO_LONG, field="figures", values={"most": str(MOST)})
        refuse_all(self._outside(request))
        definitions = self._watching.reader.definitions
        return [
            asked(each, definitions, request.unit, f"figures[{n}]")
            for n, each in enumerate(request.figures)
        ]

    async def _within_reach(
        self,
        request: messages.WatchFiguresRequest,
        asked: Sequence[Question],
        *,
        with_dated: bool = True,
    ) -> list[Question]:
        """The questions as the caller may ask them now; each scope and instant is checked once.
        Without `with_dated` those with a `units_time` are not checked: they are when they change.
        """
        instants = dict[tuple[Scope, datetime, str], datetime]()
        found = list[Question]()
        for number, each in enumerate(asked):
            key = (each.scope, each.as_of, stated_as_of(request.figures[number]))
            if each.scope.units_at and not with_dated:
                instants[key] = each.as_of
            if key not in instants:
                instants[key] = (await self._settled(request, asked, number, NOW)).as_of
            found.append(each._replace(as_of=instants[key]))
        return found

    async def _settled(
        self,
        request: messages.WatchFiguresRequest,
        asked: Sequence[Question],
        number: int,
        at: Requested,
    ) -> Question:
        """One question as the caller may ask it at these positions."""
        stated = stated_as_of(request.figures[number])
        try:
            found, _ = await within_reach(self._watching.reader, asked[number], at, stated=stated)
        except Refusal as refusal:
            raise refusal.below(f"figures[{number}]") from None
        return found

    def _outside(self, request: messages.WatchFiguresRequest) -> Iterator[Refusal]:
        """Figures that a caller may not ask for by this request."""
        for n, each in enumerate(request.figures):
            if each.unit and not self._within(request.unit, each.unit):
                yield Refusal(
                    MetricsReason.FIGURE_OUTSIDE_UNIT,
                    field=f"figures[{n}].unit",
                    values={"unit": request.unit},
                )


def asked(request: GetRateRequest, definitions: Definitions, unit: str, place: str) -> Question:
    """A figure of the request's unit, unless it names one below."""
    for field in ("as_known", "as_known_time"):
        if field in (named.name for named, _ in request.ListFields()):
            raise Refusal(MetricsReason.WATCHED_AS_KNOWN, field=f"{place}.{field}")
    own = GetRateRequest()
    own.CopyFrom(request)
    own.unit = request.unit or unit
    try:
        return question(own, definitions)
    except Refusal as refusal:
        raise refusal.below(place) from None


def message(part: Change | Checkpoint) -> messages.WatchFiguresResponse:
    """As the contract writes it."""
    if isinstance(part, Change):
        change = messages.FigureChange(index=part.number, rate=part.rate)
        return messages.WatchFiguresResponse(change=change)
    return messages.WatchFiguresResponse(
        checkpoint=messages.WatchCheckpoint(
            positions=positions_message(part.positions), resume_token=part.resume_token
        )
    )
