"""Figures read back from PostgreSQL against a plain recount, as of and as known anywhere.

Months, odd and broken days, subtrees, services, earlier positions, pages, items: one history.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import given as having
from hypothesis import strategies as st

from motcua.metrics.v1.events_pb2 import Rate, ValueState
from motcua.metrics.v1.metrics_pb2 import Breakdown
from services.chassis.errors import Refusal
from services.chassis.log import Recorded
from services.metrics.domain.classes import EXCLUDED, NUMERATOR, UNKNOWN
from services.metrics.domain.dimensions import Filter
from services.metrics.domain.figures import Figure, Question, Scope
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.periods import Period, midnight
from services.metrics.domain.receipts import rate
from services.metrics.queries.listing import Listing
from services.metrics.queries.positions import NOW, Requested
from tests.metrics import given, recount
from tests.metrics.conftest import Fed
from tests.metrics.dense import dense
from tests.metrics.given import AT, BIRTH, CITY, DISTRICT, IN_PERSON, LAND, OTHER, WARD
from tests.metrics.naive_digest import digest_of_items
from tests.metrics.shipped import of_kind

YEAR = Period(date(2025, 11, 1), date(2026, 3, 1))
MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
SCOPES = [
    Scope(), Scope(service=BIRTH), Scope(CITY), Scope(DISTRICT), Scope(WARD), Scope(OTHER),
    Scope(CITY, "", alone=True), Scope(DISTRICT, LAND), Scope(DISTRICT, BIRTH, alone=True),
    Scope(filters=(Filter("channel", ("online", "unknown")), Filter("due", ("none", "stated")))),
    Scope(CITY, LAND, filters=(Filter("extent", ("full", "none")), Filter("level", ("3", "4")))),
    Scope(DISTRICT, filters=(Filter("assisted", ("no",)), Filter("field", ("Hộ tịch", "unknown")))),
]  # fmt: skip
DAYS = st.dates(date(2025, 11, 20), date(2026, 2, 10))
PERIODS = st.one_of(
    st.just(YEAR),
    st.just(Period(date(2025, 12, 1), date(2026, 1, 1))),
    st.just(Period(date(1900, 1, 1), date(2130, 1, 1))),
    st.tuples(DAYS, DAYS).filter(lambda p: p[0] < p[1]).map(lambda p: Period(*p)),
)
CUTS = st.one_of(
    st.none(),
    st.datetimes(datetime(2025, 11, 20), datetime(2026, 2, 10), timezones=st.just(UTC)),  # noqa: DTZ001
)

Example: TypeAlias = tuple[list[Recorded], Period, datetime | None, int, int]


def asking(
    scope: Scope = Scope(),  # noqa: B008 — a frozen value
    period: Period = MARCH,
    *,
    definition: Definition = given.ONLINE_HANDLING,
    as_of: datetime | None = None,
) -> Question:
    return Question(definition, scope, period, as_of or midnight(period.end))


def says(found: Figure) -> dict[str, Any]:
    """The numbers of a figure, to compare with a recount's."""
    return {
        "numerator": found.numerator,
        "denominator": found.denominator,
        "unknown": found.unknown,
        "excluded": dict(found.excluded),
        "assisted": found.assisted,
        "digest": found.digest,
        "provisional": found.provisional,
        "buckets": {str(up_to or "inf"): n for up_to, n in found.buckets if n},
    }


def should_say(events: list[Recorded], question: Question) -> dict[str, Any]:
    found = recount.items(
        events,
        question.definition.name,
        question.period,
        as_of=question.as_of,
        **question.scope._asdict(),
    )
    numbers = recount.numbers(found)
    places: Any = numbers["places"]
    return {
        "numerator": sum(n for (member, _), n in places.items() if member == NUMERATOR),
        "denominator": sum(n for (member, _), n in places.items() if member != EXCLUDED),
        "unknown": sum(n for (member, _), n in places.items() if member == UNKNOWN),
        "excluded": {reason: n for (member, reason), n in places.items() if member == EXCLUDED},
        "assisted": numbers["assisted"],
        "digest": numbers["digest"],
        "provisional": any(each.can_still for each in found.values())
        or midnight(question.period.end) > min(question.as_of, given.RECORDED),
        "buckets": {
            bound: n for (member, bound), n in places.items() if bound and member == NUMERATOR
        },
    }


