"""Where a dossier counts as a single one: in each population, of which unit and service, on which
day.

Example: accepted by ward A on 3 March and voided on 5 March, it counts nowhere any more.
"""

from datetime import date
from typing import NamedTuple

from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.moments import local_day


class Membership(NamedTuple):
    """A dossier as an item of a population: of the competent unit, or for ends and ratings of the
    handling one.
    """

    population: int
    unit: str
    day: date  # in Vietnam
    service: str


def memberships(dossier: Dossier) -> list[Membership]:
    """At most one membership in each population; none where the time is not known."""
    about, rating = dossier.offering, dossier.rating
    if dossier.voided or about is None:
        return []
    found = (
        (events.POPULATION_SUBMITTED, about.unit, dossier.submitted_at),
        (events.POPULATION_ACCEPTED, about.unit, dossier.accepted_at),
        (events.POPULATION_ENDED, dossier.handling_unit, dossier.ended_at),
        (events.POPULATION_RATED, rating and rating.handling_unit, rating and rating.first_rated),
    )
    return [
        Membership(population, unit, local_day(at), about.service)
        for population, unit, at in found
        if unit and at
    ]
