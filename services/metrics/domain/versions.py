"""A batch of events folded in memory: the versions of items' facts that it opens and closes, and
the months that it moves.

Promises that the result depends on the events alone and not on how they were cut into batches: two
events of one item are two versions. Must not know where rows are kept.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import petition_events_pb2, ticket_events_pb2
from services.metrics.domain import counts, petitions, tickets
from services.metrics.domain.acts import Roots, settled, stated_root
from services.metrics.domain.facts import CHANGES, Facts
from services.metrics.domain.petitions import PetitionFacts
from services.metrics.domain.seen import Seen
from services.metrics.domain.shown import Month, Shown

ACCEPTED, ENDED, RATED = 1, 2, 3  # the keys of dossiers, as tables number them
OPEN = 2**63 - 1  # known until then: still
CORRECTIVE = frozenset(
    {
        events.DossierCorrected,
        events.DossierVoided,
        petition_events_pb2.PetitionCorrected,
        petition_events_pb2.PetitionVoided,
        ticket_events_pb2.TicketVoided,
    }
)


class Version(NamedTuple):
    """What was known of an item at the positions `[known_from, known_to)`, by an event that
    happened then and corrected something, or did not.
    """

    facts: Any
    known_from: int
    known_to: int = OPEN
    happened_at: datetime | None = None
    corrected: bool = False


class Kind(NamedTuple):
    """How items of a kind are folded."""

    start: Callable[[str], Any]
    changes: Mapping[Any, Callable[[Any, Seen], Any]]
    shown: Callable[[Any], Iterable[Shown]]


def shown(facts: Facts) -> list[Shown]:
    """By which keys a dossier is shown, and where."""
    found, accepted = [], facts.accepted_shown
    if accepted is not None:
        found.append(Shown(ACCEPTED, facts.unit, accepted))
    if facts.ended_at is not None:
        found.append(Shown(ENDED, facts.handling_unit, facts.ended_at))
    if facts.first_rated_at is not None and facts.rated_unit is not None:
        found.append(Shown(RATED, facts.rated_unit, facts.first_rated_at))
    return found


DOSSIER, PETITION, TICKET = "dossier", "petition", "ticket"
COUNT, STANDARD = "count", "standard"
KINDS: Mapping[str, Kind] = {
    DOSSIER: Kind(Facts, CHANGES, shown),
    PETITION: Kind(PetitionFacts, petitions.CHANGES, petitions.shown),
    TICKET: Kind(tickets.TicketFacts, tickets.CHANGES, tickets.shown),
    COUNT: Kind(counts.CountFacts, counts.COUNT_CHANGES, counts.count_shown),
    STANDARD: Kind(counts.StandardFacts, counts.STANDARD_CHANGES, counts.standard_shown),
}


@dataclass(slots=True)
class Items:
    """What one batch changes of the items of one kind. `before` are the versions that were open."""

    kind: Kind
    moved: dict[Month, int]  # the last position that moved it
    before: Mapping[str, Version] = field(default_factory=dict)
    opened: dict[str, Version] = field(default_factory=dict)
    superseded: list[Version] = field(default_factory=list)  # opened and closed in this batch
    closed: list[tuple[str, int, int]] = field(default_factory=list)  # item, known from and to

    def known(self, item: str) -> Version | None:
        """Its newest version."""
        return self.opened.get(item) or self.before.get(item)

    def after(self, item: str, seen: Seen) -> Any:
        """Its facts after one more event; one that no figure reads changes nothing."""
        known = self.known(item)
        old = known.facts if known else self.kind.start(item)
        change = self.kind.changes.get(type(seen.message))
        return change(old, seen) if change else old

    def put(self, item: str, facts: Any, seen: Seen) -> None:
        """These are its facts from this event on."""
        known = self.known(item)
        if known and facts == known.facts:
            return
        if item in self.opened:
            self.superseded.append(self.opened[item]._replace(known_to=seen.position))
        elif known:
            self.closed.append((item, known.known_from, seen.position))
        corrected = type(seen.message) in CORRECTIVE
        self.opened[item] = Version(facts, seen.position, OPEN, seen.occurred_at, corrected)
        now = list(self.kind.shown(facts))
        was = self.kind.shown(known.facts) if known else ()
        for each in (*now, *(each for each in was if each not in now)):
            self.moved[each.month] = seen.position

    @property
    def versions(self) -> list[Version]:
        """All that are new."""
        return [*self.superseded, *self.opened.values()]


class Fold:
    """What one batch changes. `before` are the versions of its items that were open, by kind."""

    def __init__(
        self, before: Mapping[str, Mapping[str, Version]], roots: Roots | None = None
    ) -> None:
        self.moved: dict[Month, int] = {}
        self.roots = roots or Roots()
        self.items = {
            name: Items(kind, self.moved, before.get(name, {})) for name, kind in KINDS.items()
        }
        self._dossiers = self.items[DOSSIER]

    def take(self, kind: str, item: str, seen: Seen) -> None:
        """One more event of this item."""
        items = self.items[kind]
        facts = items.after(item, seen)
        if kind == PETITION:
            self._complain(items.known(item), facts, seen)
        if kind == DOSSIER and item in self.roots.named:
            root = stated_root(seen.message) or self.roots.stated.get(item, item)
            self._settle(self.roots.state(item, root), facts, seen)
        else:
            items.put(item, facts, seen)

    def _settle(self, acts: Iterable[list[str]], facts: Facts, seen: Seen) -> None:
        """A dossier, and all others of its act, or of the two that it is moved between."""
        for members in acts:
            known = {each: self._facts(each) for each in members}
            if facts.dossier in known:
                known[facts.dossier] = facts
            there = {each: said for each, said in known.items() if said is not None}
            act = settled(there, root=self.roots.root(members[0]), size=len(members))
            for each, after in act.items():
                self._dossiers.put(each, after, seen)

    def _complain(self, known: Version | None, after: PetitionFacts, seen: Seen) -> None:
        """Of the dossier that a petition complains of now, and no more of that of before."""
        before = known.facts.complained_of if known else None
        if before != after.complained_of:
            for dossier, more in ((before, -1), (after.complained_of, 1)):
                if dossier:
                    facts = self._facts(dossier) or Facts(dossier)
                    facts = facts._replace(complaints=facts.complaints + more)
                    self._settle([self.roots.members(dossier)], facts, seen)

    def _facts(self, dossier: str) -> Facts | None:
        known = self._dossiers.known(dossier)
        return known.facts if known else None
