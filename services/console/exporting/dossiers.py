"""The dossiers that an export holds: of a subtree, all or those that are closed, page by page.

Dossiers that were entered in error are in no export. Nothing here reads personal data: a dossier
and its facts hold none.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import NamedTuple

from motcua.submissions.v1 import dossier_queries_pb2 as queries
from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1.submissions_pb2 import Dossier
from services.console import lists
from services.console.portal import Portal

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
    """`units/ID` with all below it, or all when empty; only closed ones; only facts with a task."""

    unit: str = ""
    closed: bool = False
    tasks: bool = False


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


async def histories(portal: Portal, wanted: Wanted) -> AsyncIterator[list[queries.DossierHistory]]:
    """The same with their facts, a few at a time."""
    async for page in pages(portal, wanted):
        for start in range(0, len(page), AT_ONCE):
            some = page[start : start + AT_ONCE]
            yield list(await asyncio.gather(*(history_of(portal, each) for each in some)))


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
