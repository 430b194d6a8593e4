"""Figures by each dimension, and by unit as units are now, against the second reading's.

Of each kind of item one definition stands for all: which items a filter chooses does not depend on
how they are classified. Must not decide which reading is right.
"""

from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from motcua.metrics.v1.events_pb2 import Rate, Receipt
from services.console.instants import to_timestamp
from services.console.outcome import Refused
from services.console.portal.client import Portal
from services.console.portal.questions import known_at, rates_and_whole
from services.console.reading.comparison.adopted_definitions import adopted
from services.console.reading.comparison.aside import aside
from services.console.reading.comparison.differences import (
    APART,
    Comparison,
    FigureDifference,
    differing,
)
from services.console.reading.comparison.receipts import key_of, service_numbers
from services.console.reading.definitions.definition import Definition
from services.console.reading.figures import activity
from services.console.reading.figures.items import interpreted
from services.console.reading.figures.questions import Question, answered_question
from services.console.reading.figures.recomputation import recomputed
from services.console.reading.figures.sums import Numbers
from services.console.reading.folding.fold import Reading

FILTERED, NOW = "by dimensions", "units as now"  # what stands where figures have their definition
OF_DOSSIERS = (
    "channel", "level", "extent", "assisted", "field", "officer", "corrected", "due", "withdrawn",
)  # fmt: skip
DIVIDED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys(("dossier", "dossier_at", "dossier_held", "act", "rating"), OF_DOSSIERS),
        "petition": ("corrected", "withdrawn", "transferred"),
        "service": ("field",),
    }
)


class Listed(NamedTuple):
    """A list of the service: its lines, and what they add up to, if they do."""

    name: str
    definition: Definition
    lines: list[Rate]
    whole: Rate | None

    @property
    def rates(self) -> list[Rate]:
        """All of them."""
        return [*self.lines, *([self.whole] if self.whole else [])]

    @property
    def asked(self) -> list[Question]:
        """What they are the answers to."""
        return [answered_question(each.receipt, self.definition) for each in self.rates]


async def compare_dimensions(
    portal: Portal, reading: Reading, found: Comparison, now: datetime
) -> None:
    """Add to a comparison what these lists come to."""
    known, _ = interpreted(await adopted(portal))
    listed = [each async for each in lists(portal, reading, one_of_each(known), now)]
    asked = [asked for each in listed for asked in each.asked]
    figures = iter(await aside(recomputed, reading, asked))
    found.counted |= {FILTERED: 0, NOW: 0}
    for each in listed:
        numbers = [next(figures).numbers() for _ in each.rates]
        found.counted[each.name] += len(numbers)
        found.differences += differences(each, numbers)


def one_of_each(known: Iterable[Definition]) -> list[Definition]:
    """The first definition of each kind whose receipts can be computed again one by one."""
    first: dict[str, Definition] = {}
    for each in known:
        if not each.facts & activity.FACTS:
            first.setdefault(each.kind, each)
    return list(first.values())


async def lists(
    portal: Portal, reading: Reading, definitions: Iterable[Definition], now: datetime
) -> AsyncIterator[Listed]:
    """Over all months that have an item, as known where this reading ended."""
    known = known_at(reading.positions)
    for each in definitions:
        options: dict[str, Any] = {"version": each.version, "known": known}
        for by in DIVIDED.get(each.kind, ()):
            yield Listed(FILTERED, each, *await answered(portal, each, by=by, **options))
        options |= {"by": "unit", "units_time": to_timestamp(now)}
        yield Listed(NOW, each, *await answered(portal, each, **options))


async def answered(
    portal: Portal, definition: Definition, **asked: Any
) -> tuple[list[Rate], Rate | None]:
    """Nothing where the service finds that its own lines do not add up, or one is too large: what
    is wrong there is wrong in months and units, too, which are compared one by one.
    """
    try:
        return await rates_and_whole(portal, definition.id, **asked)
    except Refused as refused:
        if refused.reason not in APART:
            raise
    return [], None


def differences(listed: Listed, ours: list[Numbers]) -> Iterable[FigureDifference]:
    """Line by line; and whether a line is missing, by what all of ours come to."""
    for rate, numbers in zip(listed.rates, ours, strict=True):
        if found := differing(numbers, service_numbers(rate.receipt)):
            yield difference(listed, rate.receipt, found, rate=rate)
    if listed.whole:
        lines, whole = sum(each.considered for each in ours[:-1]), ours[-1].considered
        if lines != whole:
            both = {"considered by all lines": (whole, lines)}
            yield difference(listed, listed.whole.receipt, both, rate=listed.whole)


def difference(
    listed: Listed, receipt: Receipt, found: Mapping[str, tuple[object, object]], *, rate: Rate
) -> FigureDifference:
    """Under the name of the comparison, with what was asked."""
    filters = [f"{each.dimension}={','.join(each.values)}" for each in receipt.scope.filters]
    named = " ".join((listed.definition.name, *filters))
    numbers = {f"{named} {name}": sides for name, sides in found.items()}
    return FigureDifference(key_of(rate)._replace(definition=listed.name), numbers)
