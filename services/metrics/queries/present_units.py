"""Which units a scope holds, as of an instant: those that count wholly, and those that were split.

Promises the same for the same instant and position of the catalogue. Must not read items.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from services.chassis.database import Pool, statements
from services.metrics.domain.figures import Positions, Question, Scope
from services.metrics.domain.succession import Handover, Part, Succession, Units
from services.metrics.queries.lines import unit_scopes
from services.metrics.queries.remembered import Remembered
from services.metrics.settings import SQL


class Resolved(NamedTuple):
    """The units of a scope. `own`: which count as they are (None: all of them, in the whole tree);
    `whole`: split ones, where what nobody got counts; `divided`: those whose items are looked up.
    """

    own: tuple[str, ...] | None
    whole: tuple[str, ...]
    divided: tuple[Handover, ...]  # with where those of their items count that nobody got
    handovers: tuple[Handover, ...]
    counting: tuple[str, ...]  # where what counts is in the scope

    @property
    def split(self) -> tuple[str, ...]:
        """The names of those whose items are looked up."""
        return tuple(each.unit for each in self.divided)

    @property
    def everywhere(self) -> tuple[str, ...] | None:
        """All units of which anything may count; None: all."""
        return None if self.own is None else (*self.own, *self.split)

    @property
    def columns(self) -> tuple[list[str], ...]:
        """The first parameters of `units_now.sql`."""
        presents = [each.present for each in self.divided]
        return (list(self.split), presents, *self.inheritance)

    @property
    def inheritance(self) -> tuple[list[str], ...]:
        """Unit, holder and where an item counts, of all heirs."""
        return tuple(map(list, zip(*self.handovers, strict=True))) or ([], [], [])


class PresentUnits:
    """What became of units."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._units: Remembered[Units] = Remembered(8)  # by instant and position of the catalogue

    async def resolve(self, scope: Scope, positions: Positions) -> Resolved:
        """Which units count in a scope."""
        known = await self.known(scope, positions)
        base = await self.units(scope, positions)
        changed = sorted(known.changed)
        divided = [each for each in changed if known.is_divided(each)]
        handovers = [handover for each in divided for handover in known.handovers(each)]
        presents = {each.present for each in handovers} | {known.present(each) for each in divided}
        counting = {
            each
            for each in presents
            if base is None or each == scope.unit or known.counts_in(each, base)
        }
        some = {each.unit for each in handovers if each.present in counting}
        lost = tuple(Handover(each, "", known.present(each)) for each in divided if each in some)
        own = None if base is None else own_units(known, base)
        return Resolved(
            own,
            tuple(each.unit for each in lost if each.present in counting),
            lost,
            tuple(each for each in handovers if each.unit in some),
            tuple(sorted(counting)),
        )

    async def known(self, scope: Scope, positions: Positions) -> Units:
        """What became of units, as of the scope's instant."""
        assert scope.units_at is not None  # noqa: S101 — whoever asks as of none is elsewhere
        key = (scope.units_at, positions.catalog)
        known = self._units.get(key)
        if known is None:
            rows = await self._pool.fetch(statements(SQL)["successions"], *key)
            known = Units(map(succession, rows))
            self._units.keep(key, known)
        return known

    async def parts(self, scope: Scope, positions: Positions) -> list[Part]:
        """What of divided units falls to a scope by their shares."""
        known = await self.known(scope, positions)
        base = await self.units(scope, positions)
        return [
            part
            for unit in sorted(known.changed)
            for part in known.parts(unit)
            if base is None or part.successor == scope.unit or known.counts_in(part.successor, base)
        ]

    async def read(self, scope: Scope, positions: Positions) -> set[str]:
        """The units of which anything may be in a figure or an estimate; none of the whole tree."""
        there = (await self.resolve(scope, positions)).everywhere or ()
        return {*there, *(part.unit for part in await self.parts(scope, positions))}

    async def units(self, scope: Scope, positions: Positions) -> set[str] | None:
        """The units of the scope as of the instant; None: all."""
        if not scope.unit:
            return None
        asked = (scope.unit, scope.alone, scope.units_at, positions.catalog)
        rows = await self._pool.fetch(statements(SQL)["units_of_scope"], *asked)
        return {row["unit"] for row in rows}

    async def alone(
        self, names: Sequence[str], question: Question, positions: Positions
    ) -> list[Scope]:
        """The units themselves, by the tree of the instant."""
        assert question.scope.units_at is not None  # noqa: S101 — as above
        there = question._replace(as_of=question.scope.units_at)
        return await unit_scopes(self._pool, names, there, positions)


def succession(row: Any) -> Succession:
    """As a table has it."""
    unit, successor, divides, closes, n, d = row
    return Succession(unit, successor, divides, closes, None if n is None else Fraction(n, d))


def own_units(units: Units, base: set[str]) -> tuple[str, ...]:
    """Those whose items all count at one unit, which is in the scope."""
    same = base - units.changed
    merged = {
        each
        for each in units.changed
        if not units.is_divided(each) and units.counts_in(units.present(each), base)
    }
    return tuple(sorted(same | merged))


def among(question: Question, units: tuple[str, ...] | None) -> Question:
    """The question over what these units have of their own."""
    return question._replace(among=units)


def every(question: Question, units: Resolved) -> Question:
    """The question over all units of which anything may count."""
    return question if units.everywhere is None else among(question, units.everywhere)
