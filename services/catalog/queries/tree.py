"""The forest of units in memory: for permissions, for decisions on its structure, for lineage.

It holds every unit as known at `position`; permissions also know what this process recorded a
moment ago.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

from services.catalog.domain import units
from services.catalog.domain.tree import Forest
from services.catalog.domain.units import Unit
from services.catalog.queries.facts import REGISTRY
from services.catalog.queries.subtrees import Layouts, Subtree
from services.chassis.decider import Fact

DEEPEST = 100  # steps up; a tree of units is not as deep


class UnitFact(NamedTuple):
    """A fact about a unit, as the log holds it."""

    position: int
    unit: str
    version: int
    type: str
    occurred_at: datetime
    fact: bytes

    def as_fact(self) -> Fact:
        """The fact, to fold."""
        return Fact(REGISTRY[self.type].FromString(self.fact), self.occurred_at, "")


class Earlier(Forest):
    """Every unit as it was known at a position, folded when it is asked about: a question is mostly
    about a few of them. Who ever named whom is told by the forest of now, which forgets nothing.
    """

    def __init__(
        self, facts: Mapping[str, Sequence[UnitFact]], position: int, *, now: Forest
    ) -> None:
        super().__init__()
        self._now = now
        self._facts = facts
        self._position = position
        self.folded: dict[str, Unit] = {}

    def namers(self, name: str) -> set[str]:
        """Every unit known then that ever named another, and perhaps did so only later."""
        return {each for each in self._now.namers(name) if each in self}

    def __getitem__(self, name: str) -> Unit:
        if name not in self.folded:
            facts = [
                each.as_fact() for each in self._facts[name] if each.position <= self._position
            ]
            if not facts:
                raise KeyError(name)
            self.folded[name] = units.DECIDER.fold(units.DECIDER.initial(), facts)
        return self.folded[name]

    def get(self, name: str, default: Any = None) -> Any:
        """The same of any other; that of a forest looks past `__getitem__`."""
        try:
            return self[name]
        except KeyError:
            return default

    def __iter__(self) -> Iterator[str]:
        for name, facts in self._facts.items():
            if facts[0].position <= self._position:
                yield name

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Facts(Protocol):
    """Where facts about units are read."""

    async def unit_facts(self, after: int) -> tuple[int, list[UnitFact]]:
        """How far they go, and those after a position."""


class Tree:
    """Every unit, as known at `position`."""

    def __init__(self, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.position = 0
        self.changed_at = 0  # the position of the last fact about a unit
        self.clock = clock
        self._layouts = Layouts()
        self._units = Forest()
        self._facts: dict[str, list[UnitFact]] = {}
        self._learnt: dict[str, Unit] = {}  # what the tables do not hold yet

    @property
    def units(self) -> Mapping[str, Unit]:
        """Every unit by name, as known at `position`: alive, so not to be kept across an await."""
        return self._units

    async def load(self, facts: Facts) -> None:
        """Follow the tables: at the start, and whenever another process may have moved them."""
        position, found = await facts.unit_facts(self.position)
        if position < self.position:  # they were made anew
            position, found = await facts.unit_facts(0)
            self._units, self._facts, self.position, self.changed_at = Forest(), {}, 0, 0
            self._layouts.forget()
        self.follow(found, position)

    def follow(self, facts: Iterable[UnitFact], position: int) -> None:
        """What was recorded up to a position; what is known already changes nothing."""
        for fact in facts:
            if fact.version > self._version(fact.unit):  # one may be missing: an operator parked it
                self._facts.setdefault(fact.unit, []).append(fact)
                before = self._units.get(fact.unit, units.DECIDER.initial())
                self._units.put(fact.unit, units.DECIDER.fold(before, [fact.as_fact()]))
                self._settle(fact)
        self.position = max(self.position, position)

    def learn(self, name: str, unit: Unit) -> None:
        """What this process has just recorded, for permissions, until the tables hold it; a repeat
        is answered by what came of the first attempt, which may be older than what is known.
        """
        learnt = self._learnt.get(name)
        if unit.version > max(self._version(name), learnt.version if learnt else 0):
            self._learnt[name] = unit

    @property
    def is_behind(self) -> bool:
        """Whether this process has recorded units that the tables do not hold yet."""
        return bool(self._learnt)

    def known_at(self, position: int) -> Mapping[str, Unit]:
        """Every unit as known at a position."""
        if position >= self.position:
            return self._units
        return Earlier(self._facts, position, now=self._units)

    def below(self, top: str, at: datetime, *, as_known: int) -> Subtree | None:
        """The subtree of a unit at an instant, nothing inside when it was not open yet; None where
        only the tables can tell what was known.
        """
        if as_known < self.changed_at:
            return None
        return self._layouts.at(self._units, at).below(top)

    def within(self, ancestor: str, unit: str) -> bool:
        """Whether a known unit is the ancestor or lies below it now; a unit that has ended lies
        where it lay last.
        """
        now = self.clock()
        for _ in range(DEEPEST):
            latest = self._latest(unit)
            if latest is None:
                return False
            if unit == ancestor:
                return True
            unit = _parent(latest, now)
        return False

    def reached(self, tops: Collection[str]) -> tuple[str, ...]:
        """The known units that are one of these or lie below it now, as `within` says it."""
        if not tops:
            return ()
        now, apart = self.clock(), defaultdict[str, list[str]](list)
        layout = self._layouts.at(self._units, now)
        for name in {*layout.ahead, *self._learnt}:  # few, which the layout does not place
            latest = self._latest(name)
            if latest is not None:
                apart[_parent(latest, now)].append(name)
        found = dict.fromkeys(each for each in tops if self._latest(each) is not None)
        waiting = list(found)
        for name in waiting:  # which grows meanwhile
            placed = (each for each in layout.children.get(name, ()) if each not in self._learnt)
            below = [each for each in (*placed, *apart.get(name, ())) if each not in found]
            found |= dict.fromkeys(below)
            waiting += below
        return tuple(found)

    def is_opened(self, name: str) -> bool:
        """Whether there is such a unit; one whose opening was withdrawn has but a place here."""
        latest = self._latest(name)
        return latest is not None and latest.opening is not None

    def _latest(self, name: str) -> Unit | None:
        return self._learnt.get(name) or self._units.get(name)

    def _version(self, name: str) -> int:
        """How far a unit's facts are known; 0: not at all."""
        facts = self._facts.get(name)
        return facts[-1].version if facts else 0

    def _settle(self, fact: UnitFact) -> None:
        """The tables hold the fact now."""
        self.changed_at = max(self.changed_at, fact.position)
        self._layouts.forget()
        learnt = self._learnt.get(fact.unit)
        if learnt and learnt.version <= fact.version:
            del self._learnt[fact.unit]


def _parent(unit: Unit, at: datetime) -> str:
    """Where a unit lies: before its opening where it will, or would have were it not withdrawn;
    after its end where it did at last.
    """
    begun = [lying for lying in unit.lies if lying.since <= at] or unit.lies[:1]
    return begun[-1].parent if begun else unit.meant_below
