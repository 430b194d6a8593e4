"""How often one caller may do something, held against a bucket of tokens, counted one by one.

Promises bounded memory however many callers come, and that nobody gets rid of what he owes by it.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.chassis.limits import rates
from services.chassis.limits.rates import Bound, Rate


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Bucket:
    """The naive way: tokens that come at a rate, up to a burst."""

    def __init__(self, bound: Bound) -> None:
        self.bound, self.tokens, self.at = bound, Fraction(bound.burst), Fraction(1000)

    def take(self, now: float, cost: int) -> bool:
        came = (Fraction(now) - self.at) * Fraction(self.bound.rate)
        self.tokens = min(self.tokens + came, Fraction(self.bound.burst))
        self.at = Fraction(now)
        needed = min(Fraction(cost), Fraction(self.bound.burst))
        if self.tokens < needed:
            return False
        self.tokens -= needed
        return True


STEPS = some.lists(some.tuples(some.integers(0, 8), some.integers(1, 6)), max_size=60)


@given(steps=STEPS, rate=some.sampled_from([1, 2, 4]), burst=some.integers(1, 5))
def test_a_rate_is_a_bucket_of_tokens(steps: list[tuple[int, int]], rate: int, burst: int) -> None:
    clock, bound = Clock(), Bound(rate, burst)
    found, naive = Rate(bound, clock=clock), Bucket(bound)
    for quarters, cost in steps:
        clock.now += quarters / 4
        wait = found.take("a", cost)
        assert (wait == 0) == naive.take(clock.now, cost)
        if wait:
            clock.now += wait
            assert found.take("a", cost) == 0
            assert naive.take(clock.now, cost)


def test_what_has_come_already_is_owed_and_waited_for() -> None:
    clock = Clock()
    found = Rate(Bound(10, 20), clock=clock)
    assert found.owe("a", 20) == 0
    assert found.owe("a", 10) == pytest.approx(1.0)
    assert found.owe("b", 10) == 0
    clock.now += 1.0
    assert found.take("a") == pytest.approx(0.1)


def test_who_has_paid_is_forgotten_and_who_owes_most_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rates, "MOST_CALLERS", 2048)
    clock = Clock()
    found = Rate(Bound(1, 100), clock=clock)
    for _ in range(100):
        assert found.take("greedy") == 0
    for number in range(50_000):
        assert found.take(f"caller {number}") == 0
        assert len(found.paid_at) <= 2048
    assert found.take("greedy") > 0
    clock.now += 200
    for number in range(5_000):
        found.take(f"later {number}")
        clock.now += 1.0
    assert len(found.paid_at) <= rates.FEWEST_SWEPT
