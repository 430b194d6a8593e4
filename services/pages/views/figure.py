"""A figure's own page, which is the address of its receipt: it keeps answering with the same
numbers.

Whoever may see them finds the items and the leaves of the digest, and what was published of it with
its revisions. Must not show what was left out as if there were none.
"""

from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import UTC
from typing import Any

from google.protobuf.message import Message
from starlette.responses import RedirectResponse, Response

from motcua.metrics.v1 import events_pb2 as events
from motcua.metrics.v1 import metrics_pb2 as metrics
from motcua.metrics.v1 import receipts_pb2 as receipts
from motcua.metrics.v1.events_pb2 import Rate
from services import formats
from services.pages import questions
from services.pages.asking import request_of
from services.pages.figures import shown
from services.pages.naming import Naming
from services.pages.questions import Question, address, period_of, question_of
from services.pages.refused import Refused
from services.pages.tables import Column, Link, Number, Row, Table
from services.pages.views import provenance, published
from services.pages.visit import Page, Visit

SHOWN = 100  # items and leaves on the page; all of them are in the files
LOOKS_INSIDE = ("inspector", "leader")
CLASSES = ("all", "numerator", "denominator", "excluded", "unknown")
WHOLE = "-"  # the unit of a leaf that is of the whole tree
COLUMNS = ("item", "class", "reason", "key_time", "unit", "service")


async def figure(visit: Visit) -> Page | Response:
    """The figure of an address; one that names no positions leads to the one that does."""
    question = questions.question(visit.path["figure"], visit.parameters)
    if question.period is None:
        raise questions.malformed("period")
    rate = await visit.reading.rate(question)
    if not question.known or not question.version:
        return RedirectResponse(visit.at(address(question_of(rate))), 303)
    visit.reading.known = question.known
    naming = await named(visit, rate)
    items, leaves = await Inside(visit, question, rate, naming).read()
    publications, revisions = await published.of_figure(visit, rate, naming)
    asked = questions.chosen(visit.parameters, "provenance", ("no", "yes")) == "yes"
    kind = provenance.kind_with_lines(naming, rate)
    rests_on = (
        await provenance.table(visit, question, naming, kind=kind) if kind and asked else None
    )
    return Page(
        "figure.html",
        naming.title(rate),
        {
            "figure": shown(rate, naming, slip=True),
            "scope": naming.scope(rate.receipt.scope),
            "period": formats.period(*period_of(rate), visit.language),
            "unit_page": visit.to(f"/{rate.receipt.scope.unit}") if rate.receipt.scope.unit else "",
            "definition": visit.to(f"/indicators/{question.definition}", version=question.version),
            "of": visit.parameters.get("of", "all"),
            "classes": [(each, visit.same(of=each)) for each in CLASSES],
            "inside": items is not None,
            "provenance": visit.same(provenance="yes") if kind and not asked else "",
        },
        [
            excluded(rate, naming),
            *filter(None, (rests_on, publications, revisions, items, leaves)),
        ],
    )


async def named(visit: Visit, rate: Rate) -> Naming:
    """What the figure's definition, unit and service are called."""
    scope = rate.receipt.scope
    names = await visit.reading.names([scope.unit], [scope.service])
    return Naming(visit.words, await visit.reading.definitions(), names)


def excluded(rate: Rate, naming: Naming) -> Table:
    """What was left out, and by which condition."""
    words, definition = naming.words, naming.definition(rate)
    conditions = {each.name: each.condition for each in definition.reasons} if definition else {}
    columns = [
        Column("reason", words("column.reason")),
        Column("count", words("column.count"), "number"),
        Column("condition", words("column.condition"), "code"),
    ]
    rows: list[Row] = [
        {
            "reason": naming.reason(rate, each.reason),
            "count": Number(each.count, formats.integer(each.count, words.language)),
            "condition": conditions.get(each.reason, each.reason),
        }
        for each in rate.receipt.excluded
    ]
    return Table("excluded", words("figure.excluded"), columns, rows, empty=words("figure.nothing"))


