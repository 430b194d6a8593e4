"""Estimates: counted facts of split units, read whole and divided by shares.

They are few, as the units are that were split. Must not read single items: these are never divided.
"""

from services.chassis.database import Pool
from services.chassis.errors import Refusal
from services.metrics.domain.estimates import Estimate, estimate
from services.metrics.domain.figures import Question
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.refusals import MetricsReason
from services.metrics.queries.counted import Counted, spans_of
from services.metrics.queries.positions import Requested, current_positions
from services.metrics.queries.present_units import PresentUnits, among
from services.metrics.queries.storage import STORAGES

COUNT = "count"


class Estimates:
    """Reads of what falls to a scope by shares."""

    def __init__(self, pool: Pool, present: PresentUnits) -> None:
        self._pool = pool
        self._counted = Counted(pool)
        self._present = present

    async def of(self, question: Question, asked: Requested) -> Estimate:
        """One estimate, of a definition that counts such facts, and of units as of the scope's
        instant.
        """
        positions = await current_positions(self._pool, question.scope, asked)
        parts = await self._present.parts(question.scope, positions)
        units = tuple(dict.fromkeys(part.unit for part in parts))
        facts = await self._counted.facts(of_units(question, units), positions) if units else []
        return estimate(question, positions, parts, facts)


def of_units(question: Question, units: tuple[str, ...]) -> Question:
    """The question over what these have of their own; that of the whole tree would be over all."""
    scope = question.scope
    return among(question._replace(scope=scope._replace(unit=scope.unit or units[0])), units)


def must_count_facts(definition: Definition) -> None:
    """Raises Refusal where no counted facts are among its items; a standard is no number that
    could be divided.
    """
    spans = spans_of(definition) if definition.kind.name in STORAGES else None
    if spans is None or spans.kind != COUNT:
        values = {"definition": definition.name}
        raise Refusal(MetricsReason.ESTIMATES_OF_COUNTS_ONLY, field="definition", values=values)
