"""A batch of events folded in memory: the versions of dossiers' facts that it opens and closes, and
the months that it moves.

Promises that the result depends on the events alone and not on how they were cut into batches: two
events of one dossier are two versions. Must not know where rows are kept.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from services.metrics.domain.facts import Facts, Seen, evolve
from services.metrics.domain.periods import local_day, month_of

ACCEPTED, ENDED = 1, 2  # the keys of dossiers, as tables number them
OPEN = 2**63 - 1  # known until then: still


class Version(NamedTuple):
    """What was known of a dossier at the positions `[known_from, known_to)`."""

    facts: Facts
    known_from: int
    known_to: int = OPEN


class Month(NamedTuple):
    """Where items are shown: by a key, of a unit, in a local month."""

    key: int
    unit: str
    month: date


class Shown(NamedTuple):
    """Where and when an item is shown by a key."""

    key: int
    unit: str
    at: datetime


@dataclass(slots=True)
class Fold:
    """What one batch changes. `before` are the versions of its dossiers that were open."""

    before: Mapping[str, Version]
    opened: dict[str, Version] = field(default_factory=dict)
    superseded: list[Version] = field(default_factory=list)  # opened and closed in this batch
    closed: list[tuple[str, int, int]] = field(default_factory=list)  # dossier, known from and to
    moved: dict[Month, int] = field(default_factory=dict)  # the last position that moved it

    def take(self, dossier: str, seen: Seen) -> None:
        """One more event of this dossier."""
        known = self.opened.get(dossier) or self.before.get(dossier)
        old = known.facts if known else Facts(dossier)
        new = evolve(old, seen)
        if known and new == old:
            return
        if dossier in self.opened:
            self.superseded.append(self.opened[dossier]._replace(known_to=seen.position))
        elif known:
            self.closed.append((dossier, known.known_from, seen.position))
        self.opened[dossier] = Version(new, seen.position)
        for each in {*shown(old), *shown(new)}:
            self.moved[Month(each.key, each.unit, month_of(local_day(each.at)))] = seen.position

    @property
    def versions(self) -> list[Version]:
        """All that are new."""
        return [*self.superseded, *self.opened.values()]


def shown(facts: Facts) -> Iterator[Shown]:
    """By which keys an item is shown, and where."""
    if facts.accepted_shown is not None:
        yield Shown(ACCEPTED, facts.unit, facts.accepted_shown)
    if facts.ended_at is not None:
        yield Shown(ENDED, facts.handling_unit, facts.ended_at)
