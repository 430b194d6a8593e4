"""What offerings have earned, what they lack, and what they are designated.

Promises answers from the read tables as of one instant and as known at one position, so that a
repeated relabelling says what it said the first time. Must not hold a rule.
"""
# ruff: noqa: N802 — methods are named by the contract

from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import Capability
from services.catalog.api import drafts
from services.catalog.api.asking import ReadingDoor
from services.catalog.api.door import found
from services.catalog.api.pages import Cursor
from services.catalog.domain import effective, levels, lives, names, points, timeline, words
from services.catalog.domain.levels import Lack, Terms
from services.catalog.domain.relabelling import Labelled, Relabelling, designations, relabel
from services.catalog.queries import OFFERINGS, SERVICES, Conditions, Filter, Found, When
from services.chassis import call
from services.chassis.log import Relied
from services.chassis.page_tokens import size_of
from services.chassis.store import Change, Decision

# While nothing is recorded in these, a page of offerings is what it was.
PATTERNS = ("services/%/offerings/%", "units/%")
LEVELLED = (
    Filter("state", (api.Offering.STATE_OPEN,)),
    Filter("rule", (timeline.BY_LEVELS.id,)),
)


class Page(NamedTuple):
    """A page of a relabelling, as known at a position."""

    relabelling: Relabelling
    versions: dict[str, int]  # of the offerings' streams
    next_token: str


NO_PAGE = Page(relabel([]), {}, "")


class Assessment(ReadingDoor):
    """Assess one offering, relabel many."""

    async def AssessOffering(
        self, request: api.AssessOfferingRequest, _context: Any
    ) -> api.AssessOfferingResponse:
        """What an offering has earned, and for each higher level exactly what is missing."""
        service, _ = names.offering(request.name, field="name")
        when = await self.when(request)
        row = found(await self.reader.get(OFFERINGS, request.name, when), request.name, when)
        of = await self.reader.get(SERVICES, service, when)
        in_force = of and of.message.state != drafts.DRAFT
        return assessed(row.message, terms(of.message) if of and in_force else Terms())

    async def RelabelOfferings(
        self, request: api.RelabelOfferingsRequest, _context: Any
    ) -> api.RelabelOfferingsResponse:
        """Designate a page of offerings as the rule supports it; a repeat counts them as then."""
        cursor, now, page = begun(request), self.clock(), NO_PAGE

        async def decided(_: Any) -> Decision:
            nonlocal page
            await self.shown()
            # The tables show a command once it is whole, and may have been read up to within one.
            known = await self.reader.settled(self.projection.position) or 0
            page = await self.page_of(request, cursor, known=known)
            facts = designations(
                page.relabelling,
                at=cursor.when.as_of,
                legal_basis=request.legal_basis,
                reason=request.correction_reason,
                now=now,
            )
            changes = [Change(name, page.versions[name], [facts[name]]) for name in facts]
            return Decision(changes, Relied(known, patterns=PATTERNS))

        if request.validate_only:
            await decided(None)
            return counted(page)
        # Which stream is loaded first does not matter: the answer is made from the tables.
        executed = await self.carry_out(
            request, stream=request.subtree or "units", decider=lives.DECIDER, decide=decided
        )
        if executed.facts:
            await self.shown()
            before = await self.reader.settled(executed.position - 1) or 0
            page = await self.page_of(request, cursor, known=before)
        return counted(page)

    async def page_of(
        self, request: api.RelabelOfferingsRequest, cursor: Cursor, *, known: int
    ) -> Page:
        """The offerings of the subtree as it was then that have a level, and may be changed."""
        when, size = cursor.when._replace(known=known), size_of(request)
        conditions = Conditions(units=await self.units_of(request, when), filters=LEVELLED)
        rows = await self.reader.list(OFFERINGS, when, cursor.page(size), conditions)
        return Page(
            relabel(map(labelled, filter(permitted, rows[:size]))),
            {row.name: row.version for row in rows},
            cursor.token_after(request, size, rows),
        )


def begun(request: api.RelabelOfferingsRequest) -> Cursor:
    """Where the page begins; each page is a command with an id of its own."""
    when = When(effective.instant(request.effective_time))
    return Cursor.begun(request) or Cursor("", when)


def counted(page: Page) -> api.RelabelOfferingsResponse:
    """What became of a page, in numbers, and where the habit differs."""
    found = page.relabelling
    return api.RelabelOfferingsResponse(
        designated=len(found.designated),
        unchanged=found.unchanged,
        not_supported=found.not_supported,
        differences=[
            api.ExtentDifference(
                offering=each.offering,
                level=each.level,
                by_rule=each.by_rule,
                by_habit=each.by_habit,
            )
            for each in found.differences
        ],
        next_page_token=page.next_token,
    )


def labelled(row: Found) -> Labelled:
    """An offering that is open and has a level."""
    said = row.message
    return Labelled(
        offering=row.name,
        unit=said.unit,
        level=said.assessment.level,
        by_rule=said.assessment.extent,
        designated=said.designated_extent,
    )


def permitted(row: Found) -> bool:
    """Whether the caller may act for its unit, which may have moved out of the subtree since."""
    return call.current().permits(row.message.unit)


def terms(service: api.Service) -> Terms:
    """What a service says that bears on a level."""
    written = service.written_result if service.HasField("written_result") else None
    return Terms(has_fee=any(line.amount > 0 for line in service.fees), written_result=written)


def assessed(offering: api.Offering, of: Terms) -> api.AssessOfferingResponse:
    """The answer; an offering that is not open then has earned nothing and lacks nothing."""
    answer = api.AssessOfferingResponse(
        level_rule=offering.level_rule,
        extent_rule=offering.extent_rule,
        ceiling_reason=offering.ceiling_reason,
    )
    if offering.HasField("assessment"):
        answer.assessment.CopyFrom(offering.assessment)
        answer.gaps.extend(gaps(offering, of))
    return answer


def gaps(offering: api.Offering, of: Terms) -> Iterator[api.LevelGap]:
    """For each level above the one earned, what is missing; under a rule without levels, one."""
    states = {each.capability: each.state for each in offering.capabilities}
    if timeline.RULES[offering.level_rule].has_levels:
        for level in range(offering.assessment.earned + 1, levels.TOP + 1):
            yield gap(level, levels.missing(states, of, level), levels.RESULTS.capabilities)
    elif lacks := points.lacking(states):
        yield gap(0, lacks, ())


def gap(level: int, lacks: Iterable[Lack], alternatives: Collection[Capability]) -> api.LevelGap:
    """What is missing, in words; of the alternatives any one is enough."""
    return api.LevelGap(
        level=level,
        missing=[
            api.MissingCapability(
                capability=lack.capability,
                state=lack.state,
                description=words.described(lack, one_is_enough=lack.capability in alternatives),
            )
            for lack in lacks
        ],
    )
