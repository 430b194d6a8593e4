"""The console's second reading of items of every kind agrees with the service's figures.

Promises a real PostgreSQL, any stream, and no definition left out but those of services.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from services.console.reading.comparison.receipts import service_numbers
from services.console.reading.figures.figures import Figures
from services.console.reading.figures.items import interpreted
from services.console.reading.figures.sums import Figure, FigureKey, Numbers
from services.console.reading.folding.dossier_fold import Fact
from services.console.reading.folding.fold import Reading
from services.metrics.api.vocabulary import definition_message
from services.metrics.domain.figures import Positions, Question, Scope
from services.metrics.domain.indicators.shipped import shipped
from services.metrics.domain.periods import Period, midnight, months
from services.metrics.domain.receipts import receipt
from services.metrics.queries.classified import kept
from services.metrics.queries.positions import NOW
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.shipped import DEFINITIONS
from tests.metrics.test_items_projected import Draw

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))


def read_again(fed: Fed, until: Positions | None = None) -> Reading:
    """What the console makes of the same events, or of those up to some positions."""
    reading = Reading()
    ends = until._asdict() if until else {}
    for stream in ("catalog", "submissions"):
        told = (event for name, event in fed.told if name == stream)
        for each in told:
            if each.position > ends.get(stream, each.position):
                break
            times = (each.occurred_at, each.recorded_at)
            fact = Fact(stream, each.position, each.type, *times, each.payload, each.version)
            reading.take(fact)
    return reading


async def service(fed: Fed, name: str, unit: str, period: Period) -> Numbers:
    question = Question(shipped()[name], Scope(unit), period, midnight(period.end))
    return service_numbers(receipt(await fed.reader.figure(question, NOW)))


@pytest.mark.parametrize("seed", range(3))
async def test_both_readings_agree_on_items_of_every_kind(fed: Fed, seed: int) -> None:
    stream = Draw(seed).stream(140)
    await fed.apply(stream, size=50)
    await fed.sweep()
    definitions, not_known = interpreted(definition_message(each) for each in kept(DEFINITIONS))
    assert not not_known
    # The events drawn say a verdict and no due, by which this reading judges.
    definitions = [each for each in definitions if "verdict" not in each.facts]
    ours = Figures(read_again(fed), definitions, given.RECORDED)
    seen: Counter[str] = Counter()
    for each in definitions:
        known = ours.of(each.id)
        for month in months(Period(YEAR.start, date(2026, 7, 1))):
            for unit in ("", given.DISTRICT, given.OTHER):
                place = FigureKey(each.id, unit, "", month.start)
                expected = await service(fed, each.name, unit, month)
                numbers = known.get(place, Figure()).numbers()
                assert numbers._replace(not_attributable=ours.cut(place)) == expected, place
                seen[each.kind] += expected.considered
        whole = FigureKey(each.id, "", "", YEAR.start, YEAR.end)
        numbers = ours.over(known, whole).numbers()._replace(not_attributable=ours.cut(whole))
        assert numbers == await service(fed, each.name, "", YEAR)
    assert {kind for kind, n in seen.items() if n} == {each.kind for each in definitions}
