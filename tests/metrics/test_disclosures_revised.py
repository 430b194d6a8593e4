"""Which published figures are known to have other numbers by now, for the audit of what is public.

Given figures that were published, when items come in, until they are published again. Must not need
NATS.
"""

from __future__ import annotations

from datetime import date

from services.metrics.domain.periods import Period
from tests.metrics.conftest import disclosures
from tests.metrics.given import DISTRICT, WARD
from tests.metrics.test_figures_revised import MINUTE, ONLINE, City, accept, city

__all__ = ["city"]

MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))


async def moved(of: City) -> dict[str, bool]:
    """By unit."""
    seen = await disclosures(of.fed, of.log).seen([f"{ONLINE}@1"], MARCH)
    return {each.question.scope.unit: each.moved for each in seen.figures.values()}


async def test_a_figure_has_moved_until_it_is_published_again(city: City) -> None:
    await accept(city, 1)
    await city.publish(ONLINE)
    await city.publish(ONLINE, unit=DISTRICT)
    await city.check()
    assert await moved(city) == {WARD: False, DISTRICT: False}
    await accept(city, 2)
    await city.reviser().mark()
    assert await moved(city) == {WARD: True, DISTRICT: True}
    assert await city.check(after=2 * MINUTE) == 2
    assert await moved(city) == {WARD: True, DISTRICT: True}
    await city.publish(ONLINE, reason="late")
    await city.check()
    assert await moved(city) == {WARD: False, DISTRICT: True}
