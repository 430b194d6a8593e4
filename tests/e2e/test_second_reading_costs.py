"""What a figure of the second reading costs, counted by the lines of Python that it runs.

Promises that a figure does not look at what other figures are about: counted facts of other
definitions and units, targets of other services, and the catalogue once for each question.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from types import FrameType
from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.metrics.v1.events_pb2 import Receipt
from motcua.submissions.v1 import events_pb2 as submissions
from services.console.instants import local_midnight, to_date, to_timestamp
from services.console.reading.figures.figures import Figures
from services.console.reading.figures.questions import answered_question
from services.console.reading.figures.recomputation import recomputed
from services.console.reading.figures.sums import Figure, FigureKey
from services.console.reading.figures.targets import Aims
from services.console.reading.folding.catalogue import Service
from tests.e2e.definitions import COVERAGE, DEFINITIONS, ONLINE_HANDLING
from tests.e2e.test_second_reading import LONG_AGO, RECORDED, City, published

JANUARY, FEBRUARY = date(2024, 1, 1), date(2024, 2, 1)
YEAR = local_midnight(JANUARY), local_midnight(date(2025, 1, 1))
BY_ID = {each.id: each for each in DEFINITIONS}


def lines_run(work: Callable[[], Any]) -> int:
    """How many lines of Python it takes."""
    lines = 0

    def trace(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return lines


def wards(count: int) -> City:
    """So many below one district, each with a year's volume of a service of its own."""
    made = City().told(catalog.UnitOpened(unit="units/district"))
    for n in range(count):
        made.told(catalog.UnitOpened(unit=f"units/{n}", parent="units/district"))
        made.told(
            submissions.CountRecorded(
                count=f"counts/{n}",
                unit=f"units/{n}",
                service=f"services/{n}",
                population=submissions.POPULATION_ACCEPTED,
                n=7,
                start_time=to_timestamp(YEAR[0]),
                end_time=to_timestamp(YEAR[1]),
            )
        )
    return made


def cost_of_cut(wards_there: int, key: FigureKey) -> tuple[int, int]:
    """The lines that it takes to know what the figure's period cuts, and how many that is."""
    figures = Figures(wards(wards_there).reading, DEFINITIONS, RECORDED)
    cut = figures.cut(key)  # whose trees are at hand from now on
    return lines_run(lambda: figures.cut(key)), cut


@pytest.mark.parametrize(
    ("key", "cut"),
    [
        (FigureKey(COVERAGE, "", "", JANUARY), 0),
        (FigureKey(ONLINE_HANDLING, "units/1", "", JANUARY), 7),
        (FigureKey(ONLINE_HANDLING, "units/1", "", JANUARY, alone=True), 7),
        (FigureKey(ONLINE_HANDLING, "", "services/1", JANUARY), 7),
    ],
)
def test_facts_of_other_figures_cost_a_figure_nothing(key: FigureKey, cut: int) -> None:
    few, many = cost_of_cut(2, key), cost_of_cut(60, key)
    assert few == many
    assert few[1] == cut


def test_the_whole_tree_is_cut_by_all_facts() -> None:
    assert cost_of_cut(60, FigureKey(ONLINE_HANDLING, "", "", JANUARY))[1] == 60 * 7


def receipt(definition: str, unit: str = "", service: str = "") -> Receipt:
    """Of January."""
    found = Receipt(definition=definition, version=1, as_of=to_timestamp(local_midnight(FEBRUARY)))
    found.scope.unit, found.scope.service = unit, service
    found.period.start.CopyFrom(to_date(JANUARY))
    found.period.end.CopyFrom(to_date(FEBRUARY))
    return found


def cost_of_targets(services: int) -> tuple[int, list[str]]:
    """The lines that it takes to know a figure's targets, and which these are."""
    made = City()
    for n in range(services):
        target = catalog.TargetSet(
            target=f"targets/{n}",
            indicator=ONLINE_HANDLING,
            service=f"services/{n}",
            effective_time=LONG_AGO,
        )
        target.threshold.numerator, target.threshold.denominator = 9, 10
        made.told(target)
    aims, numbers, asked = Aims(made.reading), Figure().numbers(), receipt(ONLINE_HANDLING)
    asked.scope.service = "services/1"
    aims.of(asked, numbers)
    return lines_run(lambda: aims.of(asked, numbers)), [
        each.target for each in aims.of(asked, numbers)
    ]


def test_targets_of_other_services_cost_a_figure_nothing() -> None:
    assert cost_of_targets(2) == cost_of_targets(60)
    assert cost_of_targets(60)[1] == ["targets/1"]


def test_the_catalogue_is_gone_through_once_for_all_questions_of_an_instant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = published(wards(20), earned=3, attainable=3, at="1")
    looked, in_force = list[datetime](), Service.in_force
    monkeypatch.setattr(
        Service, "in_force", lambda self, as_of: looked.append(as_of) or in_force(self, as_of)
    )
    scopes = ["", "units/district", *(f"units/{n}" for n in range(20))]
    asked = [
        answered_question(receipt(name, unit), BY_ID[name])
        for name in (COVERAGE, "coverage.full")
        for unit in scopes
    ]
    found = recomputed(made.reading, asked)
    assert [each.numbers().considered for each in found] == [1, 1, 0, 1, *[0] * 18] * 2
    assert set(looked) == {local_midnight(FEBRUARY).astimezone(UTC)}
    assert len(looked) < 2 + 2 * 3  # in all, and once for each item
