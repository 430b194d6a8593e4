"""Every item of the second reading in every definition: when it falls into a period, and where it
stands.

A counted fact counts where a period holds all of its own, and has a leaf of its unit and period.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from motcua.submissions.v1 import events_pb2 as submissions
from services.console.instants import local_day
from services.console.reading.definitions import dimensions, others
from services.console.reading.definitions.definition import Definition
from services.console.reading.definitions.dimensions import NONE, Values
from services.console.reading.definitions.expressions import Facts
from services.console.reading.figures.dossier_items import by_kind, of_dossiers
from services.console.reading.figures.items import Contribution, Item, item_of
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
    kinds = by_kind(definitions)
    yield from of_dossiers(reading, kinds)
    if petitions := kinds.get("petition"):
        yield from of_petitions(reading, petitions)
    if tickets := kinds.get("ticket"):
        yield from of_tickets(reading, tickets)


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
