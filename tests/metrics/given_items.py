"""Events of petitions, tickets, counts, ratings and links, with what no test cares about.

Promises gapless positions and ids that follow from small numbers, as `given` does.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import petition_events_pb2 as petitions
from tests.metrics import given
from tests.metrics.given import AT, BIRTH, WARD, dossier, timestamp

DAY = timedelta(days=1)


def petition(number: int = 1) -> str:
    """The resource name of the petition with this number."""
    return f"petitions/{UUID(int=number)}"


def term(at: datetime) -> petitions.PetitionTerm:
    """Until then, inclusive."""
    return petitions.PetitionTerm(time=timestamp(at), working_days=15)


def terms(at: datetime) -> dict[str, petitions.PetitionTerm]:
    """The three that run from an instant."""
    days = {"answer_term": 21, "refusal_term": 2, "first_request_term": 7}
    return {name: term(at + n * DAY) for name, n in days.items()}


def received(
    number: int = 1,
    *,
    holder: str = WARD,
    kind: petitions.PetitionKind = petitions.PETITION_KIND_REFLECTION,
    of: int | None = None,
    at: datetime = AT,
) -> petitions.PetitionReceived:
    """A petition came in, and names a dossier or none."""
    return petitions.PetitionReceived(
        petition=petition(number),
        holder=holder,
        receiving_unit=holder,
        kind=kind,
        dossier=dossier(of) if of else "",
        time_known=True,
        **terms(at),
    )


def transferred(
    number: int = 1,
    *,
    holder: str = given.OTHER,
    at: datetime = AT,
    cause: events.TransferCause = events.TRANSFER_CAUSE_DECISION,
) -> petitions.PetitionTransferred:
    """It moved."""
    return petitions.PetitionTransferred(
        petition=petition(number), holder=holder, cause=cause, time_known=True, **terms(at)
    )


def answered(
    number: int = 1, *, at: datetime = AT, time_known: bool = True
) -> petitions.PetitionAnswered:
    """It is answered; the publication's term runs."""
    return petitions.PetitionAnswered(
        petition=petition(number), publication_term=term(at + 2 * DAY), time_known=time_known
    )


def of_petition(kind: Any, number: int = 1, **fields: Any) -> Any:
    """Any other event of a petition."""
    return kind(petition=petition(number), **fields)


def ticket(kind: Any, number: int = 1, *, unit: str = WARD, **fields: Any) -> Any:
    """An event of a ticket; `called` is the instant of its first call."""
    if called := fields.pop("called", None):
        fields["first_call_time"] = timestamp(called)
    return kind(ticket=f"tickets/{UUID(int=number)}", unit=unit, service=BIRTH, **fields)


def linked(number: int, root: int) -> events.DossierLinked:
    """It is part of one act with another."""
    return events.DossierLinked(dossier=dossier(number), root=dossier(root), time_known=True)


def rated(
    number: int = 1, value: int = 5, *, unit: str = WARD, first: datetime = AT
) -> events.DossierRated:
    """The citizen rated it."""
    return events.DossierRated(
        dossier=dossier(number),
        value=value,
        first_rated_time=timestamp(first),
        handling_unit=unit,
        time_known=True,
    )


def count(
    number: int = 1,
    n: int = 100,
    *,
    start: datetime,
    end: datetime,
    population: events.Population = events.POPULATION_ACCEPTED,
    unit: str = WARD,
    service: str = BIRTH,
    **facts: Any,
) -> events.CountRecorded:
    """How many there were."""
    return events.CountRecorded(
        count=f"counts/{UUID(int=number)}",
        unit=unit,
        service=service,
        start_time=timestamp(start),
        end_time=timestamp(end),
        population=population,
        n=n,
        **facts,
    )


def standard(
    number: int = 1, *, start: datetime, end: datetime, unit: str = WARD, **numbers: int
) -> events.StandardRecorded:
    """How often a standard was met."""
    return events.StandardRecorded(
        standard=f"standards/{UUID(int=number)}",
        unit=unit,
        service=BIRTH,
        code="wait",
        start_time=timestamp(start),
        end_time=timestamp(end),
        **numbers,
    )
