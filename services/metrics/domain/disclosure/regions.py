"""Where the items of published figures lie: each figure's region, as a set of common cells.

Example: March and the first quarter, of a district and of a ward, are cut into (ward, March),
(ward, January and February), (rest of the district, March) and so on: what no figure tells apart is
one cell. Counted facts of the quarter have cells of their own where a month would cut them.
Must not hold a rule of what is hidden.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import combinations, pairwise, product
from math import prod
from typing import NamedTuple, TypeAlias

from services.metrics.domain.dimensions import UNKNOWN, VALUES
from services.metrics.domain.disclosure.small import condition
from services.metrics.domain.disclosure.work import FIGURE, WorkExceededError, spend
from services.metrics.domain.figures import Question
from services.metrics.domain.indicators.definition import PERIODS, UNITS
from services.metrics.domain.periods import local_day

Values: TypeAlias = frozenset[Hashable]
Side: TypeAlias = frozenset[int]  # parts of a dimension
HELD = "dossier_held"  # the kind of items at a cut-off, of which the period does not choose
BITS = 24  # of the number of a part
COMBINED = 50_000  # regions that are looked at though they were not published
MOST_DAYS = 100  # at which periods that cut counted facts begin or end
MOST_JOINED = 40  # of which any two are looked at
REST = object()  # what no figure names of a dimension
UNIT, TIME, SERVICE, WHERE = "unit", "time", "service", "where"


class World(NamedTuple):
    """What had an item ever: units with all below them at an instant, and the values of dimensions
    that have no fixed ones.
    """

    units_of: Callable[[str, datetime], frozenset[str]]
    values: Mapping[str, frozenset[str]]
    # As was known at a position of the catalogue; None: always as now.
    units_known: Callable[[str, datetime, int], frozenset[str]] | None = None
    counted: frozenset[str] | None = None  # units that had counted facts; None: any may


def worlds(world: World, questions: Iterable[Question]) -> Iterator[World]:
    """As readers see it who take each item for one of a service, as dossiers are, and who do not:
    petitions and counted facts may be of none. One world where no figure is of a service.
    """
    services = world.values.get(SERVICE, frozenset())
    if UNKNOWN in services and any(is_of_services(each) for each in questions):
        yield world._replace(values={**world.values, SERVICE: services - {UNKNOWN}})
    yield world


def is_of_services(question: Question) -> bool:
    """Whether a figure is of some services alone."""
    scope = question.scope
    return bool(scope.service) or any(each.dimension == SERVICE for each in scope.filters)


class Region(NamedTuple):
    """Where the items of a figure lie: parts of each dimension, and the cells that these make."""

    sides: tuple[Side, ...]
    cells: frozenset[int]


class Division(NamedTuple):
    """The region of each question; cells of items that periods would cut which cut none; and the
    days between any two, as further sides of regions, among none of the other dimensions.
    """

    regions: list[Region]
    nobody: frozenset[int]
    spans: Sequence[Sequence[Side]]


class Spans:
    """Of whole days: of each day at which a period begins or ends to the next, and, where periods
    cut counted facts, to any later one.
    """

    def __init__(self, questions: Iterable[Question], *, crossing: bool) -> None:
        days = sorted({day for each in questions for day in window(each)})
        if crossing and len(days) > MOST_DAYS:
            raise WorkExceededError
        self._days = days
        self._spans = [*combinations(days, 2)] if crossing else [*pairwise(days)]
        self.longer: Values = frozenset(self._spans) - frozenset(pairwise(days))

    def within(self, start: date, end: date) -> Values:
        """Those whose items a period takes."""
        return frozenset(each for each in self._spans if start <= each[0] and each[1] <= end)

    def cut(self, start: date, end: date) -> Values:
        """Those of which it takes a part."""
        meeting = (each for each in self._spans if each[0] < end and start < each[1])
        return frozenset(meeting) - self.within(start, end)

    def sides(self, parts: Mapping[Hashable, int]) -> Iterator[Side]:
        """The days between any two, where these are told apart from all others."""
        if len(self._days) > MOST_JOINED:
            return
        sizes: Counter[int | None] = Counter(parts.values())
        for start, end in combinations(self._days, 2):
            within = Counter(map(parts.get, self.within(start, end)))
            if all(sizes[part] == n for part, n in within.items()):  # None has no size
                yield frozenset(part for part in within if part is not None)


def regions(
    questions: Sequence[Question], world: World, *, by_condition: bool = True
) -> list[Region]:
    """The region of each question; all are of definitions of the same items, or in one division of
    units, days and dimensions, without conditions.
    """
    return divide(questions, world, by_condition=by_condition).regions


def divide(
    questions: Sequence[Question],
    world: World,
    *,
    by_condition: bool = True,
    cut: Collection[int] = (),
) -> Division:
    """The regions, where the periods of some questions, by number, `cut` counted facts."""
    spans = Spans(questions, crossing=bool(cut))
    stated = all_stated(questions, spans, world, by_condition=by_condition)
    whole = [
        {**sides, TIME: across}
        for n, (each, sides) in enumerate(zip(questions, stated, strict=True))
        if n not in cut and PERIODS in each.definition.adds_up_over
        if (across := spans.cut(*window(each)))
    ]
    if cut and world.counted is not None:
        sides = [each[UNIT] for each in stated if each.keys() >= {UNIT, TIME}]
        others = frozenset[Hashable]().union(*sides) - world.counted
        whole += [{UNIT: others, TIME: spans.longer}] if others and spans.longer else []
    columns = in_columns([*stated, *whole], world)
    parts = {name: divided(column) for name, column in columns.items()}
    found = placed([in_parts(column, parts[name]) for name, column in columns.items()])
    nobody = (each.cells for each in found[len(stated) :])
    joined = [[*spans.sides(parts[name])] if name == TIME else [] for name in columns]
    return Division(found[: len(stated)], frozenset[int]().union(*nobody), joined)


def in_columns(
    stated: Sequence[Mapping[str, Values]], world: World
) -> Mapping[str, Sequence[Values]]:
    """What each is in each dimension; all of it where nothing is said."""
    found = {}
    for name in sorted({name for each in stated for name in each}):
        whole = everything(name, world, [each[name] for each in stated if name in each])
        found[name] = [each.get(name, whole) for each in stated]
    return found


def placed(columns: Sequence[Sequence[Side]]) -> list[Region]:
    """The region of each, by its sides."""
    places = list(zip(*columns, strict=True))
    found = {sides: region(sides) for sides in dict.fromkeys(places)}  # many figures lie in one
    return [found[sides] for sides in places]


def region(sides: tuple[Side, ...]) -> Region:
    """Of parts of each dimension: a cell is numbered by its parts."""
    cells = {0}
    for side in sides:
        cells = {cell << BITS | part for cell in cells for part in side}
    spend(len(cells))
    return Region(sides, frozenset(cells))


def combined(
    found: Iterable[Region], joined: Sequence[Sequence[Side]] | None = None
) -> Iterator[Region]:
    """What was not published, of units and of days and so on that each were, or that are told apart
    by what was, or that are `joined`: where these are not too many, or else the first two, or else
    those that were, or else none.
    """
    known = dict.fromkeys(each.sides for each in found)
    published = [dict.fromkeys(column) for column in zip(*known, strict=True)]
    apart = [{frozenset([part]) for side in column for part in side} for column in published]
    both = [
        dict.fromkeys([*one, *sorted(other - one.keys(), key=min)])
        for one, other in zip(published, apart, strict=True)
    ]
    every = [dict.fromkeys([*each, *more]) for each, more in zip(both, joined or both, strict=True)]
    for columns in (every, both, published):
        if prod(map(len, columns)) <= COMBINED:
            yield from (region(sides) for sides in product(*columns) if sides not in known)
            return


def all_stated(
    questions: Sequence[Question], spans: Spans, world: World, *, by_condition: bool
) -> list[dict[str, Values]]:
    """What each region is in each dimension, stated once of those that differ by definition."""
    found: dict[Hashable, dict[str, Values]] = {}
    stated = []
    spend(FIGURE * len(questions))
    for each in questions:
        adds, held = each.definition.adds_up_over, each.definition.kind.name == HELD
        where = condition(each.definition) if by_condition else ""
        key = (each.scope, each.period, each.as_of, each.among, adds, held, where)
        if key not in found:
            found[key] = stated_sides(each, spans, world, where)
        stated.append(found[key])
    return stated


def stated_sides(question: Question, spans: Spans, world: World, where: str) -> dict[str, Values]:
    """What the region is in each dimension; all of it where nothing is said."""
    scope, adds = question.scope, question.definition.adds_up_over
    found: dict[str, Values] = {each.dimension: frozenset(each.values) for each in scope.filters}
    if scope.service:
        found[SERVICE] = frozenset([scope.service])
    if where:
        found[WHERE] = frozenset([where])
    if UNITS not in adds:
        found[UNIT] = frozenset([(scope.unit, scope.alone, question.as_of)])
    else:
        found[UNIT] = units_of(question, world)
    if PERIODS in adds:
        found[TIME] = spans.within(*window(question))
    else:
        found[TIME] = frozenset([moment(question)])
    return found


def units_of(question: Question, world: World) -> frozenset[str]:
    """Those whose items a figure takes."""
    scope = question.scope
    if question.among is not None:
        return frozenset(question.among)
    return frozenset([scope.unit]) if scope.alone else world.units_of(scope.unit, question.as_of)


def when(question: Question) -> Hashable:
    """The days of a figure's items; where it does not add up over periods, its moment."""
    return window(question) if PERIODS in question.definition.adds_up_over else moment(question)


