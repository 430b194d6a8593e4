"""On whose word a rate rests: of its items those that were corrected, have a stated due, or were
withdrawn by an officer or another system's record.

Promises a rate with a receipt of its own for each, known where the rate is. Must not count.
"""

from motcua.metrics.v1 import events_pb2 as figures
from motcua.metrics.v1 import metrics_pb2 as api
from services.console.outcome import Refused
from services.console.portal.client import Portal
from services.console.portal.questions import get_rate
from services.provenance import LINES


async def provenance(
    portal: Portal, request: api.GetRateRequest, rate: figures.Rate
) -> list[figures.Rate]:
    """None of items that are no dossiers, nor by a dimension that the request filters by."""
    named = {each.dimension for each in request.filters}
    try:
        return [
            await get_rate(portal, narrowed(request, rate.receipt, dimension, value))
            for dimension, value in LINES
            if dimension not in named
        ]
    except Refused as refused:
        if refused.reason == "DIMENSION_UNKNOWN":
            return []
        raise


def narrowed(
    request: api.GetRateRequest, receipt: figures.Receipt, dimension: str, value: str
) -> api.GetRateRequest:
    """The same question for one value, as known where its receipt says."""
    asked = api.GetRateRequest()
    asked.CopyFrom(request)
    for name in ("as_known", "as_known_time", "at_least"):
        asked.ClearField(name)
    asked.version = receipt.version
    asked.as_known.extend(receipt.positions)
    asked.filters.add(dimension=dimension, values=[value])
    return asked
