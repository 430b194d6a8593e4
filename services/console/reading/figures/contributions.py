"""Every item of the second reading in every definition: when it falls into a period, and where it
stands.

A counted fact counts where a period holds all of its own, and has a leaf of its unit and period.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from motcua.submissions.v1 import events_pb2 as submissions
from services.console.instants import local_day, local_midnight, next_month
from services.console.reading.definitions import dimensions, dossier_at, dossier_held, others
from services.console.reading.definitions import dossier as of_dossier
from services.console.reading.definitions.definition import Definition
from services.console.reading.definitions.dimensions import NONE, Values
from services.console.reading.definitions.dossier import Shown
from services.console.reading.definitions.expressions import Facts
from services.console.reading.figures.acts import acts
from services.console.reading.figures.items import Contribution, Item, item_of
from services.console.reading.folding.dossier_fold import Dossier
from services.console.reading.folding.fold import Counted, Reading

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
    named = reading.complained_of
    dossiers, ratings = of_kind("dossier", definitions), of_kind("rating", definitions)
    for dossier in reading.dossiers if dossiers or ratings else ():
        dossier.complained = dossier.name in named
        facts = of_dossier.facts(dossier)
        shared = shared_of(dossier)
        for each in dossiers:
            yield from one(each, shared, facts, of_dossier.shown(dossier, each.key))
        for each in ratings:
            yield from one(each, shared, others.rating(dossier), others.rating_shown(dossier))


def of_dossiers_at(reading: Reading, definitions: Sequence[Definition]) -> Iterator[Contribution]:
    """Dossiers at the end of each month in which they were accepted or closed."""
    for dossier in reading.dossiers:
        for month in sorted(dossier_at.months(dossier)):
            yield from at_end(dossier, definitions, month)


def of_dossiers_held(reading: Reading, definitions: Sequence[Definition]) -> Iterator[Contribution]:
    """Dossiers at the end of each month in which somebody had them, up to the last event."""
    if not reading.recorded:
        return
    until = max(reading.recorded.values())
    for dossier in reading.dossiers:
        for month in dossier_held.months_of(dossier, until):
            yield from at_end(dossier, definitions, month)


def at_end(
    dossier: Dossier, definitions: Sequence[Definition], month: date
) -> Iterator[Contribution]:
    """A dossier at the end of a month, in definitions of one kind."""
    return of_dossier_at(
        dossier, definitions, local_midnight(month), local_midnight(next_month(month))
    )


def of_dossier_at(
    dossier: Dossier, definitions: Sequence[Definition], since: datetime, to: datetime
) -> Iterator[Contribution]:
    """A dossier at the end of [since, to), if it was accepted or closed then; or if somebody had
    it, where the definitions, all of one kind, are about those.
    """
    is_held = definitions[0].kind == "dossier_held"
    stood = dossier_held.stood(dossier, to) if is_held else dossier_at.stood(dossier, since, to)
    if stood is None:
        return
    values, had = dimensions.of_dossier(dossier, stood.last), holders(dossier)
    for each in definitions:
        if item_class := each.classify(stood.facts):
            item = item_of(each, dossier.name, item_class, dossier.assisted, stood.last.unit)
            there = item._replace(kind="dossier", part=local_day(to).isoformat())
            yield Contribution(each, since, dossier.offering.service, there, values, had)


def of_acts(reading: Reading, definitions: Sequence[Definition]) -> Iterator[Contribution]:
    """Linked dossiers once, by the name of their root."""
    roots = {e.name: e.root for e in reading.dossiers if e.root and e.root != e.name}
    for root, dossier, facts in acts(reading.dossiers, roots):
        shared = shared_of(dossier)
        for each in definitions:
            shown = of_dossier.shown(dossier, each.key)
            yield from one(each, shared, facts, shown, name=root)


class Shared(NamedTuple):
    """What of a dossier is the same in every definition."""

    dossier: Dossier
    values: Values
    holders: tuple[str, ...]


def shared_of(dossier: Dossier) -> Shared:
    """As it is after its last event."""
    return Shared(dossier, dimensions.of_dossier(dossier), holders(dossier))


def one(
    definition: Definition, shared: Shared, facts: Facts, shown: Shown | None, *, name: str = ""
) -> Iterator[Contribution]:
    """An item that is a dossier, or of one."""
    dossier, values, had = shared
    item_class = definition.classify(facts) if shown else None
    if shown and item_class:
        item = item_of(definition, name or dossier.name, item_class, dossier.assisted, shown.unit)
        yield Contribution(definition, shown.at, dossier.offering.service, item, values, had)


def holders(dossier: Dossier) -> tuple[str, ...]:
    """Who had it, one after the other; of one that is looked at as a whole, who had it last."""
    units = tuple(each.unit for each in dossier.held)
    return units[-1:] if dossier_at.is_apart(dossier) else units


def of_petitions(reading: Reading, definitions: Sequence[Definition]) -> Iterator[Contribution]:
    """Each by the term that its definition asks for."""
    for petition in reading.petitions:
        values = dimensions.of_petition(petition)
        for each in definitions:
            shown = others.petition_shown(petition, each.key)
            item_class = each.classify(others.petition(petition)) if shown else None
            if shown and item_class:
                item = item_of(each, petition.name, item_class, unit=shown.unit)
                yield Contribution(each, shown.at, "", item, values)


def of_tickets(reading: Reading, definitions: Sequence[Definition]) -> Iterator[Contribution]:
    """Those that were called."""
    for ticket in reading.tickets:
        for each in definitions:
            item_class = each.classify(others.ticket(ticket)) if ticket.called else None
            if ticket.called and item_class:
                item = item_of(each, ticket.name, item_class, unit=ticket.unit)
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
    item_class = definition.classify(facts)
    if item_class:
        item = Item(
            name.split("s/", 1)[0],
            name,
            item_class.membership,
            item_class.reason,
            assisted=facts.get("assisted") is True,
            unit=counted.said.unit,
            weight=weight,
            part=f"{local_day(counted.start)}/{local_day(counted.end)}",
        )
        yield CountedItem(definition, counted, item, values)


def last_instant(counted: Counted) -> datetime:
    """The last that belongs to it."""
    return counted.end - INSTANT
