"""Requests at the door: what cannot be asked, how pages follow one another, what is waited for.

Given a request, when the servicer is called, then a message or a named refusal. Must not need a
server.
"""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date

from motcua.metrics.v1.events_pb2 import Filter, StreamPosition
from motcua.metrics.v1.metrics_pb2 import (
    Breakdown,
    ExplainRateRequest,
    GetRateRequest,
    ListRatesRequest,
)
from services.chassis.errors import Refusal
from services.metrics.api.as_known import AsKnown
from services.metrics.api.servicer import Metrics
from services.metrics.queries.positions import Requested
from tests.calling import calling
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.naive_digest import digest_of_items

FIRST, LAST = Date(year=2026, month=3, day=1), Date(year=2026, month=4, day=1)
MIDDLE = Date(year=2026, month=3, day=15)
MARCH = {"start_date": FIRST, "end_date": LAST}


class Standing:
    """A projector that stands still, before a stream that ends at `end`."""

    def __init__(self, position: int, *, end: int) -> None:
        self.position, self.end = position, end

    async def reached(self, position: int, timeout: float) -> bool:
        return position <= self.position

    def lacks(self, position: int) -> bool:
        return position > self.end

    def is_beyond(self, position: int) -> bool:
        return self.lacks(position)


class Slow(Standing):
    """One that takes a second of a clock for each position that is waited for."""

    def __init__(self, clock: list[float]) -> None:
        super().__init__(0, end=9)
        self.clock, self.patience = clock, list[float]()

    async def reached(self, position: int, timeout: float) -> bool:
        self.patience.append(timeout)
        self.clock[0] += 1.0
        return True


async def test_a_question_waits_for_all_its_positions_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [100.0]
    monkeypatch.setattr(
        "services.metrics.api.as_known.time", SimpleNamespace(monotonic=lambda: clock[0])
    )
    slow = Slow(clock)
    known = AsKnown(None, dict.fromkeys(Requested._fields, slow), lambda: given.RECORDED)  # type: ignore[arg-type]
    both = [position("catalog", 1), position("submissions", 1)]
    await known.of(asking(as_known=both, at_least=both))
    assert slow.patience == [4.0, 3.0, 2.0, 1.0]


class Unreachable(Standing):
    """One that nobody should wait for."""

    async def reached(self, position: int, timeout: float) -> bool:
        raise AssertionError("nobody waits for what cannot be")


@pytest.mark.parametrize("field", ["as_known", "at_least"])
async def test_what_no_stream_has_is_refused_without_waiting(field: str) -> None:
    streams = dict.fromkeys(Requested._fields, Unreachable(3, end=9))
    known = AsKnown(None, streams, lambda: given.RECORDED)  # type: ignore[arg-type]
    with pytest.raises(Refusal) as refused:
        await known.of(asking(**{field: [position("submissions", 10)]}))
    assert (refused.value.reason.code, refused.value.field) == ("POSITION_UNKNOWN", field)


def as_known(fed: Fed, projectors: dict[str, Standing]) -> AsKnown:
    """A day after everything was recorded."""
    return AsKnown(fed.pool, projectors, lambda: given.RECORDED + timedelta(days=1))


@pytest.fixture(autouse=True)
def _called() -> Iterator[None]:
    with calling():
        yield


@pytest.fixture
async def metrics(fed: Fed) -> AsyncIterator[Metrics]:
    events = []
    for number, unit in enumerate((given.WARD, given.DISTRICT, given.OTHER), 1):
        events += [given.submitted(number), given.accepted(number, unit=unit)]
    await fed.apply([given.recorded(n, event) for n, event in enumerate(events, 1)])
    projectors = {
        "catalog": Standing(fed.catalog, end=fed.catalog),
        "submissions": Standing(6, end=7),
    }
    return Metrics(fed.reader, as_known(fed, projectors))


def asking(**options: Any) -> GetRateRequest:
    known = {"definition": "online_handling", "start_date": FIRST, "end_date": LAST}
    return GetRateRequest(**{**known, **options})


def listing(**options: Any) -> ListRatesRequest:
    known = {"definition": "online_handling", "breakdown": Breakdown.BREAKDOWN_UNIT}
    return ListRatesRequest(**{**known, **options})


def chosen(dimension: str, *values: str) -> Filter:
    return Filter(dimension=dimension, values=values)


def position(stream: str, at: int) -> StreamPosition:
    return StreamPosition(stream=stream, position=at)


