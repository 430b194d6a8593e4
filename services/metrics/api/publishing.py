"""PublishFigures: the figures of a request, computed at one pair of positions, recorded together.

A repeated request is answered as it was the first time, whatever the numbers are now.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from motcua.metrics.v1 import publications_pb2 as messages
from motcua.metrics.v1.events_pb2 import Disclosure, FigurePublished
from services.chassis import call
from services.chassis.errors import Refusal
from services.chassis.log import Append, AppendCondition, Log, Status
from services.chassis.reasons import ChassisReason
from services.chassis.recording import recognize
from services.chassis.replicated import confirm
from services.chassis.store import ATTEMPTS, Command
from services.metrics.api.auditing import audited
from services.metrics.api.in_turn import InTurn
from services.metrics.api.reaching import within_reach
from services.metrics.api.wanted import Wanted, wanted
from services.metrics.domain.disclosure.candidates import Candidate
from services.metrics.domain.disclosure.identities import are_related
from services.metrics.domain.disclosure.percentiles import keep_back_few
from services.metrics.domain.disclosure.services_used import is_shown_with
from services.metrics.domain.disclosure.small import of_persons
from services.metrics.domain.disclosure.states import known
from services.metrics.domain.periods import local_day
from services.metrics.domain.precedents import (
    precedents,
    require_few_moments,
    unusual,
    without_precedent,
)
from services.metrics.domain.publications import publish
from services.metrics.domain.receipts import rate
from services.metrics.queries.disclosures import PAGE, Disclosures, Seen
from services.metrics.queries.figure_events import (
    FigureEvent,
    folded,
    new_event,
    publication,
    publications,
)
from services.metrics.queries.figure_names import FIGURES, figure_name, publication_name
from services.metrics.queries.positions import Requested
from services.metrics.queries.publications import PUBLISHED, Publications
from services.metrics.queries.reader import Reader, utc_now

AUDITED_AGAIN = 2  # audits of a request that are made again where a figure was revised meanwhile


@dataclass(frozen=True)
class Publishing:
    """What publishing works with."""

    log: Log
    reader: Reader
    publications: Publications
    disclosures: Disclosures
    deciding: InTurn = field(default_factory=InTurn)
    validating: InTurn = field(default_factory=InTurn)

    async def publish(
        self, request: messages.PublishFiguresRequest, asked: Requested
    ) -> list[messages.Publication]:
        """Each figure's publication, new or standing, in the order of the request."""
        figures, command = wanted(request, self.reader.definitions), call.current().command(request)
        names = [each.name for each in figures]
        for attempt in range(1, ATTEMPTS + 1):
            if first := None if request.validate_only else await self._earlier(command, names):
                return first
            histories = await self.publications.histories(names)
            decided = await self._decide(request, figures, histories, asked)
            above = await self._above(request.unit, figures)
            # One audit at a time; other replicas: by the condition of the append.
            turns = self.validating if request.validate_only else self.deciding
            async with turns.of(command.actor):
                condition = await self._disclose(figures, decided, bounded=bool(above))
                if request.validate_only:
                    return [shown(histories[name], event) for name, event in decided.items()]
                done = await self._append(command, decided, histories, condition, attempt)
            if done:
                histories = await self.publications.histories(names)
                return [publications(histories[name])[-1] for name in names]
        raise Refusal(ChassisReason.VERSION_CONFLICT, retry_after=0.1)

    async def _above(self, unit: str, figures: Sequence[Wanted]) -> list[str]:
        """The units above that are not the caller's. Refused where there are any, and a figure has
        a form in which none of them published it.
        """
        above = [each for each in await self.publications.above(unit) if not permits(each)]
        today = local_day(utc_now())
        for _, each, _ in figures if above else ():
            if field := unusual(each, today):
                names = [figure_name(one) for one in precedents(each, above)]
                published = await self.publications.histories(names)
                if not any(published.values()):
                    raise without_precedent(field)
        return above

    async def _earlier(
        self, command: Command, names: Sequence[str]
    ) -> list[messages.Publication] | None:
        """What this command answered when it came the first time; None: it did not."""
        earlier = (await self.log.load(names[0], command.id)).earlier
        if earlier is None:
            return None
        await recognize(self.log, command, earlier)
        then = await self.publications.histories(names, until=earlier.position)
        return [publications(then[name])[-1] for name in names]

    async def _decide(
        self,
        request: messages.PublishFiguresRequest,
        figures: Sequence[Wanted],
        histories: Mapping[str, Sequence[FigureEvent]],
        asked: Requested,
    ) -> dict[str, FigurePublished | None]:
        """What is published of each figure, all as known at the same positions."""
        first = figures[0].question
        positions = await self.reader.current_positions(first.scope, asked)
        # What is published is named by its as_of, so that this never falls to another instant.
        stated = "as_of" if request.HasField("as_of") else "end_date"
        await within_reach(self.reader, first, Requested(*positions), stated=stated)
        decided: dict[str, FigurePublished | None] = {}
        for name, asked_for, etag in figures:
            before = folded(histories[name])
            if etag and etag != before.etag:
                raise Refusal(ChassisReason.VERSION_CONFLICT, field="figures.etag")
            now = rate(await self.reader.figure(asked_for, Requested(*positions)))
            decided[name] = publish(
                before,
                now,
                figure=name,
                publication=publication_name(name, before.publication),
                reason=request.reason,
            )
        return decided

    async def _disclose(
        self,
        figures: Sequence[Wanted],
        decided: Mapping[str, FigurePublished | None],
        *,
        bounded: bool,
    ) -> AppendCondition:
        """Decide what the public may read of what is published; what that was decided on.
        `bounded`: a unit stands above.
        """
        candidates = {
            name: Candidate(question, event.rate.receipt)
            for name, question, _ in figures
            if (event := decided[name])
        }
        seen = await self.disclosures.seen(self._alike(candidates), figures[0].question.period)
        if bounded:
            require_few(seen, [event for event in decided.values() if event])
        questions = [each.question for each in candidates.values()]
        questions += [each.question for each in seen.figures.values()]
        world = await self.disclosures.world(questions)
        secret = await audited(candidates, seen.figures, self.reader.definitions, world)
        for name, event in decided.items():
            if event:
                kept_back = name in secret
                event.disclosure = (
                    Disclosure.DISCLOSURE_HIDDEN if kept_back else Disclosure.DISCLOSURE_SHOWN
                )
                if not kept_back:
                    keep_back_few(event.rate)
        return AppendCondition(seen.position, patterns=(f"{FIGURES}%",))

    def _alike(self, candidates: Mapping[str, Candidate]) -> list[str]:
        """Definitions, by name, whose figures are audited with one to publish."""
        wanted = {each.question.definition for each in candidates.values()}
        return [
            each.name
            for each in self.reader.definitions
            if any(is_shown_with(each, one) for one in wanted)
            or (of_persons(each) and any(are_related(each, one) for one in wanted))
        ]

    async def _append(
        self,
        command: Command,
        decided: Mapping[str, FigurePublished | None],
        histories: Mapping[str, Sequence[FigureEvent]],
        condition: AppendCondition,
        attempt: int,
    ) -> bool:
        """Whether all of it was recorded; another command may have been faster. Revisions of other
        figures, of which some are told at any time, make nobody begin again for ever.
        """
        if not any(decided.values()):
            await confirm(self.log)
            return True
        at: datetime = utc_now()
        events = tuple(
            new_event(event, version=folded(histories[name]).version + 1, at=at)
            for name, event in decided.items()
            if event
        )
        outcome = await self.log.append(Append(*command[:4], events, condition))
        while outcome.status is not Status.APPENDED and attempt > AUDITED_AGAIN:
            position = await self._only_revised(condition.position, decided)
            if position is None:
                break
            condition = condition._replace(position=position)
            outcome = await self.log.append(Append(*command[:4], events, condition))
        return outcome.status is Status.APPENDED

    async def _only_revised(self, position: int, names: Collection[str]) -> int | None:
        """Where the log ends, if since a position other figures were revised and none published;
        None: one was, or one of these was revised.
        """
        end = position
        while records := await self.log.read(end, PAGE):
            if any(each.type == PUBLISHED or each.stream in names for each in records):
                return None
            end = records[-1].position
        return end if end > position else None


def permits(unit: str) -> bool:
    """Whether the caller publishes for a unit."""
    return call.current().permits(unit)


def require_few(seen: Seen, events: Sequence[FigurePublished]) -> None:
    """Refuse other numbers than stand published as known at one more moment than a caller may."""
    moments = seen.superseding.get(call.current().caller.subject, ())
    for each in events:
        if each.supersedes:
            require_few_moments(moments, known(each.rate.receipt))


def shown(history: Sequence[FigureEvent], event: FigurePublished | None) -> messages.Publication:
    """What would be published, or what stands."""
    return publication(event) if event else publications(history)[-1]
