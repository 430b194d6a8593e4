"""The dossiers that an export holds: of a subtree, all or those that are closed, page by page.

Dossiers that were entered in error are in no export. A dossier and its facts hold no personal data;
who applied is opened only for a purpose (`persons`).
"""

import asyncio
from collections.abc import AsyncIterator
from typing import NamedTuple

from motcua.submissions.v1 import dossier_queries_pb2 as queries
from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1.submissions_pb2 import Dossier
from services.console.exporting import applicants
from services.console.exporting.applicants import Person
from services.console.portal import lists
from services.console.portal.client import Portal

ROLE = lists.INSPECTOR
AT_ONCE = 16
CLOSED = (
    facts.STATUS_REFUSED,
    facts.STATUS_WITHDRAWN,
    facts.STATUS_STOPPED,
    facts.STATUS_RESULT_READY,
    facts.STATUS_RESULT_RETURNED,
)


class Wanted(NamedTuple):
    """`units/ID` with all below it, or all when empty; only closed ones; only facts with a task;
    and who applied, for this purpose.
    """

    unit: str = ""
    closed: bool = False
    tasks: bool = False
    purpose: str = ""


async def pages(portal: Portal, wanted: Wanted) -> AsyncIterator[list[Dossier]]:
    """The dossiers, the latest submission first."""
    request = queries.ListDossiersRequest(
        unit=wanted.unit,
        statuses=CLOSED if wanted.closed else (),
        order=queries.DOSSIER_ORDER_SUBMISSION,
        page_size=lists.PAGE,
    )
    method = portal.dossier_queries.ListDossiers
    async for answer in lists.pages(portal, method, request, role=ROLE):
        yield list(answer.dossiers)


async def require_readable(portal: Portal, wanted: Wanted) -> None:
    """Refuse where who applied for one of them may not be asked, before any is."""
    if wanted.purpose:
        async for page in pages(portal, wanted):
            await applicants.require_readable(portal, page, wanted.purpose)


async def opened(portal: Portal, wanted: Wanted) -> AsyncIterator[list[tuple[Dossier, Person]]]:
    """The same with who applied, a few at a time."""
    async for page in pages(portal, wanted):
        for start in range(0, len(page), AT_ONCE):
            some = page[start : start + AT_ONCE]
            found = await applicants.opened(portal, some, wanted.purpose)
            yield list(zip(some, found, strict=True))


async def histories(
    portal: Portal, wanted: Wanted
) -> AsyncIterator[list[tuple[queries.DossierHistory, Person]]]:
    """The same with their facts."""
    async for some in opened(portal, wanted):
        found = await asyncio.gather(*(history_of(portal, dossier) for dossier, _ in some))
        yield [(each, person) for each, (_, person) in zip(found, some, strict=True)]


async def history_of(portal: Portal, dossier: Dossier) -> queries.DossierHistory:
    """One of them."""
    request = queries.GetDossierHistoryRequest(name=dossier.name)
    return await portal.call(portal.dossier_queries.GetDossierHistory, request, role=ROLE)


def effective(fact: queries.DossierFact) -> facts.CorrectedFact | None:
    """A fact as it holds; None: it holds no more, or is none of the dossier's life, such as a
    notice or a correction.
    """
    if fact.left_out:
        return None
    holding = fact.effective if fact.effective.WhichOneof("fact") else fact.recorded
    return holding if holding.WhichOneof("fact") else None
