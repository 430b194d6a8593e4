"""Whatever happens to units: their traces are exact, and the same from both ends.

Promises that what becomes of a unit adds up to 1 or is not attributable, as an independent reading
of the raw facts says. Must not use the catalogue's own reading to judge it.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as some

from services.catalog.domain import lineage
from tests.catalog.given_units import forest, on, opened, split, u
from tests.catalog.unit_histories import History
from tests.catalog.unit_oracle import Reading

DATES = [on(day) for day in (-4.25, -2, 0, 1.5, 4, 10.5)]
PAIRS = [(since, until) for since in DATES for until in DATES if since <= until]


class TracedHistory(History):
    """Judged at its end."""

    def teardown(self) -> None:
        reading = Reading(self.recorded)
        for unit in self.forest.values():
            assert all(whole_or_unknown(each.parts) for each in lineage.successions(unit))
        for earlier, later in PAIRS:
            became = {
                name: reading.forward(name, earlier, later) for name in opened_by(reading, earlier)
            }
            for name, parts in became.items():
                assert lineage.forward(self.forest, name, since=earlier, until=later) == parts
                assert whole_or_unknown(parts)
            for name in opened_by(reading, later):
                found = lineage.back(self.forest, name, since=later, until=earlier)
                assert found == {
                    source: parts[name] for source, parts in became.items() if name in parts
                }


def opened_by(reading: Reading, at: datetime) -> list[str]:
    return [name for name in reading.units if reading.is_open(name, at)]


def whole_or_unknown(parts: lineage.Parts) -> bool:
    """Shares add up to exactly 1, unless one is not attributable; then the others are less."""
    stated = [part for part in parts.values() if part is not None]
    if len(stated) == len(parts):
        return sum(stated) == 1
    return sum(stated) < 1


TestTracedHistory = TracedHistory.TestCase
TestTracedHistory.settings = settings(max_examples=40, stateful_step_count=40)


@settings(max_examples=100)
@given(some.lists(some.integers(1, 2**31), min_size=2, max_size=60))
def test_the_shares_of_a_long_split_add_up_exactly(weights: list[int]) -> None:
    shares = {f"p{n}": Fraction(weight, sum(weights)) for n, weight in enumerate(weights)}
    happened = [opened("w"), *(opened(part) for part in shares), split("w", shares, day=1)]
    found = lineage.forward(forest(*happened), u("w"), since=on(0), until=on(2))
    assert found == {u(part): share for part, share in shares.items()}
    assert sum(share for share in found.values() if share is not None) == 1
