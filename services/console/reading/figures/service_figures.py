"""Figures of services for questions of any instant and scope.

Promises one leaf a figure, as `coverage` does, and to go through the catalogue once for all that
mean the same instant and tree, and not again for each of their units and definitions.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from services.console.instants import local_day
from services.console.reading.definitions import dimensions
from services.console.reading.definitions.definition import Definition
from services.console.reading.definitions.dimensions import Values, chosen
from services.console.reading.figures.coverage import services_in_force
from services.console.reading.figures.digest import WHOLE_TREE, Leaf
from services.console.reading.figures.items import Item
from services.console.reading.figures.questions import ByValue, Frame, Question, Trees
from services.console.reading.figures.sums import Figure, sums_of
from services.console.reading.folding.fold import Reading


class ByPlace:
    """The questions of one frame by scope, definition and service ("": all)."""

    def __init__(self) -> None:
        self._questions: dict[tuple[str, str, str], ByValue] = defaultdict(ByValue)

    def add(self, number: int, question: Question) -> None:
        """One more."""
        place = question.unit, question.definition.name, question.service
        self._questions[place].add((number, question))

    def about(
        self, scope: str, definition: Definition, service: str, values: Values
    ) -> Iterator[int]:
        """The numbers of those in whose figures a service stands."""
        for of in ("", service):
            if by_value := self._questions.get((scope, definition.name, of)):
                for number, each in by_value.of(values):
                    if chosen(values, each.filters):
                        yield number


def of_services(
    reading: Reading, questions: Mapping[int, Question], trees: Trees
) -> dict[int, Figure]:
    """The figure of each question, by its number."""
    found: dict[int, Figure] = {}
    for frame, those in framed(questions).items():
        items = items_of(reading, frame, those, trees)
        found |= {number: figure(each, items[number]) for number, each in those.items()}
    return found


def framed(questions: Mapping[int, Question]) -> dict[Frame, dict[int, Question]]:
    """Questions by all that they have in common but a service."""
    found: dict[Frame, dict[int, Question]] = defaultdict(dict)
    for number, each in questions.items():
        found[each.frame._replace(service="")][number] = each
    return found


def items_of(
    reading: Reading, frame: Frame, questions: Mapping[int, Question], trees: Trees
) -> dict[int, list[Item]]:
    """The services in each figure; all of these questions have a frame."""
    units = {each.unit for each in questions.values()}
    definitions = {each.definition.name: each.definition for each in questions.values()}
    by_place, found = by_places(questions), defaultdict[int, list[Item]](list)

    def scopes(unit: str) -> Iterable[str]:
        return units.intersection(frame.places(unit, (), trees)[1])

    in_force = services_in_force(reading, list(definitions.values()), frame.as_of, scopes)
    for scope, definition, item in in_force:
        version = reading.services[item.id].in_force(frame.as_of)
        values = dimensions.of_service(version.field if version else "")
        for number in by_place.about(scope, definition, item.id, values):
            found[number].append(item)
    return found


def by_places(questions: Mapping[int, Question]) -> ByPlace:
    """The same by what they ask for."""
    found = ByPlace()
    for number, each in questions.items():
        found.add(number, each)
    return found


def figure(question: Question, items: Sequence[Item]) -> Figure:
    """All in one leaf."""
    leaf = Leaf(question.unit or WHOLE_TREE, local_day(question.as_of).isoformat())
    return Figure({leaf: sums_of(sorted(items, key=Item.line))} if items else {})
