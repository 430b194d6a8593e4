"""The events of the log with the dossiers that they change, before and after.

A change is for the units that the dossier had then, whatever became of it since: it is folded from
its stream up to the event.
"""

from collections import OrderedDict
from typing import NamedTuple

from services.chassis.decider import Fact
from services.chassis.log import Log, Recorded
from services.submissions.domain.dossier.changes import DOSSIERS, REGISTRY
from services.submissions.domain.dossier.state import Dossier, Entry

REMEMBERED = 2000  # changes, for readers who follow closely


class Change(NamedTuple):
    """One fact of a dossier, and the dossier before it and after it."""

    event: Recorded
    entry: Entry
    before: Dossier
    after: Dossier

    @property
    def units(self) -> set[str]:
        """Those for whose people the change is: who lost the dossier by it is told so, too."""
        return _units(self.before) | _units(self.after)


class Changes:
    """The changes of the log with their dossiers; the last ones are remembered, since readers
    mostly follow together.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._kept: OrderedDict[int, Change] = OrderedDict()

    async def of(self, events: list[Recorded]) -> dict[int, Change]:
        """By position, those of these events that are facts of dossiers."""
        own = [each for each in events if each.type in REGISTRY]
        # What is taken here may be forgotten while the rest is read: other readers go on meanwhile.
        kept = self._kept
        found = {each.position: kept[each.position] for each in own if each.position in kept}
        if missing := [each for each in own if each.position not in found]:
            viewed = await self._log.view(sorted({each.stream for each in missing}))
            wanted = {each.position for each in missing}
            changes = {each.event.position: each for each in changes_of(viewed.events)}
            read = {position: changes[position] for position in wanted}
            found |= read
            kept.update(read)
        while len(kept) > REMEMBERED:
            kept.popitem(last=False)
        return found


def _units(dossier: Dossier) -> set[str]:
    competent = dossier.offering.unit if dossier.offering else ""
    return {dossier.receiving_unit, competent, dossier.holder} - {""}


def changes_of(events: list[Recorded]) -> list[Change]:
    """Whole streams of dossiers as changes."""
    dossiers: dict[str, Dossier] = {}
    found = []
    for event in events:
        before = dossiers.get(event.stream, DOSSIERS.initial())
        message = REGISTRY[event.type].FromString(event.payload)
        after = DOSSIERS.fold(before, [Fact(message, event.occurred_at, event.subject)])
        dossiers[event.stream] = after
        entry = Entry(event.version, message, event.occurred_at)
        found.append(Change(event, entry, before, after))
    return found
