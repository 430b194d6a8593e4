"""Asking for estimates: what of split units' counted facts falls to a scope, and to each successor.

Promises that all of one definition are known at the positions of the first. Must not compute.
"""

from collections.abc import Iterable, Sequence

from motcua.metrics.v1 import estimates_pb2 as messages
from motcua.metrics.v1 import metrics_pb2 as api
from services.console.outcome import Refused
from services.console.portal.client import Portal
from services.console.portal.questions import ROLE

COUNTS_ONLY = "ESTIMATES_OF_COUNTS_ONLY"


async def estimate(portal: Portal, request: api.GetRateRequest) -> messages.EstimatedRate:
    """One estimate."""
    asked = messages.EstimateRateRequest(rate=request)
    return await portal.call(portal.estimates.EstimateRate, asked, role=ROLE)


async def divided(portal: Portal, request: api.GetRateRequest) -> list[messages.EstimatedRate]:
    """The estimate of the scope, then that of each successor in it, alone: these sum to it."""
    whole = await estimate(portal, request)
    units = sorted({each.successor for each in whole.receipt.shares})
    return [whole, *[await estimate(portal, alone(request, whole, each)) for each in units]]


def alone(
    request: api.GetRateRequest, whole: messages.EstimatedRate, unit: str
) -> api.GetRateRequest:
    """The same question of one unit, as known where the whole is."""
    asked = api.GetRateRequest()
    asked.CopyFrom(request)
    for name in ("as_known", "as_known_time", "at_least"):
        asked.ClearField(name)
    asked.unit, asked.alone, asked.version = unit, True, whole.receipt.version
    asked.as_known.extend(whole.receipt.positions)
    return asked


async def of_definitions(
    portal: Portal, requests: Iterable[api.GetRateRequest], *, named: bool
) -> list[Sequence[messages.EstimatedRate]]:
    """Of each that counts such facts; one that does not is a mistake only where it was named."""
    found: list[Sequence[messages.EstimatedRate]] = []
    for each in requests:
        try:
            found.append(await divided(portal, each))
        except Refused as refused:
            if named or refused.reason != COUNTS_ONLY:
                raise
    return found
