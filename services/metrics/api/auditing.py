"""Which figures of a request are hidden: decided off the thread that answers everybody.

Promises that an audit ends with the call that asked for it. Must not hold what is recorded.
"""

import asyncio
from collections.abc import Iterable, Mapping

from services.chassis.errors import Refusal
from services.metrics.domain.disclosure.candidates import Candidate, Disclosed
from services.metrics.domain.disclosure.decision import hidden
from services.metrics.domain.disclosure.regions import World
from services.metrics.domain.disclosure.work import MOST, AuditTooLargeError, Work
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.refusals import MetricsReason


async def audited(
    candidates: Mapping[str, Candidate],
    seen: Mapping[str, Disclosed],
    definitions: Iterable[Definition],
    world: World,
) -> set[str]:
    """The names of those to hide. Whoever stops waiting, at a deadline, too, ends the audit: of a
    country it takes seconds, and a repeated call would audit at the same time.
    """
    work = Work()
    try:
        return await asyncio.to_thread(hidden, candidates, seen, definitions, world, work)
    except AuditTooLargeError:
        values = {"most": f"{MOST:,}"}
        raise Refusal(MetricsReason.AUDIT_TOO_LARGE, field="figures", values=values) from None
    finally:
        work.cancel()
