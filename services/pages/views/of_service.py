"""The figures of one service, for whose role may see them: how many dossiers were filed online, and
how many were settled on time.

Of all units, or of the visitor's. Nothing where his role gives none.
"""

import asyncio
from typing import Any

from services.pages import questions
from services.pages.figures import shown
from services.pages.naming import Naming
from services.pages.questions import Question
from services.pages.refused import Refused
from services.pages.views import months, periods
from services.pages.views.overview import ON_TIME, ONLINE
from services.pages.visit import Visit

FIGURES = (ONLINE, ON_TIME)


async def figures(visit: Visit, service: str) -> dict[str, Any]:
    """What the template shows of them, with the periods that can be chosen."""
    if visit.visitor.is_public:
        return {"figures": []}
    unit = visit.visitor.unit
    asked = Question(ONLINE, unit=unit, service=service)
    try:
        return await of(visit, asked)
    except Refused as refused:
        if refused.reason == "PARAMETER_MALFORMED":
            raise
        return {"figures": []}


async def of(visit: Visit, asked: Question) -> dict[str, Any]:
    """The same of a unit."""
    reading = visit.reading
    await reading.settle(asked.unit)
    span = await months.of_one(reading, asked)
    period = questions.period(visit.parameters) or periods.default(span)
    definitions, names, *found = await asyncio.gather(
        reading.definitions(),
        reading.names([f"units/{asked.unit}" if asked.unit else ""], [f"services/{asked.service}"]),
        *(reading.rate(asked.at(definition=each, period=period)) for each in FIGURES),
    )
    naming = Naming(visit.words, definitions, names)
    controls = periods.controls(visit, span, period)
    shown_here = [shown(rate, naming, slip=True) for rate in found]
    return {**controls, "figures": shown_here, "scope": naming.scope(found[0].receipt.scope)}
