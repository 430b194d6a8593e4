"""On whose word a rate rests: of its items those that were corrected, or of which an officer or
another system's record stated the due, a transfer or a withdrawal.

Promises a rate with a receipt of its own for each, known where the rate is. Must not count.
"""

from motcua.metrics.v1 import events_pb2 as figures
from motcua.metrics.v1 import metrics_pb2 as api
from services.console.portal.client import Portal
from services.console.portal.questions import definitions, get_rate
from services.provenance import lines_of


async def provenance(
    portal: Portal, request: api.GetRateRequest, rate: figures.Rate
) -> list[figures.Rate]:
    """None of items of other kinds, nor by a dimension that the request filters by."""
    of, named = rate.receipt, {each.dimension for each in request.filters}
    answered = (of.definition, of.version)
    kinds = {(each.id, each.version): each.kind for each in await definitions(portal)}
    return [
        await get_rate(portal, narrowed(request, of, dimension, value))
        for dimension, value in lines_of(kinds.get(answered, ""), filtered=named)
    ]


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
