"""Every item of the second reading in every definition: when it falls into a period, and where it
stands.

A counted fact counts where a period holds all of its own, and has a leaf of its unit and period.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from motcua.submissions.v1 import events_pb2 as submissions
from services.console.acts import acts
from services.console.definitions import dimensions, dossier_at, dossier_held, others
from services.console.definitions import dossier as of_dossier
from services.console.definitions.definition import Definition
from services.console.definitions.dimensions import NONE, Values
from services.console.definitions.dossier import Shown
from services.console.definitions.expressions import Facts
from services.console.dossier_fold import Dossier
from services.console.fold import Counted, Reading
from services.console.instants import local_day, local_midnight, next_month
from services.console.items import Contribution, Item, item_of

INSTANT = timedelta(microseconds=1)
# Which population's counts are items of a definition, by its kind and key.
POPULATIONS = {
    ("dossier", "accepted"): submissions.POPULATION_ACCEPTED,
    ("dossier", "ended"): submissions.POPULATION_ENDED,
    ("rating", "first_rated"): submissions.POPULATION_RATED,
}


class CountedItem(NamedTuple):
    """A counted fact in a definition."""

    definition: Definition
    counted: Counted
    item: Item
    values: Values


def contributions(reading: Reading, definitions: Sequence[Definition]) -> Iterator[Contribution]:
    """Of all kinds of items that happen at an instant."""
    wanted = {each.kind for each in definitions}
    yield from of_dossiers(reading, definitions)
    if "dossier_at" in wanted:
        yield from of_dossiers_at(reading, of_kind("dossier_at", definitions))
    if "dossier_held" in wanted:
        yield from of_dossiers_held(reading, of_kind("dossier_held", definitions))
    if "petition" in wanted:
        yield from of_petitions(reading, of_kind("petition", definitions))
    if "ticket" in wanted:
        yield from of_tickets(reading, of_kind("ticket", definitions))
    if "act" in wanted:
        yield from of_acts(reading, of_kind("act", definitions))


def of_kind(kind: str, definitions: Iterable[Definition]) -> list[Definition]:
    """Those whose items are of this kind."""
    return [each for each in definitions if each.kind == kind]


def of_dossiers(reading: Reading, definitions: Sequence[Definition]) -> Iterator[Contribution]:
    """Dossiers and their ratings."""
    named = {each.dossier for each in reading.petitions if each.complaint and not each.voided}
    dossiers, ratings = of_kind("dossier", definitions), of_kind("rating", definitions)
    for dossier in reading.dossiers if dossiers or ratings else ():
        dossier.complained = dossier.name in named
        facts = of_dossier.facts(dossier)
        for each in dossiers:
            yield from one(each, dossier, facts, of_dossier.shown(dossier, each.key))
        for each in ratings:
            yield from one(each, dossier, others.rating(dossier), others.rating_shown(dossier))


def of_dossiers_at(reading: Reading, definitions: Sequence[Definition]) -> Iterator[Contribution]:
    """Dossiers at the end of each month in which they were accepted or closed."""
    for dossier in reading.dossiers:
        for month in sorted(dossier_at.months(dossier)):
            since, to = local_midnight(month), local_midnight(next_month(month))
            for each in definitions:
                yield from of_dossier_at(dossier, each, since, to)


def of_dossiers_held(reading: Reading, definitions: Sequence[Definition]) -> Iterator[Contribution]:
    """Dossiers at the end of each month in which somebody had them, up to the last event."""
    if not reading.recorded:
        return
    until = max(reading.recorded.values())
    for dossier in reading.dossiers:
        for month in dossier_held.months_of(dossier, until):
            since, to = local_midnight(month), local_midnight(next_month(month))
            for each in definitions:
                yield from of_dossier_at(dossier, each, since, to)


def of_dossier_at(
    dossier: Dossier, definition: Definition, since: datetime, to: datetime
) -> Iterator[Contribution]:
    """A dossier at the end of [since, to), if it was accepted or closed then; or if somebody had
    it, where the definition is about those.
    """
    is_held = definition.kind == "dossier_held"
    stood = dossier_held.stood(dossier, to) if is_held else dossier_at.stood(dossier, since, to)
    standing = definition.standing(stood.facts) if stood else None
    if stood and standing:
        item = item_of(definition, dossier.name, standing, dossier.assisted, stood.last.unit)
        there = replace(item, kind="dossier", part=local_day(to).isoformat())
        service, values = dossier.offering.service, dimensions.of_dossier(dossier, stood.last)
        yield Contribution(definition, since, service, there, values, holders(dossier))


def of_acts(reading: Reading, definitions: Sequence[Definition]) -> Iterator[Contribution]:
    """Linked dossiers once, by the name of their root."""
    roots = {e.name: e.root for e in reading.dossiers if e.root and e.root != e.name}
    for root, dossier, facts in acts(reading.dossiers, roots):
        for each in definitions:
            shown = of_dossier.shown(dossier, each.key)
            yield from one(each, dossier, facts, shown, name=root)


def one(
    definition: Definition, dossier: Dossier, facts: Facts, shown: Shown | None, *, name: str = ""
) -> Iterator[Contribution]:
    """An item that is a dossier, or of one."""
    standing = definition.standing(facts) if shown else None
    if shown and standing:
        item = item_of(definition, name or dossier.name, standing, dossier.assisted, shown.unit)
        values = dimensions.of_dossier(dossier)
        service = dossier.offering.service
        yield Contribution(definition, shown.at, service, item, values, holders(dossier))


def holders(dossier: Dossier) -> tuple[str, ...]:
    """Who had it, one after the other; of one that is looked at as a whole, who had it last."""
    units = tuple(each.unit for each in dossier.held)
    return units[-1:] if dossier_at.is_apart(dossier) else units


def of_petitions(reading: Reading, definitions: Sequence[Definition]) -> Iterator[Contribution]:
    """Each by the term that its definition asks for."""
    for petition in reading.petitions:
        for each in definitions:
            shown = others.petition_shown(petition, each.key)
            standing = each.standing(others.petition(petition)) if shown else None
            if shown and standing:
                item = item_of(each, petition.name, standing, unit=shown.unit)
                yield Contribution(each, shown.at, "", item)


def of_tickets(reading: Reading, definitions: Sequence[Definition]) -> Iterator[Contribution]:
    """Those that were called."""
    for ticket in reading.tickets:
        for each in definitions:
            standing = each.standing(others.ticket(ticket)) if ticket.called else None
            if ticket.called and standing:
                item = item_of(each, ticket.name, standing, unit=ticket.unit)
                yield Contribution(each, ticket.called, ticket.service, item)


def counted_items(reading: Reading, definitions: Sequence[Definition]) -> Iterator[CountedItem]:
    """Counted facts and standards in every definition that has them among its items."""
    for counted in reading.counts:
        said = counted.said
        for each in definitions:
            if isinstance(said, submissions.StandardRecorded):
                if each.kind == "standard":
                    facts = others.standard(said)
                    yield from weighed(each, counted, facts, said.standard, 1)
            elif POPULATIONS.get((each.kind, each.key)) == said.population:
                facts, values = others.counted(said), dimensions.of_count(said)
                yield from weighed(each, counted, facts, said.count, said.n, values=values)


def weighed(
    definition: Definition,
    counted: Counted,
    facts: Facts,
    name: str,
    weight: int,
    *,
    values: Values = NONE,
) -> Iterator[CountedItem]:
    """An item of a weight, which nothing turns into a numerator any more."""
    standing = definition.standing(facts)
    if standing:
        item = Item(
            name.split("s/", 1)[0],
            name,
            standing.membership,
            standing.reason,
            assisted=facts.get("assisted") is True,
            unit=counted.said.unit,
            weight=weight,
            part=f"{local_day(counted.start)}/{local_day(counted.end)}",
        )
        yield CountedItem(definition, counted, item, values)


def last_instant(counted: Counted) -> datetime:
    """The last that belongs to it."""
    return counted.end - INSTANT
