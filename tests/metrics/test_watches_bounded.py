"""How many streams and figures a process watches, and one caller of them.

Promises that a bound which is reached is told by name, and that what is left frees its place.
"""

from __future__ import annotations

from typing import Any

import pytest
from google.type.date_pb2 import Date

from services.chassis.errors import Refusal
from services.metrics import watching as engine
from services.metrics.api.requests import question
from services.metrics.domain.watched import COSTLY, weight_of
from services.metrics.watching import Watching
from tests.metrics.given import CITY, OTHER, WARD
from tests.metrics.shipped import DEFINITIONS
from tests.metrics.test_figures_watched import march, watching

__all__ = ["watching"]  # a fixture


async def test_streams_and_figures_have_bounds(
    watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "MOST_FIGURES", 2)
    monkeypatch.setattr(engine, "MOST_STREAMS", 1)
    three = [question(march(unit=unit), DEFINITIONS) for unit in (WARD, OTHER, CITY)]
    with watching.watch("a", three[:2]):
        for subject, asked in (("a", three[:1]), ("b", three)):
            with pytest.raises(Refusal) as refused, watching.watch(subject, asked):
                pass
            assert refused.value.reason.code == "WATCHES_TOO_MANY"
        with watching.watch("b", three[:1]):
            assert len(watching.figures) == 2


def test_a_figure_weighs_what_it_takes_to_read_it_again() -> None:
    """One from kept months one a year; one whose items are read each time as much as several."""

    def weight(name: str = "online_handling", **changes: Any) -> int:
        return weight_of(question(march(definition=name, **changes), DEFINITIONS))

    years = {
        "start_date": Date(year=2016, month=1, day=1),
        "end_date": Date(year=2026, month=1, day=1),
    }
    assert (weight(), weight(unit=CITY), weight(**years)) == (1, 1, 10)
    chosen = [{"service": "services/birth"}, {"name": "stock.open"}, {"name": "coverage.l3l4"}]
    assert [weight(**each) for each in chosen] == [COSTLY] * 3
    assert weight(service="services/birth", **years) == 10 * COSTLY


async def test_one_officers_costly_figures_are_few(watching: Watching) -> None:
    """Each is read again for as long as it is watched, and all others wait for that."""
    chosen = [question(march(service=f"services/{n}"), DEFINITIONS) for n in range(512)]
    most = engine.MOST_OF_ONE // COSTLY
    assert most <= 64
    with pytest.raises(Refusal, match="WATCHES_TOO_MANY"), watching.watch("a", chosen):
        pass
    with (
        watching.watch("a", chosen[:most]),
        watching.watch("b", chosen[:most]),
        pytest.raises(Refusal, match="WATCHES_TOO_MANY"),
        watching.watch("a", chosen[most : most + 1]),
    ):
        pass
    assert not watching.weights


async def test_nobody_takes_the_figures_of_all(
    watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "MOST_OF_ONE", 3)
    three = [question(march(unit=unit), DEFINITIONS) for unit in (WARD, OTHER, CITY)]
    with watching.watch("a", three[:2]):
        with pytest.raises(Refusal) as refused, watching.watch("a", three[:2]):
            pass
        assert (refused.value.reason.code, refused.value.values["most"]) == (
            "WATCHES_TOO_MANY",
            "3",
        )
        with watching.watch("a", three[2:]), watching.watch("b", three):
            assert len(watching.figures) == 3
    with watching.watch("a", three):
        assert len(watching.figures) == 3
    assert not watching.figures
    assert not watching.weights
