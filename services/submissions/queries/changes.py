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
        """Those for whose people the change is."""
        competent = self.after.offering.unit if self.after.offering else ""
        units = {self.after.receiving_unit, competent, self.after.holder, self.before.holder}
        return units - {""}


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
        if missing := [each for each in own if each.position not in self._kept]:
            viewed = await self._log.view(sorted({each.stream for each in missing}))
            wanted = {each.position for each in missing}
            for change in changes_of(viewed.events):
                if change.event.position in wanted:
                    self._kept[change.event.position] = change
        found = {each.position: self._kept[each.position] for each in own}
        while len(self._kept) > REMEMBERED:
            self._kept.popitem(last=False)
        return found


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
