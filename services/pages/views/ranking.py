"""Units among those of their kind: wards are compared with wards and communes, districts with
districts, and departments with departments.

Example: of the shares 90%, 80%, 80% and 70% the ranks are 1, 2, 2 and 4. Promises that units with
one share have one rank, and that one without a value has none.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from motcua.metrics.v1.events_pb2 import Rate
from services import formats
from services.pages.tables import Column, Link, Number
from services.pages.visit import Visit

COMMUNES = {"ward", "commune", "township", "special_zone"}  # of one level, whatever they are called


@dataclass(frozen=True)
class Ranking:
    """The kind that is shown, of those that there are, and the ranks of its units."""

    visit: Visit
    kind: str
    kinds: Sequence[str]  # the commonest first
    rates: Sequence[Rate]  # of units of that kind
    ranks: Mapping[str, int]

    @property
    def column(self) -> Column:
        """The heading of the ranks."""
        return Column("rank", self.visit.words("column.rank"), "rank")

    def rank(self, rate: Rate) -> Number | str:
        """Of the unit of a rate."""
        found = self.ranks.get(rate.receipt.scope.unit)
        if found is None:  # the figure says why
            return ""
        return Number(found, formats.integer(found, self.visit.language))

    @property
    def choices(self) -> list[Link]:
        """The kinds to choose from; nothing where there is one."""
        named = [Link(self.visit.words.named("unit_kind", each), each) for each in self.kinds]
        return named if len(named) > 1 else []


async def ranking(visit: Visit, rates: Sequence[Rate]) -> Ranking:
    """Of rates of units; of several kinds the one that was asked for, or the commonest."""
    units = await visit.reading.kinds(each.receipt.scope.unit for each in rates)
    kinds = {name: "communes" if kind in COMMUNES else kind for name, kind in units.items()}
    ordered = [kind for kind, _ in Counter(kinds.values()).most_common()]
    asked = visit.parameters.get("kind", "")
    kind = asked if asked in ordered else next(iter(ordered), "")
    own = [each for each in rates if kinds.get(each.receipt.scope.unit, kind) == kind]
    return Ranking(visit, kind, ordered, own, ranks(own))


def ranks(rates: Sequence[Rate]) -> dict[str, int]:
    """By the share, the highest first: how many have a higher one, and one more."""
    shares = {each.receipt.scope.unit: share(each) for each in rates if each.percent}
    ordered = sorted(shares.values(), reverse=True)
    first: dict[Fraction, int] = {}
    for place, each in enumerate(ordered, start=1):
        first.setdefault(each, place)
    return {unit: first[each] for unit, each in shares.items()}


def share(rate: Rate) -> Fraction:
    """What is known to count, of all."""
    return Fraction(rate.receipt.numerator, rate.receipt.denominator or 1)