async def compare(fed: Fed, definitions: Sequence[Definition], example: Example) -> None:
    """Every scope, now and as known earlier; and the period that is not named."""
    events, period, cut, position, _ = example
    standing = await fed.reader.current_positions(Scope())
    for definition in definitions:
        for scope in SCOPES:
            whole = await fed.reader.whole_period(definition, scope, standing)
            assert whole == recount.default_months(events, definition.name, **scope._asdict())
            question = asking(scope, period, definition=definition, as_of=cut)
            now = await fed.reader.figure(question, NOW)
            assert says(now) == should_say(events, question)
            assert says(await fed.reader.figure(question, NOW)) == says(now)
            earlier = await fed.reader.figure(question, Requested(submissions=position))
            assert says(earlier) == should_say(events[:position], question)
            assert await explained(fed, earlier) == earlier.digest


async def explained(fed: Fed, figure: Figure) -> str:
    """The digest of what the items say."""
    return digest_of_items([each async for each in fed.reader.items(figure)])


@pytest.mark.parametrize("seed", range(7))
async def test_every_figure_equals_the_recount(fed: Fed, seed: int) -> None:
    """Hypothesis draws the example; the loop that owns the connections runs it."""
    events, period, cut, position, size = drawn(seed)
    events = dense(seed) if seed > 2 else events  # drawn ones are odd, and nearly empty
    cells = len(events) * seed // 5  # up to where cells are built: nowhere, somewhere, everywhere
    await fed.apply(events[:cells], size=size)
    await fed.sweep()
    await fed.apply(events[cells:], size=size)
    some = of_kind("dossier")[seed % 3 :: 3]  # each definition twice
    await compare(fed, some, (events, period, cut, min(position, len(events)), size))


