"""One chunk of rows on its way in: each row sees what those before it did.

Nobody takes in what they may not change: each kind of row says for which units a role is needed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from motcua.catalog.v1 import intake_pb2 as api
from services.catalog.api import consequences, rooms
from services.catalog.api.context import Context, time_in
from services.catalog.api.scopes import every_unit
from services.catalog.api.unit_of_work import UnitOfWork
from services.catalog.domain import units
from services.catalog.domain.structure import Changes
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


@dataclass
class Chunk:
    """What the rows of a chunk share."""

    context: Context
    work: UnitOfWork
    now: datetime
    forest: Forest | None = None  # made when the first row needs it
    near: Forest | None = None  # what is known without that, for rows that open units

    def begin(self) -> None:
        """Decide the next row at an instant of its own, as a command is: by it one tells what was
        decided together.
        """
        self.now = max(self.context.clock(), self.now + timedelta.resolution)

    def time(self, row: api.Row) -> datetime:
        """From when the row is to be so."""
        return time_in(row, "effective_time") or self.now

    def is_from(self, row: api.Row, since: datetime | None) -> bool:
        """Whether what is so from an instant on is so from when a row says; from now on is met by
        what began before.
        """
        at = time_in(row, "effective_time")
        return since is not None and (since == at if at else since <= self.now)

    def permit(self, unit: str) -> None:
        """Refuse a row about a unit that this caller's role does not reach."""
        call.current().permit(self._opened(unit))

    def permits(self, unit: str) -> bool:
        """Whether this caller's role reaches a unit."""
        return call.current().permits(self._opened(unit))

    def append(self, stream: str, decider: Any, facts: Sequence[Fact]) -> None:
        """What a row came to."""
        self.work.append(stream, decider, facts)
        for forest in (self.forest, self.near) if decider is units.DECIDER else ():
            if forest is not None:
                forest.put(stream, self.work.state(stream, units.DECIDER))

    async def every_unit(self) -> Forest:
        """All units, those of this chunk among them."""
        if self.forest is None:
            self.forest = await every_unit(self.context, self.work)
        return self.forest

    async def open_unit(self, name: str, facts: Sequence[Fact]) -> None:
        """A unit that these rows open, where the caller has room for it."""
        if self.near is None:
            known = self.work.states_of("units/", units.DECIDER)
            self.near = await rooms.all_units(self.context, known)
        forest = self.near if self.forest is None else self.forest
        rooms.require_room(forest, {name: list(facts)}, now=self.now)
        self.append(name, units.DECIDER, facts)

    async def restructure(self, changes: Changes) -> None:
        """Units that change together, where the caller has room for that, and what that means for
        offerings.
        """
        forest = await self.every_unit()
        rooms.require_room(forest, changes, now=self.now)
        before = Forest(forest)
        for name in changes:
            before.put(name, forest[name])
        await consequences.of_units(self.context, self.work, before, changes, permits=self.permits)
        for name in changes:
            forest.put(name, self.work.state(name, units.DECIDER))

    def _opened(self, unit: str) -> str:
        """The nearest unit, from one upwards, that was opened before this chunk."""
        while unit and not self.context.tree.is_opened(unit):  # this chunk opens it, perhaps anew
            opening = self.work.state(unit, units.DECIDER).opening
            if opening is None:
                break
            unit = opening.parent
        return unit
