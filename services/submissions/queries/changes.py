"""The events of the log with the dossiers, or the petitions, that they change, before and after.

A change is for the units that the dossier had then, whatever became of it since: it is folded from
its stream up to the event.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from google.protobuf.message import Message

from services.chassis.decider import Decider, Fact
from services.chassis.log import Log, Recorded
from services.submissions.domain.dossier import changes as dossier_changes
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.entries import Entry
from services.submissions.domain.petition import changes as petition_changes
from services.submissions.domain.petition.state import Petition

REMEMBERED = 2000  # changes, for readers who follow closely


class Aggregate(NamedTuple):
    """What is followed: its facts by type, how they are folded, and the units of each state."""

    facts: Mapping[str, type[Message]]
    decider: Decider[Any]
    units: Callable[[Any], set[str]]


class Change(NamedTuple):
    """One fact of a dossier or petition, and what this was before it and after it; `units`: those
    for whose people the change is, the one that lost it too.
    """

    event: Recorded
    entry: Entry
    before: Any
    after: Any
    units: set[str]


class Changes:
    """The changes of the log with what they change; the last ones are remembered, since readers
    mostly follow together.
    """

    def __init__(self, log: Log, aggregate: Aggregate) -> None:
        self._log, self._aggregate = log, aggregate
        self._kept: OrderedDict[int, Change] = OrderedDict()

    async def of(self, events: list[Recorded]) -> dict[int, Change]:
        """By position, those of these events that are facts of what is followed."""
        own = [each for each in events if each.type in self._aggregate.facts]
        # What is taken here may be forgotten while the rest is read: other readers go on meanwhile.
        kept = self._kept
        found = {each.position: kept[each.position] for each in own if each.position in kept}
        if missing := [each for each in own if each.position not in found]:
            viewed = await self._log.view(sorted({each.stream for each in missing}))
            wanted = {each.position for each in missing}
            changes = {each.event.position: each for each in self._changes_of(viewed.events)}
            read = {position: changes[position] for position in wanted}
            found |= read
            kept.update(read)
        while len(kept) > REMEMBERED:
            kept.popitem(last=False)
        return found

    def _changes_of(self, events: list[Recorded]) -> list[Change]:
        """Whole streams as changes."""
        facts, decider, units = self._aggregate
        states: dict[str, Any] = {}
        found = []
        for event in events:
            before = states.get(event.stream, decider.initial())
            message = facts[event.type].FromString(event.payload)
            after = decider.fold(before, [Fact(message, event.occurred_at, event.subject)])
            states[event.stream] = after
            entry = Entry(event.version, message, event.occurred_at)
            found.append(Change(event, entry, before, after, units(before) | units(after)))
        return found


def _of_dossier(dossier: Dossier) -> set[str]:
    competent = dossier.offering.unit if dossier.offering else ""
    return {dossier.receiving_unit, competent, dossier.holder} - {""}


def _of_petition(petition: Petition) -> set[str]:
    return set(petition.units)


DOSSIERS = Aggregate(dossier_changes.REGISTRY, dossier_changes.DOSSIERS, _of_dossier)
PETITIONS = Aggregate(petition_changes.REGISTRY, petition_changes.PETITIONS, _of_petition)
