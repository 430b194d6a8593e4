"""Lists of units with all that lies below them: the same rows that single questions get.

Given a history, when units are listed with their subtrees, then every unit with an item is a row,
of whole months and of any other period, now and as known earlier.
"""

from __future__ import annotations

from datetime import date

import pytest

from motcua.metrics.v1.events_pb2 import StreamPosition
from motcua.metrics.v1.metrics_pb2 import Breakdown, ListRatesRequest
from services.chassis.errors import Refusal
from services.metrics.api.lists import must_fit
from services.metrics.domain.dimensions import Filter
from services.metrics.domain.figures import Positions, Scope
from services.metrics.domain.periods import Period, midnight
from services.metrics.queries.listing import Listing
from services.metrics.queries.positions import Requested
from services.metrics.queries.reader import Reader
from tests.metrics import given, given_items
from tests.metrics.conftest import Fed
from tests.metrics.shipped import find
from tests.metrics.test_figures_read import MARCH, asking, drawn, says, submit
from tests.metrics.test_leaves_kept import Counting

UNITS = [given.CITY, given.DISTRICT, given.OTHER, given.WARD]
WINTER = Period(date(2025, 12, 1), date(2026, 1, 1))
ODD = Period(date(2025, 12, 5), date(2026, 1, 20))


def listing(
    name: str, period: Period, positions: Positions, scope: Scope, *, subtrees: bool = True
) -> Listing:
    by = Breakdown.BREAKDOWN_UNIT
    return Listing(find(name), scope, period, by, positions, subtrees=subtrees)


@pytest.mark.parametrize("name", ["online_handling.all", "handling_time.ended", "coverage.l3l4"])
async def test_a_row_is_the_figure_of_the_unit_with_all_below_it(fed: Fed, name: str) -> None:
    events, _, _, position, size = drawn(5)
    await fed.apply(events, size=size)
    await fed.sweep()
    now = await fed.reader.current_positions(Scope())
    earlier = now._replace(submissions=min(position, len(events)))
    for period in (WINTER, ODD, MARCH):
        for scope in (Scope(), Scope(given.DISTRICT)):
            for at in (now, earlier):
                rows, _ = await fed.reader.page(listing(name, period, at, scope), 100)
                below = UNITS if not scope.unit else [given.DISTRICT, given.WARD]
                single = {
                    unit: await fed.reader.figure(
                        asking(Scope(unit), period, definition=find(name)), Requested(*at)
                    )
                    for unit in below
                }
                assert {row.key: says(row.figure) for row in rows} == {
                    unit: says(each) for unit, each in single.items() if each.considered
                }


SOME = Scope(service=given.BIRTH, filters=(Filter("channel", ("online", "unknown")),))


@pytest.mark.parametrize("name", ["online_handling.all", "on_time.ended", "handling_time.ended"])
@pytest.mark.parametrize("scope", [Scope(), Scope(given.DISTRICT), SOME])
async def test_a_row_of_a_unit_alone_is_its_figure(fed: Fed, name: str, scope: Scope) -> None:
    events, _, _, position, size = drawn(4)
    await fed.apply(events[:20], size=size)
    await fed.sweep()
    await fed.apply(events[20:], size=size)
    now = await fed.reader.current_positions(Scope())
    for at in (now, now._replace(submissions=min(position, len(events)))):
        for period in (WINTER, ODD, Period(date(2025, 11, 1), date(2026, 3, 1))):
            wanted = listing(name, period, at, scope, subtrees=False)
            rows, _ = await fed.reader.page(wanted, 100)
            single = {}
            for unit in UNITS:
                alone = scope._replace(unit=unit, alone=unit in (given.CITY, given.DISTRICT))
                question = asking(alone, period, definition=find(name))
                single[unit] = await fed.reader.figure(question, Requested(*at))
            within = UNITS if not scope.unit else [given.DISTRICT, given.WARD]
            assert {row.key: (row.figure.question.scope, says(row.figure)) for row in rows} == {
                unit: (each.question.scope, says(each))
                for unit, each in single.items()
                if unit in within and each.considered
            }


