"""What is read by planned trees, against plain sets: random trees, plans, callers and instants.

Given units that move and are planned to, and plans that are given up, when somebody asks about a
unit of his, then he reads units that are his now or were in it by trees up to now, and no others;
and wherever nobody else's is planned to be in it, what the tree of the instant says.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, NamedTuple

import pytest

from motcua.metrics.v1.metrics_pb2 import GetRateRequest
from services.chassis.access import Caller
from services.chassis.errors import Refusal
from services.chassis.log import Log
from services.metrics.domain.periods import local_day, midnight
from tests.calling import calling
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.given import timestamp
from tests.metrics.naive_plans import Lies, below, ever, parents
from tests.metrics.planned_city import City
from tests.metrics.planned_requests import When, dossier, rate

NOW = given.RECORDED + timedelta(days=30)
UNITS = [f"units/u{n}" for n in range(8)]
LATEST = 10**6
SEEDS = (2, 12, 14, 26, 33)  # with plans that others would read by
END = local_day(NOW + timedelta(days=90))
INSTANTS = [midnight(local_day(NOW + timedelta(days=days))) for days in range(-200, 100, 10)]


class History(NamedTuple):
    """Changes of the tree, and the positions of the catalogue that may be asked for."""

    changes: list[Lies]
    positions: range


async def draw_history(fed: Fed, random: Random) -> History:
    """Units below units before them; some move, now and later, and some plans are given up."""
    changes, first = list[Lies](), fed.catalog + 1
    since = INSTANTS[0]
    for n, unit in enumerate(UNITS):
        parent = random.choice(UNITS[:n]) if n else ""
        changes.append(Lies(unit, parent, since, fed.catalog + 1))
        await fed.learn(given.unit_opened(unit, parent, since=since))
    for _ in range(random.randint(1, 6)):
        n = random.randint(2, len(UNITS) - 1)
        change = Lies(UNITS[n], random.choice(UNITS[:n]), random.choice(INSTANTS), fed.catalog + 1)
        await fed.learn(given.moved(change.unit, change.parent, change.since))
        version = fed.versions[change.unit]
        if random.random() < 0.4 and change.since > given.RECORDED + timedelta(days=1):
            if random.random() < 0.5:
                await fed.learn(given.published(given.BIRTH))
            await fed.learn(given.unit_withdrawn(change.unit, version))
            change = change._replace(end=fed.catalog)
        changes.append(change)
    return History(changes, range(first + len(UNITS) - 1, fed.catalog + 1))


def units_of(considered: int) -> set[str]:
    """Unit n has 2^n dossiers."""
    return {unit for n, unit in enumerate(UNITS) if considered & 1 << n}


async def fill(fed: Fed) -> None:
    events = []
    for n, unit in enumerate(UNITS):
        for number in range(2**n, 2 ** (n + 1)):
            events += dossier(number, unit)
    await fed.apply([given.recorded(n, each) for n, each in enumerate(events, 1)])


def known_until(known: History, position: int) -> datetime:
    """Until when a position was all that was known of the catalogue."""
    if position == known.positions[-1]:
        return NOW
    return min(NOW, given.RECORDED + timedelta(seconds=position + 1))


def question(random: Random, unit: str, position: int | None) -> GetRateRequest:
    as_of = random.choice([None, *INSTANTS[-15:]])
    asked = rate(unit, When(END, as_of))
    if position is not None:
        asked.as_known.add(stream="catalog", position=position)
    return asked


class Asked(NamedTuple):
    """A question, and what plain sets say of it."""

    request: GetRateRequest
    as_of: datetime
    position: int
    tops: list[str]
    unit: str


def drawn(random: Random, known: History) -> Asked:
    """Somebody asks about a unit of his."""
    tops = random.sample(UNITS[1:], random.randint(1, 2))
    unit = random.choice(sorted(his(known, tops)))
    position = random.choice([None, *known.positions])
    asked = question(random, unit, position)
    as_of = asked.as_of.ToDatetime(UTC) if asked.HasField("as_of") else midnight(END)
    return Asked(asked, as_of, position or known.positions[-1], tops, unit)


def his(known: History, tops: list[str]) -> set[str]:
    """Whom roles in these units reach now."""
    now = parents(known.changes, NOW, LATEST)
    return set[str]().union(*(below(top, now) for top in tops))


def planned(known: History, asked: Asked) -> set[str]:
    """Other people's units that are in it by a plan alone."""
    if asked.as_of <= known_until(known, asked.position):
        return set()
    there = below(asked.unit, parents(known.changes, asked.as_of, asked.position))
    real = below(asked.unit, parents(known.changes, min(asked.as_of, NOW), LATEST))
    return there - his(known, asked.tops) - real


async def outcome(city: City, asked: Asked) -> Refusal | Any:
    """What somebody is answered."""
    with calling(within=city.within) as call:
        [role] = call.access.roles
        call.caller = Caller("caller", tuple((role, top) for top in asked.tops))
        [found] = await asyncio.gather(
            city.answer("GetRate", asked.request), return_exceptions=True
        )
    return found if isinstance(found, Refusal) else found[0].receipt


def must_be_readable(known: History, asked: Asked, receipt: Any) -> None:
    """As of what it says, by the tree of then, and by nothing that is only planned."""
    changes, as_of = known.changes, receipt.as_of.ToDatetime(UTC)
    read, until = units_of(receipt.considered), min(asked.as_of, NOW)
    begun = min(asked.as_of, known_until(known, asked.position))
    assert read == below(asked.unit, parents(changes, as_of, asked.position))
    once = ever(asked.unit, changes, until, LATEST, INSTANTS)
    as_known = ever(asked.unit, changes, begun, asked.position, INSTANTS)
    assert read <= his(known, asked.tops) | once | as_known
    assert (as_of < asked.as_of) == bool(planned(known, asked))


@pytest.mark.parametrize("seed", SEEDS)
async def test_what_is_read(fed: Fed, log: Log, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("services.metrics.api.reaching", "tests.metrics.planned_city"):
        monkeypatch.setattr(f"{module}.utc_now", lambda: NOW)
    random, city = Random(seed), City(fed, log, remembers=seed % 2 == 0)
    known = await draw_history(fed, random)
    await fill(fed)
    refused = fallen = 0
    for _ in range(50):
        asked = drawn(random, known)
        found = await outcome(city, asked)
        if isinstance(found, Refusal):
            refused += 1
            assert (found.reason.code, found.field) == ("NOT_PERMITTED", "as_of")
            assert planned(known, asked)
            assert asked.request.HasField("as_of")
        else:
            must_be_readable(known, asked, found)
            fallen += found.as_of != timestamp(asked.as_of)
        with city.called_by(""):
            [whole] = await city.answer("GetRate", asked.request)
        there = below(asked.unit, parents(known.changes, asked.as_of, asked.position))
        assert units_of(whole.receipt.considered) == there
    assert refused
    assert fallen
