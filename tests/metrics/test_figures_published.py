"""Figures published and published again: what is recorded, once, and what stays askable.

Given items in the tables, when a publisher publishes, then these events. Must not need NATS.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from google.type.date_pb2 import Date

from motcua.metrics.v1.events_pb2 import FigurePublished, StreamPosition
from motcua.metrics.v1.publications_pb2 import FigureToPublish, Publication, PublishFiguresRequest
from services.chassis.errors import Refusal
from services.chassis.log import Log
from services.chassis.reasons import ChassisReason
from services.metrics.api.publishing import Publishing
from services.metrics.api.requests import requested
from services.metrics.domain.disclosure import decision
from services.metrics.domain.figures import Question, Scope
from services.metrics.domain.periods import Period, midnight, month_named
from services.metrics.domain.publications import numbers
from services.metrics.domain.receipts import rate
from services.metrics.domain.refusals import MetricsReason
from services.metrics.published import Published
from services.metrics.queries.disclosures import Disclosures
from services.metrics.queries.positions import Requested
from services.metrics.queries.publications import Publications, Selection
from tests.calling import calling
from tests.metrics import given
from tests.metrics.conftest import Fed, disclosures
from tests.metrics.shipped import find

MARCH = {"start_date": Date(year=2026, month=3, day=1), "end_date": Date(year=2026, month=4, day=1)}
BOTH = ("online_handling", "on_time.ended")


def asking(*definitions: str, unit: str = given.WARD, **options: Any) -> PublishFiguresRequest:
    figures = [FigureToPublish(definition=each) for each in definitions or BOTH]
    request_id = options.pop("request_id", str(uuid4()))
    return PublishFiguresRequest(
        unit=unit, figures=figures, request_id=request_id, **MARCH, **options
    )


@pytest.fixture
def publishing(fed: Fed, log: Log) -> Publishing:
    return Publishing(log, fed.reader, Publications(fed.pool), disclosures(fed, log))


async def publish(publishing: Publishing, request: PublishFiguresRequest) -> Sequence[Publication]:
    with calling("PublishFigures", subject="publisher", unit=""):
        return await publishing.publish(request, requested(request.as_known, "as_known"))


async def refusal(publishing: Publishing, request: PublishFiguresRequest) -> Any:
    with pytest.raises(Refusal) as refused:
        await publish(publishing, request)
    return refused.value.reason


async def accept(fed: Fed, number: int, **options: Any) -> None:
    events = (given.submitted(number, **options), given.accepted(number, **options))
    await fed.apply(
        [given.recorded(2 * number - 2 + n, event, version=n) for n, event in enumerate(events, 1)]
    )


async def test_figures_are_frozen_with_their_receipts_and_stay_askable(
    fed: Fed, log: Log, publishing: Publishing
) -> None:
    await accept(fed, 1)
    first, timely = await publish(publishing, asking())
    assert [first.rate.receipt.numerator, timely.rate.receipt.considered] == [1, 0]
    assert [first.position, timely.position] == [1, 2]
    await accept(fed, 2, channel=given.IN_PERSON)
    period = Period(month_named("2026-03"), month_named("2026-04"))
    question = Question(find(BOTH[0]), Scope(given.WARD), period, midnight(period.end))
    then = Requested(*(each.position for each in first.rate.receipt.positions))
    again = rate(await fed.reader.figure(question, then))
    assert again == first.rate
    now = rate(await fed.reader.figure(question, Requested()))
    assert numbers(now.receipt) != numbers(first.rate.receipt)
    [event, _] = await log.read(0, 9)
    assert event.subject == "motcua.metrics.FigurePublished.ward.online_handling"
    assert (event.type, event.actor) == (FigurePublished.DESCRIPTOR.full_name, "publisher")


async def test_the_same_numbers_append_nothing_and_others_supersede_with_a_reason(
    fed: Fed, log: Log, publishing: Publishing
) -> None:
    await accept(fed, 1)
    first, timely = await publish(publishing, asking())
    await accept(fed, 2, unit=given.OTHER)
    assert await publish(publishing, asking()) == [first, timely]
    await accept(fed, 3)
    missing = MetricsReason.PUBLICATION_REASON_MISSING
    assert await refusal(publishing, asking()) is missing
    request = asking(reason="a file was late")
    second, same = await publish(publishing, request)
    assert (second.supersedes, second.reason, same) == (first.name, "a file was late", timely)
    assert (await log.head()).position == 3
    [superseded, current] = (await by_name(fed, log))[0]
    assert (superseded.name, superseded.superseded_by) == (first.name, second.name)
    assert (superseded.state, current) == (Publication.STATE_SUPERSEDED, second)
    assert superseded.rate == first.rate


async def test_what_is_hidden_is_decided_while_others_are_answered(
    fed: Fed, publishing: Publishing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of many connected figures that takes seconds."""
    turned = asyncio.Event()
    loop = asyncio.get_running_loop()

    def held(*about: Any) -> set[str]:
        asyncio.run_coroutine_threadsafe(turn(turned), loop).result(60)
        return decision.hidden(*about)

    monkeypatch.setattr("services.metrics.api.auditing.hidden", held)
    await accept(fed, 1)
    assert len(await publish(publishing, asking())) == 2
    assert turned.is_set()


async def turn(turned: asyncio.Event) -> None:
    turned.set()


async def test_a_figure_is_as_of_the_beginning_of_a_day(fed: Fed, publishing: Publishing) -> None:
    noon = midnight(month_named("2026-03")) + timedelta(hours=12)
    assert await refusal(publishing, asking(as_of=noon)) is MetricsReason.AS_OF_WITHIN_DAY
    assert len(await publish(publishing, asking(as_of=noon - timedelta(hours=12)))) == 2


