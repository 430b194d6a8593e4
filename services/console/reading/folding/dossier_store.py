"""The events of dossiers as they are read, and the dossiers folded from them one after the other.

Promises memory for one dossier, however many there are: events wait on disk until all are there,
and so does what is folded from them.
"""

import pickle
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, Generic, TypeVar

from services.console.reading.folding.dossier_fold import Fact
from services.console.reading.folding.on_disk import Table

Item = TypeVar("Item")
TOGETHER = (
    50  # items that are stored as one: they share most of their words, and are read twice as fast
)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
Folds = Mapping[Any, Callable[[dict[str, Any], Any, Fact], None]]


class IncompleteDossierError(Exception):
    """An event of a dossier came before the one that begins it: the text names the dossier."""


class Kept(Generic[Item]):
    """What is known of each item of a kind, such as a dossier."""

    def __init__(self, folds: Folds, root: Callable[[Item], str] = lambda _: "") -> None:
        self._read = {kind.DESCRIPTOR.full_name: (kind, fold) for kind, fold in folds.items()}
        self._facts = Table("dossier", "position", "type", "occurred", "recorded", "payload")
        self._items: Table | None = None  # folded from all events, until one more is taken
        self._root = root
        self._roots: dict[str, str] = {}

    def __bool__(self) -> bool:
        return len(self._facts) > 0

    def take(self, dossier: str, fact: Fact) -> None:
        """The next event of a dossier."""
        times = (microseconds(fact.occurred_at), microseconds(fact.recorded_at))
        self._facts.add((dossier, fact.position, fact.type, *times, fact.payload))
        self._items = None

    def __iter__(self) -> Iterator[Item]:
        """By name; whoever changes one of them changes it for himself."""
        for (items,) in self._all().read("select items from rows order by rowid"):
            yield from pickle.loads(items)  # noqa: S301 — they were written by this process

    @property
    def roots(self) -> Mapping[str, str]:
        """Of each item that leads to another one, the name of that one."""
        self._all()
        return self._roots

    def _all(self) -> Table:
        """Every item, folded once: comparisons read them several times."""
        if self._items is None:
            found, self._roots = Table("items"), {}
            every = self._folded_all()
            while items := list(islice(every, TOGETHER)):
                found.add((pickle.dumps(items, pickle.HIGHEST_PROTOCOL),))
            self._items = found
        return self._items

    def _folded_all(self) -> Iterator[Item]:
        """By name, noting what leads elsewhere."""
        rows = self._facts.read("select * from rows order by dossier, position")
        for name, facts in groupby(rows, itemgetter(0)):
            item = self._folded(name, (fact_of(*row[1:]) for row in facts))
            if (root := self._root(item)) not in ("", name):
                self._roots[name] = root
            yield item

    def _folded(self, name: str, facts: Iterator[Fact]) -> Item:
        """An item by all of its events. Raises IncompleteDossierError."""
        found: dict[str, Item] = {}
        for fact in facts:
            message, fold = self._read[fact.type]
            try:
                fold(found, message.FromString(fact.payload), fact)
            except KeyError:
                raise IncompleteDossierError(f"{name} does not begin by its first event") from None
        return found[name]


def fact_of(position: int, name: str, occurred: int, recorded: int, payload: bytes) -> Fact:
    """An event of submissions, as it was read."""
    return Fact("submissions", position, name, instant(occurred), instant(recorded), payload)


def microseconds(at: datetime) -> int:
    """Since 1970."""
    return (at - BEGINNING) // MICROSECOND


def instant(at: int) -> datetime:
    """The same as a datetime in UTC."""
    return BEGINNING + at * MICROSECOND