def drawn(number: int) -> Example:
    """The example with this number, always the same."""
    found: list[Any] = []

    examples = st.tuples(recount.histories(), PERIODS, CUTS, st.integers(0, 40), st.integers(1, 20))

    @hypothesis.seed(number)
    @settings(
        max_examples=30,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @having(examples)
    def draw(example: Any) -> None:
        found.append(example)

    draw()
    return max(found, key=lambda example: len(example[0]))


def submit(fed_at: int, number: int, **options: Any) -> list[Recorded]:
    """A dossier that is submitted and accepted."""
    moment = options.pop("at", AT)
    return [
        given.recorded(fed_at + 1, given.submitted(number), moment, version=1),
        given.recorded(fed_at + 2, given.accepted(number, **options), moment),
    ]


async def test_months_sum_to_the_year_and_units_to_the_tree(fed: Fed) -> None:
    events, *_ = drawn(3)
    await fed.apply(events)
    positions = await fed.reader.current_positions(Scope())
    for definition in of_kind("dossier"):
        whole = await fed.reader.figure(asking(Scope(), YEAR, definition=definition), NOW)
        for breakdown in (
            Breakdown.BREAKDOWN_MONTH, Breakdown.BREAKDOWN_UNIT, Breakdown.BREAKDOWN_SERVICE,
        ):  # fmt: skip
            listing = Listing(definition, Scope(), YEAR, breakdown, positions)
            rows, after = await fed.reader.page(listing, 100)
            assert after == ""
            assert sum(row.figure.considered for row in rows) == whole.considered
            assert sum(row.figure.numerator for row in rows) == whole.numerator


async def test_pages_belong_to_one_position_whatever_happens_between(fed: Fed) -> None:
    events, *_ = drawn(4)
    await fed.apply(events)
    positions = await fed.reader.current_positions(Scope())
    listing = Listing(given.ONLINE_HANDLING, Scope(), YEAR, Breakdown.BREAKDOWN_UNIT, positions)
    at_once, _ = await fed.reader.page(listing, 100)
    paged = []
    while True:
        rows, after = await fed.reader.page(listing, 1)
        paged += rows
        await fed.apply(submit(positions.submissions + 2 * len(paged), 500 + len(paged)))
        if not after:
            break
        listing = listing._replace(after=after)
    assert [(row.key, says(row.figure)) for row in paged] == [
        (row.key, says(row.figure)) for row in at_once
    ]


async def test_a_unit_with_units_below_is_listed_alone(fed: Fed) -> None:
    await fed.apply([*submit(0, 1, unit=DISTRICT), *submit(2, 2, unit=WARD)])
    positions = await fed.reader.current_positions(Scope())
    listing = Listing(given.ONLINE_HANDLING, Scope(), MARCH, Breakdown.BREAKDOWN_UNIT, positions)
    rows, _ = await fed.reader.page(listing, 100)
    assert [(row.figure.question.scope, row.figure.denominator) for row in rows] == [
        (Scope(DISTRICT, alone=True), 1),
        (Scope(WARD), 1),
    ]
    assert (await fed.reader.figure(asking(Scope(DISTRICT)), NOW)).denominator == 2


async def test_a_unit_that_never_had_an_item_has_no_data_and_not_0_or_100(fed: Fed) -> None:
    await fed.apply(submit(0, 1, unit=WARD))
    reply = rate(await fed.reader.figure(asking(Scope(OTHER)), NOW))
    assert (reply.state, reply.percent) == (ValueState.VALUE_STATE_NO_DATA, "")
    april = Period(date(2026, 4, 1), date(2026, 5, 1))
    reply = rate(await fed.reader.figure(asking(Scope(WARD), april), NOW))
    assert (reply.state, reply.percent) == (ValueState.VALUE_STATE_EMPTY, "")
    february = Period(date(2026, 2, 1), date(2026, 3, 1))
    reply = rate(await fed.reader.figure(asking(Scope(WARD), february), NOW))
    assert reply.state == ValueState.VALUE_STATE_NO_DATA


async def test_the_same_positions_say_no_data_for_ever(fed: Fed) -> None:
    await fed.apply(submit(0, 1, at=midnight(date(2026, 3, 20))))
    early = Period(date(2026, 3, 1), date(2026, 3, 10))
    before = await fed.reader.figure(asking(period=early), NOW)
    assert rate(before).state == ValueState.VALUE_STATE_NO_DATA
    last_year = midnight(date(2025, 5, 5))
    await fed.apply([given.recorded(3, given.accepted(2), at=last_year)])
    known = Requested(before.positions.catalog, before.positions.submissions)
    again = await fed.reader.figure(asking(period=early), known)
    assert rate(again).state == ValueState.VALUE_STATE_NO_DATA
    now = await fed.reader.figure(asking(period=early), NOW)
    assert rate(now).state == ValueState.VALUE_STATE_EMPTY


async def test_a_dossier_exactly_at_midnight_is_in_the_day_that_begins(fed: Fed) -> None:
    await fed.apply(submit(0, 1, at=midnight(date(2026, 4, 1))))
    assert (await fed.reader.figure(asking(), NOW)).denominator == 0
    april = Period(date(2026, 4, 1), date(2026, 4, 2))
    assert (await fed.reader.figure(asking(period=april), NOW)).denominator == 1


async def test_a_reclassified_level_does_not_rewrite_last_year(fed: Fed) -> None:
    await fed.apply(submit(0, 1))
    before = await fed.reader.figure(asking(), NOW)
    await fed.learn(
        given.opened(), given.assessed(BIRTH, WARD, (AT - timedelta(days=900), 1, 1, 1))
    )
    assert says(await fed.reader.figure(asking(), NOW)) == says(before)


async def test_a_late_entry_changes_now_and_not_what_was_known(fed: Fed) -> None:
    await fed.apply(submit(0, 1))
    known = await fed.reader.figure(asking(), NOW)
    await fed.apply([given.recorded(3, given.accepted(1, channel=IN_PERSON))])
    now = await fed.reader.figure(asking(), NOW)
    assert (known.numerator, now.numerator) == (1, 0)
    again = await fed.reader.figure(asking(), Requested(*known.positions))
    assert says(again) == says(known)


async def test_a_pair_of_positions_that_never_stood_together_is_refused(fed: Fed) -> None:
    await fed.apply([given.recorded(1, given.submitted(catalog_position=5), version=1)])
    with pytest.raises(Refusal) as refused:
        await fed.reader.figure(asking(), Requested(catalog=4))
    assert refused.value.reason.code == "POSITIONS_INCONSISTENT"
    assert refused.value.values["lowest"] == "5"
    await fed.reader.figure(asking(), Requested(catalog=5))
    await fed.reader.figure(asking(), Requested(catalog=4, submissions=0))


async def test_what_is_not_there_is_refused(fed: Fed) -> None:
    for question, asked, code in (
        (asking(Scope("units/none")), NOW, "UNIT_UNKNOWN"),
        (asking(Scope(service="services/none")), NOW, "SERVICE_UNKNOWN"),
        (asking(Scope(WARD)), Requested(catalog=2), "UNIT_UNKNOWN"),
        (asking(), Requested(submissions=1), "POSITION_NOT_REACHED"),
    ):
        with pytest.raises(Refusal) as refused:
            await fed.reader.figure(question, asked)
        assert refused.value.reason.code == code


async def test_the_receipt_names_a_position_in_each_stream(fed: Fed) -> None:
    await fed.apply(submit(0, 1))
    reply: Rate = rate(await fed.reader.figure(asking(), NOW))
    assert {each.stream: each.position for each in reply.receipt.positions} == {
        "catalog": fed.catalog,
        "submissions": 2,
    }
