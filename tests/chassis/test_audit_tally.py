"""How refusals are counted until they are written: each once, in few rows, in bounded memory.

Held against a naive count, with bounds that a test reaches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.chassis import gauges
from services.chassis.audit import tally as audit_tally
from services.chassis.audit.tally import OTHERS, PERMISSION, Refusals, Refused, Tally

WHO = some.sampled_from(["officers/1", "officers/2", "visitor:a", "visitor:b", "visitor:c"])
NOTED = some.lists(
    some.tuples(some.integers(0, 40), WHO, some.sampled_from("abcd"), some.sampled_from("xy")),
    max_size=200,
)


@pytest.fixture(autouse=True, scope="module")
def few() -> Iterator[None]:
    """Bounds that a test reaches."""
    with pytest.MonkeyPatch.context() as small:
        small.setattr(audit_tally, "MOST_OF_CALLER", 3)
        small.setattr(audit_tally, "MOST_OF_VISITORS", 2)
        small.setattr(audit_tally, "MOST_OF_MINUTE", 6)
        yield


@given(noted=NOTED)
def test_every_refusal_is_counted_once_and_rows_are_few(
    noted: list[tuple[int, str, str, str]],
) -> None:
    now = [1_000_000.0]
    refusals = Refusals(clock=lambda: now[0])
    expected: Counter[tuple[float, str]] = Counter()
    for pause, caller, method, reason in noted:
        now[0] += pause
        refusals.note(Refused(PERMISSION, caller, method, reason, ""))
        expected[now[0] - now[0] % 60, reason] += 1
    found: Counter[tuple[float, str]] = Counter()
    for (minute, what), tally in refusals.rows.items():
        found[minute, what.reason] += tally.count
        assert minute <= tally.first <= tally.last < minute + 60
    assert found == expected
    for minute, rows in Counter(minute for minute, _ in refusals.rows).items():
        assert rows <= 6 + 3 * 2 + 2, minute  # told apart, callers and others by reason


def test_a_database_that_is_away_for_ever_costs_bounded_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(audit_tally, "MOST_WAITING", 10)
    before, now = gauges.AUDIT_DROPPED._value.get(), [0.0]
    refusals = Refusals(clock=lambda: now[0])
    for number in range(100):
        now[0] += 60
        refusals.note(Refused(PERMISSION, f"officers/{number}", "m", "r", ""))
    assert len(refusals.rows) == 20
    assert gauges.AUDIT_DROPPED._value.get() == before + 80
    assert {what.caller for _, what in list(refusals.rows)[10:]} == {OTHERS}


def test_tallies_add_up() -> None:
    tally = Tally(2, 5.0, 9.0)
    tally.add(Tally(3, 4.0, 6.0))
    assert tally == Tally(5, 4.0, 9.0)
