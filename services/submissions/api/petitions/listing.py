"""Lists of petitions, page by page.

All pages of a list see the units as they lay, and were known, when the first one was asked for. A
portal's own filings are all that its role shows.
"""

from typing import Any
from uuid import UUID

from google.protobuf.timestamp_pb2 import Timestamp

from motcua.submissions.v1 import petitions_pb2 as api
from services.chassis.call import current
from services.chassis.errors import Refusal
from services.chassis.page_tokens import size_of
from services.submissions.api.commands import is_staff
from services.submissions.api.context import Context
from services.submissions.api.listing import Cursor, beginning, tried, units_of
from services.submissions.api.petitions.backfill import name_of
from services.submissions.domain.instants import instant
from services.submissions.domain.petition.listed import id_of
from services.submissions.domain.petition.refusals import PetitionReason
from services.submissions.domain.petition.state import OPEN
from services.submissions.domain.rows import VOIDED, microseconds
from services.submissions.queries.petitions import STATUSES, After, Wanted


async def list_petitions(
    context: Context, request: api.ListPetitionsRequest
) -> api.ListPetitionsResponse:
    """A page of what the units of a subtree have."""
    call, size = current(), size_of(request)
    begun = call.page_of(Cursor, request)
    statuses = sorted(set(request.statuses) - {0})
    if request.voided and statuses:
        raise Refusal(PetitionReason.PETITION_STATUSES_OF_VOIDED, field="statuses")
    await context.catalogue.wait_for(request.catalog_position)
    if request.unit:
        await context.catalogue.must_know_unit(request.unit, field="unit")
    await context.own_log.must_be_caught_up()
    cursor = begun or beginning(context)
    found, last = await context.petitions.page(
        Wanted(
            units=await units_of(context, request.unit, cursor),
            statuses=[VOIDED] if request.voided else statuses or STATUSES,
            kinds=sorted(set(request.kinds) - {0}) or None,
            term_from=_microseconds(request, "term_start_time"),
            term_before=_microseconds(request, "term_end_time"),
            portal=None if is_staff(call, request.unit) else call.caller.subject,
            assignee=request.assignee or None,
            dossier=request.dossier or None,
            petitions=await _numbered(context, request),
            by_reception=request.order == api.PETITION_ORDER_RECEPTION,
        ),
        After(cursor.key, UUID(cursor.dossier)) if begun else None,
        size,
    )
    _flag(context, found)
    answer = api.ListPetitionsResponse(petitions=found)
    if last is not None:
        following = cursor._replace(key=last.key, dossier=str(last.petition))
        answer.next_page_token = call.page_token(following, request)
    return answer


def _flag(context: Context, found: list[api.Petition]) -> None:
    """Those whose unit has ended, and that nobody has taken yet."""
    units, now = context.catalogue.units, context.clock()
    for each in found:
        open_ = each.status in OPEN and not each.voided
        ended = open_ and units.has_ended(units.successor(each.holder, now), now)
        each.awaits_transfer = ended


async def _numbered(context: Context, request: api.ListPetitionsRequest) -> list[UUID] | None:
    """The petition that has this number, and those of records that have it as a key; None: any is
    asked for.
    """
    if not (number := request.number):
        return None
    given = await context.petitions.of_number(number)
    keyed = [name_of(source, number) for source in await tried(context, request.unit)]
    return [id_of(name) for name in ([given] if given else []) + keyed]


def _microseconds(request: Any, name: str) -> int | None:
    stamp: Timestamp = getattr(request, name)
    return microseconds(instant(stamp)) if request.HasField(name) else None
