"""An attacker on published figures: dense elimination over the single months of single wards.

Shares no code with the audit, and looks at nothing but what is shown. Every item of one ward, month
and class of one definition is an unknown; every count that is shown is an equation.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from fractions import Fraction


class Attacker:
    """Sums that somebody knows, of unknowns by name."""

    def __init__(self) -> None:
        self.rows: dict[Hashable, tuple[dict[Hashable, Fraction], Fraction]] = {}  # by their first
        self.contradicted = False  # what he took together cannot all be true

    def hears(self, unknowns: Iterable[Hashable], total: int) -> None:
        """That these unknowns sum to a number."""
        self.knows(dict.fromkeys(unknowns, 1), total)

    def knows(self, factors: Mapping[Hashable, int], total: int) -> None:
        """That unknowns, each so many times, sum to a number."""
        fractions = {each: Fraction(n) for each, n in factors.items()}
        found, rest = self.reduced(fractions, Fraction(total))
        if found:
            first, scale = next(iter(found.items()))
            self.rows[first] = {each: n / scale for each, n in found.items()}, rest / scale
        elif rest:
            self.contradicted = True

    def reduced(
        self, factors: dict[Hashable, Fraction], total: Fraction
    ) -> tuple[dict[Hashable, Fraction], Fraction]:
        """What remains of an equation when all that is known is put into it."""
        factors = dict(factors)
        while known := next((each for each in factors if each in self.rows), None):
            row, value = self.rows[known]
            times = factors[known]
            total -= times * value
            for each, n in row.items():
                rest = factors.pop(each, Fraction(0)) - times * n
                if rest:
                    factors[each] = rest
        return factors, total

    def learns(self, unknowns: Iterable[Hashable]) -> Fraction | None:
        """The sum of these, if it follows."""
        found, rest = self.reduced({each: Fraction(1) for each in unknowns}, Fraction(0))
        return None if found else -rest
