"""What of a unit falls to those after it, by the shares of all splits: given what happened to
units, then fractions that sum to 1.

Against an oracle that walks every way by itself (`naive_shares.py`).
"""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.metrics.domain.succession import Part, Succession, Units
from tests.metrics.naive_shares import Divided, parts

R, S, T, U, V = (f"units/{each}" for each in "rstuv")
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


def units(*steps: Divided) -> Units:
    return Units(
        Succession(
            step.unit, to, len(step.shares) > 1, step.unit not in step.shares,
            share if len(step.shares) > 1 else None,
        )
        for step in steps
        for to, share in step.shares.items()
    )  # fmt: skip


def split(unit: str, **shares: Fraction | None) -> Divided:
    return Divided(unit, {f"units/{name}": share for name, share in shares.items()})


def told(found: list[Part]) -> dict[str, Fraction]:
    return {each.successor: each.share for each in found}


def test_shares_are_multiplied_along_splits_and_mergers() -> None:
    known = units(split(R, s=THIRD, t=2 * THIRD), split(T, u=HALF, v=HALF))
    assert told(known.parts(R)) == {S: THIRD, U: THIRD, V: THIRD}
    merged = units(split(R, s=THIRD, t=2 * THIRD), split(T, u=HALF, s=HALF))
    assert told(merged.parts(R)) == {S: 2 * THIRD, U: THIRD}


def test_what_is_one_units_by_now_is_no_estimate() -> None:
    assert units(split(R, s=HALF, t=HALF), split(T, s=Fraction(1))).parts(R) == []
    assert units(split(R, s=Fraction(1))).parts(R) == []


def test_a_split_without_shares_is_not_attributable_beyond_it() -> None:
    assert units(split(R, s=None, t=None)).parts(R) == []
    known = units(split(R, s=HALF, t=HALF), split(T, u=None, v=None))
    assert told(known.parts(R)) == {S: HALF, T: HALF}
    assert known.counts_in(T, {U, V})
    assert not known.counts_in(T, {U})


def test_a_unit_that_goes_on_keeps_its_counts_until_it_is_split_itself() -> None:
    goes_on = split(R, r=HALF, s=HALF)
    assert units(goes_on).parts(R) == []
    known = units(goes_on, split(R, t=THIRD, u=2 * THIRD))
    assert told(known.parts(R)) == {T: THIRD, U: 2 * THIRD}
    assert known.counts_in(R, {T, U})  # what it kept, S has no part in


def drawn(random: Random) -> list[Divided]:
    """Units that are divided into later ones, or merged into one."""
    names = [f"units/{n}" for n in range(12)]
    steps = []
    for n, unit in enumerate(names[:-3]):
        after = names[n + 1 :]
        to = random.sample(after, min(len(after), random.choice((1, 2, 2, 3))))
        if random.random() < 0.3:
            continue
        weights = [random.randint(1, 9) for _ in to]
        stated = len(to) == 1 or random.random() < 0.8
        shares = [Fraction(each, sum(weights)) if stated else None for each in weights]
        steps.append(Divided(unit, dict(zip(to, shares, strict=True))))
    return steps


@given(st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=150)
def test_any_history_divides_a_unit_as_the_ways_from_it_do(random: Random) -> None:
    steps = drawn(random)
    known = units(*steps)
    for n in range(12):
        found = told(known.parts(f"units/{n}"))
        assert found == parts(f"units/{n}", steps)
        assert sum(found.values(), Fraction()) in (0, 1)


@pytest.mark.parametrize("n", [1, 2**40])
def test_a_part_is_in_lowest_terms(n: int) -> None:
    [first, _] = units(split(R, s=Fraction(n, 2 * n), t=HALF)).parts(R)
    assert first.share.as_integer_ratio() == (1, 2)
