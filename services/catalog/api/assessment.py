"""What offerings have earned, what they lack, and what they are designated.

A repeated relabelling answers as the first one did: from the tables as they were before it.
"""
# ruff: noqa: N802 — methods are named by the contract

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from motcua.catalog.v1 import catalog_pb2 as api
from services.catalog.api import drafts, listing
from services.catalog.api.context import Context, found
from services.catalog.api.pages import Cursor
from services.catalog.api.time_axes import time_axes
from services.catalog.domain import capability_texts, content, effective, names
from services.catalog.domain.levels import Terms
from services.catalog.domain.offering import aggregate
from services.catalog.domain.offering.rules import USUAL, Gap, gaps
from services.catalog.domain.relabelling import Labelled, Relabelling, designations, relabel
from services.catalog.queries import OFFERINGS, SERVICES, Conditions, Filter, Found, TimeAxes
from services.chassis import call
from services.chassis.log import AppendCondition
from services.chassis.page_tokens import size_of
from services.chassis.store import Change, Decision

# While nothing is recorded in these, a page of offerings is what it was.
PATTERNS = ("services/%/offerings/%", "units/%")
LEVELLED = (Filter("state", (api.Offering.STATE_OPEN,)), Filter("rule", (USUAL,)))


class Page(NamedTuple):
    """A page of a relabelling, as known at a position."""

    as_known: int
    relabelling: Relabelling
    versions: dict[str, int]  # of the offerings' streams
    next_token: str


@dataclass(frozen=True)
class Assessment:
    """Assess one offering, relabel many."""

    context: Context

    async def AssessOffering(
        self, request: api.AssessOfferingRequest, _context: Any
    ) -> api.AssessOfferingResponse:
        """What an offering has earned, and for each higher level exactly what is missing."""
        service, _ = names.offering(request.name, field="name")
        axes = await time_axes(self.context, request)
        row = await self.context.reader.get(OFFERINGS, request.name, axes)
        offering = found(row, request.name, axes).message
        of = await self.context.reader.get(SERVICES, service, axes)
        in_force = of and of.message.state != drafts.DRAFT
        return assessed(offering, content.terms(of.message) if of and in_force else Terms())

    async def RelabelOfferings(
        self, request: api.RelabelOfferingsRequest, _context: Any
    ) -> api.RelabelOfferingsResponse:
        """Designate a page of offerings as the rule supports it; a repeat counts them as then."""
        cursor, now = begun(request), self.context.clock()
        if request.validate_only:
            page = await self.present_page(request, cursor)
            _decided(request, cursor, page, now)
            return counted(page)
        pages = []

        async def decide(_: Any) -> Decision:
            pages.append(await self.present_page(request, cursor))
            return _decided(request, cursor, pages[-1], now)

        # Which stream is loaded first does not matter: the answer is made from the tables.
        executed = await self.context.carry_out(
            request,
            stream=request.subtree or "units",
            decider=aggregate.DECIDER,
            decide=decide,
        )
        if not executed.facts:
            return counted(pages[-1])
        await self.context.shown()
        before = await self.context.reader.settled(executed.position - 1) or 0
        return counted(await self.page_of(request, cursor, as_known=before))

    async def present_page(self, request: api.RelabelOfferingsRequest, cursor: Cursor) -> Page:
        """The page that a request asks for, as it is known now."""
        await self.context.shown()
        return await self.page_of(request, cursor, as_known=await self.context.shown_position())

    async def page_of(
        self, request: api.RelabelOfferingsRequest, cursor: Cursor, *, as_known: int
    ) -> Page:
        """The page that a request asks for, as it was known at a position."""
        at, size = cursor.axes._replace(as_known=as_known), size_of(request)
        conditions = Conditions(filters=LEVELLED)
        if request.subtree:
            inside = (await listing.subtree(self.context, request.subtree, at)).inside
            conditions = Conditions(units=inside, filters=LEVELLED)
        rows = await self.context.reader.list(OFFERINGS, at, cursor.page(size), conditions)
        return Page(
            as_known,
            relabel(map(labelled, filter(permitted, rows[:size]))),
            {row.name: row.version for row in rows},
            cursor.token_after(request, size, rows),
        )


def begun(request: api.RelabelOfferingsRequest) -> Cursor:
    """Where the page begins; each page is a command with an id of its own."""
    at = TimeAxes(effective.instant(request.effective_time))
    return Cursor.begun(request) or Cursor("", at)


def _decided(
    request: api.RelabelOfferingsRequest, cursor: Cursor, page: Page, now: datetime
) -> Decision:
    """The designations of a page."""
    facts = designations(
        page.relabelling,
        at=cursor.axes.as_of,
        legal_basis=request.legal_basis,
        reason=request.correction_reason,
        now=now,
    )
    changes = [Change(name, page.versions[name], [facts[name]]) for name in facts]
    return Decision(changes, AppendCondition(page.as_known, patterns=PATTERNS))


def counted(page: Page) -> api.RelabelOfferingsResponse:
    """What became of a page, in numbers, and where the habit differs."""
    relabelled = page.relabelling
    return api.RelabelOfferingsResponse(
        designated=len(relabelled.designated),
        unchanged=relabelled.unchanged,
        not_supported=relabelled.not_supported,
        differences=[
            api.ExtentDifference(
                offering=each.offering,
                level=each.level,
                by_rule=each.by_rule,
                by_habit=each.by_habit,
            )
            for each in relabelled.differences
        ],
        next_page_token=page.next_token,
    )


def labelled(row: Found) -> Labelled:
    """An offering that is open and has a level."""
    offering = row.message
    return Labelled(
        offering=row.name,
        unit=offering.unit,
        level=offering.assessment.level,
        by_rule=offering.assessment.extent,
        designated=offering.designated_extent,
    )


def permitted(row: Found) -> bool:
    """Whether the caller may act for its unit, which may have moved out of the subtree since."""
    return call.current().permits(row.message.unit)


def assessed(offering: api.Offering, terms: Terms) -> api.AssessOfferingResponse:
    """The answer; an offering that is not open then has earned nothing and lacks nothing."""
    answer = api.AssessOfferingResponse(
        level_rule=offering.level_rule,
        extent_rule=offering.extent_rule,
        ceiling=offering.ceiling if offering.HasField("ceiling") else None,
        ceiling_reason=offering.ceiling_reason,
    )
    if offering.HasField("assessment"):
        answer.assessment.CopyFrom(offering.assessment)
        states = {each.capability: each.state for each in offering.capabilities}
        earned = offering.assessment.earned
        missing = gaps(offering.level_rule, states, terms, earned=earned)
        answer.gaps.extend(map(gap_message, missing))
    return answer


def gap_message(gap: Gap) -> api.LevelGap:
    """What is missing for a level, with descriptions; of the alternatives any one is enough."""
    return api.LevelGap(
        level=gap.level,
        missing=[
            api.MissingCapability(
                capability=lack.capability,
                state=lack.state,
                description=capability_texts.described(
                    lack, one_is_enough=lack.capability in gap.alternatives
                ),
            )
            for lack in gap.lacks
        ],
    )
