"""Published figures that move: what is told of them, when, once, and which items did it.

Given figures that were published, when events come in, then these revisions. Must not need NATS.
"""

import asyncio
from collections import Counter
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from google.type.date_pb2 import Date

from motcua.metrics.v1.events_pb2 import (
    FigurePublished,
    FigureRevised,
    RevisionCause,
    StreamPosition,
)
from motcua.metrics.v1.publications_pb2 import FigureToPublish, MovedItem, PublishFiguresRequest
from services.chassis.ids import uuid7
from services.chassis.log import Log
from services.metrics.api.publishing import Publishing
from services.metrics.api.requests import requested
from services.metrics.domain.periods import midnight
from services.metrics.domain.publications import numbers
from services.metrics.domain.revisions import Rhythm
from services.metrics.published import Published
from services.metrics.queries.figure_events import FigureEvent, figure_event
from services.metrics.queries.moved import Change, Movements, positions_of, question_of
from services.metrics.queries.publications import Publications
from services.metrics.queries.reader import utc_now
from services.metrics.reviser import Reviser
from tests.calling import calling
from tests.metrics import given
from tests.metrics.conftest import Fed, disclosures
from tests.metrics.corrections import corrected, voided
from tests.metrics.given import AT, DISTRICT, OTHER, WARD
from tests.metrics.given_items import count, rated
from tests.metrics.shipped import DEFINITIONS

ONLINE = "online_handling"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LATE, MATURED = RevisionCause.REVISION_CAUSE_LATE, RevisionCause.REVISION_CAUSE_MATURED
CORRECTED = RevisionCause.REVISION_CAUSE_CORRECTED
CATALOGUE = RevisionCause.REVISION_CAUSE_CATALOGUE


class City:
    """A service's tables and log, with a clock of its own that begins when the log does."""

    def __init__(self, fed: Fed, log: Log) -> None:
        self.fed, self.log = fed, log
        self.publications = Publications(fed.pool)
        self.publishing = Publishing(log, fed.reader, self.publications, disclosures(fed, log))
        self.after = timedelta(0)  # since now
        self.current = True
        self.position = 0

    def reviser(self) -> Reviser:
        return Reviser(
            pool=self.fed.pool,
            log=self.log,
            reader=self.fed.reader,
            rhythm=Rhythm(MINUTE, MINUTE),
            caught_up=lambda: self.current,
            now=self.now,
        )

    def now(self) -> datetime:
        return datetime.now(given.RECORDED.tzinfo) + self.after

    async def publish(
        self, *definitions: str, month: int = 3, reach: str = "", **options: Any
    ) -> None:
        request = PublishFiguresRequest(
            figures=[FigureToPublish(definition=each) for each in definitions or (ONLINE,)],
            start_date=Date(year=2026, month=month, day=1),
            end_date=options.pop("end", Date(year=2026, month=month + 1, day=1)),
            request_id=str(uuid7()),
            unit=options.pop("unit", WARD),
            **options,
        )
        within = partial(self.fed.tree.within, at=utc_now())
        with calling("PublishFigures", subject="publisher", unit=reach, within=within):
            await self.publishing.publish(request, requested(request.as_known, "as_known"))
        await self.project()

    async def project(self) -> None:
        """The own log into its tables."""
        if events := await self.log.read(self.position, 1000):
            self.position = events[-1].position
            await self.fed.write("published", Published(), events)

    async def check(self, *, after: timedelta = 2 * MINUTE) -> int:
        """Look at once, to see what moved, and again some time later."""
        count = await self.reviser().check()
        self.after += after
        count += await self.reviser().check()
        await self.project()
        return count

    async def events(self) -> list[FigureEvent]:
        return [figure_event(each) for each in await self.log.read(0, 1000)]

    async def revisions(self) -> list[FigureRevised]:
        found = [each.event for each in await self.events()]
        return [each for each in found if isinstance(each, FigureRevised)]

    async def moved(self, revision: FigureRevised) -> list[MovedItem]:
        """What ExplainRevision streams."""
        [published] = [
            each.at
            for each in await self.events()
            if isinstance(each.event, FigurePublished)
            and each.event.publication == revision.publication
        ]
        change = Change(
            question_of(revision.rate.receipt, DEFINITIONS),
            positions_of(revision.previous.receipt),
            positions_of(revision.rate.receipt),
            published,
        )
        pool, reader = self.fed.pool, self.fed.reader
        found = [each async for each in Movements(pool, reader).each(change)]
        in_pages = Movements(pool, reader, page=2, listed=3)
        assert [each async for each in in_pages.each(change)] == found
        return found


