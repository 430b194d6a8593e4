"""`coverage.l3l4@1` read back: as of any instant, as known at any position, in any scope.

Each time axis alone and both together. Must not need a dossier.
"""

from datetime import UTC, date, datetime, timedelta

from motcua.metrics.v1.events_pb2 import ValueState
from motcua.metrics.v1.metrics_pb2 import Breakdown
from services.metrics.domain.figures import Figure, Question, Scope
from services.metrics.domain.periods import Period, midnight
from services.metrics.domain.receipts import rate
from services.metrics.queries.listing import Listing
from services.metrics.queries.positions import NOW, Requested
from services.metrics.queries.reader import Reader
from tests.metrics.conftest import Fed
from tests.metrics.given import (
    AT,
    BIRTH,
    CITY,
    COVERAGE_L3L4,
    DISTRICT,
    LAND,
    OTHER,
    WARD,
    assessed,
    opened,
    published,
    version_withdrawn,
)
from tests.metrics.naive_digest import digest_of_items

MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
JUNE = Period(date(2026, 6, 1), date(2026, 7, 1))
MAY = AT + timedelta(days=70)


async def covered(
    fed: Fed,
    scope: Scope = Scope(),  # noqa: B008 — a frozen value
    *,
    as_of: datetime = midnight(MARCH.end),  # noqa: B008
    catalog: int | None = None,
) -> Figure:
    question = Question(COVERAGE_L3L4, scope, MARCH, as_of)
    submissions = None if catalog is None else 0
    return await fed.reader.figure(question, Requested(catalog, submissions))


async def test_the_level_is_that_of_the_instant_and_not_todays(fed: Fed) -> None:
    await fed.learn(opened(), assessed(BIRTH, WARD, (AT, 2, 2, 2), (MAY, 3, 3, 3)))
    march = await covered(fed)
    assert (march.numerator, march.denominator) == (0, 2)
    june = await covered(fed, as_of=midnight(JUNE.end))
    assert (june.numerator, june.denominator) == (1, 2)


async def test_what_takes_effect_at_the_cut_is_after_it(fed: Fed) -> None:
    cut = midnight(MARCH.end)
    await fed.learn(opened(), assessed(BIRTH, WARD, (AT, 0, 0, 0), (cut, 3, 3, 3)))
    assert (await covered(fed)).numerator == 0
    assert (await covered(fed, as_of=cut + timedelta(microseconds=1))).numerator == 1


async def test_a_correction_changes_now_and_not_what_was_known(fed: Fed) -> None:
    await fed.learn(opened(), assessed(BIRTH, WARD, (AT, 3, 3, 3)))
    known = await covered(fed)
    await fed.learn(assessed(BIRTH, WARD, (AT, 1, 1, 1), (MAY, 2, 4, 2)))
    assert (await covered(fed)).numerator == 0
    again = await covered(fed, catalog=known.positions.catalog)
    assert (again.numerator, again.digest) == (known.numerator, known.digest)
    assert (await covered(fed, as_of=midnight(JUNE.end))).unknown == 1


async def test_an_assessment_replaces_the_later_spans_only(fed: Fed) -> None:
    await fed.learn(opened(), assessed(BIRTH, WARD, (AT, 3, 3, 3), (MAY, 4, 4, 4)))
    await fed.learn(assessed(BIRTH, WARD, (MAY, 1, 1, 1)))
    assert (await covered(fed)).numerator == 1
    assert (await covered(fed, as_of=midnight(JUNE.end))).numerator == 0


async def test_two_assessments_in_one_batch_are_as_in_two(fed: Fed) -> None:
    first = assessed(BIRTH, WARD, (AT, 3, 3, 3), (MAY, 4, 4, 4))
    await fed.learn(opened(), first)
    early = AT + timedelta(days=10)
    await fed.learn(
        assessed(BIRTH, WARD, (MAY, 1, 1, 1)),
        assessed(BIRTH, WARD, (early, 2, 2, 2)),
    )
    top = fed.catalog
    at_may = {"as_of": midnight(JUNE.end)}
    assert [
        (await covered(fed, catalog=position, **at_may)).numerator
        for position in (top - 2, top - 1, top)
    ] == [1, 0, 0]
    assert [
        (await covered(fed, catalog=position)).numerator for position in (top - 2, top - 1, top)
    ] == [1, 1, 0]


