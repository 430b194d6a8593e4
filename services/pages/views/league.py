"""Who stands where: units side by side in one indicator, sortable, with inline bars.

Each row is a unit with all below it. Must not rank a unit that has no value.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from motcua.metrics.v1.events_pb2 import Rate
from services import formats
from services.pages import questions
from services.pages.asking import resource
from services.pages.figures import Shown, left_out, shown
from services.pages.naming import Naming
from services.pages.questions import Question
from services.pages.tables import Column, Link, Number, Row, Table
from services.pages.views import leaders, months, periods, units
from services.pages.views.ranking import Ranking, ranking, share
from services.pages.visit import Page, Visit

INDICATOR = "online_handling"
OF = ("subtrees", "children", "leaders")
ORDERS = ("figure", "unit", "denominator", "unknown", "excluded")
SHOWN = 100


class Order(NamedTuple):
    """By which column, and from which end."""

    by: str
    falling: bool


@dataclass(frozen=True)
class Standing:
    """The rates of units in the order asked for."""

    visit: Visit
    ordered: Sequence[Rate]
    names: Mapping[str, Any]
    order: Order
    ranking: Ranking | None = None

    def table(self, naming: Naming, *, first: int = 0, limit: int = SHOWN) -> Table:
        """The rows that are shown; all of them as a file."""
        words = self.visit.words
        title = naming.short(self.ordered[0]) if self.ordered else words("column.figure")
        titles = {"unit": words("column.unit"), "figure": title}
        ranks = [self.ranking.column] if self.ranking else []
        columns = ranks + [
            Column(each, titles.get(each) or words(f"column.{each}"), kind, *self.sorting(each))
            for each, kind in (
                ("unit", "text"),
                ("figure", "figure"),
                ("unknown", "number"),
                ("excluded", "number"),
            )
        ]
        rows = [self.row(rate, naming) for rate in self.ordered[first : first + limit]]

        async def every() -> AsyncIterator[Row]:
            for rate in self.ordered:
                yield self.row(rate, naming)

        empty = words("league.empty")
        return Table("units", words("league.caption"), columns, rows, every, empty)

    def sorting(self, column: str) -> tuple[str, str]:
        """Where a column's heading leads, and how the list is sorted by it."""
        own = column == self.order.by
        falling = not self.order.falling if own else column != "unit"
        address = self.visit.same(sort=column, order="down" if falling else "up", page="")
        return address, ("descending" if self.order.falling else "ascending") if own else ""

    def row(self, rate: Rate, naming: Naming) -> Row:
        """One unit."""
        unit, language = rate.receipt.scope.unit, self.visit.language
        counts = {"unknown": rate.receipt.unknown, "excluded": left_out(rate)}
        rank = {"rank": self.ranking.rank(rate)} if self.ranking else {}
        return {
            **rank,
            "unit": self.visit.link(naming, unit),
            "figure": shown(rate, naming),
            **{name: Number(n, formats.integer(n, language)) for name, n in counts.items()},
        }


async def standing(visit: Visit, question: Question) -> Standing:
    """Every unit of one kind of the subtree, but for the one that the page is about."""
    order = Order(
        questions.chosen(visit.parameters, "sort", ORDERS),
        questions.chosen(visit.parameters, "order", ("up", "down")) == "down",
    )
    found = await visit.reading.rates(question, "unit", subtrees=True)
    above = f"units/{question.unit}" if question.unit else await units.root(visit)
    ranked = await ranking(visit, [each for each in found if each.receipt.scope.unit != above])
    names = await visit.reading.names(rate.receipt.scope.unit for rate in ranked.rates)
    return Standing(visit, in_order(ranked.rates, order, names), names, order, ranked)


def in_order(rates: Sequence[Rate], order: Order, names: Mapping[str, Any]) -> list[Rate]:
    """By a column; those without a value come last whichever way it is."""
    keys = {
        "figure": share,
        "unit": lambda rate: formats.collated(name_of(rate, names)),
        "denominator": lambda rate: rate.receipt.denominator,
        "unknown": lambda rate: rate.receipt.unknown,
        "excluded": left_out,
    }
    valued = [rate for rate in rates if rate.percent or order.by == "unit"]
    rest = [rate for rate in rates if not rate.percent and order.by != "unit"]
    by_name, rest = (sorted(each, key=keys["unit"]) for each in (valued, rest))
    return [*sorted(by_name, key=keys[order.by], reverse=order.falling), *rest]


