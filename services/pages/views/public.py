"""The city's page and a unit's for the public: published figures, as they were disclosed.

Nothing that is not published has a place here: no live figure, no open and overdue, no sums.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence

from motcua.metrics.v1 import published_pb2 as api
from motcua.metrics.v1.events_pb2 import Rate
from services.pages import questions
from services.pages.asking import day, resource
from services.pages.naming import Naming
from services.pages.questions import Period, period_of
from services.pages.tables import Column, Row, Table
from services.pages.views import months, periods, published, statements, units
from services.pages.views.league import Order, in_order
from services.pages.views.ranking import Ranking, ranking
from services.pages.visit import Page, Visit

MOST, SIX = 1000, 6
FIRST = 10  # units that are shown before the others fold out
STANDING = "online_handling"


async def overview(visit: Visit, unit: str, headlines: Sequence[str]) -> Page:
    """The page of a unit, or of all."""
    own, place = await asyncio.gather(figures(visit, unit), units.place(visit, unit))
    by_period: dict[Period, list[api.PublishedFigure]] = defaultdict(list)
    for each in own:
        by_period[period_of(each.rate)].append(each)
    spans = sorted(by_period)
    monthly = [each.rate for each in own if is_month(period_of(each.rate))]
    ordered = sorted(monthly, key=period_of)
    chosen = questions.period(visit.parameters) or first_shown(by_period)
    below, asserted = await asyncio.gather(
        figures(visit, unit, period=chosen, definition=STANDING), statements.asserted(visit, unit)
    )
    of_page = {"", resource("units", unit), *([] if unit else place.names)}  # the root, too
    units_below = [each for each in below if each.rate.receipt.scope.unit not in of_page]
    naming, ranked = await asyncio.gather(
        published.named(visit, [each.rate for each in [*own, *below]]),
        ranking(visit, [each.rate for each in units_below]),
    )
    by_month = grouped(ordered, headlines)
    shown = sorted(by_period[chosen], key=lambda each: rank(each, headlines))[:SIX]
    return Page(
        "public.html",
        place.title,
        {
            **periods.controls(visit, [], chosen),
            "periods": periods.listed(visit, spans[::-1] or [chosen]),
            "place": place,
            "figures": [published.one(visit, each, naming, slip=True) for each in shown],
            "charts": months.charts(by_month, naming),
            "any": bool(own),
            "kind": ranked.kind,
            "kinds": ranked.choices,
            "first": FIRST,
        },
        [
            standing(visit, units_below, naming, ranked),
            everything(visit, own, naming),
            asserted.table,
        ],
        place="city",
    )


def first_shown(by_period: Mapping[Period, Sequence[api.PublishedFigure]]) -> Period:
    """The period of which most is shown, since small counts are hidden; of several the latest."""

    def shown(period: Period) -> tuple[int, Period]:
        return sum(bool(each.rate.percent) for each in by_period[period]), period

    return max(by_period, key=shown, default=periods.default([]))


async def figures(
    visit: Visit, unit: str, *, period: Period | None = None, definition: str = ""
) -> list[api.PublishedFigure]:
    """Published figures of a unit, the newest first; of a period those of all units below it."""
    request = api.ListPublishedFiguresRequest(
        unit=resource("units", unit), subtree=bool(period), definition=definition, page_size=MOST
    )
    if period:
        request.start_date.CopyFrom(day(period[0]))
        request.end_date.CopyFrom(day(period[1]))
    method = visit.services.published.ListPublishedFigures
    found = (await visit.client.call(method, request)).figures
    return [each for each in found if is_plain(each.rate) and fits(each.rate, period)]


def is_plain(rate: Rate) -> bool:
    """Whether it is of all services, and of a unit with all below it."""
    scope = rate.receipt.scope
    return not (scope.service or scope.alone or scope.filters)


def fits(rate: Rate, period: Period | None) -> bool:
    """Whether it is of that very period."""
    return period is None or period_of(rate) == period


def is_month(period: Period) -> bool:
    """Whether it is a whole local month."""
    return period[0].day == 1 and questions.next_month(period[0]) == period[1]


def rank(figure: api.PublishedFigure, headlines: Sequence[str]) -> tuple[bool, int, str]:
    """Those with a value first, of these headlines in their order."""
    name = figure.rate.receipt.definition
    place = headlines.index(name) if name in headlines else len(headlines)
    return not figure.rate.percent, place, name


def grouped(rates: Sequence[Rate], headlines: Sequence[str]) -> dict[str, list[Rate]]:
    """Months of each headline; of publications of one month the newest."""
    found: dict[str, dict[Period, Rate]] = {name: {} for name in headlines}
    for rate in rates:
        if rate.receipt.definition in found:
            found[rate.receipt.definition].setdefault(period_of(rate), rate)
    return {name: list(each.values()) for name, each in found.items() if each}


def standing(
    visit: Visit, below: Sequence[api.PublishedFigure], naming: Naming, ranked: Ranking
) -> Table:
    """Units of one kind side by side in the period, as published, the highest share first."""
    words = visit.words
    by_unit = {each.rate.receipt.scope.unit: each for each in reversed(below)}
    ordered = in_order(ranked.rates, Order("figure", falling=True), naming.names)
    found = [by_unit[name] for name in dict.fromkeys(each.receipt.scope.unit for each in ordered)]
    rows: list[Row] = [
        {
            "rank": ranked.rank(each.rate),
            "unit": visit.link(naming, each.rate.receipt.scope.unit),
            "figure": published.one(visit, each, naming),
        }
        for each in found
    ]
    columns = [
        ranked.column,
        Column("unit", words("column.unit")),
        Column(
            "figure", naming.short(found[0].rate) if found else words("column.figure"), "figure"
        ),
    ]
    return Table("units", words("league.caption"), columns, rows, empty=words("published.no_units"))


def everything(visit: Visit, own: Sequence[api.PublishedFigure], naming: Naming) -> Table:
    """Each published figure of the unit."""
    columns = [
        Column("indicator", visit.words("column.indicator")),
        Column("period", visit.words("column.period")),
        Column("figure", visit.words("column.published"), "figure"),
        Column("published", visit.words("column.when")),
    ]
    rows = [published.row(visit, each, naming) for each in own[: published.SHOWN]]
    for row in rows:
        del row["scope"]
    caption = visit.words("published.caption")
    return Table("published", caption, columns, rows, empty=visit.words("published.empty"))