@pytest.mark.parametrize(
    ("options", "code", "field"),
    [
        ({"definition": "nothing"}, "DEFINITION_UNKNOWN", "definition"),
        ({"version": 7}, "DEFINITION_UNKNOWN", "definition"),
        ({"end_date": FIRST}, "PERIOD_EMPTY", "end_date"),
        ({"end_date": Date(year=2026, month=4)}, "DATE_INVALID", "end_date"),
        ({"start_date": Date(year=2026, month=2, day=30)}, "DATE_INVALID", "start_date"),
        ({"start_date": Date(year=1, month=1, day=1)}, "DATE_INVALID", "start_date"),
        ({"end_date": Date(year=9999, month=12, day=31)}, "DATE_INVALID", "end_date"),
        ({"as_of": Timestamp(seconds=2**60)}, "DATE_INVALID", "as_of"),
        ({"unit": "units/none"}, "UNIT_UNKNOWN", "unit"),
        ({"service": "services/none"}, "SERVICE_UNKNOWN", "service"),
        ({"filters": [chosen("sex", "f")]}, "DIMENSION_UNKNOWN", "filters"),
        (
            {"definition": "coverage.full", "filters": [chosen("level", "3")]},
            "DIMENSION_UNKNOWN",
            "filters",
        ),
        ({"filters": [chosen("channel", "ONLINE")]}, "DIMENSION_VALUE_UNKNOWN", "filters"),
        ({"filters": [chosen("level", "03")]}, "DIMENSION_VALUE_UNKNOWN", "filters"),
        ({"filters": [chosen("field", "")]}, "DIMENSION_VALUE_UNKNOWN", "filters"),
        ({"filters": [chosen("channel")]}, "FIELD_REQUIRED", "filters.values"),
        ({"filters": [chosen("field", *map(str, range(101)))]}, "LIST_TOO_LONG", "filters.values"),
        ({"filters": [chosen("level", "3"), chosen("level", "4")]}, "FILTER_REPEATED", "filters"),
        ({"as_known": [position("other", 1)]}, "STREAM_UNKNOWN", "as_known"),
        ({"as_known": [position("catalog", 1)] * 2}, "STREAM_UNKNOWN", "as_known"),
        ({"as_known": [position("catalog", -1)]}, "POSITION_INVALID", "as_known"),
        ({"as_known": [position("submissions", 7)]}, "POSITION_NOT_REACHED", ""),
        ({"at_least": [position("submissions", 7)]}, "POSITION_NOT_REACHED", ""),
        ({"as_known": [position("submissions", 8)]}, "POSITION_UNKNOWN", "as_known"),
        ({"at_least": [position("catalog", 2**63 - 1)]}, "POSITION_UNKNOWN", "at_least"),
    ],
)
async def test_what_cannot_be_asked_is_refused_by_name(
    metrics: Metrics, options: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        await metrics.GetRate(asking(**options), None)
    assert (refused.value.reason.code, refused.value.field) == (code, field)
    assert refused.value.message("vi")
    assert refused.value.message("en")


async def test_a_value_that_a_dimension_has_not_is_refused_with_those_that_it_has(
    metrics: Metrics,
) -> None:
    with pytest.raises(Refusal) as refused:
        await metrics.GetRate(asking(filters=[chosen("due", "statd")]), None)
    for language in ("vi", "en"):
        assert ": computed, stated, none, unknown." in refused.value.message(language)


async def test_a_rate_has_its_receipt(metrics: Metrics) -> None:
    reply = await metrics.GetRate(asking(unit=given.DISTRICT), None)
    receipt = reply.receipt
    assert (reply.percent, receipt.numerator, receipt.denominator) == ("100.0", 2, 2)
    assert (receipt.definition, receipt.version) == ("online_handling", 1)
    assert receipt.as_of.ToDatetime(UTC) == datetime(2026, 3, 31, 17, tzinfo=UTC)
    alone = await metrics.GetRate(asking(unit=given.DISTRICT, alone=True), None)
    assert (alone.receipt.denominator, alone.receipt.scope.alone) == (1, True)


async def test_a_record_of_another_system_is_explained_by_its_key_there(
    fed: Fed, metrics: Metrics
) -> None:
    record = given.submitted(4)
    record.origin.source, record.origin.key = "old-onestop", "H26-0007"
    accepted = given.recorded(8, given.accepted(4), version=2)
    await fed.apply([given.recorded(7, record), accepted])
    parts = [part async for part in metrics.ExplainRate(ExplainRateRequest(rate=asking()), None)]
    keys = {part.item.id: (part.item.source, part.item.source_key) for part in parts[1:]}
    assert keys.pop(given.dossier(4)) == ("old-onestop", "H26-0007")
    assert set(keys.values()) == {("", "")}


async def test_an_explanation_is_the_rate_and_then_every_item(metrics: Metrics) -> None:
    request = ExplainRateRequest(rate=asking())
    first, *rest = [part async for part in metrics.ExplainRate(request, None)]
    items = [part.item for part in rest]
    assert first.rate.receipt.considered == len(items) == 3
    assert digest_of_items(items) == first.rate.receipt.digest


async def test_pages_follow_one_another(metrics: Metrics) -> None:
    whole = await metrics.ListRates(listing(), None)
    assert len(whole.rates) == 3
    found, token = [], ""
    for _ in range(3):
        page = await metrics.ListRates(listing(page_size=1, page_token=token), None)
        found += page.rates
        token = page.next_page_token
    assert token == ""
    assert found == list(whole.rates)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"page_token": "nonsense"}, "PAGE_TOKEN_INVALID"),
        ({"page_token": "bnVsbA=="}, "PAGE_TOKEN_INVALID"),
        ({"page_size": -1}, "PAGE_SIZE_INVALID"),
        ({"breakdown": 0}, "BREAKDOWN_UNKNOWN"),
        ({"breakdown": 99}, "BREAKDOWN_UNKNOWN"),
        ({"across": 99}, "BREAKDOWN_UNKNOWN"),
        ({"across": Breakdown.BREAKDOWN_UNIT}, "BREAKDOWNS_DO_NOT_CROSS"),
        (
            {"breakdown": Breakdown.BREAKDOWN_MONTH, "across": Breakdown.BREAKDOWN_YEAR},
            "BREAKDOWNS_DO_NOT_CROSS",
        ),
        (
            {"breakdown": Breakdown.BREAKDOWN_LEVEL, "definition": "coverage.l3l4"},
            "DIMENSION_UNKNOWN",
        ),
        (
            {"across": Breakdown.BREAKDOWN_FIELD, "definition": "counter.waiting"},
            "DIMENSION_UNKNOWN",
        ),
        ({"cumulative": True}, "CUMULATIVE_NOT_BY_TIME"),
        ({"closes": [LAST]}, "CLOSES_NOT_BY_CLOSE"),
        ({"breakdown": Breakdown.BREAKDOWN_CLOSE, **MARCH}, "CLOSES_NOT_BY_CLOSE"),
        (
            {"breakdown": Breakdown.BREAKDOWN_CLOSE, "closes": [LAST], **MARCH},
            "CLOSES_OUT_OF_ORDER",
        ),
        (
            {"breakdown": Breakdown.BREAKDOWN_CLOSE, "closes": [MIDDLE, MIDDLE], **MARCH},
            "CLOSES_OUT_OF_ORDER",
        ),
        (
            {"breakdown": Breakdown.BREAKDOWN_CLOSE, "closes": [MIDDLE] * 1001, **MARCH},
            "LIST_TOO_LONG",
        ),
        ({"start_date": FIRST}, "PERIOD_INCOMPLETE"),
        ({"unit": "units/none"}, "UNIT_UNKNOWN"),
    ],
)
async def test_a_list_that_cannot_be_made_is_refused_by_name(
    metrics: Metrics, options: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        await metrics.ListRates(listing(**options), None)
    assert refused.value.reason.code == code


async def test_a_page_token_serves_no_other_question(metrics: Metrics) -> None:
    page = await metrics.ListRates(listing(page_size=1), None)
    with pytest.raises(Refusal) as refused:
        await metrics.ListRates(listing(unit=given.CITY, page_token=page.next_page_token), None)
    assert refused.value.reason.code == "PAGE_TOKEN_INVALID"


async def test_without_dates_a_list_covers_what_there_is(metrics: Metrics) -> None:
    page = await metrics.ListRates(listing(breakdown=Breakdown.BREAKDOWN_MONTH), None)
    assert [(rate.receipt.period.start, rate.receipt.period.end) for rate in page.rates] == [
        (FIRST, LAST)
    ]
    nothing = listing(definition="on_time.ended", breakdown=Breakdown.BREAKDOWN_MONTH)
    assert not (await metrics.ListRates(nothing, None)).rates