@pytest.mark.parametrize("name", ["online_handling.all", "on_time.ended", "handling_time.ended"])
@pytest.mark.parametrize("scope", [Scope(), Scope(given.DISTRICT), Scope(given.CITY, alone=True)])
async def test_a_row_of_a_service_is_its_figure(fed: Fed, name: str, scope: Scope) -> None:
    events, _, _, position, size = drawn(3)
    await fed.apply(events, size=size)
    now = await fed.reader.current_positions(Scope())
    for at in (now, now._replace(submissions=min(position, len(events)))):
        for period in (WINTER, ODD):
            wanted = listing(name, period, at, scope, subtrees=False)
            wanted = wanted._replace(breakdown=Breakdown.BREAKDOWN_SERVICE)
            rows, _ = await fed.reader.page(wanted, 100)
            single = {}
            for service in (given.BIRTH, given.LAND):
                question = asking(scope._replace(service=service), period, definition=find(name))
                single[service] = await fed.reader.figure(question, Requested(*at))
            assert {row.key: (row.figure.question.scope, says(row.figure)) for row in rows} == {
                service: (each.question.scope, says(each))
                for service, each in single.items()
                if each.considered
            }


async def test_a_list_of_many_units_is_few_statements(fed: Fed) -> None:
    await fed.apply([*submit(0, 1, unit=given.WARD), *submit(2, 2, unit=given.OTHER)])
    positions, asked = await fed.reader.current_positions(Scope()), list[str]()
    reader = Reader(Counting(fed.pool, asked), now=lambda: given.RECORDED)
    for subtrees, rows in ((False, 2), (True, 4)):
        wanted = listing("online_handling.all", MARCH, positions, Scope(), subtrees=subtrees)
        asked.clear()
        found, _ = await reader.page(wanted, 100)
        assert (len(found), len(asked) <= 6) == (rows, True)


async def test_pages_of_subtrees_follow_one_another(fed: Fed) -> None:
    await fed.apply([*submit(0, 1, unit=given.WARD), *submit(2, 2, unit=given.OTHER)])
    positions = await fed.reader.current_positions(Scope())
    wanted = listing("online_handling.all", MARCH, positions, Scope())
    at_once, _ = await fed.reader.page(wanted, 100)
    assert [(row.key, row.figure.numerator) for row in at_once] == [
        (given.CITY, 2), (given.DISTRICT, 1), (given.OTHER, 1), (given.WARD, 1),
    ]  # fmt: skip
    paged, after = [], ""
    for _ in UNITS:
        rows, after = await fed.reader.page(wanted._replace(after=after), 1)
        paged += rows
    assert (after, [row.key for row in paged]) == ("", [row.key for row in at_once])


def test_subtrees_are_asked_by_unit_only() -> None:
    request = ListRatesRequest(breakdown=Breakdown.BREAKDOWN_MONTH, subtrees=True)
    request.as_known.append(StreamPosition(stream="catalog", position=1))
    with pytest.raises(Refusal) as refused:
        must_fit(request, given.ONLINE_HANDLING)
    assert (refused.value.reason.code, refused.value.field) == ("SUBTREES_NOT_BY_UNIT", "subtrees")


async def test_counted_facts_stand_in_the_rows_that_hold_them(fed: Fed) -> None:
    start, end = midnight(MARCH.start), midnight(MARCH.end)
    fact = given_items.count(1, 1000, start=start, end=end, channel=given.ONLINE, level=4)
    await fed.apply([*submit(0, 1, unit=given.WARD), given.recorded(3, fact)])
    await fed.sweep()
    positions = await fed.reader.current_positions(Scope())
    rows, _ = await fed.reader.page(listing("online_handling", MARCH, positions, Scope()), 100)
    assert max(row.figure.numerator for row in rows) == 1001