def moment(question: Question) -> Hashable:
    """What tells the items of a figure apart that does not add up over periods: those that are
    held at a cut-off are the same ones under whatever period ends there.
    """
    start, end = window(question)
    return end if question.definition.kind.name == HELD else (start, end)


def has_days(question: Question) -> bool:
    """Whether its cut-off lies within its period: else no period that it overlaps has it, too."""
    start, end = window(question)
    return start < end or question.definition.kind.name != HELD


def window(question: Question) -> tuple[date, date]:
    """The local days of its items: a figure is as of the beginning of one."""
    start = question.period.start
    return start, max(start, min(question.period.end, local_day(question.as_of)))


def everything(name: str, world: World, stated: Iterable[Values]) -> Values:
    """All of a dimension."""
    known: Iterable[Hashable] = VALUES.get(name) or world.values.get(name) or (REST,)
    return frozenset(known).union(*stated)


def divided(column: Iterable[Values]) -> Mapping[Hashable, int]:
    """In which part each value is: those are in one that stand in the same sets."""
    within: defaultdict[Hashable, list[int]] = defaultdict(list)
    for number, values in enumerate(dict.fromkeys(column)):
        for value in values:
            within[value].append(number)
    members = {value: tuple(each) for value, each in within.items()}
    parts = {each: part for part, each in enumerate(sorted({*members.values()}))}
    return {value: parts[each] for value, each in members.items()}


def in_parts(column: Sequence[Values], parts: Mapping[Hashable, int]) -> list[Side]:
    """Each set as numbers of parts."""
    found = {each: frozenset(parts[value] for value in each) for each in dict.fromkeys(column)}
    return [found[each] for each in column]
