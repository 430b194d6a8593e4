"""Items of the second reading that wait on disk, and figures that are summed of their leaves.

Promises that nothing depends on where the rows were. Must not need a stack.
"""

from __future__ import annotations

import resource
from datetime import UTC, date, datetime, timedelta

import pytest

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import events_pb2 as submissions
from services.console.reading.figures.digest import Lines
from services.console.reading.figures.figures import Figures, figures
from services.console.reading.figures.sums import FigureKey
from services.console.reading.folding.dossier_store import (
    IncompleteDossierError,
    instant,
    microseconds,
)
from services.console.reading.folding.on_disk import Table
from tests.e2e.definitions import DEFINITIONS, ONLINE_HANDLING
from tests.e2e.test_second_reading import NOON, RECORDED, City, offering

YEAR = FigureKey(ONLINE_HANDLING, "", "", date(2024, 1, 1), date(2025, 1, 1))


def test_rows_come_back_as_they_were_in_any_order_and_more_than_are_written_together() -> None:
    table = Table("name", "n", "payload")
    rows = [(f"đ{n % 7}", n, bytes([n % 256])) for n in range(5000)]
    for row in rows:
        table.add(row)
    assert len(table) == 5000
    assert list(table.read("select * from rows order by name, n desc")) == sorted(
        rows, key=lambda row: (row[0].encode(), -row[1])
    )


@pytest.mark.parametrize(
    "at", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)]
)
def test_an_instant_is_kept_to_the_microsecond(at: datetime) -> None:
    assert instant(microseconds(at)) == at


def test_lines_out_of_order_are_no_digest() -> None:
    lines = Lines()
    lines.add(b"b\n")
    with pytest.raises(ValueError, match="out of order"):
        lines.add(b"a\n")


def test_a_dossier_that_does_not_begin_is_named(city: City) -> None:
    city.told(submissions.DossierAccepted(dossier="dossiers/7", time_known=True))
    with pytest.raises(IncompleteDossierError, match="dossiers/7"):
        figures(city.reading, DEFINITIONS, RECORDED)


@pytest.fixture
def city() -> City:
    """A ward that moves from one district to the other on 1 February; a dossier in each month."""
    made = City()
    for unit, parent in (("a", ""), ("b", ""), ("ward", "units/a")):
        made.told(catalog.UnitOpened(unit=f"units/{unit}", parent=parent))
    moved = catalog.UnitMoved(unit="units/ward", parent="units/b")
    moved.effective_time.FromDatetime(datetime(2024, 1, 31, 17, tzinfo=UTC))
    made.told(moved)
    for number, days in enumerate((0, 40, 41), 1):
        name, at = f"dossiers/{number}", NOON + timedelta(days=days)
        made.told(submissions.DossierSubmitted(dossier=name, offering=offering(3), channel=1), at)
        made.told(
            submissions.DossierAccepted(
                dossier=name, offering=offering(3), channel=1, time_known=True
            ),
            at,
        )
    return made


def test_a_year_is_told_by_the_tree_at_its_end_and_a_month_by_that_of_its_own(city: City) -> None:
    every = Figures(city.reading, DEFINITIONS, RECORDED)
    ours = every.of(ONLINE_HANDLING)
    whole = every.over(ours, YEAR).numbers()
    assert (whole.numerator, len(every.over(ours, YEAR).leaves)) == (3, 2)
    counted = {
        unit: every.over(ours, YEAR._replace(unit=f"units/{unit}")).numbers().numerator
        for unit in ("a", "b", "ward")
    }
    assert counted == {"a": 0, "b": 3, "ward": 3}
    assert (
        ours[FigureKey(ONLINE_HANDLING, "units/a", "", date(2024, 1, 1))].numbers().numerator == 1
    )
    assert every.over(ours, YEAR._replace(unit="units/b", alone=True)).numbers().considered == 0
    assert every.over(ours, YEAR._replace(unit="units/ward", alone=True)).numbers() == whole


def test_the_items_of_a_figure_are_found_again(city: City) -> None:
    every = Figures(city.reading, DEFINITIONS, RECORDED)
    february = FigureKey(ONLINE_HANDLING, "units/b", "", date(2024, 2, 1))
    assert [item.id for item in every.items_at(february)] == ["dossiers/2", "dossiers/3"]
    assert len(list(every.items_at(YEAR))) == 3
    assert not list(every.items_at(february._replace(service="services/other")))


def test_a_reading_of_many_dossiers_holds_none() -> None:
    """Twenty thousand of them, which as objects would take some 60 MB."""
    made = City()
    made.told(catalog.UnitOpened(unit="units/ward"))
    facts = offering(3)
    figures(made.reading, DEFINITIONS, RECORDED)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(20_000):
        made.told(submissions.DossierSubmitted(dossier=f"dossiers/{number:06}", offering=facts))
    assert not figures(made.reading, DEFINITIONS, RECORDED)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40_000  # KiB
