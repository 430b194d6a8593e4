"""Months of many items, whose rows are read in the order in which they lie: the same figures.

Given every month counts as one of many, when a figure is asked for as known at any position, then
it says what a recount of the events up to there finds, and so does one whose leaves are made now.
"""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from services.metrics.domain.dimensions import Filter
from services.metrics.domain.figures import Scope
from services.metrics.domain.periods import Period
from services.metrics.queries import country, leaves
from services.metrics.queries.positions import NOW, Requested
from services.metrics.queries.reader import Reader
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.dense import dense
from tests.metrics.given import DISTRICT, LAND, WARD
from tests.metrics.shipped import of_kind
from tests.metrics.test_figures_read import YEAR, asking, drawn, says, should_say
from tests.metrics.test_leaves_kept import Counting

SCOPES = [
    Scope(),
    Scope(DISTRICT),
    Scope(WARD, alone=True),
    Scope(service=LAND),
    Scope(filters=(Filter("channel", ("online",)),)),
]
KINDS = ("dossier", "dossier", "act", "rating")
PERIODS = [
    Period(date(2025, 12, 1), date(2026, 1, 1)),
    Period(date(2025, 11, 1), date(2026, 3, 1)),
    Period(date(2025, 12, 9), date(2026, 2, 17)),
]


@pytest.fixture(autouse=True)
def every_month_is_of_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few items it has."""
    for module in (leaves, country):
        monkeypatch.setattr(module, "DENSE", 0)


@pytest.mark.parametrize("seed", range(4))
async def test_a_figure_of_what_was_known_earlier_is_what_a_recount_finds(
    fed: Fed, seed: int
) -> None:
    by, events = Random(seed), dense(seed) if seed % 2 else drawn(seed)[0]
    half = len(events) // 2
    await fed.apply(events[:half], size=7)
    await fed.sweep()
    await fed.apply(events[half:], size=7)
    for _ in range(12):
        definition = by.choice([each for kind in KINDS for each in of_kind(kind)])
        question = asking(by.choice(SCOPES), by.choice(PERIODS), definition=definition)
        asked = Requested(submissions=by.randint(0, len(events)))
        found = await fed.reader.figure(question, asked)
        if definition.kind.name == "dossier":
            assert says(found) == should_say(events[: asked.submissions], question)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(leaves, "DENSE", 10**9)
            assert found == await fed.reader.figure(question, asked)


@pytest.mark.parametrize("seed", range(2))
async def test_leaves_of_a_country_that_are_made_now_are_what_a_recount_finds(
    fed: Fed, seed: int
) -> None:
    events, asked = dense(seed), list[str]()
    await fed.apply(events)
    for definition in of_kind("dossier")[seed::2]:
        question = asking(period=YEAR, definition=definition)
        for _ in range(2):  # made of items, and then read as they were kept
            found = await Reader(fed.pool, now=lambda: given.RECORDED).figure(question, NOW)
            assert says(found) == should_say(events, question)
    await Reader(Counting(fed.pool, asked), now=lambda: given.RECORDED).figure(question, NOW)
    assert any("written as (" in each for each in asked)
