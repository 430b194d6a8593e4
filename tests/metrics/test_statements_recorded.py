"""Asserted figures and inspections: what is recorded once, what is refused, and what lists show.

Given a tree of units in the tables, when a publisher or an inspector records, then these events.
Must not need NATS.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from google.type.date_pb2 import Date

from motcua.metrics.v1 import statement_events_pb2 as events
from motcua.metrics.v1.events_pb2 import ExcludedCount, FigureScope, Receipt
from motcua.metrics.v1.statements_pb2 import Assertion, Inspection
from services.chassis import call
from services.chassis.errors import Refusal
from services.chassis.ids import request_uuid
from services.chassis.log import Log
from services.chassis.store import Command
from services.metrics.api.statements import naming_somebody
from services.metrics.domain import statements as domain
from services.metrics.domain.statements import ASSERTIONS, INSPECTIONS
from services.metrics.published import Published
from services.metrics.queries.statement_events import new_name
from services.metrics.queries.statements import Cursor, Statements, Wanted
from tests.calling import calling
from tests.metrics import given
from tests.metrics.conftest import Fed

TODAY = date(2026, 6, 1)
YEAR = {"start_date": Date(year=2025, month=1, day=1), "end_date": Date(year=2026, month=1, day=1)}


def printed(**stated: Any) -> events.AssertedFigure:
    usual: dict[str, Any] = {
        "kind": events.AssertedFigure.KIND_FIGURE,
        "unit": given.WARD,
        "value": "95.1",
        "measure": events.AssertedFigure.MEASURE_PERCENT,
        "wording": "tỷ lệ giải quyết trực tuyến đạt 95,1%",
        "source": "Báo cáo 2025",
        "source_date": Date(year=2026, month=1, day=15),
        "definitions": ["online_handling", "on_time.ended"],
    }
    return events.AssertedFigure(**(usual | YEAR | stated))


def found_in(unit: str = given.WARD, **stated: Any) -> events.InspectionReport:
    findings = [
        events.Finding(code="late-entry", text="t", remedy_by_date=Date(year=2026, month=7, day=1)),
        events.Finding(code="files", text="t", remedy_by_date=Date(year=2026, month=8, day=1)),
        events.Finding(code="praise", text="t"),
    ]
    usual: dict[str, Any] = {
        "unit": unit,
        "date": Date(year=2026, month=5, day=20),
        "findings": findings,
        "receipts": [Receipt(definition="online_handling", scope=FigureScope(unit=unit))],
    }
    return events.InspectionReport(**(usual | stated))


@pytest.fixture
def kept(fed: Fed, log: Log) -> Statements:
    return Statements(fed.pool, log, now=lambda: datetime(2026, 6, 1, 3, tzinfo=UTC))


async def follow(fed: Fed, log: Log, after: int = 0) -> None:
    """The projection reads what the log holds."""
    published = Published()
    batch = await published.prepare(await log.read(after, 100))
    async with fed.pool.acquire() as connection, connection.transaction():
        await published.apply(connection, batch)


def command(request_id: str, content: object = "") -> Command:
    with calling("Record", subject="inspector"):
        return call.current().command(
            Assertion(withdrawal_reason=str(content)), command_id=request_uuid(request_id)
        )


async def record(kept: Statements, of: Any, request_id: str = "", **more: Any) -> Any:
    """By one request, under the name that follows from it."""
    request_id = request_id or str(uuid4())
    is_figure = isinstance(of, events.AssertedFigure)
    collection = ASSERTIONS if is_figure else INSPECTIONS
    name = new_name(collection, request_uuid(request_id))
    recorded = partial(domain.assert_figure, publishes=True)
    decide: Callable[..., Any] = recorded if is_figure else domain.record_inspection
    return await kept.carry_out(
        command(request_id, of), collection, name, lambda _: decide(of, name=name, today=TODAY)
    )


async def names(kept: Statements, *wanted: Any, **more: Any) -> list[str]:
    found, _ = await kept.page(Wanted(*wanted, **more), None, 10)
    return [each.name for each in found]


async def test_what_was_printed_stays_as_it_was_printed(
    fed: Fed, log: Log, kept: Statements
) -> None:
    request_id = str(uuid4())
    first = await record(kept, printed(value="45.00"), request_id)
    assert (first.figure.value, first.state, first.position) == (
        "45.00", Assertion.STATE_RECORDED, 1,
    )  # fmt: skip
    assert await record(kept, printed(value="45.00"), request_id) == first
    with pytest.raises(Refusal, match="REQUEST_ID_REUSED"):
        await record(kept, printed(value="45.0"), request_id)
    [event] = (await log.load(first.name)).events
    assert event.subject == "motcua.metrics.FigureAsserted.ward"
    assert '"value":"45.00"' in event.payload.decode().replace(" ", "")


async def test_a_withdrawn_one_stays_askable_and_is_withdrawn_once(
    fed: Fed, log: Log, kept: Statements
) -> None:
    name = (await record(kept, printed())).name
    other = (await record(kept, printed(unit=given.OTHER, definitions=[]))).name
    withdrawing = str(uuid4())

    async def withdraw(request_id: str) -> Any:
        decide = partial(domain.withdraw_assertion, reason="typing mistake", publishes=True)
        return await kept.carry_out(command(request_id), ASSERTIONS, name, decide)

    gone = await withdraw(withdrawing)
    assert (gone.state, gone.withdrawal_reason) == (Assertion.STATE_WITHDRAWN, "typing mistake")
    assert await withdraw(withdrawing) == gone == await kept.get(ASSERTIONS, name)
    with pytest.raises(Refusal, match="STATEMENT_WITHDRAWN"):
        await withdraw(str(uuid4()))
    await follow(fed, log)
    assert await names(kept, ASSERTIONS, "") == [other]
    assert await names(kept, ASSERTIONS, "", withdrawn=True) == [other, name]
    assert await names(kept, ASSERTIONS, given.DISTRICT, withdrawn=True) == [name]
    assert await names(kept, ASSERTIONS, "", "on_time.ended", withdrawn=True) == [name]
    assert await names(kept, INSPECTIONS, "") == []


async def test_a_finding_is_remedied_once_and_an_inspection_is_open_until_all_are(
    fed: Fed, log: Log, kept: Statements
) -> None:
    name = (await record(kept, found_in())).name
    await record(kept, found_in(given.OTHER, findings=[]))
    day = Date(year=2026, month=5, day=25)

    async def remedy(finding: str, on: Date = day) -> Any:
        return await kept.carry_out(
            command(str(uuid4())), INSPECTIONS, name,
            lambda now: domain.remedy(now, finding=finding, on=on, today=TODAY),
        )  # fmt: skip

    for finding, on, reason in (
        ("nothing", day, "FINDING_UNKNOWN"),
        ("files", Date(year=2026, month=5, day=19), "DAY_IMPOSSIBLE"),
        ("files", Date(year=2026, month=6, day=2), "DAY_IMPOSSIBLE"),
    ):
        with pytest.raises(Refusal, match=reason):
            await remedy(finding, on)
    await remedy("files")
    with pytest.raises(Refusal, match="FINDING_REMEDIED"):
        await remedy("files")
    await follow(fed, log)
    assert await names(kept, INSPECTIONS, "", open_only=True) == [name]
    seen = (await log.head()).position
    found = await remedy("late-entry")
    assert [each.finding for each in found.remedies] == ["files", "late-entry"]
    await follow(fed, log, after=seen)
    assert await names(kept, INSPECTIONS, "", open_only=True) == []
    gone = await kept.carry_out(
        command(str(uuid4())), INSPECTIONS, name,
        lambda now: domain.withdraw_inspection(now, reason="of another ward"),
    )  # fmt: skip
    assert gone.state == Inspection.STATE_WITHDRAWN
    with pytest.raises(Refusal, match="STATEMENT_WITHDRAWN"):
        await remedy("praise")


async def test_lists_have_pages_and_a_name_of_another_kind_is_unknown(
    fed: Fed, log: Log, kept: Statements
) -> None:
    made = [(await record(kept, printed(value=str(n)))).name for n in range(5)]
    await follow(fed, log)
    wanted, found, place = Wanted(ASSERTIONS, ""), [], None
    for _ in range(3):
        page, place = await kept.page(wanted, place, 2)
        found += [each.name for each in page]
    assert (found, place) == (made[::-1], None)
    assert isinstance((await kept.page(wanted, None, 2))[1], Cursor)
    for collection, name in ((INSPECTIONS, made[0]), (ASSERTIONS, "assertions/none")):
        with pytest.raises(Refusal, match="STATEMENT_UNKNOWN"):
            await kept.get(collection, name)


SURVEY = events.AssertedFigure.KIND_SURVEY
NUMERATOR = events.AssertedFigure.MEASURE_NUMERATOR


@pytest.mark.parametrize(
    ("stated", "reason", "field"),
    [
        ({"end_date": Date(year=2025, month=1, day=1)}, "PERIOD_EMPTY", "figure.end_date"),
        ({"start_date": Date(year=1899, month=1, day=1)}, "DAY_IMPOSSIBLE", "figure.start_date"),
        ({"source_date": Date(year=2026, month=6, day=2)}, "DAY_IMPOSSIBLE", "figure.source_date"),
        ({"measure": NUMERATOR, "value": "63.5"}, "NUMBER_NOT_WHOLE", "figure.value"),
        ({"sample": 10}, "SAMPLE_IMPOSSIBLE", "figure.sample"),
        ({"kind": SURVEY, "responses": -1}, "SAMPLE_IMPOSSIBLE", "figure.responses"),
        ({"kind": SURVEY, "sample": 9, "responses": 10}, "SAMPLE_IMPOSSIBLE", "figure.responses"),
        ({"definitions": ["a", "b", "a"]}, "STATED_TWICE", "figure.definitions[2]"),
        ({"definitions": [f"d{n}" for n in range(21)]}, "LIST_TOO_LONG", "figure.definitions"),
    ],
)
def test_what_cannot_have_been_printed_is_refused(
    stated: dict[str, Any], reason: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        domain.assert_figure(printed(**stated), name="assertions/x", today=TODAY, publishes=True)
    assert (refused.value.reason.code, refused.value.field) == (reason, field)


@pytest.mark.parametrize(
    ("stated", "reason", "field"),
    [
        ({"date": Date(year=2026, month=6, day=2)}, "DAY_IMPOSSIBLE", "report.date"),
        (
            {
                "findings": [
                    events.Finding(code="a", remedy_by_date=Date(year=2026, month=5, day=19))
                ]
            },
            "DAY_IMPOSSIBLE",
            "report.findings[0].remedy_by_date",
        ),
        ({"findings": [events.Finding(code="a")] * 2}, "STATED_TWICE", "report.findings[1].code"),
        ({"receipts": [Receipt()] * 51}, "LIST_TOO_LONG", "report.receipts"),
    ],
)
def test_what_cannot_have_been_found_is_refused(
    stated: dict[str, Any], reason: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        domain.record_inspection(found_in(**stated), name="inspections/x", today=TODAY)
    assert (refused.value.reason.code, refused.value.field) == (reason, field)


@pytest.mark.parametrize(
    ("receipt", "place"),
    [
        (Receipt(definition="an.nguyen@example.vn"), "definition"),
        (Receipt(excluded=[ExcludedCount(reason="0912345678")]), "excluded.reason"),
        (Receipt(scope=FigureScope(service="services/0912345678")), "scope.service"),
        (Receipt(digest="an@example.vn"), "digest"),
        (Receipt(digest="0123456789012" + "a" * 51, definition="online_handling"), ""),
    ],
)
def test_a_receipt_that_is_kept_names_nobody(receipt: Receipt, place: str) -> None:
    assert naming_somebody(receipt) == place
