"""What became of what portals filed, day by day: every filing is accounted for once.

Example: of 10 filings of 2 March, 6 were accepted, 1 refused, 1 withdrawn before acceptance, 2 are
pending: the residual is 0. An end without an acceptance, which records have, is in the residual.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from motcua.submissions.v1 import dossier_queries_pb2 as api
from services.chassis.call import current
from services.chassis.errors import Refusal
from services.submissions.api.commands import is_staff
from services.submissions.api.context import Context
from services.submissions.domain.dossier.listed import microseconds
from services.submissions.domain.moments import as_date, day, midnight
from services.submissions.domain.refusals import SubmissionsReason
from services.submissions.queries.dossiers import DAYS_SINCE

LONGEST = 366  # days
COUNTS = ("submitted", "accepted", "refused", "withdrawn", "pending", "voided")


async def reconcile_portals(
    context: Context, request: api.ReconcilePortalsRequest
) -> api.ReconcilePortalsResponse:
    """A line for each portal and day with filings."""
    call = current()
    begins, ends = day(request.start_date), day(request.end_date)
    if not begins < ends <= begins + timedelta(days=LONGEST):
        values = {"most": str(LONGEST)}
        raise Refusal(SubmissionsReason.DAYS_INVALID, field="end_date", values=values)
    await context.catalogue.wait_for(request.catalog_position)
    if request.unit:
        await context.catalogue.must_know_unit(request.unit, field="unit")
    position = await context.own_log.must_be_caught_up()
    units = context.catalogue.units.below(request.unit, context.clock())
    portal = request.portal or None
    if not is_staff(call, request.unit):
        units = units if request.portal in {"", call.caller.subject} else []
        portal = call.caller.subject
    found = await context.rows.portal_days(
        units, microseconds(midnight(begins)), microseconds(midnight(ends)), portal
    )
    return api.ReconcilePortalsResponse(days=map(_line, found), position=position)


def _line(row: Mapping[str, Any]) -> api.PortalDay:
    counts = {name: row[name] for name in COUNTS}
    parts = (counts[name] for name in ("accepted", "refused", "withdrawn", "pending"))
    return api.PortalDay(
        portal=row["portal"],
        date=as_date(DAYS_SINCE + timedelta(days=row["day"])),
        residual=counts["submitted"] - sum(parts),
        **counts,
    )
