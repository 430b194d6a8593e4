"""One chunk of rows on its way in: what its rows look at together, and what they come to.

Promises that each row sees what those before it did, and that nobody takes in what they may not
change. Must not know a kind of row.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from motcua.catalog.v1 import intake_pb2 as api
from motcua.catalog.v1.events_pb2 import OFFERING_RULE_CLOSE, OfferingRule
from services.catalog.api.door import asked
from services.catalog.api.services import Services
from services.catalog.api.structure import Structure, as_known
from services.catalog.api.working import EVERY_UNIT, Working
from services.catalog.domain import structure, units
from services.catalog.domain.tree import Forest
from services.chassis import call
from services.chassis.decider import Fact

ADDED = api.RowOutcome.EFFECT_ADDED
CHANGED = api.RowOutcome.EFFECT_CHANGED
UNCHANGED = api.RowOutcome.EFFECT_UNCHANGED


class Taken(NamedTuple):
    """What became of a row, and of which resource."""

    effect: Any
    name: str


class Repercussions(Services, Structure):
    """What services and units let follow for offerings, in whatever run of decisions."""


class Chunk:
    """What the rows of a chunk share."""

    def __init__(self, door: Repercussions, working: Working) -> None:
        self.door = door
        self.working = working
        self.now = door.clock()
        self.forest: Forest | None = None  # made when the first row needs it

    def begin(self) -> None:
        """Decide the next row at an instant of its own, as a command is: by it one tells what was
        decided together.
        """
        self.now = max(self.door.clock(), self.now + timedelta.resolution)

    def time(self, row: api.Row) -> datetime:
        """From when the row is to be so."""
        return asked(row, "effective_time") or self.now

    def is_from(self, row: api.Row, since: datetime | None) -> bool:
        """Whether what is so from an instant on is so from when a row says; from now on is met by
        what began before.
        """
        at = asked(row, "effective_time")
        return since is not None and (since == at if at else since <= self.now)

    def permit(self, unit: str) -> None:
        """Refuse a row about a unit that this caller's role does not reach."""
        while unit and not self.door.tree.is_opened(unit):  # this chunk opens it, perhaps anew
            opening = self.working.state(unit, units.DECIDER).opening
            if opening is None:
                break
            unit = opening.parent
        call.current().permit(unit)

    def decide(self, stream: str, decider: Any, facts: Sequence[Fact]) -> None:
        """What a row came to."""
        self.working.decide(stream, decider, facts)
        if self.forest is not None and decider is units.DECIDER:
            self.forest.put(stream, self.working.of(stream, units.DECIDER).state)

    async def every_unit(self) -> Forest:
        """All units, those of this chunk among them."""
        if self.forest is None:
            await self.door.shown()
            self.working.looked(self.door.tree.position, EVERY_UNIT)
            self.forest = Forest(self.door.tree.units)
            for name, executed in self.working.seen.items():
                if name.startswith("units/"):
                    self.forest.put(name, executed.state)
        return self.forest

    async def restructure(
        self, changes: structure.Changes, rule: OfferingRule = OFFERING_RULE_CLOSE
    ) -> None:
        """Units that change together, and what follows for their offerings."""
        forest = await self.every_unit()
        before = Forest(forest)
        for name, facts in changes.items():
            before.put(name, forest[name])
            self.working.know(name, as_known(forest[name], name))
            self.decide(name, units.DECIDER, facts)
        await self.door.take_along(self.working, before, changes, rule)
