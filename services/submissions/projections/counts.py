"""This service's own log → of which unit, service and day there are single dossiers, and the counts
beside which they come.

A count that single dossiers meet gets a timer, which marks it: what came first does not matter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from motcua.submissions.v1 import events_pb2 as events
from services.chassis import timers
from services.chassis.database import Connection, statements
from services.chassis.log import Recorded
from services.chassis.timers import Timer
from services.submissions.domain.counts.series import OVERLAP
from services.submissions.domain.counts.series import REGISTRY as COUNTS
from services.submissions.domain.dossier.changes import REGISTRY as DOSSIERS
from services.submissions.domain.instants import instant
from services.submissions.domain.moments import local_day
from services.submissions.queries.catalogue import SQL

NAME = "counts"


class Day(NamedTuple):
    """A single dossier on a day; service "": that of its submission."""

    population: int
    unit: str
    day: date
    service: str
    dossier: str


@dataclass(slots=True)
class Noted:
    """What a batch says, and when its last event was recorded."""

    days: dict[Day, None] = field(default_factory=dict)
    counts: list[tuple[Any, ...]] = field(default_factory=list)
    overlapped: list[str] = field(default_factory=list)
    at: datetime | None = None


async def prepare(batch: Sequence[Recorded]) -> Noted:
    """Fold a batch in memory."""
    noted = Noted()
    for event in batch:
        noted.at = event.recorded_at
        if event.type in _DAYS:
            said: Any = DOSSIERS[event.type].FromString(event.payload)
            noted.days |= dict.fromkeys(_DAYS[event.type](said, event))
        elif event.type in COUNTS:
            _note_count(noted, COUNTS[event.type].FromString(event.payload), event.stream)
    return noted


async def apply(connection: Connection, noted: Noted) -> None:
    """Write a batch, in the transaction that moves the checkpoint."""
    days = await _with_services(connection, list(noted.days))
    await _write(connection, "keep_days", sorted({each[:4]: each for each in days}.values()))
    await _write(connection, "keep_counts", noted.counts)
    if noted.overlapped:
        await connection.execute(statements(SQL)["counts_overlapped"], noted.overlapped)
    units = sorted({each.unit for each in days} | {each[3] for each in noted.counts})
    if not units:
        return
    rows = await connection.fetch(statements(SQL)["overlapping_counts"], units)
    due = [Timer(row["count"], OVERLAP, noted.at) for row in rows if noted.at]
    if due:
        await timers.replace(connection, [OVERLAP], [each.subject for each in due], due)


async def _with_services(connection: Connection, days: Sequence[Day]) -> list[Day]:
    lacking = sorted({each.dossier for each in days if not each.service})
    if not lacking:
        return list(days)
    rows = await connection.fetch(statements(SQL)["services_of"], lacking)
    services = {
        row["stream"]: events.DossierSubmitted.FromString(row["payload"]).offering.service
        for row in rows
    }
    return [each._replace(service=each.service or services[each.dossier]) for each in days]


async def _write(connection: Connection, statement: str, rows: Iterable[Any]) -> None:
    columns = [list(column) for column in zip(*rows, strict=True)]
    if columns:
        await connection.execute(statements(SQL)[statement], *columns)


def _note_count(noted: Noted, said: Any, stream: str) -> None:
    if isinstance(said, events.CountOverlapped):
        noted.overlapped.append(said.count)
    elif isinstance(said, events.CountRecorded):
        first, end = (local_day(instant(each)) for each in (said.start_time, said.end_time))
        row = (said.count, stream, said.population, said.unit, said.service, first, end)
        noted.counts.append(row)


def _of_offering(said: Any, event: Recorded) -> list[Day]:
    """A submission or an acceptance: of the competent unit."""
    submitted = isinstance(said, events.DossierSubmitted)
    population = events.POPULATION_SUBMITTED if submitted else events.POPULATION_ACCEPTED
    about = said.offering
    at = event.occurred_at
    day = Day(population, about.unit, local_day(at), about.service, event.stream)
    return [day] if said.time_known else []


def _of_end(said: Any, event: Recorded) -> list[Day]:
    """An end: of the handling unit."""
    at = event.occurred_at
    day = Day(events.POPULATION_ENDED, said.handling_unit, local_day(at), "", event.stream)
    return [day] if said.time_known and getattr(said, "ends", True) else []


def _of_rating(said: events.DossierRated, event: Recorded) -> list[Day]:
    at = local_day(instant(said.first_rated_time))
    day = Day(events.POPULATION_RATED, said.handling_unit, at, "", event.stream)
    return [day] if said.time_known else []


def _of_correction(said: events.DossierCorrected, event: Recorded) -> list[Day]:
    """The dossier's facts as they are after it; the days that it left stay noted."""
    facts, about = said.facts, said.facts.offering
    places = (
        (events.POPULATION_SUBMITTED, about.unit, facts.submitted),
        (events.POPULATION_ACCEPTED, about.unit, facts.accepted),
        (events.POPULATION_ENDED, facts.handling_unit, facts.ended),
    )
    return [
        Day(population, unit, local_day(instant(when.time)), about.service, event.stream)
        for population, unit, when in places
        if when.time_known
    ]


_DAYS = {
    kind.DESCRIPTOR.full_name: days
    for kind, days in (
        (events.DossierSubmitted, _of_offering),
        (events.DossierAccepted, _of_offering),
        (events.ResultRecorded, _of_end),
        (events.ResultReturned, _of_end),
        (events.DossierRated, _of_rating),
        (events.DossierCorrected, _of_correction),
    )
}