async def test_scope_is_the_authority_or_an_offering_in_it(fed: Fed) -> None:
    await fed.learn(
        opened(), assessed(BIRTH, WARD, (AT, 4, 4, 4)),
        opened(LAND, OTHER), assessed(LAND, OTHER, (AT, 1, 1, 1)),
    )  # fmt: skip
    for scope, numerator, denominator in (
        (Scope(), 1, 2), (Scope(CITY), 1, 2), (Scope(DISTRICT), 1, 1), (Scope(WARD), 1, 1),
        (Scope(OTHER), 0, 1), (Scope(CITY, alone=True), 0, 2), (Scope(DISTRICT, alone=True), 0, 0),
        (Scope(WARD, LAND), 0, 0), (Scope("", BIRTH), 1, 1),
    ):  # fmt: skip
        found = await covered(fed, scope)
        assert (found.numerator, found.denominator) == (numerator, denominator), scope


async def test_blank_capabilities_are_unknown_and_not_fully_online(fed: Fed) -> None:
    await fed.learn(opened(), assessed(BIRTH, WARD, (AT, 0, 4, 0)))
    found = await covered(fed, Scope("", BIRTH))
    assert (found.numerator, found.unknown, found.denominator) == (0, 1, 1)


async def test_before_the_first_service_there_is_no_data(fed: Fed) -> None:
    reply = rate(await covered(fed, as_of=AT - timedelta(days=1)))
    assert reply.state == ValueState.VALUE_STATE_NO_DATA
    assert rate(await covered(fed, Scope(OTHER))).state == ValueState.VALUE_STATE_EMPTY


async def test_the_items_give_the_digest(fed: Fed) -> None:
    await fed.learn(opened(), assessed(BIRTH, WARD, (AT, 3, 3, 3)))
    found = await covered(fed)
    items = [item async for item in fed.reader.items(found)]
    assert [(item.id, item.membership) for item in items] == [(BIRTH, 1), (LAND, 2)]
    assert digest_of_items(items, one=("-", "2026-04-01")) == found.digest
    below = await covered(fed, Scope(CITY))
    items = [item async for item in fed.reader.items(below)]
    assert digest_of_items(items, one=(CITY, "2026-04-01")) == below.digest != found.digest


async def test_months_are_as_of_their_ends(fed: Fed) -> None:
    await fed.learn(opened(), assessed(BIRTH, WARD, (AT, 2, 2, 2), (MAY, 3, 3, 3)))
    positions = await fed.reader.current_positions(Scope())
    period = await fed.reader.whole_period(COVERAGE_L3L4, Scope(), positions)
    assert period == Period(date(2026, 3, 1), date(2026, 12, 1))
    listing = Listing(COVERAGE_L3L4, Scope(), period, Breakdown.BREAKDOWN_MONTH, positions)
    rows, _ = await fed.reader.page(listing, 100)
    assert [row.figure.numerator for row in rows] == [0, 0, 1, 1, 1, 1, 1, 1, 1]
    by_unit = listing._replace(breakdown=Breakdown.BREAKDOWN_UNIT)
    rows, _ = await fed.reader.page(by_unit, 100)
    assert [(row.key, row.figure.numerator) for row in rows] == [(CITY, 0), (WARD, 1)]
    assert (await fed.reader.figure(rows[1].figure.question, NOW)).numerator == 1


async def test_the_months_begin_with_a_service_that_may_be_and_end_with_the_present(
    fed: Fed,
) -> None:
    async def months() -> Period | None:
        standing = await fed.reader.current_positions(Scope())
        return await fed.reader.whole_period(COVERAGE_L3L4, Scope(), standing)

    await fed.learn(published(LAND, since=datetime(16, 1, 1, tzinfo=UTC), version=2))
    assert await months() == Period(date(2026, 3, 1), date(2026, 12, 1))
    fed.reader = Reader(fed.pool, now=lambda: AT - timedelta(days=20))
    assert await months() == Period(date(2026, 2, 1), date(2026, 3, 1))  # but for the year 16, none
    await fed.learn(version_withdrawn(LAND, 2))
    assert await months() is None
