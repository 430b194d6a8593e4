"""Lists of dossiers, and of what falls due, page by page.

All pages of a list see the units as they lay, and were known, when the first one was asked for. A
portal's own filings are all that its role shows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from motcua.submissions.v1 import dossier_queries_pb2 as api
from motcua.submissions.v1.submissions_pb2 import Dossier
from services.chassis.call import current
from services.chassis.errors import Refusal
from services.chassis.page_tokens import size_of
from services.submissions.api.commands import is_staff
from services.submissions.api.context import Context
from services.submissions.api.linking import name_of
from services.submissions.domain.dossier.listed import (
    IN_HANDLING,
    LONG_AGO,
    NEVER,
    VOIDED,
    id_of,
    microseconds,
)
from services.submissions.domain.dossier.transferring import is_left_behind
from services.submissions.domain.instants import instant
from services.submissions.domain.refusals import SubmissionsReason
from services.submissions.queries.dossier_lists import STATUSES, After, Wanted


class Cursor(NamedTuple):
    """The last dossier of the page before, with its sort key; and the units that the list is of: as
    of an instant (ISO 8601), as known at a catalogue position.
    """

    as_of: str
    as_known: int
    key: int
    dossier: str


class Page(NamedTuple):
    """Dossiers, and the token of those that follow."""

    dossiers: Sequence[Dossier] = ()
    token: str = ""


async def list_dossiers(context: Context, request: api.ListDossiersRequest) -> Page:
    """A page of what the units of a subtree have."""
    wanted = replace(wanted_of(request), assignee=request.assignee or None)
    if request.number:
        wanted = replace(wanted, dossiers=await _numbered(context, request))
    return await page(context, request, wanted)


def wanted_of(request: Any) -> Wanted:
    """What a list is of, by what dossiers and filings are both chosen by."""
    statuses = sorted(set(request.statuses) - {0})  # each once: of each, a page is read
    if request.voided and statuses:
        raise Refusal(SubmissionsReason.STATUSES_OF_VOIDED, field="statuses")
    begins, until = _range(request)
    return Wanted(
        statuses=[VOIDED] if request.voided else statuses or STATUSES,
        due_from=begins,
        due_until=until,
        service=request.service or None,
        channel=request.channel or None,
        by_submission=request.order == api.DOSSIER_ORDER_SUBMISSION,
    )


async def _numbered(context: Context, request: Any) -> list[UUID]:
    """The dossier that has this number, and those of records that have it as a key."""
    number, sources = request.number, await tried(context, request.unit)
    return [
        *await given_to(context, number),
        *(id_of(name_of(source, number)) for source in sources),
    ]


async def tried(context: Context, unit: str) -> list[str]:
    """The sources in which a number is tried: first those of the unit, of units below and above it,
    and of the whole tree, so that it does not matter how many others bind.
    """
    if not unit:
        return await context.sources.tried(None)
    units, now = context.catalogue.units, context.clock()
    near = {*context.subtrees.of(units, unit, now), *units.upward(unit, now), ""}
    return await context.sources.tried(near)


async def given_to(context: Context, number: str) -> list[UUID]:
    """The dossier to which this number was given here."""
    found = await context.tracking.dossier_of(number)
    return [id_of(found)] if found else []


async def list_due_dossiers(context: Context, request: api.ListDueDossiersRequest) -> Page:
    """A page of what falls due, the first due first."""
    wanted = Wanted(
        statuses=IN_HANDLING,
        due_until=_until(request, NEVER - 1),
        assignee=request.assignee or None,
        accepted=True,
    )
    return await page(context, request, wanted)


async def page(context: Context, request: Any, wanted: Wanted) -> Page:
    """What a caller may see of a list."""
    call, size = current(), size_of(request)
    begun = call.page_of(Cursor, request)
    await context.catalogue.wait_for(request.catalog_position)
    if request.unit:
        await context.catalogue.must_know_unit(request.unit, field="unit")
    cursor = begun or beginning(context)
    wanted = replace(wanted, units=await units_of(context, request.unit, cursor))
    if not is_staff(call, request.unit):
        wanted = replace(wanted, portal=call.caller.subject)
    after = After(cursor.key, UUID(cursor.dossier)) if begun else None
    found, last = await context.rows.page(wanted, after, size)
    flag(context, found)
    if last is None:
        return Page(found)
    following = cursor._replace(key=last.key, dossier=str(last.dossier))
    return Page(found, call.page_token(following, request))


async def units_of(context: Context, top: str, cursor: Cursor) -> list[str]:
    """The units that a list is of."""
    await context.catalogue.wait_for(cursor.as_known)
    units = await context.catalogue.units_as_known(cursor.as_known)
    as_of = datetime.fromisoformat(cursor.as_of)
    return context.subtrees.of(units, top, as_of)


def flag(context: Context, found: Iterable[Dossier]) -> None:
    """Those whose unit has ended, and that nobody has taken yet."""
    units, now = context.catalogue.units, context.clock()
    for each in found:
        holder = each.handling_unit or each.receiving_unit
        each.awaits_assignment = not each.voided and is_left_behind(holder, each.status, units, now)


def beginning(context: Context) -> Cursor:
    """The cursor of the first page: the units as of now, and no dossier before."""
    return Cursor(context.clock().isoformat(), context.catalogue.position, 0, "")


def _range(request: Any) -> tuple[int, int]:
    """The dues of a list: where it is of a range, only those that there are."""
    if request.HasField("due_start_time"):
        return microseconds(instant(request.due_start_time)), _until(request, NEVER - 1)
    return LONG_AGO, _until(request, NEVER)


def _until(request: Any, otherwise: int) -> int:
    """The last microsecond before the end that is asked for."""
    given = request.HasField("due_end_time")
    return microseconds(instant(request.due_end_time)) - 1 if given else otherwise
