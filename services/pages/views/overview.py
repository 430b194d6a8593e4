"""The city's page and that of a unit: what matters at a glance, how it went by months, who stands
where, and what does not add up.

All figures are known at one pair of positions. Must not compute one.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from starlette.responses import RedirectResponse, Response

from motcua.metrics.v1.definitions_pb2 import Definition
from services.pages import questions
from services.pages.figures import shown
from services.pages.naming import Naming
from services.pages.questions import Period, Question
from services.pages.views import balance, league, months, periods, public, statements, units
from services.pages.visit import Page, Visit

COVERAGE, ONLINE, ON_TIME = "coverage.l3l4", "online_handling", "on_time.ended"
UNITS_SHOWN, FIRST = 20, 3  # so many are unfolded: on a phone each is a card
MONTHLY = (COVERAGE, ONLINE, ON_TIME, "satisfaction.rating")
HEADLINES = (*MONTHLY, "stock.open", "stock.overdue")


async def city(visit: Visit) -> Page | Response:
    """The whole tree: its root where it has one, for which targets are set and leaders answer. Who
    has a role within a unit only is led to that.
    """
    if visit.visitor.unit:
        own = visit.to(f"/units/{visit.visitor.unit}", **visit.parameters)
        return RedirectResponse(own, status_code=HTTPStatus.SEE_OTHER)
    return await overview(visit, "" if visit.visitor.is_public else await units.root_id(visit))


async def unit(visit: Visit) -> Page:
    """One unit with all below it."""
    return await overview(visit, visit.path["unit"])


@dataclass(frozen=True)
class About:
    """What the page is about."""

    unit: str
    period: Period
    definitions: dict[str, Definition]
    units_at: datetime | None

    def question(self, definition: str) -> Question:
        """One of its figures."""
        return Question(definition, unit=self.unit, period=self.period, units_at=self.units_at)

    @property
    def headlines(self) -> list[str]:
        """Those of the headlines that are answered here."""
        return [each for each in HEADLINES if each in self.definitions]


async def overview(visit: Visit, unit: str) -> Page:
    """The page of a unit, or of all; the public has one of published figures."""
    if visit.visitor.is_public:
        return await public.overview(visit, unit, HEADLINES)
    reading = visit.reading
    await reading.settle(unit)
    definitions, by_month, place = await asyncio.gather(
        reading.definitions(),
        months.of_each(reading, unit, MONTHLY, visit.units_at),
        units.place(visit, unit),
    )
    span = by_month.get(ONLINE, [])
    chosen = questions.period(visit.parameters) or periods.default(span)
    about = About(unit, chosen, definitions, visit.units_at)
    figures, standing, sums, asserted = await asyncio.gather(
        asyncio.gather(*(reading.rate(about.question(each)) for each in about.headlines)),
        league.standing(visit, about.question(ONLINE)),
        balance.of(visit, unit, chosen),
        statements.asserted(visit, unit),
    )
    naming = Naming(visit.words, definitions, place.names | dict(standing.names))
    return Page(
        "overview.html",
        place.title,
        {
            "place": place,
            "about": about,
            **periods.controls(visit, span, chosen),
            "known": reading.known,
            "figures": [shown(rate, naming, slip=True) for rate in figures],
            "charts": months.charts(by_month, naming),
            "balance": sums,
            "live": ""
            if visit.parameters.get("known") or visit.units_at
            else visit.to("/live", unit=unit, period=questions.written(chosen)),
            "all_units": visit.to("/league", under=unit, period=questions.written(chosen)),
            "count": len(standing.ordered),
            "first": FIRST,
        },
        [
            months.table(by_month, naming),
            standing.table(naming, limit=UNITS_SHOWN),
            sums.summary(),
            asserted.table,
        ],
        place="city",
    )
