"""Lists of rates by each breakdown and by pairs of them, against items that are grouped one by one.

Promises that the lines are exactly those that hold an item, and add up to the whole.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from itertools import permutations
from random import Random
from typing import Any

import pytest

from motcua.metrics.v1.metrics_pb2 import Breakdown, ListRatesRequest
from services.chassis.errors import Refusal
from services.metrics.api.servicer import Metrics
from services.metrics.domain.adding import Sums, check_sums
from services.metrics.domain.classes import NUMERATOR
from services.metrics.domain.dimensions import Filter
from services.metrics.domain.figures import InconsistentFigureError, Scope, date_message
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.periods import Period, local_day, midnight
from services.metrics.queries import lines
from services.metrics.queries.listing import TIMES, Listing, Row
from services.metrics.queries.positions import NOW
from tests.calling import calling
from tests.metrics import given, given_items, recount
from tests.metrics.conftest import Fed
from tests.metrics.dense import dense
from tests.metrics.given import AT, CITY, OTHER, WARD
from tests.metrics.naive_classes import Contribution
from tests.metrics.shipped import find, of_kind
from tests.metrics.test_figures_read import YEAR, asking, says
from tests.metrics.test_questions_asked import Standing, as_known
from tests.metrics.test_reconciled import history

CLOSES = (date(2025, 12, 15), date(2026, 1, 10))
MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))


def close(day: date) -> str:
    return next((str(end) for end in CLOSES if day < end), "2026-03-01")


def day_of(each: Contribution) -> date:
    return local_day(each.key_at)


KEYS: dict[int, Callable[[Contribution], str]] = {
    Breakdown.BREAKDOWN_MONTH: lambda each: f"{day_of(each):%Y-%m}",
    Breakdown.BREAKDOWN_QUARTER: lambda each: (
        f"{day_of(each).year}-Q{(day_of(each).month - 1) // 3 + 1}"
    ),
    Breakdown.BREAKDOWN_YEAR: lambda each: str(day_of(each).year),
    Breakdown.BREAKDOWN_CLOSE: lambda each: close(day_of(each)),
    Breakdown.BREAKDOWN_UNIT: lambda each: each.unit,
    Breakdown.BREAKDOWN_SERVICE: lambda each: each.service,
    Breakdown.BREAKDOWN_CHANNEL: lambda each: each.values["channel"],
    Breakdown.BREAKDOWN_LEVEL: lambda each: each.values["level"],
    Breakdown.BREAKDOWN_EXTENT: lambda each: each.values["extent"],
    Breakdown.BREAKDOWN_ASSISTED: lambda each: each.values["assisted"],
    Breakdown.BREAKDOWN_FIELD: lambda each: each.values["field"],
    Breakdown.BREAKDOWN_OFFICER: lambda each: each.values["officer"],
}
PAIRS = [each for each in permutations(KEYS, 2) if not set(each) <= TIMES]


@pytest.fixture(autouse=True)
def _called() -> Iterator[None]:
    with calling():
        yield


async def listed(fed: Fed, definition: Definition, *breakdowns: int, **more: Any) -> list[Row]:
    """All rows, three to a page."""
    positions = await fed.reader.current_positions(Scope())
    one, other = (*breakdowns, 0)[:2]
    closes = CLOSES if Breakdown.BREAKDOWN_CLOSE in breakdowns else ()
    scope, period = more.pop("scope", Scope()), more.pop("period", YEAR)
    listing = Listing(
        definition, scope, period, one, positions, across=other, closes=closes, **more
    )
    found: list[Row] = []
    while True:
        rows, after = await fed.reader.page(listing, 3)
        found += rows
        if not after:
            break
        listing = listing._replace(after=after)
    if whole := await fed.reader.whole(listing):
        by_time = bool(TIMES & set(breakdowns))
        check_sums(Sums().plus(row.figure for row in found), whole, by_time=by_time)
    return found


@pytest.mark.parametrize("seed", range(2))
async def test_lines_are_the_groups_of_items(fed: Fed, seed: int) -> None:
    events = dense(seed)
    await fed.apply(events)
    await fed.sweep()
    filters = (Filter("channel", ("online", "phone", "unknown")),) if seed else ()
    scope = Scope(CITY if seed else "", filters=filters)
    definitions = of_kind("dossier")
    for number, breakdowns in enumerate([*((each,) for each in KEYS), *PAIRS][seed::2]):
        definition = definitions[(number + seed) % len(definitions)]
        items = recount.items(events, definition.name, YEAR, **scope._asdict())
        groups: dict[str, dict[str, Contribution]] = defaultdict(dict)
        for name, each in items.items():
            groups["\t".join(KEYS[by](each) for by in breakdowns)][name] = each
        rows = await listed(fed, definition, *breakdowns, scope=scope)
        assert {row.key: says(row.figure)["digest"] for row in rows if row.figure.considered} == {
            key: recount.numbers(group)["digest"] for key, group in groups.items()
        }
        assert {row.key: row.figure.numerator for row in rows if row.figure.considered} == {
            key: sum(each.membership == NUMERATOR for each in group.values())
            for key, group in groups.items()
        }


async def test_cumulative_lines_begin_where_the_list_does(fed: Fed) -> None:
    events = dense(2)
    await fed.apply(events)
    rows = await listed(fed, given.ONLINE_HANDLING, Breakdown.BREAKDOWN_QUARTER, cumulative=True)
    assert [(row.key, row.figure.question.period) for row in rows] == [
        ("2025-Q4", Period(YEAR.start, date(2026, 1, 1))),
        ("2026-Q1", YEAR),
    ]
    whole = await fed.reader.figure(asking(period=YEAR), NOW)
    assert says(rows[-1].figure) == says(whole)


async def test_items_of_no_service_are_a_line_of_their_own(fed: Fed) -> None:
    counted = given_items.count(
        1,
        9,
        start=midnight(MARCH.start),
        end=midnight(MARCH.end),
        service="",
        channel=given.ONLINE,
        level=4,
    )
    dossier = (given.submitted(1), given.accepted(1))
    events = [*dossier, counted, given_items.received(1, at=AT)]
    await fed.apply([given.recorded(n, each, version=1) for n, each in enumerate(events, 1)])
    service = Breakdown.BREAKDOWN_SERVICE
    rows = await listed(fed, given.ONLINE_HANDLING, service, period=MARCH)
    assert {row.key: row.figure.considered for row in rows} == {given.BIRTH: 1, "unknown": 9}
    [row] = await listed(fed, find("petition.on_time"), service, period=MARCH)
    assert (row.key, row.figure.considered) == ("unknown", 1)
    assert row.figure.question.scope.filters == (Filter("service", ("unknown",)),)


async def test_services_are_listed_by_the_field_of_their_version(fed: Fed) -> None:
    named = given.published(given.BIRTH, version=2)
    named.content.field = "Hộ tịch"
    await fed.learn(named)
    field, service = Breakdown.BREAKDOWN_FIELD, Breakdown.BREAKDOWN_SERVICE
    rows = await listed(fed, given.COVERAGE_L3L4, field, period=MARCH)
    assert {row.key: row.figure.considered for row in rows} == {"Hộ tịch": 1, "unknown": 1}
    rows = await listed(fed, given.COVERAGE_L3L4, field, service, period=MARCH)
    assert [row.key for row in rows] == ["Hộ tịch\tservices/birth", "unknown\tservices/land"]


async def test_what_was_received_is_divided_by_officer_channel_and_unit(fed: Fed) -> None:
    await fed.apply(history(Random(12)), size=41)
    officer, channel = Breakdown.BREAKDOWN_OFFICER, Breakdown.BREAKDOWN_CHANNEL
    for name, units in {"on_time.received": (WARD, OTHER), "online_handling.all": (WARD,)}.items():
        definition = find(name)
        by_officer = await listed(fed, definition, officer, period=MARCH)
        assert {row.key for row in by_officer} == {"o-1", "unknown"}
        await listed(fed, definition, channel, period=MARCH)
        pairs = await listed(fed, definition, Breakdown.BREAKDOWN_UNIT, officer, period=MARCH)
        assert {tuple(row.key.split("\t")) for row in pairs} == {
            (unit, by) for unit in units for by in ("o-1", "unknown")
        }


@pytest.mark.parametrize("name", ["on_time.received", "stock.open", "online_handling.acts"])
async def test_values_of_a_dimension_are_read_at_once(
    fed: Fed, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    await fed.apply(history(Random(12)), size=41)

    async def figure(*asked: Any) -> None:
        pytest.fail(f"{asked} is asked for by itself")

    monkeypatch.setattr(fed.reader, "figure", figure)
    positions = await fed.reader.current_positions(Scope())
    for by in (Breakdown.BREAKDOWN_OFFICER, Breakdown.BREAKDOWN_CHANNEL):
        rows, _ = await fed.reader.page(Listing(find(name), Scope(), MARCH, by, positions), 100)
        assert rows


async def test_a_pivot_that_is_too_large_is_refused(
    fed: Fed, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = dense(2)
    await fed.apply(events)
    monkeypatch.setattr(lines, "MOST", 3)
    by = (Breakdown.BREAKDOWN_MONTH, Breakdown.BREAKDOWN_CHANNEL)
    with pytest.raises(Refusal) as refused:
        await listed(fed, given.ONLINE_HANDLING, *by)
    assert refused.value.reason.code == "PIVOT_TOO_LARGE"
    assert refused.value.values == {"lines": "4", "columns": "4", "most": "3"}


async def test_the_last_page_says_the_whole_that_all_pages_add_up_to(fed: Fed) -> None:
    events = dense(2)
    await fed.apply(events)
    position = len(events)
    projectors = {
        "catalog": Standing(fed.catalog, end=fed.catalog),
        "submissions": Standing(position, end=position),
    }
    metrics = Metrics(fed.reader, as_known(fed, projectors))
    request = ListRatesRequest(
        definition="online_handling.all",
        start_date=date_message(YEAR.start),
        end_date=date_message(YEAR.end),
        breakdown=Breakdown.BREAKDOWN_UNIT,
        across=Breakdown.BREAKDOWN_CHANNEL,
        page_size=1,
    )
    rates, pages = [], 0
    while True:
        page = await metrics.ListRates(request, None)
        rates += page.rates
        pages += 1
        if not page.next_page_token:
            break
        request.page_token = page.next_page_token
    assert pages > 2
    assert sum(rate.receipt.considered for rate in rates) == page.whole.receipt.considered
    assert sum(rate.receipt.assisted for rate in rates) == page.whole.receipt.assisted
    request.page_token, request.definition = "", "coverage.l3l4"
    request.across = Breakdown.BREAKDOWN_UNSPECIFIED
    assert not (await metrics.ListRates(request, None)).HasField("whole")


async def test_lines_that_do_not_add_up_are_not_told(fed: Fed) -> None:
    events = dense(2)
    await fed.apply(events)
    whole = await fed.reader.figure(asking(period=YEAR), NOW)
    sums = Sums().plus([whole])
    check_sums(sums, whole, by_time=False)
    for name in sums._fields[:-1]:
        wrong = sums._replace(**{name: getattr(sums, name) + 1})
        with pytest.raises(InconsistentFigureError):
            check_sums(wrong, whole, by_time=True)
        cut = wrong._replace(not_attributable=3)
        check_sums(cut, whole, by_time=True)
        with pytest.raises(InconsistentFigureError):
            check_sums(cut, whole, by_time=False)  # units and services cut no period
