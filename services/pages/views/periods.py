"""Which period a page is about, and which can be chosen: those that have something.

The last whole month when none is named.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from motcua.metrics.v1.events_pb2 import Rate
from services import formats
from services.pages import questions
from services.pages.questions import Period, period_of
from services.pages.tables import Link
from services.pages.visit import Visit


def default(months: Sequence[Rate]) -> Period:
    """The last whole month that has something; else the last month at all, else the present one."""
    today = datetime.now(formats.LOCAL).date()
    periods = [period_of(rate) for rate in months]
    over = [each for each in periods if each[1] <= today]
    if periods:
        return (over or periods)[-1]
    start = today.replace(day=1)
    return start, questions.next_month(start)


def controls(visit: Visit, months: Sequence[Rate], chosen: Period) -> dict[str, Any]:
    """What a page's controls show: the period in words, as addresses have it, and the others."""
    today = f"{datetime.now(formats.LOCAL):%Y-%m-%d}"
    return {
        "units": questions.text(visit.parameters, "units"),
        "today": today,
        "known_day": "" if questions.known(visit.parameters) else visit.parameters.get("known", ""),
        "period": formats.period(*chosen, visit.language),
        "chosen": questions.written(chosen),
        "periods": offered(visit, [period_of(rate) for rate in months], chosen),
    }


def offered(visit: Visit, months: Sequence[Period], chosen: Period) -> list[Link]:
    """Months, and the quarters and years around them, the newest first: name and parameter."""
    quarters = {f"{start.year}-Q{(start.month + 2) // 3}" for start, _ in months}
    years = {f"{start.year}" for start, _ in months}
    around = [questions.read_period(each) for each in sorted(quarters, reverse=True)]
    around += [questions.read_period(each) for each in sorted(years, reverse=True)]
    return listed(visit, list(dict.fromkeys([chosen, *reversed(months), *around])))


def listed(visit: Visit, of: Sequence[Period]) -> list[Link]:
    """Periods by their names, each with the parameter that means it."""
    return [
        Link(formats.capital(formats.period(*each, visit.language)), questions.written(each))
        for each in of
    ]
