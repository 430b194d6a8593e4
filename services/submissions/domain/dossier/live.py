"""A live fact: what a command states, and what follows of it from the dossier as it is.

What follows (verdict, number, pause, unit that has it …) is filled in by one table, which a
correction asks again. Example: an end states that the result is electronic; due, verdict and
working minutes follow.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from google.protobuf.message import Message

from services.chassis.decider import Fact
from services.submissions.domain.authority import NOBODY, Accountable
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.following import followed
from services.submissions.domain.dossier.measures import Measures, NothingMeasured
from services.submissions.domain.dossier.state import Dossier, Entry
from services.submissions.domain.dossier.steps import live_time, require_allowed
from services.submissions.domain.entries import fields_of
from services.submissions.domain.subjects import fact


@dataclass(frozen=True, slots=True)
class Given:
    """What every command comes with beside its own content."""

    clock: datetime
    catalog_position: int
    by: Accountable = NOBODY
    task: str = ""
    measures: Measures = field(default_factory=NothingMeasured)


def live_facts(dossier: Dossier, given: Given, *stated: Message) -> list[Fact]:
    """The facts that these statements give, one after the other; refused as a whole where the
    dossier's status does not allow one.
    """
    facts: list[Fact] = []
    for each in stated:
        require_allowed(dossier, type(each))
        facts.append(_live_fact(dossier, given, each))
        dossier = DOSSIERS.fold(dossier, facts[-1:])
    return facts


def _live_fact(dossier: Dossier, given: Given, stated: Any) -> Fact:
    at = live_time(dossier, given.clock)
    stated.dossier, stated.catalog_position = dossier.name, given.catalog_position
    event = {"officer": given.by.officer, "unit": given.by.unit, "task": given.task}
    fields = fields_of(type(stated))
    for name, value in (event | {"time_known": True}).items():
        if name in fields:
            setattr(stated, name, value)
    message = followed(dossier, Entry(dossier.version + 1, stated, at), given.measures, now=at)
    return fact(message, at, unit=credited(message))


def credited(message: Any) -> str:
    """The unit to which a fact is addressed: the competent one of an acceptance, the new one of a
    transfer, the one that hands a result over, else the one that has the dossier.
    """
    fields = fields_of(type(message))
    if "offering" in fields:
        return str(message.offering.unit)
    if "to_unit" in fields:
        return str(message.to_unit)
    if "returning_unit" in fields and not message.ends:
        return str(message.returning_unit)
    return str(message.handling_unit)
