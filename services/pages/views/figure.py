"""A figure's own page, which is the address of its receipt: it keeps answering with the same
numbers.

Whoever may see them finds the items and the leaves of the digest, and what was published of it with
its revisions. Must not show what was left out as if there were none.
"""

from collections.abc import AsyncIterator
from datetime import UTC
from typing import Any

from starlette.responses import RedirectResponse, Response

from motcua.metrics.v1 import events_pb2 as events
from motcua.metrics.v1 import metrics_pb2 as metrics
from motcua.metrics.v1 import receipts_pb2 as receipts
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
    items, leaves = await Inside(visit, question).read()
    naming = await named(visit, rate)
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


async def named(visit: Visit, rate: events.Rate) -> Naming:
    """What the figure's definition, unit and service are called."""
    scope = rate.receipt.scope
    names = await visit.reading.names([scope.unit], [scope.service])
    return Naming(visit.words, await visit.reading.definitions(), names)


def excluded(rate: events.Rate, naming: Naming) -> Table:
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

    def __init__(self, visit: Visit, question: Question) -> None:
        self.visit = visit
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
        async for part in self.visit.client.stream(method, request):
            if part.HasField("item") and self.of in ("all", membership(part.item)):
                yield self.item(part.item)

    def item(self, of: Any) -> Row:
        """One item: an opaque id, and why it stands where it stands."""
        at = of.key_time.ToDatetime(tzinfo=UTC)
        return {
            "item": of.id,
            "class": Link(self.words(f"class.{membership(of)}"), "", membership(of)),
            "reason": of.reason,
            "key_time": Link(formats.instant(at, self.visit.language), "", at.isoformat()),
            "unit": of.unit.partition("/")[2],
            "service": of.service.partition("/")[2],
        }

    async def leaves(self) -> AsyncIterator[Row]:
        """Each leaf of the digest."""
        method = self.visit.services.receipts.ListLeaves
        request = receipts.ListLeavesRequest(rate=self.request)
        async for part in self.visit.client.stream(method, request):
            if part.HasField("leaf"):
                name = part.leaf.name
                yield {"unit": name.unit, "part": name.part, "digest": part.leaf.digest}


def membership(item: Any) -> str:
    """The class as the digest spells it."""
    return events.Membership.Name(item.membership).removeprefix("MEMBERSHIP_").lower()


async def first(rows: AsyncIterator[Row]) -> AsyncIterator[Row]:
    """As many as a page shows; the rest is not read."""
    count = 0
    async for row in rows:
        yield row
        count += 1
        if count == SHOWN:
            return
