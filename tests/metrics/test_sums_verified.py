"""The console's second reading of sums that must agree, against the service's.

Promises a real PostgreSQL, and any history of dossiers on their way through units and pauses.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from services.console.reading.comparison.sums_comparison import differing, lines_of, questions
from services.console.reading.figures.reconciled_sums import NO_SUM, SATISFACTION, Reconciled
from services.metrics.api.reconciliation import message
from services.metrics.domain.figures import Scope
from services.metrics.domain.periods import Period, local_day, midnight
from services.metrics.queries.positions import NOW
from services.metrics.queries.reconciliation import reconciled
from tests.metrics.conftest import Fed
from tests.metrics.given import AT, accepted, ended, recorded, submitted
from tests.metrics.test_items_projected import Draw
from tests.metrics.test_kinds_verified import read_again
from tests.metrics.test_reconciled import history
from tests.metrics.test_stock_read import with_due

TODAY = date(2026, 11, 21)
# Events of tests say a verdict and no due, by which the second reading judges.
VERDICTS = ("early", "on_time", "overdue", "no_due")
JUDGED = {("ended", verdict) for verdict in VERDICTS} | {("satisfaction", "overdue")}


async def compared(fed: Fed, *but: str) -> Counter[str]:
    """How many lines of each sum both readings have; a difference fails, in all sums but some."""
    reading = read_again(fed)
    ours, seen = Reconciled(reading, date(2027, 1, 1)), Counter[str]()
    asked = list(questions(ours, reading, TODAY))
    assert {each.unit for each in asked} > {""}
    for each in asked:
        period = Period(each.start, each.end)
        service = lines_of(message(await reconciled(fed.pool, Scope(each.unit), period, NOW)))
        mine = ours.lines(*each)
        numbers = {tuple(name.split(": ")) for name in differing(mine, service)}
        assert {
            (of, line) for of, line in numbers if of not in but and (of, line) not in JUDGED
        } == set()
        assert sum(mine["ended", name] for name in VERDICTS) == sum(
            service["ended", name] for name in VERDICTS
        )
        seen.update(identity for identity, _ in mine)
        seen.update(line for identity, line in mine if identity in {NO_SUM, SATISFACTION})
    return seen


@pytest.mark.parametrize("seed", [3, 5, 11])
async def test_both_readings_agree_on_every_line_of_dossiers_on_their_way(
    fed: Fed, seed: int
) -> None:
    await fed.apply([with_due(each) for each in history(Random(seed))], size=37)
    seen = await compared(fed)
    assert {"flow", "submitted", "received", "ended", "ended_by_month", "ended_by_unit"} <= set(
        seen
    )
    assert {"overdue", "disordered"} <= set(seen)


@pytest.mark.parametrize("seed", [0, 1])
async def test_both_readings_agree_on_streams_of_all_kinds(fed: Fed, seed: int) -> None:
    await fed.apply(Draw(seed).stream(140), size=50)
    # Its corrections do not say who had a dossier when.
    seen = await compared(fed, "flow", "submitted", NO_SUM)
    assert {"received_by_unit", "complained"} <= seen.keys()


async def test_both_readings_agree_on_ends_of_which_the_day_is_known(fed: Fed) -> None:
    days = [midnight(local_day(AT)) + timedelta(days=n) for n in (-1, 0, 1)]
    said = [
        each
        for n, day in enumerate(days, start=1)
        for each in ((submitted(n), AT), (accepted(n), AT), (ended(n, day_only=True), day))
    ]
    await fed.apply([recorded(n, each, at, version=n) for n, (each, at) in enumerate(said, 1)])
    assert {"flow", "disordered"} <= (await compared(fed)).keys()


async def test_a_line_that_the_service_lacks_is_named(fed: Fed) -> None:
    await fed.apply(history(Random(3)), size=37)
    reading = read_again(fed)
    ours = Reconciled(reading, date(2027, 1, 1)).lines("", date(2026, 3, 1), date(2026, 4, 1))
    assert ours["received", "received"] > 0
    other = ours - Counter({("received", "received"): 1})
    wanted = {"received: received": (ours["received", "received"], other["received", "received"])}
    assert differing(ours, other) == wanted
    assert AT.year == 2026
