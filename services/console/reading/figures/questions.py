"""Questions that receipts answer: of any period, as of any instant, in any scope.

Promises that an item meets the few questions that may be about it, not all hundreds of a list: they
are found by what they have in common, then by unit, then by the value that they choose.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple, TypeAlias

from motcua.metrics.v1.events_pb2 import Filter, Receipt
from services.console.ancestors import path_up
from services.console.instants import from_date, from_timestamp, local_midnight
from services.console.reading.definitions.definition import Definition
from services.console.reading.definitions.dimensions import Values, chosen
from services.console.reading.figures.items import Contribution
from services.console.reading.folding.fold import Reading
from services.console.reading.folding.successions import Presents


class Question(NamedTuple):
    """The question that a receipt answers."""

    definition: Definition
    unit: str
    service: str
    alone: bool
    since: datetime
    until: datetime
    as_of: datetime
    filters: Sequence[Filter] = ()
    units_at: datetime | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """The same for questions that are alike."""
        filters = tuple(each.SerializeToString(deterministic=True) for each in self.filters)
        return (self.definition.name, *self[1:7], filters, self.units_at)

    @property
    def frame(self) -> "Frame":
        """What it has in common with those of the same list."""
        period = (self.since, self.until, self.as_of)
        return Frame(self.service, self.alone, *period, self.units_at)

    def covers(self, unit: str, at: datetime, trees: "Trees") -> bool:
        """Whether a unit lies in the scope by the tree of an instant."""
        return unit == self.unit if self.alone else self.unit in trees.scopes(unit, at)


def answered_question(receipt: Receipt, definition: Definition) -> Question:
    """The question; without as_of it is that of the period's end."""
    end = local_midnight(from_date(receipt.period.end))
    as_of = from_timestamp(receipt.as_of) if receipt.HasField("as_of") else end
    since, scope = local_midnight(from_date(receipt.period.start)), receipt.scope
    return Question(
        definition,
        scope.unit,
        scope.service,
        scope.alone,
        since,
        max(since, min(end, as_of)),
        as_of,
        scope.filters,
        from_timestamp(scope.units_time) if scope.HasField("units_time") else None,
    )


def fits(question: Question, service: str, values: Values) -> bool:
    """Whether the question is about items of a service with these values."""
    return question.service in ("", service) and chosen(values, question.filters)


class Trees:
    """The scopes of units as of several instants."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.trees: dict[datetime, dict[str, str]] = {}
        self.known: dict[tuple[datetime, str], list[str]] = {}
        self.presents = cache(lambda at: Presents(reading.handovers, at))

    def scopes(self, unit: str, as_of: datetime) -> list[str]:
        """The whole tree (""), the unit itself, and every unit above it."""
        if as_of not in self.trees:
            self.trees[as_of] = self.reading.tree(as_of)
        if (as_of, unit) not in self.known:
            self.known[as_of, unit] = ["", *path_up(self.trees[as_of], unit)]
        return self.known[as_of, unit]


class Frame(NamedTuple):
    """All of a question but its definition, its unit and its filters."""

    service: str
    alone: bool
    since: datetime
    until: datetime
    as_of: datetime
    units_at: datetime | None

    def places(self, unit: str, holders: Sequence[str], trees: Trees) -> tuple[str, Iterable[str]]:
        """Of an item that is credited to a unit, and was held by some: the unit of the leaf in
        which it stands, and the scopes in which it counts.
        """
        if self.units_at is None:
            return unit, self.scopes(unit, self.as_of, trees)
        there = trees.presents(self.units_at).counted(unit, holders)
        all_hold = (set(self.scopes(each, self.units_at, trees)) for each in there.needs)
        return there.leaf, {there.unit}.union(set.intersection(*all_hold))

    def scopes(self, unit: str, at: datetime, trees: Trees) -> list[str]:
        """Those that hold a unit by the tree of an instant."""
        return [unit] if self.alone else trees.scopes(unit, at)


Numbered: TypeAlias = tuple[int, Question]


class ByValue:
    """Questions by what they choose: of hundreds by a dimension, an item is in one or two."""

    def __init__(self) -> None:
        self._of_all: list[Numbered] = []
        self._chosen: dict[str, dict[str, list[Numbered]]] = {}

    def add(self, question: Numbered) -> None:
        """One more, under the values of its first filter."""
        filters = question[1].filters
        if not filters:
            self._of_all.append(question)
            return
        by = self._chosen.setdefault(filters[0].dimension, defaultdict(list))
        for value in set(filters[0].values):
            by[value].append(question)

    def of(self, values: Values) -> Iterator[Numbered]:
        """All that may be about an item with these values."""
        yield from self._of_all
        for dimension, by in self._chosen.items():
            yield from by.get(values.get(dimension, ""), ())


class Framed(NamedTuple):
    """Questions of one frame that an item counts in, by their numbers, and the unit of its leaf."""

    frame: Frame
    unit: str
    numbers: tuple[int, ...]


class Questions:
    """All of one definition."""

    def __init__(self) -> None:
        self._frames: dict[Frame, dict[str, ByValue]] = {}

    @property
    def frames(self) -> Iterable[Frame]:
        """What any of them has in common."""
        return self._frames.keys()

    def add(self, number: int, question: Question) -> None:
        """One more."""
        by_unit = self._frames.setdefault(question.frame, defaultdict(ByValue))
        by_unit[question.unit].add((number, question))

    def about(self, found: Contribution, trees: Trees, frame: Frame) -> Framed | None:
        """Those of a frame that an item of its period counts in."""
        if frame.service not in ("", found.service):
            return None
        leaf, scopes = frame.places(found.item.unit, found.holders, trees)
        by_unit, values = self._frames[frame], found.values
        numbers = tuple(
            number
            for scope in scopes
            if scope in by_unit
            for number, each in by_unit[scope].of(values)
            if chosen(values, each.filters)
        )
        return Framed(frame, leaf, numbers) if numbers else None