async def by_name(fed: Fed, log: Log, **options: Any) -> tuple[list[Publication], list[str]]:
    """The publications of a definition as they are listed, oldest first, a page for each."""
    await project(fed, log)
    reads, found, place = Publications(fed.pool), [], None
    unit = options.pop("unit", given.CITY)
    while True:
        wanted = Selection(unit, definition="online_handling", superseded=True)
        page, place = await reads.page(wanted, place, 1)
        found += page
        if place is None:
            return found[::-1], [each.name for each in found]


async def test_a_unit_takes_its_publications_with_it_when_it_moves(
    fed: Fed, log: Log, publishing: Publishing
) -> None:
    """Who has a role over its district alone is refused by GetPublication, and lists nothing."""
    await accept(fed, 1)
    [first] = await publish(publishing, asking(BOTH[0]))
    listed = {unit: (await by_name(fed, log, unit=unit))[1] for unit in UNITS}
    assert listed == {given.CITY: [first.name], given.DISTRICT: [first.name], given.OTHER: []}
    await fed.learn(given.moved(given.WARD, given.OTHER, datetime(2026, 4, 1, tzinfo=UTC)))
    listed = {unit: (await by_name(fed, log, unit=unit))[1] for unit in UNITS}
    assert listed == {given.CITY: [first.name], given.DISTRICT: [], given.OTHER: [first.name]}
    for unit, names in listed.items():
        assert bool(names) == fed.tree.within(unit, given.WARD, datetime.now(UTC))


UNITS = (given.CITY, given.DISTRICT, given.OTHER)


async def project(fed: Fed, log: Log) -> None:
    """What the service's own projector does."""
    after = await fed.pool.fetchval(
        "select position from checkpoints where projection = 'published'"
    )
    if events := await log.read(after or 0, 1000):
        await fed.write("published", Published(), events)


async def test_a_repeat_is_answered_as_the_first_whatever_the_numbers_are_now(
    fed: Fed, log: Log, publishing: Publishing
) -> None:
    await accept(fed, 1)
    request = asking()
    first = await publish(publishing, request)
    await accept(fed, 2)
    await publish(publishing, asking(reason="late"))
    repeated = await publish(publishing, request)
    assert [each.rate for each in repeated] == [each.rate for each in first]
    assert (await log.head()).position == 3
    other = asking(unit=given.CITY, request_id=request.request_id)
    other.figures[0].version = 1
    assert await refusal(publishing, other) is ChassisReason.REQUEST_ID_REUSED


async def test_publishers_at_once_publish_once(fed: Fed, log: Log, publishing: Publishing) -> None:
    await accept(fed, 1)
    found = await asyncio.gather(*(publish(publishing, asking()) for _ in range(4)))
    assert all(each == found[0] for each in found)
    assert (await log.head()).position == 2


async def test_what_comes_between_the_readings_of_a_decision_is_no_ground_of_it(
    fed: Fed, log: Log, publishing: Publishing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As another replica publishes: figures that only it connects with these were not read, so the
    log must refuse what was decided.
    """
    await accept(fed, 1)
    await publish(publishing, asking(BOTH[0]))
    await project(fed, log)
    before, widened = await log.head(), Disclosures._widened

    async def meanwhile(reading: Disclosures, *asked: Any) -> Period:
        found = await widened(reading, *asked)
        monkeypatch.setattr(Disclosures, "_widened", widened)
        await publish(publishing, asking(BOTH[0], unit=given.CITY))
        await project(fed, log)
        return found

    monkeypatch.setattr(Disclosures, "_widened", meanwhile)
    march = Period(month_named("2026-03"), month_named("2026-04"))
    seen = await disclosures(fed, log).seen([find(BOTH[0]).name], march)
    assert (seen.position, (await log.head()).position) == (before.position, before.position + 1)


async def test_nothing_is_recorded_when_it_is_only_validated_or_was_seen_otherwise(
    fed: Fed, log: Log, publishing: Publishing
) -> None:
    await accept(fed, 1)
    [shown] = await publish(publishing, asking(BOTH[0], validate_only=True))
    assert ((await log.head()).position, shown.position) == (0, 0)
    positions = shown.rate.receipt.positions
    await accept(fed, 2)
    [first] = await publish(publishing, asking(BOTH[0], as_known=positions))
    assert (first.name, first.rate) == (shown.name, shown.rate)
    seen = asking(BOTH[0], reason="late")
    seen.figures[0].etag = '"another"'
    assert await refusal(publishing, seen) is ChassisReason.VERSION_CONFLICT
    seen.figures[0].etag = first.etag
    [second] = await publish(publishing, seen)
    assert second.supersedes == first.name


async def test_what_cannot_be_published_is_refused(fed: Fed, publishing: Publishing) -> None:
    twice, far = asking(BOTH[0], BOTH[0]), [StreamPosition(stream="submissions", position=9)]
    assert await refusal(publishing, twice) is MetricsReason.FIGURE_REPEATED
    assert await refusal(publishing, asking("none")) is MetricsReason.DEFINITION_UNKNOWN
    assert await refusal(publishing, asking(unit="units/x")) is MetricsReason.UNIT_UNKNOWN
    unread = asking(as_known=far)
    assert await refusal(publishing, unread) is MetricsReason.POSITION_NOT_REACHED
    many = asking(*["online_handling"] * 51)
    assert await refusal(publishing, many) is ChassisReason.LIST_TOO_LONG
