"""`on_time.received` in the second reading: dossiers at the end of a month, against a plain walk.

The walk is that of the service's own tests, so that both readings are held to one oracle.
"""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from services.console.instants import local_midnight, next_month
from services.console.reading.figures.figures import Figures
from services.console.reading.figures.sums import FigureKey
from services.console.reading.folding.dossier_fold import Fact
from services.console.reading.folding.fold import Reading
from tests.e2e.definitions import RECEIVED
from tests.metrics.given import AT, CITY, DISTRICT, OTHER, RECORDED, TREE, WARD
from tests.metrics.test_received_read import known_apart, walk
from tests.metrics.test_reconciled import history

MONTHS = [date(2026, 3, 1), date(2026, 4, 1)]


@pytest.mark.parametrize("seed", range(12, 16))
def test_each_dossier_counts_once_where_it_was_last(seed: int) -> None:
    recorded = history(Random(seed))
    reading = Reading()
    for position, unit in enumerate(TREE, start=1):
        name, payload = unit.DESCRIPTOR.full_name, unit.SerializeToString()
        reading.take(Fact("catalog", position, name, AT, RECORDED, payload, 1))
    for each in recorded:
        at, known = each.occurred_at, each.recorded_at
        fact = Fact("submissions", each.position, each.type, at, known, each.payload, each.version)
        reading.take(fact)
    figures = Figures(reading, [RECEIVED], RECORDED)
    for month in MONTHS:
        since, to = local_midnight(month), local_midnight(next_month(month))
        for unit, units in {"": {WARD, OTHER}, DISTRICT: {WARD}, WARD: {WARD}}.items():
            items = {e.id: e for e in figures.items_at(FigureKey(RECEIVED.id, unit, "", month))}
            places = {name: each.place(since, to) for name, each in walk(recorded).items()}
            expected = {name: at for name, at in places.items() if at and at[0] in units}
            found = {name: (items[name].unit, word(items[name])) for name in expected}
            assert found == expected
            assert items.keys() - expected.keys() <= known_apart(recorded, None)
    assert CITY in reading.places


def word(item: object) -> str:
    return getattr(item, "reason", "") or str(getattr(item, "membership", ""))
