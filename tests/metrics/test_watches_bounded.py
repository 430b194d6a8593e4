"""How many streams and figures a process watches, and one caller of them.

Promises that a bound which is reached is told by name, and that what is left frees its place.
"""

from __future__ import annotations

import pytest

from services.chassis.errors import Refusal
from services.metrics import watching as engine
from services.metrics.api.asking import question
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
    assert not watching.asked
