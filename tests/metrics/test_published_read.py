"""What the public reads of publications: from tables and the log, with small counts hidden.

Given dossiers and publications, when anybody asks, then these answers. Must not need NATS.
"""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, cast
from uuid import uuid4

import pytest
from google.type.date_pb2 import Date

from motcua.metrics.v1 import published_pb2 as api
from motcua.metrics.v1.events_pb2 import Disclosure, FigureRevised, ValueState
from motcua.metrics.v1.publications_pb2 import Publication
from services.chassis.database import Pool
from services.chassis.errors import Refusal
from services.chassis.log import Append, Log
from services.metrics.api.published import PublishedFigures
from services.metrics.domain.refusals import MetricsReason
from services.metrics.published import Published
from services.metrics.queries import publications
from services.metrics.queries.figure_events import new_event
from services.metrics.queries.publications import Publications
from tests.calling import calling
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.test_figures_published import BOTH, accept, asking, publish, publishing

__all__ = ["publishing"]  # the fixture
HIDDEN, SHOWN = Disclosure.DISCLOSURE_HIDDEN, Disclosure.DISCLOSURE_SHOWN
SUPPRESSED = ValueState.VALUE_STATE_SUPPRESSED
ONLINE = "online_handling"


class Anybody:
    """Somebody without a token."""

    def __init__(self, fed: Fed, log: Log) -> None:
        self.fed, self.log, self.position = fed, log, 0
        self.methods = PublishedFigures(Publications(fed.pool))

    async def project(self) -> None:
        if events := await self.log.read(self.position, 1000):
            self.position = events[-1].position
            await self.fed.write("published", Published(), events)

    async def list(self, unit: str = given.WARD, **options: Any) -> list[api.PublishedFigure]:
        await self.project()
        request = api.ListPublishedFiguresRequest(unit=unit, page_size=1, **options)
        found: list[api.PublishedFigure] = []
        with calling("ListPublishedFigures"):
            while True:
                page = await self.methods.ListPublishedFigures(request, None)
                found += page.figures
                if not page.next_page_token:
                    return found
                request.page_token = page.next_page_token

    async def get(self, name: str) -> api.PublishedFigure:
        await self.project()
        with calling("GetPublishedFigure"):
            return await self.methods.GetPublishedFigure(
                api.GetPublishedFigureRequest(name=name), None
            )


@pytest.fixture
def anybody(fed: Fed, log: Log) -> Anybody:
    return Anybody(fed, log)


async def accept_all(fed: Fed, numbers: Iterable[int], **options: Any) -> None:
    for number in numbers:
        await accept(fed, number, **options)


def states(figures: Iterable[api.PublishedFigure]) -> dict[str, bool]:
    """Whether it is hidden, by unit."""
    return {each.rate.receipt.scope.unit: each.rate.state == SUPPRESSED for each in figures}


async def test_small_counts_are_hidden_and_stay_hidden(
    fed: Fed, publishing: Any, anybody: Anybody
) -> None:
    await accept_all(fed, range(1, 5))
    [few] = await publish(publishing, asking(ONLINE))
    assert few.disclosure == HIDDEN
    await accept(fed, 5)
    [more] = await publish(publishing, asking(ONLINE, reason="one more"))
    assert more.disclosure == SHOWN
    first, second = await anybody.get(few.name), await anybody.get(more.name)
    assert (first.rate.state, first.rate.receipt.numerator) == (SUPPRESSED, 0)
    assert not first.rate.receipt.digest
    assert (first.state, first.superseded_by) == (Publication.STATE_SUPERSEDED, more.name)
    assert (numbers(second), second.reason) == (numbers(more), "one more")
    assert await anybody.list() == [second]
    assert await anybody.list(show_superseded=True) == [second, first]


def numbers(figure: api.PublishedFigure | Publication) -> Any:
    """What the public may see of it."""
    receipt = figure.rate.receipt
    counts = (receipt.numerator, receipt.denominator, receipt.unknown, receipt.considered)
    return counts, figure.rate.percent, receipt.positions


async def test_a_digest_cannot_be_tried_with_guessed_items(
    fed: Fed, publishing: Any, anybody: Anybody
) -> None:
    """Who knows all ids but one's class would try that one until the digest is the public's."""
    await accept_all(fed, range(1, 6))
    [shown] = await publish(publishing, asking(ONLINE))
    await anybody.project()
    assert shown.disclosure == SHOWN
    assert shown.rate.receipt.digest
    for seen in (await anybody.get(shown.name), *await anybody.list()):
        assert seen.rate.receipt.numerator == 5
        assert shown.rate.receipt.digest not in str(seen)


async def test_what_was_shown_stays_shown_and_later_definitions_are_hidden_with_others(
    fed: Fed, publishing: Any, anybody: Anybody
) -> None:
    await accept_all(fed, range(1, 6))
    [shown] = await publish(publishing, asking(ONLINE))
    await anybody.project()
    await accept_all(fed, (6, 7), channel=given.IN_PERSON)
    [late] = await publish(publishing, asking(ONLINE + ".all"))
    [sound] = await publish(publishing, asking(ONLINE + ".e_result"))
    assert (shown.disclosure, late.disclosure, sound.disclosure) == (SHOWN, HIDDEN, HIDDEN)
    assert (await anybody.get(shown.name)).rate.receipt.numerator == 5


