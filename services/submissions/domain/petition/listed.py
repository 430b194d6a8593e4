"""One row per petition, by which lists find and order it: a function of its facts alone.

The term by which it is listed is the one that runs: of the answer, then of the publication.
"""

from typing import NamedTuple
from uuid import UUID

from services.submissions.domain.instants import instant
from services.submissions.domain.petition.state import Petition
from services.submissions.domain.rows import LONG_AGO, NEVER, VOIDED, microseconds


class Listed(NamedTuple):
    """The columns of a petition's row but for what is shown of it. Times are microseconds since
    1970.
    """

    petition: UUID
    unit: str  # that has it
    status: int  # VOIDED where it was entered in error
    kind: int
    term: int
    received: int
    assignee: str
    portal: str
    dossier: str
    publication: UUID | None
    published: int


def listed(petition: Petition) -> Listed:
    """The row of a petition."""
    received, published = petition.received, petition.published
    disclosed = petition.publication and not petition.voided
    return Listed(
        petition=id_of(petition.name),
        unit=petition.holder,
        status=VOIDED if petition.voided else int(petition.status),
        kind=int(petition.kind),
        term=microseconds(instant(petition.term.time)) if petition.term else NEVER,
        received=microseconds(received.at) if received else LONG_AGO,
        assignee=petition.assignee,
        portal=petition.portal,
        dossier=petition.dossier,
        publication=id_of(petition.publication) if disclosed else None,
        published=microseconds(published.at) if published else LONG_AGO,
    )


def id_of(name: str) -> UUID:
    """The id in `petitions/{petition}` or `publications/{publication}`."""
    return UUID(name.rpartition("/")[2])
