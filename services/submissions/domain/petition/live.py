"""A live fact of a petition: what a command states, and what follows of it.

What follows (terms, verdict, number) is filled in from the petition as it is.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.chassis.decider import Fact
from services.submissions.domain.authority import NOBODY, Accountable
from services.submissions.domain.entries import Entry
from services.submissions.domain.petition.following import followed
from services.submissions.domain.petition.state import Petition
from services.submissions.domain.petition.steps import live_time, require_allowed
from services.submissions.domain.petition.terms import VN_1, Calendars, NoCalendars, Rule
from services.submissions.domain.subjects import fact


@dataclass(frozen=True, slots=True)
class Given:
    """What every command comes with beside its own content; calendars in the versions that are
    known at the catalogue position.
    """

    clock: datetime
    catalog_position: int
    by: Accountable = NOBODY
    calendars: Calendars = field(default_factory=NoCalendars)
    rule: Rule = VN_1


def live_facts(petition: Petition, given: Given, stated: Any) -> list[Fact]:
    """The fact that a statement gives; refused where the petition's status does not allow it."""
    require_allowed(petition, type(stated))
    at = live_time(petition, given.clock)
    stated.petition, stated.catalog_position = petition.name, given.catalog_position
    stated.officer, stated.unit, stated.time_known = *given.by, True
    message = followed(petition, Entry(petition.version + 1, stated, at), given.calendars, now=at)
    return [credited(message, at)]


def credited(message: Any, at: datetime) -> Fact:
    """The fact, addressed to the unit that has the petition, of a transfer from then on."""
    return fact(message, at, unit=message.holder)
