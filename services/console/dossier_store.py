"""The events of dossiers as they are read, and the dossiers folded from them one after the other.

Promises memory for one dossier, however many there are: events wait on disk until all are there.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter

from services.console.dossier_fold import FOLDS, Dossier, Dossiers, Fact
from services.console.on_disk import Table

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
READ = {message.DESCRIPTOR.full_name: (message, fold) for message, fold in FOLDS.items()}


class IncompleteDossierError(Exception):
    """An event of a dossier came before the one that begins it: the text names the dossier."""


class KeptDossiers:
    """What is known of each dossier."""

    def __init__(self) -> None:
        self._facts = Table("dossier", "position", "type", "occurred", "recorded", "payload")

    def __bool__(self) -> bool:
        return len(self._facts) > 0

    def take(self, dossier: str, fact: Fact) -> None:
        """The next event of a dossier."""
        times = (microseconds(fact.occurred_at), microseconds(fact.recorded_at))
        self._facts.add((dossier, fact.position, fact.type, *times, fact.payload))

    def __iter__(self) -> Iterator[Dossier]:
        rows = self._facts.read("select * from rows order by dossier, position")
        for name, facts in groupby(rows, itemgetter(0)):
            yield folded(name, (fact_of(*row[1:]) for row in facts))


def folded(name: str, facts: Iterator[Fact]) -> Dossier:
    """A dossier by all of its events. Raises IncompleteDossierError."""
    found: Dossiers = {}
    for fact in facts:
        message, fold = READ[fact.type]
        try:
            fold(found, message.FromString(fact.payload), fact)
        except KeyError:
            raise IncompleteDossierError(f"{name} does not begin by a submission") from None
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