def name_of(rate: Rate, names: Mapping[str, Any]) -> str:
    """What its unit is called in Vietnamese."""
    unit = rate.receipt.scope.unit
    found = names.get(unit)
    return str(found.vi or found.en) if found is not None else unit


async def league(visit: Visit) -> Page:
    """The page: an indicator, a period, a subtree, an order, a hundred rows."""
    reading = visit.reading
    under = questions.text(visit.parameters, "under") or visit.visitor.unit
    under = under or await units.root_id(visit)
    name = questions.text(visit.parameters, "indicator") or INDICATOR
    await reading.settle(under)
    definitions, place, span = await asyncio.gather(
        reading.definitions(),
        units.place(visit, under),
        months.of_one(reading, Question(INDICATOR, unit=under, units_at=visit.units_at)),
    )
    if name not in definitions:
        raise questions.unknown("indicator")
    period = questions.period(visit.parameters) or periods.default(span)
    question = Question(name, unit=under, period=period, units_at=visit.units_at)
    of = questions.chosen(visit.parameters, "by", OF)
    listed = await (by_subtrees if of == "subtrees" else by_lines)(visit, question, definitions)
    return Page(
        "league.html",
        visit.words("place.league"),
        {
            **periods.controls(visit, span, period),
            "place": place,
            "under": under,
            "indicator": name,
            "indicators": choices(visit, definitions),
            "whole": listed.whole,
            "known": reading.known,
            "by": of,
            "ways": OF,
            "kind": listed.ranking.kind if listed.ranking else "",
            "kinds": listed.ranking.choices if listed.ranking else [],
            **listed.pages,
        },
        [listed.table],
        place="league",
    )


class Listed(NamedTuple):
    """The table of one page, the whole beside it, and where the other pages are."""

    table: Table
    whole: Shown
    pages: dict[str, Any]
    ranking: Ranking | None = None


async def by_subtrees(visit: Visit, question: Question, definitions: Mapping[str, Any]) -> Listed:
    """Every unit below, each with all below it."""
    reading = visit.reading
    found, whole = await asyncio.gather(standing(visit, question), reading.rate(question))
    names = {**found.names, **await reading.names([resource("units", question.unit)])}
    naming = Naming(visit.words, definitions, names)
    first = SHOWN * questions.page(visit.parameters)
    table = found.table(naming, first=first)
    where = pages(visit, first, len(found.ordered))
    return Listed(table, shown(whole, naming, slip=True), where, found.ranking)


async def by_lines(visit: Visit, question: Question, definitions: Mapping[str, Any]) -> Listed:
    """The units directly below, or leaders, in the service's own order."""
    of = visit.parameters["by"]
    token = questions.token(visit.parameters, "token")
    found = await leaders.lines(visit, question, of, token)
    names = await visit.reading.names([*leaders.units_of(found), found.whole.receipt.scope.unit])
    naming = Naming(visit.words, definitions, names)
    order = Order(visit.parameters.get("sort") or "figure", visit.parameters.get("order") == "down")
    sorting = Standing(visit, [], names, order).sorting
    table = leaders.table(visit, question, found, naming, of=of, sorting=sorting)
    size, following = found.total_size, found.next_page_token
    where = {"rows": (min(1, size), len(found.lines), size), "previous": ""}
    where["next"] = visit.same(token=following) if following else ""
    return Listed(table, shown(found.whole, naming, slip=True), where)


def pages(visit: Visit, first: int, count: int) -> dict[str, Any]:
    """Which rows are shown, and where those before and after them are."""
    last = min(first + SHOWN, count)
    here = first // SHOWN
    return {
        "rows": (first + 1 if count else 0, last, count),
        "previous": visit.same(page=here) if here else "",
        "next": visit.same(page=here + 2) if last < count else "",
    }


def choices(visit: Visit, definitions: Mapping[str, Any]) -> list[Link]:
    """The indicators that units can be compared by."""
    found = [each for name, each in definitions.items() if "@" not in name and not each.bounds]
    named = [Link(visit.words.of(each.title), each.id) for each in found]
    return sorted(named, key=lambda link: formats.collated(link.text))
