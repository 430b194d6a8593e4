"""Published figures that cannot be looked at, such as of a definition that is answered no more.

They hold up no revision of others.
"""

from __future__ import annotations

from tests.metrics.test_figures_revised import MINUTE, ONLINE, City, accept, city

__all__ = ["city"]


async def test_a_figure_that_cannot_be_looked_at_comes_after_all_others(city: City) -> None:
    await accept(city, 1)
    await city.publish(ONLINE, "on_time.ended")
    gone = "update figures set definition = 'gone@1' where definition = 'on_time.ended@1'"
    await city.fed.pool.execute(gone)
    began = city.now()
    await accept(city, 2)
    assert await city.check(after=2 * MINUTE) == 1
    rows = await city.fed.pool.fetch("select definition, moved_at, stale_since from figures")
    found = {row[0]: (row[1] > began + MINUTE, row[2] is None) for row in rows}
    assert found == {"gone@1": (True, False), "online_handling@1": (False, True)}
