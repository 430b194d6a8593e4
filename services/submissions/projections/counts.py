"""Of which unit, service and day there are single dossiers, and the counts beside which they come.

A count that single dossiers meet gets a timer, which marks it: what came first does not matter.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from motcua.submissions.v1 import events_pb2 as events
from services.chassis import timers
from services.chassis.database import Connection, statements
from services.chassis.log import Recorded
from services.chassis.timers import Timer
from services.submissions.domain.counts.series import OVERLAP
from services.submissions.domain.instants import instant
from services.submissions.domain.moments import local_day
from services.submissions.projections.batch import After, Decoded, write
from services.submissions.queries.catalogue import SQL


class Day(NamedTuple):
    """A single dossier on a day; service "": that of the dossier."""

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


def prepare(batch: Sequence[Decoded]) -> Noted:
    """Fold a batch in memory."""
    noted = Noted()
    for event, said in batch:
        noted.at = event.recorded_at
        if days := _DAYS.get(type(said)):
            noted.days |= dict.fromkeys(days(said, event))
        else:
            _note_count(noted, said, event.stream)
    return noted


async def apply(connection: Connection, noted: Noted, after: After) -> None:
    """Write them, and set the timers of counts that are to be marked."""
    days = [each._replace(service=each.service or _service(each, after)) for each in noted.days]
    first = {each[:4]: each for each in reversed(days)}
    await write(connection, "keep_days", sorted(first.values()))
    await write(connection, "keep_counts", noted.counts)
    if noted.overlapped:
        await connection.execute(statements(SQL)["counts_overlapped"], noted.overlapped)
    units = sorted({each.unit for each in days} | {each[3] for each in noted.counts})
    if not units:
        return
    rows = await connection.fetch(statements(SQL)["overlapping_counts"], units)
    due = [Timer(row["count"], OVERLAP, noted.at) for row in rows if noted.at]
    if due:
        await timers.replace(connection, [OVERLAP], [each.subject for each in due], due)


def _service(day: Day, after: After) -> str:
    offering = after[day.dossier].offering
    return offering.service if offering else ""


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


_DAYS: dict[type[Any], Callable[[Any, Recorded], list[Day]]] = {
    events.DossierSubmitted: _of_offering,
    events.DossierAccepted: _of_offering,
    events.ResultRecorded: _of_end,
    events.ResultReturned: _of_end,
    events.DossierRated: _of_rating,
    events.DossierCorrected: _of_correction,
}
