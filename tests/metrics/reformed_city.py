"""A city whose wards are merged and split in two steps, and dossiers that follow some of them.

Promises the same for the same random numbers. Must not count anything.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1.events_pb2 import Channel, DossierTransferred
from motcua.submissions.v1.ticket_events_pb2 import TicketCalled, TicketTaken
from services.metrics.domain.periods import midnight
from tests.metrics import given, given_items
from tests.metrics.conftest import Fed
from tests.metrics.naive_units import Handover

CITY, D1, D2 = "units/city", "units/d1", "units/d2"
WARDS = [f"units/w{n}" for n in range(1, 9)]
PARENTS = {D1: CITY, D2: CITY} | {ward: (D1, D2)[n % 2] for n, ward in enumerate(WARDS)}
REFORM = datetime(2026, 7, 1, tzinfo=UTC) - timedelta(hours=7)
LATER = REFORM + timedelta(days=31)
NOW = datetime(2026, 10, 1, tzinfo=UTC)


class Told(NamedTuple):
    """A dossier: who was credited, when, and who had it."""

    number: int
    credited: str
    at: datetime
    online: bool
    held: list[str]


def merged(unit: str, into: str, since: datetime = REFORM) -> catalog.UnitMerged:
    return catalog.UnitMerged(unit=unit, into=into, effective_time=given.timestamp(since))


def split(unit: str, *parts: str, since: datetime = REFORM) -> catalog.UnitSplit:
    return catalog.UnitSplit(
        unit=unit,
        effective_time=given.timestamp(since),
        parts=[catalog.Successor(unit=each) for each in parts],
    )


def city() -> Iterator[Any]:
    yield given.unit_opened(CITY)
    for unit, parent in PARENTS.items():
        yield given.unit_opened(unit, parent)
    yield given.published(given.BIRTH)


async def told(fed: Fed, dossiers: list[Told]) -> None:
    """Each accepted at its unit, then handed from one holder to the next; every third has ended and
    was rated. Beside them petitions, tickets and counted facts of the wards.
    """
    events = [each for dossier in dossiers for each in events_of(dossier)]
    events.sort(key=lambda each: each[0])
    begun: set[str] = set()
    records = []
    for position, (at, event) in enumerate(events, 1):
        name = str(event.ListFields()[0][1])
        records.append(given.recorded(position, event, at, version=2 if name in begun else 1))
        begun.add(name)
    await fed.apply(records, size=37)


def events_of(each: Told) -> Iterator[tuple[datetime, Any]]:
    channel = Channel.CHANNEL_ONLINE if each.online else Channel.CHANNEL_IN_PERSON
    begun = given.submitted(each.number, unit=each.credited)
    begun.receiving_unit = each.held[0]
    yield each.at, begun
    taken = given.accepted(each.number, unit=each.credited, channel=channel)
    taken.handling_unit = each.held[0]
    yield each.at, taken
    for n, unit in enumerate(each.held[1:]):
        sent = DossierTransferred(dossier=given.dossier(each.number), to_unit=unit)
        yield REFORM + timedelta(days=n), sent
    if each.number % 3 == 0:
        end = max(each.at, REFORM + timedelta(days=5)) + timedelta(days=each.number)
        yield end, given.ended(each.number, unit=each.held[-1])
        yield end, given_items.rated(each.number, unit=each.held[-1], first=end)
    if each.number % 5 == 0:
        yield each.at, given_items.received(each.number, holder=each.credited, at=each.at)
        called = {"unit": each.credited, "called": each.at}
        yield each.at, given_items.ticket(TicketTaken, each.number, unit=each.credited)
        yield each.at, given_items.ticket(TicketCalled, each.number, **called)
    if each.number % 10 == 0:
        start, end = (midnight(date(2026, month, 1)) for month in (4, 7))
        span = {"start": start, "end": end, "unit": each.credited}
        yield each.at, given_items.count(each.number, 10 + each.number, **span)


class History(NamedTuple):
    """What happened to units, and the dossiers."""

    events: list[Any]
    handovers: list[Handover]
    dossiers: list[Told]


def history(random: Random) -> History:
    """Mergers and splits of some wards, in two steps, and dossiers that follow some of them."""
    events, handovers, gone = [], [], set[str]()
    for since in (REFORM, LATER):
        for unit in random.sample(WARDS, 3):
            rest = [each for each in WARDS if each not in gone and each != unit]
            if unit in gone or len(rest) < 3:
                continue
            if random.random() < 0.4:
                to = (random.choice(rest),)
                events.append(merged(unit, to[0], since))
            else:
                parts = random.sample(rest, random.choice((1, 2, 2, 3)))
                to = tuple(parts + ([unit] if random.random() < 0.3 else []))
                events.append(split(unit, *to, since=since))
            handovers.append(Handover(unit, to))
            gone |= {unit} - set(to)
    dossiers = []
    for number in range(1, 121):
        credited = random.choice([*WARDS, D1])
        held = [random.choice([credited, credited, random.choice(WARDS)])]
        held += random.choices(WARDS, k=random.choice((0, 0, 1, 1, 2)))
        at = datetime(2026, random.randint(1, 12), random.randint(1, 28), tzinfo=UTC)
        dossiers.append(Told(number, credited, at, random.random() < 0.5, held))
    return History(events, handovers, [d._replace(held=told_before(d)) for d in dossiers])


def told_before(dossier: Told) -> list[str]:
    """Transfers are in July; a dossier of later is with its first unit."""
    return dossier.held if dossier.at < REFORM else dossier.held[:1]