@pytest.mark.parametrize("followed", [True, False])
async def test_a_superseded_figure_hides_what_would_tell_with_it(
    fed: Fed, publishing: Any, anybody: Anybody, followed: bool
) -> None:
    """16 less the ward's 6 less 7 is the district's 3, although the ward has 9 by now."""
    units = [given.WARD] * 6 + [given.OTHER] * 7 + [given.DISTRICT] * 3
    for number, unit in enumerate(units, 1):
        await accept(fed, number, unit=unit)
    first = await publish(publishing, asking(ONLINE, unit=given.CITY))
    first = [*first, *await publish(publishing, asking(ONLINE))]
    await accept_all(fed, range(17, 20))
    if followed:
        await anybody.project()
    again = await publish(publishing, asking(ONLINE, reason="three came late"))
    if followed:
        await anybody.project()
    [other] = await publish(publishing, asking(ONLINE, unit=given.OTHER))
    assert {each.disclosure for each in (*first, *again)} == {SHOWN}
    assert other.disclosure == HIDDEN


async def test_publishers_at_once_see_what_the_other_published(
    fed: Fed, log: Log, publishing: Any, anybody: Anybody
) -> None:
    """One replica of a service each, without the tables having followed."""
    await accept_all(fed, range(1, 6))
    await accept_all(fed, (6, 7), channel=given.IN_PERSON)
    replicas = [publishing, type(publishing)(log, fed.reader, publishing.publications,
        publishing.disclosures)]  # fmt: skip
    definitions = (ONLINE, ONLINE + ".all")
    both = await asyncio.gather(
        *(
            publish(each, asking(definition))
            for each, definition in zip(replicas, definitions, strict=True)
        )
    )
    assert [each.disclosure for [each] in both] == [HIDDEN, HIDDEN]


async def test_lists_are_of_a_unit_or_its_subtree_within_days(
    fed: Fed, publishing: Any, anybody: Anybody
) -> None:
    for unit in ("", given.CITY, given.WARD):
        await publish(publishing, asking(*BOTH, unit=unit))
    april, may = Date(year=2026, month=4, day=1), Date(year=2026, month=5, day=1)
    assert len(await anybody.list("")) == len(await anybody.list(given.CITY)) == 2
    assert set(states(await anybody.list(given.CITY, subtree=True))) == {given.CITY, given.WARD}
    assert set(states(await anybody.list("", subtree=True))) == {"", given.CITY, given.WARD}
    [one] = await anybody.list(definition=ONLINE, end_date=april)
    assert one.rate.receipt.definition == ONLINE
    assert await anybody.list(start_date=april, end_date=may) == []
    assert await anybody.list(service=given.BIRTH) == []


async def test_what_anybody_may_ask_for_again_is_looked_at_once(
    fed: Fed, publishing: Any, anybody: Anybody, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Events are kept as they were read."""
    looked_at, decode = list[Any](), publications.figure_event
    monkeypatch.setattr(
        publications, "figure_event", lambda record: looked_at.append(record.type) or decode(record)
    )
    for unit in ("", given.CITY, given.WARD):
        await publish(publishing, asking(*BOTH, unit=unit))
    await anybody.project()
    first = await anybody.list("", subtree=True)
    del looked_at[:]
    assert await anybody.list("", subtree=True) == first
    assert len(first) == 6
    assert looked_at == []


async def test_revisions_are_not_even_read_for_who_is_not_told_of_them(
    fed: Fed, publishing: Any, anybody: Anybody
) -> None:
    """There is one a minute of a figure that moves, for as long as it does."""
    await accept_all(fed, range(1, 7))
    [first] = await publish(publishing, asking(ONLINE))
    await revise(anybody.log, first, times=40)
    await accept_all(fed, range(7, 9))
    [second] = await publish(publishing, asking(ONLINE, reason="late"))
    await anybody.project()
    counted = Counted(fed.pool)
    reads = Publications(cast("Pool", counted))
    history = await reads.history(first.figure, revised=False)
    assert [each.position for each in history] == [first.position, second.position]
    assert counted.rows == 2
    assert [each.name for each in await anybody.list(show_superseded=True)] == [
        second.name, first.name,
    ]  # fmt: skip


async def revise(log: Log, of: Publication, *, times: int, version: int = 1) -> None:
    """The publication was the event of that version in its figure's stream."""
    for number in range(1, times + 1):
        event = FigureRevised(
            publication=of.name, figure=of.figure, number=number, rate=of.rate, previous=of.rate
        )
        added = new_event(event, version=version + number, at=datetime.now(UTC))
        await log.append(Append(uuid4(), b"", "metrics", "", (added,)))


class Counted:
    """A pool that counts the rows that it gives."""

    def __init__(self, pool: Pool) -> None:
        self.pool, self.rows = pool, 0

    async def fetch(self, *asked: Any) -> Any:
        found = await self.pool.fetch(*asked)
        self.rows += len(found)
        return found


async def test_what_was_never_published_is_not_found(anybody: Anybody) -> None:
    with pytest.raises(Refusal) as refused:
        await anybody.get("publications/none")
    assert refused.value.reason is MetricsReason.FIGURE_NOT_PUBLISHED