class Inside:
    """The items and leaves of a figure, for those who may see them."""

    def __init__(self, visit: Visit, question: Question, rate: Rate, naming: Naming) -> None:
        self.visit = visit
        self.rate = rate
        self.naming = naming
        self.words = visit.words
        self.request = request_of(question)
        self.of = questions.chosen(visit.parameters, "of", CLASSES)

    async def read(self) -> tuple[Table | None, Table | None]:
        """Tables of the first of each; None where the visitor may not look inside."""
        if not self.visit.visitor.units(*LOOKS_INSIDE):
            return None, None
        try:
            items = [row async for row in first(self.items())]
            leaves = [row async for row in first(self.leaves())]
        except Refused as refused:
            if refused.reason == "NOT_PERMITTED":
                return None, None
            raise
        words = self.words
        columns = [Column(each, words(f"column.{each}")) for each in COLUMNS]
        parts = [Column("unit", words("column.unit")), Column("part", words("column.part"))]
        parts.append(Column("digest", words("slip.digest"), "code"))
        empty = words("figure.no_items")
        return (
            Table("items", words("figure.items"), columns, items, self.items, empty),
            Table("leaves", words("figure.leaves"), parts, leaves, self.leaves, empty),
        )

    async def items(self) -> AsyncIterator[Row]:
        """Each item with its class, or those of one class."""
        method = self.visit.services.metrics.ExplainRate
        request = metrics.ExplainRateRequest(rate=self.request)
        asked = self.visit.client.stream(method, request)
        wanted = (
            part.item
            async for part in asked
            if part.HasField("item") and self.of in ("all", membership(part.item))
        )
        async for some in batches(wanted):
            found = [(of.unit, of.service or service_of(of.id)) for of in some]
            naming = await self.called([unit for unit, _ in found], [each for _, each in found])
            for of in some:
                yield self.item(of, naming)

    async def called(self, units: Iterable[str], services: Iterable[str] = ()) -> Naming:
        """What these units and services are called."""
        return replace(self.naming, names=await self.visit.reading.names(units, services))

    def item(self, of: Any, naming: Naming) -> Row:
        """One item, and why it stands where it stands; but for services it has an opaque id."""
        at = of.key_time.ToDatetime(tzinfo=UTC)
        service = service_of(of.id)
        return {
            "item": self.visit.link(naming, service) if service else of.id,
            "class": Link(self.words(f"class.{membership(of)}"), "", membership(of)),
            "reason": Link(naming.reason(self.rate, of.reason), "", of.reason),
            "key_time": Link(formats.instant(at, self.visit.language), "", at.isoformat()),
            "unit": self.visit.link(naming, of.unit),
            "service": self.visit.link(naming, of.service),
        }

    async def leaves(self) -> AsyncIterator[Row]:
        """Each leaf of the digest."""
        method = self.visit.services.receipts.ListLeaves
        request = receipts.ListLeavesRequest(rate=self.request)
        asked = self.visit.client.stream(method, request)
        wanted = (part.leaf async for part in asked if part.HasField("leaf"))
        async for some in batches(wanted):
            naming = await self.called(leaf.name.unit for leaf in some if leaf.name.unit != WHOLE)
            for leaf in some:
                yield self.leaf(leaf, naming)

    def leaf(self, of: Any, naming: Naming) -> Row:
        """One leaf: of a unit and a part of the period, or of the whole tree."""
        unit = self.visit.link(naming, of.name.unit)
        if of.name.unit == WHOLE:
            unit = Link(self.words("scope.all_units"), "", WHOLE)
        return {"unit": unit, "part": of.name.part, "digest": of.digest}


def membership(item: Any) -> str:
    """The class as the digest spells it."""
    return events.Membership.Name(item.membership).removeprefix("MEMBERSHIP_").lower()


def service_of(item: str) -> str:
    """The service that an item is; "": it is none."""
    return item if item.startswith("services/") and item.count("/") == 1 else ""


async def batches(found: AsyncIterator[Message]) -> AsyncIterator[list[Any]]:
    """As many at once as a page shows."""
    some: list[Any] = []
    async for each in found:
        some.append(each)
        if len(some) == SHOWN:
            yield some
            some = []
    if some:
        yield some


async def first(rows: AsyncIterator[Row]) -> AsyncIterator[Row]:
    """As many as a page shows; the rest is not read."""
    count = 0
    async for row in rows:
        yield row
        count += 1
        if count == SHOWN:
            return