@pytest.fixture
def city(fed: Fed, log: Log, monkeypatch: pytest.MonkeyPatch) -> City:
    # No local day ends meanwhile: what is told again then is tried in test_publications_decided.
    monkeypatch.setattr("services.metrics.domain.revisions.local_day", lambda _: date.min)
    return City(fed, log)


async def accept(city: City, *numbers: int, at: datetime = AT, **options: Any) -> None:
    """These dossiers, submitted and accepted."""
    events = []
    for number in numbers:
        both = (given.submitted(number, **options), given.accepted(number, **options))
        events += [
            given.recorded(2 * number - 2 + n, each, at, version=n)
            for n, each in enumerate(both, 1)
        ]
    await city.fed.apply(events)


def causes(revision: FigureRevised) -> dict[int, int]:
    return {each.cause: each.count for each in revision.moved}


async def test_a_figure_that_moves_is_told_once_with_its_causes(city: City) -> None:
    await accept(city, 1, 2)
    await city.publish(unit=DISTRICT)
    assert await city.check() == 0
    await accept(city, 3)
    await city.fed.apply([given.recorded(7, voided(1), AT)])
    await city.fed.apply([given.recorded(8, given.accepted(2, channel=given.IN_PERSON), AT)])
    await city.fed.apply([given.recorded(9, rated(2), city.now() + DAY)])  # moves nothing here
    assert await city.check() == 1
    assert await city.check() == 0
    [revision] = await city.revisions()
    assert (revision.number, causes(revision)) == (1, {LATE: 2, CORRECTED: 1})
    counts = [
        (each.receipt.numerator, each.receipt.denominator)
        for each in (revision.previous, revision.rate)
    ]
    assert counts == [(2, 2), (1, 2)]
    moved = {each.now.id or each.was.id: each for each in await city.moved(revision)}
    assert {name: each.cause for name, each in moved.items()} == {
        given.dossier(1): CORRECTED, given.dossier(2): LATE, given.dossier(3): LATE,
    }  # fmt: skip
    assert moved[given.dossier(1)].now.reason == "voided"
    assert not moved[given.dossier(3)].HasField("was")
    assert [moved[given.dossier(n)].position for n in (1, 2, 3)] == [7, 8, 6]


async def test_what_happened_after_the_publication_has_matured(city: City) -> None:
    await accept(city, 1)
    await city.publish(end=Date(year=2090, month=1, day=1))
    await accept(city, 2, at=city.now() + DAY)
    await accept(city, 3)
    assert await city.check() == 1
    [revision] = await city.revisions()
    assert causes(revision) == {MATURED: 1, LATE: 1}


async def test_a_moved_unit_revises_what_it_left_and_what_it_came_under(city: City) -> None:
    await accept(city, 1, 2)
    for unit in (DISTRICT, OTHER, WARD, given.CITY):
        await city.publish(unit=unit)
    await city.fed.learn(given.moved(WARD, OTHER, AT))
    assert await city.check() == 2
    revisions = {each.rate.receipt.scope.unit: each for each in await city.revisions()}
    assert {unit: causes(each) for unit, each in revisions.items()} == {
        DISTRICT: {CATALOGUE: 2}, OTHER: {CATALOGUE: 2},
    }  # fmt: skip
    for each in await city.moved(revisions[DISTRICT]):
        assert (each.cause, each.position, each.HasField("now")) == (CATALOGUE, 0, False)


async def test_coverage_is_revised_by_the_catalogue(city: City) -> None:
    await city.fed.learn(given.opened(), given.assessed(given.BIRTH, WARD, (AT, 2, 2, 2)))
    await city.publish("coverage.l3l4", ONLINE)
    await city.fed.learn(given.assessed(given.BIRTH, WARD, (AT, 3, 3, 3)))
    assert await city.check() == 1
    [revision] = await city.revisions()
    assert causes(revision) == {CATALOGUE: 1}
    [moved] = await city.moved(revision)
    assert (moved.was.id, moved.was.membership < moved.now.membership) == (given.BIRTH, False)


