"""The dossiers that an export holds: of a subtree, all or those that are closed, page by page.

Dossiers that were entered in error are in no export. A dossier and its facts hold no personal data;
who applied is opened only for a purpose (`persons`).
"""

from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple

from motcua.submissions.v1 import dossier_queries_pb2 as queries
from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1.submissions_pb2 import Dossier
from services.console.exporting import applicants
from services.console.exporting.applicants import Person
from services.console.outcome import Unreadable, spoken
from services.console.portal import lists
from services.console.portal.client import Portal

ROLE = lists.INSPECTOR
SOME = 100  # dossiers in a question for their histories
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
    """The same with who applied, some at a time."""
    async for page in pages(portal, wanted):
        for start in range(0, len(page), SOME):
            some = page[start : start + SOME]
            found = await applicants.opened(portal, some, wanted.purpose)
            yield list(zip(some, found, strict=True))


async def histories(
    portal: Portal, wanted: Wanted
) -> AsyncIterator[list[tuple[queries.DossierHistory, Person]]]:
    """The same with their facts."""
    async for some in opened(portal, wanted):
        found = await histories_of(portal, [dossier.name for dossier, _ in some])
        yield [(each, person) for each, (_, person) in zip(found, some, strict=True)]


async def histories_of(portal: Portal, names: Sequence[str]) -> list[queries.DossierHistory]:
    """Of each dossier, in their order; an answer has as many as it holds."""
    method, found = portal.dossier_queries.BatchGetDossierHistories, list[queries.DossierHistory]()
    while len(found) < len(names):
        request = queries.BatchGetDossierHistoriesRequest(names=names[len(found) :])
        answered = (await portal.call(method, request, role=ROLE)).histories
        found += answered
        if not answered or len(found) > len(names):
            asked = spoken(f"{len(request.names)} tên đã hỏi", f"{len(request.names)} names asked")
            field = f"BatchGetDossierHistoriesResponse.histories[{len(answered)}]"
            raise Unreadable(field, asked)
    return found


def effective(fact: queries.DossierFact) -> facts.CorrectedFact | None:
    """A fact as it holds; None: it holds no more, or is none of the dossier's life, such as a
    notice or a correction.
    """
    if fact.left_out:
        return None
    holding = fact.effective if fact.effective.WhichOneof("fact") else fact.recorded
    return holding if holding.WhichOneof("fact") else None
