"""Single figures of the service, each asked for by the place that we have for it.

Promises nothing in place of one that is too large to be shown. Must not decide what that means.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from motcua.metrics.v1 import metrics_pb2 as api
from motcua.metrics.v1.events_pb2 import Rate
from services.console.instants import next_month
from services.console.outcome import Refused
from services.console.portal.client import Portal
from services.console.portal.questions import get_rate, one_rate
from services.console.reading.comparison.differences import TOO_LARGE
from services.console.reading.figures.sums import FigureKey


def question(key: FigureKey, version: int, known: Mapping[str, int]) -> api.GetRateRequest:
    """The figure of a place by a version of its definition, as known at these positions."""
    asked = one_rate(
        key.definition,
        (key.month, key.end or next_month(key.month)),
        version=version,
        unit=key.unit,
        service=key.service,
        as_known=known,
        at_least=known,
    )
    asked.alone = key.alone
    return asked


async def shown(portal: Portal, request: api.GetRateRequest) -> Rate | None:
    """The answer; None where the figure is too large to be shown."""
    try:
        return await get_rate(portal, request)
    except Refused as refused:
        if refused.reason != TOO_LARGE:
            raise
    return None


def lines(
    ours: Iterable[FigureKey], by: str, unit: str, period: tuple[date, date]
) -> set[FigureKey]:
    """Ours of a list."""
    start, end = period
    mine = {each for each in ours if start <= each.month < end}
    if by == "service":
        return {each._replace(month=start, end=end) for each in mine if each.service}
    of_all = {each for each in mine if not each.service}
    return {each for each in of_all if (each.unit if by == "unit" else each.unit == unit)}