async def test_what_goes_away_before_it_is_told_is_not_told_and_a_return_is(city: City) -> None:
    await accept(city, 1)
    await city.publish()
    published = (await city.events())[0].event.rate
    await city.fed.apply([given.recorded(3, voided(1))])
    assert await city.check(after=MINUTE / 2) == 0  # it has not rested for a minute
    await city.fed.apply([given.recorded(4, corrected(1, accepted_at=AT))])
    assert await city.check() == 0
    await city.fed.apply([given.recorded(5, voided(1))])
    assert await city.check() == 1
    await city.fed.apply([given.recorded(6, corrected(1, accepted_at=AT))])
    assert await city.check() == 1
    first, second = await city.revisions()
    assert numbers(first.previous.receipt) == numbers(published.receipt)
    assert numbers(second.rate.receipt) == numbers(published.receipt)
    assert (second.number, causes(second)) == (2, {CORRECTED: 1})


async def test_a_backfill_of_many_months_is_told_once_a_figure(city: City) -> None:
    """Small: the same by the hundred thousand is `./motcua bench figures`."""
    months = range(1, 7)
    for month in months:
        await city.publish(month=month)
    for batch in range(8):
        numbers = range(12 * batch + 1, 12 * batch + 13)
        for number in numbers:
            await accept(city, number, at=AT.replace(month=number % 6 + 1))
        city.after += MINUTE / 2
        assert await city.reviser().check() == 0  # the projector keeps up, and it moves on
    city.after += MINUTE
    city.current = False
    assert await city.reviser().check() == 0
    city.current = True
    assert await city.reviser().check() == 6
    await city.project()
    assert await city.check() == 0
    revisions = await city.revisions()
    assert len({each.figure for each in revisions}) == len(revisions) == len(months)
    assert all(causes(each) == {LATE: 16} for each in revisions)


async def test_replicas_at_once_and_a_crash_between_event_and_note_tell_once(city: City) -> None:
    await accept(city, 1)
    await city.publish()
    await accept(city, 2)
    await city.reviser().check()
    city.after += 2 * MINUTE
    counts = await asyncio.gather(*(city.reviser().check() for _ in range(3)))
    assert sum(counts) == 1
    # The event is there, and nothing was noted, as after a crash.
    await city.fed.pool.execute("update figures set stale_since = moved_at")
    city.after += 2 * MINUTE
    assert await city.reviser().check() == 0
    assert len(await city.revisions()) == 1


async def test_a_figure_published_as_known_earlier_is_looked_at(city: City) -> None:
    await accept(city, 1)
    before = [StreamPosition(stream="submissions", position=2)]
    await accept(city, 2)
    await city.check()
    await city.publish(as_known=before)
    assert await city.check() == 1
    [revision] = await city.revisions()
    assert causes(revision) == {LATE: 1}


async def test_whatever_is_defined_is_published_and_explained(city: City) -> None:
    await city.fed.learn(given.opened(), given.assessed(given.BIRTH, WARD, (AT, 3, 3, 3)))
    await accept(city, 1)
    await city.publish(*(each.id for each in DEFINITIONS))
    march = {"start": midnight(date(2026, 3, 1)), "end": midnight(date(2026, 4, 1))}
    events = [given.ended(1), rated(1, 2), count(7, channel=given.ONLINE, level=3, **march)]
    await city.fed.apply([given.recorded(n, each, AT) for n, each in enumerate(events, 3)])
    await accept(city, 4)
    revised = {}
    assert await city.check() > 5
    for each in await city.revisions():
        items = await city.moved(each)
        assert Counter(item.cause for item in items) == causes(each)
        revised[each.rate.receipt.definition] = {item.now.kind for item in items}
    assert revised[ONLINE] == {"dossier", "count"}
    assert {"on_time.received", "satisfaction.rating"} <= revised.keys()
    assert await city.check() == 0
