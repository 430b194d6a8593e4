"""Counts that 0.1.0 took and that are refused now: each up to 10^15, thousands of them in a figure.

Promises the real projection and `verify`'s own comparison over the service's methods: what fits in
63 bits is exact, what does not is refused by name, and both readings say so. Must not need a stack.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.errors import Refusal
from services.console.outcome import Refused
from services.console.reading.comparison.comparison import Comparing
from services.console.reading.comparison.differences import Comparison
from services.console.reading.figures.items import interpreted
from services.metrics.api.servicer import Metrics
from services.metrics.api.vocabulary import definition_message
from services.metrics.domain.counts import MOST
from services.metrics.domain.figures import Question, Scope
from services.metrics.domain.periods import Period, midnight
from services.metrics.domain.receipts import rate
from services.metrics.live import Live
from services.metrics.queries.positions import NOW
from tests.calling import calling
from tests.metrics import given, given_items
from tests.metrics.conftest import Fed
from tests.metrics.shipped import find
from tests.metrics.test_kinds_verified import read_again
from tests.metrics.test_questions_asked import Standing, as_known

MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
FIT = (2**63 - 1) // MOST  # counts of the most in a figure
ONLINE = find("online_handling")


@pytest.fixture(autouse=True)
def _called() -> Iterator[None]:
    with calling():
        yield


async def large(fed: Fed, n: int, *, elsewhere: int = 7) -> None:
    """So many of the largest counts at a ward, all of them online, and a small one elsewhere."""
    start, end = midnight(MARCH.start), midnight(MARCH.end)
    facts: dict[str, Any] = {"channel": events.CHANNEL_ONLINE, "level": 4, "assisted": True}
    told = [given_items.count(k, MOST, start=start, end=end, **facts) for k in range(1, n + 1)]
    small: dict[str, Any] = {"start": start, "end": end, "unit": given.OTHER}
    told += [given_items.count(10**6, elsewhere, **small, **facts)]
    said = [given.submitted(1), given.accepted(1), *told]
    await fed.apply([given.recorded(k, message) for k, message in enumerate(said, 1)])
    await fed.sweep()


def asked(unit: str = "") -> Question:
    return Question(ONLINE, Scope(unit), MARCH, midnight(MARCH.end))


class Served:
    """The service's methods, as the console calls them."""

    def __init__(self, fed: Fed) -> None:
        position = fed.told[-1][1].position
        ends = {"catalog": fed.catalog, "submissions": position}
        projectors = {name: Standing(at, end=at) for name, at in ends.items()}
        self.metrics = Metrics(fed.reader, as_known(fed, projectors))
        self.refused: set[str] = set()

    async def call(self, method: Any, request: Any, *, role: str) -> Any:
        try:
            return await method(request, None)
        except Refusal as refusal:
            code = refusal.reason.code
            self.refused.add(code)
            raise Refused(code, reason=code, code=refusal.reason.kind.name) from None


async def verified(fed: Fed, served: Served) -> Comparison:
    """What `verify` finds of this definition."""
    definitions, _ = interpreted([definition_message(ONLINE)])
    now = datetime(2026, 5, 2, tzinfo=UTC)
    comparing: Any = Comparing(served, read_again(fed), definitions, now)  # type: ignore[arg-type]
    await comparing.compare()
    return comparing.found  # type: ignore[no-any-return]


async def test_as_many_as_63_bits_hold_add_up_exactly(fed: Fed) -> None:
    await large(fed, FIT)
    figure = await fed.reader.figure(asked(), NOW)
    assert figure.considered == FIT * MOST + 7 + 1
    assert rate(figure).receipt.considered == figure.considered
    served = Served(fed)
    found = await verified(fed, served)
    assert (found.differences, served.refused) == ([], set())
    assert found.total > 3


async def test_more_are_refused_by_name_and_other_figures_are_shown(fed: Fed) -> None:
    await large(fed, FIT + 1)
    for unit in ("", given.WARD, given.DISTRICT):
        with pytest.raises(Refusal) as refused:
            await fed.reader.figure(asked(unit), NOW)
        assert refused.value.reason.code == "FIGURE_TOO_LARGE"
    assert (await fed.reader.figure(asked(given.OTHER), NOW)).considered == 7
    quarter = Period(MARCH.start, date(2026, 3, 20))
    with pytest.raises(Refusal):  # what a period cuts is as much
        await fed.reader.figure(asked()._replace(period=quarter, as_of=midnight(quarter.end)), NOW)


async def test_the_second_reading_agrees_on_what_cannot_be_shown(fed: Fed) -> None:
    await large(fed, FIT + 1)
    served = Served(fed)
    found = await verified(fed, served)
    assert (found.differences, served.refused) == ([], {"FIGURE_TOO_LARGE"})
    assert found.total > 3


async def test_a_figure_that_is_refused_though_it_is_small_is_a_difference(
    fed: Fed, monkeypatch: pytest.MonkeyPatch
) -> None:
    await large(fed, 1)
    monkeypatch.setattr("services.metrics.domain.figures.MOST_SHOWN", 6)
    found = await verified(fed, Served(fed))
    assert {tuple(each.numbers) for each in found.differences} == {("considered",)}


async def test_what_cannot_be_shown_ends_no_telling_of_live_figures(fed: Fed) -> None:
    await large(fed, FIT + 1)
    bus = SimpleNamespace(api=None, publish_batch=None)
    live = Live(pool=fed.pool, reader=fed.reader, bus=bus, keys=None)  # type: ignore[arg-type]
    positions = await fed.reader.current_positions(Scope())
    moved = SimpleNamespace(definition=ONLINE, month=MARCH.start, units=[given.WARD])
    assert await live._publish(moved, positions, "") == 0  # type: ignore[arg-type]
