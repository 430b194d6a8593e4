"""Lists of rates cost as many statements however many rows they have, and hold single answers.

Given a list by everything that one can be made by, when all of its rows are read, then no statement
is sent twice, so that their number does not grow with the rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from random import Random

import pytest

from motcua.metrics.v1.metrics_pb2 import Breakdown, ListRatesRequest
from services.chassis.errors import Refusal
from services.metrics.api.lists import must_fit
from services.metrics.domain.adding import Sums, check_sums
from services.metrics.domain.dimensions import Filter
from services.metrics.domain.figures import Positions, Scope, date_message
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.periods import Period, midnight, next_month
from services.metrics.queries.lines import DIMENSIONS, Lines
from services.metrics.queries.listing import Listing, Row
from services.metrics.queries.positions import Requested
from services.metrics.queries.reader import Reader
from services.metrics.queries.services import Services
from tests.metrics import given, given_items
from tests.metrics.conftest import Fed
from tests.metrics.given import AT, CITY, DISTRICT, OTHER, WARD
from tests.metrics.shipped import find, of_kind
from tests.metrics.test_figures_read import says
from tests.metrics.test_leaves_kept import Counting

PERIOD = Period(date(2026, 3, 1), date(2026, 8, 1))
CLOSES = [date(2026, 3, 9), date(2026, 4, 2), date(2026, 6, 30)]
UNITS = (CITY, DISTRICT, WARD, OTHER)
SCOPES = (
    Scope(),
    Scope(DISTRICT),
    Scope(CITY, alone=True),
    Scope(service="services/s1"),
    Scope(filters=(Filter("field", ("f1", "unknown")),)),
    Scope(filters=(Filter("service", ("services/s1", "services/s4")),)),
)


async def of_services(fed: Fed) -> Positions:
    """Eight services in four fields, whose offerings rise at different times; their dossiers."""
    for n in range(8):
        name, unit = f"services/s{n}", UNITS[n % 4]
        said = given.published(name, UNITS[n // 3])
        said.content.field = f"f{n % 4}" if n % 4 else ""
        later = AT + timedelta(days=20 * n + 5)
        rises = given.assessed(name, unit, (AT, n % 5, 4, n % 5), (later, 4, 4, 4))
        too = given.assessed(name, WARD, (later, None))
        await fed.learn(said, given.opened(name, unit), rises)
        if unit != WARD:
            await fed.learn(given.opened(name, WARD), too)
    await fed.learn(given.retired("services/s7", since=AT + timedelta(days=70)))
    events = []
    for n in range(1, 17):
        options = {"service": f"services/s{n % 8}", "unit": UNITS[n % 3], "level": 4}
        accepted = given.accepted(n, **options)
        events += [
            given.recorded(2 * n - 1, given.submitted(n), version=1),
            given.recorded(2 * n, accepted, AT + timedelta(days=8 * n)),
        ]
    await fed.apply(events)
    await fed.sweep()
    return await fed.reader.current_positions(Scope())


def ways(definition: Definition) -> Iterator[ListRatesRequest]:
    """Everything that a list of a definition can be made by, alone and in pairs."""
    every = [each for each in Breakdown.values() if each]
    for by, across in [*((each, 0) for each in every), *combinations(every, 2)]:
        for subtrees in {False, Breakdown.BREAKDOWN_UNIT in (by, across)}:
            request = ListRatesRequest(breakdown=by, across=across, subtrees=subtrees)
            if Breakdown.BREAKDOWN_CLOSE in (by, across):
                request.closes.extend(map(date_message, CLOSES))
            try:
                must_fit(request, definition)
            except Refusal:
                continue
            yield request


def listing(
    definition: Definition, request: ListRatesRequest, positions: Positions, scope: Scope
) -> Listing:
    """The list of a request."""
    return Listing(
        definition,
        scope,
        PERIOD,
        request.breakdown,
        positions,
        subtrees=request.subtrees,
        across=request.across,
        closes=tuple(CLOSES) if request.closes else (),
    )


async def read(fed: Fed, wanted: Listing, size: int) -> tuple[list[Row], list[str]]:
    """A page by a process that remembers nothing, and what it asked for."""
    asked: list[str] = []
    reader = Reader(Counting(fed.pool, asked), now=lambda: given.RECORDED)
    rows, _ = await reader.page(wanted, size)
    return rows, asked


@pytest.mark.parametrize("definition", of_kind("service"), ids=lambda each: each.id)
async def test_a_list_of_services_costs_as_much_however_long(
    fed: Fed, definition: Definition
) -> None:
    positions = await of_services(fed)
    repeated, most = [], 0
    for request in ways(definition):
        wanted = listing(definition, request, positions, Scope())
        rows, asked = await read(fed, wanted, 1000)
        most = max(most, len(rows))
        if len(set(asked)) < len(asked):
            repeated.append((wanted.breakdowns, wanted.subtrees, len(rows), len(asked)))
    assert repeated == []
    assert most > 10


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize(
    "definition", map(find, ("activity", "coverage.l3l4")), ids=lambda each: each.id
)
async def test_a_row_of_services_is_the_figure_of_its_question(
    fed: Fed, definition: Definition, scope: Scope
) -> None:
    positions = await of_services(fed)
    at, found = Requested(*positions), 0
    for request in ways(definition):
        if request.across and scope != Scope():
            continue  # pairs of the whole tree will do
        wanted = listing(definition, request, positions, scope)
        rows, _ = await read(fed, wanted, 1000)
        found += len(rows)
        lines = await Lines(fed.pool, Services(fed.pool), wanted).questions(1000)
        single = [(key, await fed.reader.figure(question, at)) for key, question in lines]
        assert [(row.key, row.figure.covered, says(row.figure)) for row in rows] == [
            (key, each.covered, says(each))
            for key, each in single
            if each.considered or wanted.is_by_time
        ]
        whole = await fed.reader.whole(wanted)
        if whole:
            check_sums(Sums().plus(row.figure for row in rows), whole, by_time=wanted.is_by_time)
    assert found or scope.alone


async def with_counted_facts(fed: Fed) -> Positions:
    """The same, with counted facts of months and of quarters, which a list of months would cut."""
    before, draw = await of_services(fed), Random(7)
    told = []
    for n in range(40):
        start = date(2026, draw.randint(1, 7), 1)
        end = next_month(start) if n % 3 else next_month(next_month(start))
        options = {"channel": draw.randint(0, 3), "level": draw.randint(1, 4), "assisted": n % 2}
        told.append(
            given_items.count(
                n + 100,
                draw.randint(1, 9),
                start=midnight(start),
                end=midnight(end),
                unit=UNITS[n % 4],
                service=f"services/s{n % 8}",
                **options,
            )
        )
    first = before.submissions + 1
    await fed.apply([given.recorded(n, each) for n, each in enumerate(told, first)])
    await fed.sweep()
    return await fed.reader.current_positions(Scope())


@pytest.mark.parametrize("scope", SCOPES)
async def test_a_list_by_value_reads_counted_facts_once_and_as_single_questions_do(
    fed: Fed, scope: Scope
) -> None:
    positions, repeated, cut = await with_counted_facts(fed), [], 0
    for definition in map(find, ("online_handling", "on_time.ended")):
        for request in ways(definition):
            by = request.breakdown
            if request.across or by not in DIMENSIONS:
                continue
            wanted = listing(definition, request, positions, scope)
            rows, asked = await read(fed, wanted, 1000)
            if len(set(asked)) < len(asked):
                repeated.append((definition.id, by, len(rows), len(asked)))
            lines = await Lines(fed.pool, fed.reader._reads(definition, scope), wanted).questions(
                1000
            )
            single = [
                (key, await fed.reader.figure(each, Requested(*positions))) for key, each in lines
            ]
            assert [(row.key, says(row.figure)) for row in rows] == [
                (key, says(each)) for key, each in single if each.considered
            ]
            cut += sum(row.figure.not_attributable for row in rows)
    assert repeated == []
    assert cut or scope.alone or scope.service
