"""Rows about units: that are to be there, and how those that are there end.

Promises that a unit that is so already is left alone. Must not hold a rule.
"""

from collections.abc import Sequence
from typing import Any

from motcua.catalog.v1 import intake_pb2 as api
from motcua.catalog.v1.events_pb2 import (
    OFFERING_RULE_CLOSE,
    UnitClosed,
    UnitMerged,
    UnitMoved,
    UnitOpened,
    UnitRenamed,
    UnitSplit,
)
from services.catalog.api.door import asked
from services.catalog.api.rows.chunk import ADDED, CHANGED, UNCHANGED, Chunk, Taken
from services.catalog.domain import (
    descriptions,
    names,
    openings,
    particulars,
    structure,
    trace,
    units,
)
from services.catalog.domain.descriptions import Description
from services.catalog.domain.tree import Forest
from services.chassis.decider import Fact


class Places(Chunk):
    """Units that are to be open, merged, divided or closed."""

    async def unit(self, row: api.Row) -> Taken:
        """A unit that is to be open, called so, below that parent."""
        said = row.unit.unit
        name = names.new("units", row.unit.unit_id, field="unit.unit_id")
        parent = names.unit(said.parent, field="unit.unit.parent") if said.parent else ""
        await self.working.need([name, parent])
        self.permit(parent)
        if self.working.of(name, units.DECIDER).state.opening is None:
            self.decide(name, units.DECIDER, self.opening(row, name, parent))
            return Taken(ADDED, name)
        self.permit(name)
        return Taken(await self.unit_as_said(row, name, parent), name)

    def opening(self, row: api.Row, name: str, parent: str) -> Sequence[Fact]:
        """A unit that is not there yet."""
        said = row.unit.unit
        return units.open_unit(
            units.Unit(),
            proposed=UnitOpened(
                unit=name,
                parent=parent,
                code=said.code,
                kind=said.kind,
                display_name=said.display_name,
                correction_reason=row.correction_reason,
            ),
            parent=self.working.of(parent, units.DECIDER).state if parent else None,
            at=asked(row, "effective_time"),
            now=self.now,
        )

    async def unit_as_said(self, row: api.Row, name: str, parent: str) -> Any:
        """A unit that is there: open earlier, called otherwise, put elsewhere, or left alone."""
        at = asked(row, "effective_time")
        changes = await self.open_by_then(row, name)
        unit = units.DECIDER.fold(self.working.of(name, units.DECIDER).state, changes.get(name, ()))
        then = descriptions.described(unit, max(at or self.now, units.opens_at(unit)))
        called = self.called_as_said(row, name, then)
        if then.parent != parent:
            moved = UnitMoved(unit=name, parent=parent, correction_reason=row.correction_reason)
            forest = (await self.every_unit()).after(changes)
            moving = structure.move(forest, proposed=moved, at=at, now=self.now)
            changes = joined(changes, moving)
        # All of the row is decided before any of it is taken for granted.
        facts = particulars.rename(unit, proposed=called, at=at, now=self.now) if called else ()
        if changes:
            await self.restructure(changes)
        self.decide(name, units.DECIDER, facts)
        return CHANGED if changes or facts else UNCHANGED

    async def open_by_then(self, row: api.Row, name: str) -> structure.Changes:
        """The correction of an opening that is later than a row says; otherwise nothing."""
        at, unit = asked(row, "effective_time"), self.working.of(name, units.DECIDER).state
        if at is None or unit.opening is None or at >= units.opens_at(unit):
            return {}
        if unit.opening.parent:
            await self.working.need([unit.opening.parent])
        self.permit(unit.opening.parent)
        forest = await self.every_unit()
        return openings.correct(
            forest, name=name, at=at, reason=row.correction_reason, now=self.now
        )

    def called_as_said(self, row: api.Row, name: str, then: Description) -> UnitRenamed | None:
        """What a unit is to be called otherwise; None where it is called so."""
        said = row.unit.unit
        renamed = UnitRenamed(unit=name, correction_reason=row.correction_reason)
        if then.display_name != said.display_name:
            renamed.display_name.CopyFrom(said.display_name)
        if then.code != said.code:
            renamed.code = said.code
        if then.kind != said.kind:
            renamed.kind = said.kind
        says = any(renamed.HasField(part) for part in ("display_name", "code", "kind"))
        return renamed if says else None

    async def merger(self, row: api.Row) -> Taken:
        """Units that are to be merged into one."""
        into = names.unit(row.merger.into, field="merger.into")
        merged = [names.unit(each, field="merger.units") for each in row.merger.units]
        for each in (into, *merged):
            self.permit(each)
        forest = await self.every_unit()
        proposed = UnitMerged(
            into=into,
            offerings=row.merger.offerings or OFFERING_RULE_CLOSE,
            legal_basis=row.merger.legal_basis,
            correction_reason=row.correction_reason,
        )
        ending = [each for each in merged if each != into]
        left = [each for each in ending if not self.is_so(forest, each, row, proposed)]
        if ending and not left:
            return Taken(UNCHANGED, into)
        at = asked(row, "effective_time")
        changes = structure.merge(forest, merged=left, proposed=proposed, at=at, now=self.now)
        await self.restructure(changes, row.merger.offerings)
        return Taken(CHANGED, into)

    async def split(self, row: api.Row) -> Taken:
        """A unit that is to be divided over others."""
        name = names.unit(row.split.unit, field="split.unit")
        parts = {names.unit(part.unit, field="split.parts") for part in row.split.parts}
        for each in (name, *parts):
            self.permit(each)
        forest = await self.every_unit()
        proposed = UnitSplit(
            unit=name,
            parts=structure.divided_among(row.split.parts),
            offerings=row.split.offerings or OFFERING_RULE_CLOSE,
            legal_basis=row.split.legal_basis,
            correction_reason=row.correction_reason,
        )
        if self.is_so(forest, name, row, proposed):
            return Taken(UNCHANGED, name)
        at = asked(row, "effective_time")
        changes = structure.split(forest, proposed=proposed, at=at, now=self.now)
        await self.restructure(changes, row.split.offerings)
        return Taken(CHANGED, name)

    async def closing(self, row: api.Row) -> Taken:
        """A unit that is to be closed."""
        name = names.unit(row.closing.unit, field="closing.unit")
        self.permit(name)
        forest = await self.every_unit()
        proposed = UnitClosed(
            unit=name,
            legal_basis=row.closing.legal_basis,
            correction_reason=row.correction_reason,
        )
        if self.is_so(forest, name, row, proposed):
            return Taken(UNCHANGED, name)
        at = asked(row, "effective_time")
        await self.restructure(structure.close(forest, proposed=proposed, at=at, now=self.now))
        return Taken(CHANGED, name)

    def is_so(self, forest: Forest, name: str, row: api.Row, proposed: Any) -> bool:
        """Whether a unit is succeeded already as a row proposes: by the same units, from then on,
        and by the same shares.
        """
        unit = forest.get(name, units.Unit())
        then = [each.fact for each in unit.changes if self.is_from(row, each.since)]
        return any(
            type(fact) is type(proposed) and trace.parts(fact) == trace.parts(proposed)
            for fact in then
        )


def joined(one: structure.Changes, other: structure.Changes) -> structure.Changes:
    """Both, in this order."""
    return {name: [*one.get(name, ()), *other.get(name, ())] for name in {**one, **other}}
