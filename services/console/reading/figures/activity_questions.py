"""Figures of services that were active in any period, as `activity` has those of months.

Promises one pass over dossiers and offerings for all questions. Units are meant as they were then:
the service tells no others.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from services.console.reading.definitions import dimensions
from services.console.reading.definitions.definition import NUMERATOR, Definition
from services.console.reading.definitions.dimensions import Values
from services.console.reading.figures.activity import was_reached
from services.console.reading.figures.contributions import contributions, counted_items
from services.console.reading.figures.items import Item, item_of
from services.console.reading.figures.questions import Frame, Question, Trees
from services.console.reading.figures.service_figures import by_places, figure, framed
from services.console.reading.figures.sums import Figure
from services.console.reading.folding.fold import Reading


class Place(NamedTuple):
    """A service in a scope, in one of the periods that are asked about."""

    frame: Frame
    service: str
    scope: str


def of_periods(
    reading: Reading, questions: Mapping[int, Question], online: Definition, trees: Trees
) -> dict[int, Figure]:
    """The figure of each question, by its number; `online`: of which dossiers it counts the
    numerator.
    """
    frames = framed(questions)
    units = {frame: {each.unit for each in those.values()} for frame, those in frames.items()}
    dossiers = Counter[Place]()
    for place, n in online_dossiers(reading, online, units, trees):
        dossiers[place] += n
    found: dict[int, Figure] = {}
    for frame, those in frames.items():
        items, by_place = defaultdict[int, list[Item]](list), by_places(those)
        definitions = {each.definition.name: each.definition for each in those.values()}
        for service, scope in reached(reading, frame, units[frame], trees):
            facts = {"reached_3": True, "online_dossiers": dossiers[Place(frame, service, scope)]}
            values = values_of(reading, service, frame)
            for definition in definitions.values():
                if in_force := definition.classify(facts):
                    item = item_of(definition, service, in_force)
                    for number in by_place.about(scope, definition, service, values):
                        items[number].append(item)
        found |= {number: figure(each, items[number]) for number, each in those.items()}
    return found


def reached(reading: Reading, frame: Frame, units: set[str], trees: Trees) -> set[tuple[str, str]]:
    """Each service in each of the scopes of these units in which it was at that level."""
    found: set[tuple[str, str]] = set()
    for offering in reading.offerings.values():
        if was_reached(offering.spans, frame.since, frame.until):
            scopes = units.intersection(frame.scopes(offering.unit, frame.as_of, trees))
            found.update((offering.service, scope) for scope in scopes)
    return found


def online_dossiers(
    reading: Reading, online: Definition, units: Mapping[Frame, set[str]], trees: Trees
) -> Iterator[tuple[Place, int]]:
    """What each dossier, and each counted fact that the period holds, adds to which figures."""

    def places(frame: Frame, service: str, item: Item) -> Iterator[tuple[Place, int]]:
        if item.membership == NUMERATOR:
            for scope in units[frame].intersection(frame.scopes(item.unit, frame.as_of, trees)):
                yield Place(frame, service, scope), item.weight

    for found in contributions(reading, [online]):
        for frame in units:
            if frame.since <= found.at < frame.until:
                yield from places(frame, found.service, found.item)
    for _, counted, item, _ in counted_items(reading, [online]):
        for frame in units:
            if frame.since <= counted.start and counted.end <= frame.until:
                yield from places(frame, counted.said.service, item)


def values_of(reading: Reading, service: str, frame: Frame) -> Values:
    """By its last version of the period, also of one that is retired."""
    known = reading.services.get(service)
    version = known.begun(frame.until) if known else None
    return dimensions.of_service(version.field if version else "")
