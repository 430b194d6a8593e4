"""What came in, went out and is still there: each sum of a period line by line, with its residual.

Must not be called in agreement unless every residual is 0.
"""

import asyncio
from datetime import datetime

from services import formats
from services.formats import LOCAL
from services.pages import questions
from services.pages.views import balance, units
from services.pages.visit import Page, Visit


async def reconciliation(visit: Visit) -> Page:
    """Of a unit with all below it, in a period: the last whole month when none is named."""
    unit = questions.unit(visit.parameters) or visit.visitor.unit
    today = datetime.now(LOCAL).date().replace(day=1)
    period = questions.period(visit.parameters) or (questions.next_month(today, -1), today)
    await visit.reading.settle(unit)
    place, sums = await asyncio.gather(units.place(visit, unit), balance.of(visit, unit, period))
    return Page(
        "reconciliation.html",
        visit.words("place.reconciliation"),
        {
            "scope": place.title,
            "unit": unit,
            "period": formats.capital(formats.period(*period, visit.language)),
            "chosen": questions.written(period),
            "balance": sums,
            "known": visit.reading.known,
        },
        [sums.table()],
        place="reconciliation",
    )
