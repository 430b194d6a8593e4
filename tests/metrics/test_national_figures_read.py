"""A nation's figures from its tables, where a member publishes more than anybody should.

Given what members' streams were read to say, when the nation is asked, then it answers as if it had
looked at every message, and reads few of them.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from google.protobuf import json_format

from services.chassis.database import Pool, statements
from services.metrics.domain.federation.keys import wanted
from services.metrics.domain.federation.national import Question, national
from services.metrics.domain.periods import Period
from services.metrics.federation.checking import Believed
from services.metrics.federation.kept import keep
from services.metrics.queries import national as queries
from services.metrics.queries.contents import AT_ONCE, Contents
from services.metrics.queries.members import Register
from services.metrics.queries.national import Releases
from services.metrics.settings import SQL
from tests.metrics.given_national import END, MARCH, OTHER_TEXT, City
from tests.metrics.shipped import find

ONLINE, ON_TIME = find("online_handling", 1), find("on_time.ended")
APRIL = Period(date(2026, 4, 1), date(2026, 5, 1))
DAY = timedelta(days=1)
FEW = 3  # messages of a member that can bear on one figure


async def read_in(pool: Pool, *cities: City) -> None:
    """All that they released, as it is kept when it is read."""
    for city in cities:
        believed = [
            Believed(
                each.sequence,
                bytes.fromhex(each.leaf),
                each.event,
                json_format.MessageToJson(each.event).encode(),
            )
            for each in city.released
        ]
        async with pool.acquire() as connection, connection.transaction():
            for start in range(0, len(believed), 500):
                await keep(connection, city.name, believed[start : start + 500])


async def known(
    pool: Pool, cities: Sequence[City], upto: dict[str, int], *questions: Question
) -> Any:
    register = Register(7, {each.name: each.member for each in cities})
    return await Releases(pool).known(register, upto, questions)


def parsed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Messages whose content is looked at, from now on."""
    found, released = list[bytes](), queries.released

    def noting(payload: bytes) -> Any:
        found.append(payload)
        return released(payload)

    monkeypatch.setattr(queries, "released", noting)
    return found


@pytest.mark.parametrize("other", [{}, {"digest": OTHER_TEXT}, {"as_of": END + DAY}])
async def test_of_many_publications_of_a_question_few_are_read(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, other: Any
) -> None:
    hue = City("hue")
    hue.release(71, 100)
    for n in range(600):
        hue.release(n, 600, **other)
    await read_in(pool, hue)
    looked_at = parsed(monkeypatch)
    question = Question(ONLINE, "", MARCH, END)
    [found] = await known(pool, [hue], {hue.name: 601}, question)
    assert national(question, found, register=7) == national(question, [hue.known()], register=7)
    assert len(looked_at) <= FEW


@pytest.mark.parametrize("names", [1, 500])
async def test_what_was_superseded_costs_no_look(pool: Pool, names: int) -> None:
    """However many figures a member superseded by others, under whatever names."""
    hue, question = City(f"superseding-{names}"), Question(ONLINE, "", MARCH, END)
    for when in (END, END + DAY):
        for n in range(500):
            hue.release(n, 500, as_of=when).event.figure = f"figures/{n % names}"
    await read_in(pool, hue)
    keys = list(wanted(question))
    statement = f"explain (analyze, buffers, format json) {statements(SQL)['released_by_keys']}"
    [plan] = json.loads(await pool.fetchval(statement, [hue.name], [1000], keys))
    assert plan["Plan"]["Shared Hit Blocks"] < 60
    [found] = await known(pool, [hue], {hue.name: 1000}, question)
    assert max(each.sequence for each in found[0].released) == 1000
    assert national(question, found, register=7).receipt.contributions[0].sequence == 500


async def test_only_what_answers_a_question_is_read(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    hue = City("hue")
    for n in range(50):
        hue.release(n, 100, period=APRIL)
        hue.release(n, 100, service="services/birth")
        hue.release(n, 100, unit="units/ward-1")
        hue.release(n, 100, definition=ON_TIME)
    await read_in(pool, hue)
    looked_at = parsed(monkeypatch)
    online, on_time = await known(
        pool,
        [hue],
        {hue.name: 200},
        Question(ONLINE, "", MARCH, END),
        Question(ON_TIME, "", MARCH, END),
    )
    assert [each.released for each in online] == [()]
    assert [one.sequence for each in on_time for one in each.released] == [200]
    assert len(looked_at) <= FEW


async def test_what_anybody_may_ask_for_again_is_looked_at_once(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All figures of a country of 34 cities are some thousand messages."""
    cities = [City(f"again-{n}") for n in range(3)]
    for city in cities:
        city.release(71, 100)
        city.release(80, 100, definition=ON_TIME)
    await read_in(pool, *cities)
    looked_at, releases = parsed(monkeypatch), Releases(pool)
    register = Register(7, {each.name: each.member for each in cities})
    upto = {each.name: 2 for each in cities}
    first, *others = [
        await releases.known(
            register, upto, [Question(each, "", MARCH, END) for each in (ONLINE, ON_TIME)]
        )
        for _ in range(3)
    ]
    assert others == [first, first]
    assert len(looked_at) == 6


async def test_while_a_country_is_looked_at_others_get_their_turn(pool: Pool) -> None:
    city = City("long")
    for n in range(40 * AT_ONCE):
        city.release(n, 10_000, service=f"services/{n}")
    rows = [
        ("online_handling", city.name, each.sequence, b"", json_format.MessageToJson(each.event))
        for each in city.released
    ]
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    with_targets = asyncio.create_task(others())
    await Releases(pool)._grouped((*row[:3], f"{n}".encode(), row[4]) for n, row in enumerate(rows))
    with_targets.cancel()
    assert turns >= 40


def test_contents_are_remembered_up_to_a_bound() -> None:
    city = City("wide")
    payloads = [json_format.MessageToJson(city.release(n, 100).event).encode() for n in range(100)]
    contents: Contents[Any] = Contents(most=3 * max(map(len, payloads)))
    for n, payload in enumerate(payloads):
        event = contents.of(n, len(payload), partial(queries.released, payload))
        assert event == city.released[n].event
    assert len(contents.kept) <= 4
    assert contents.size <= contents.most


def at_random(seed: int) -> list[City]:
    """Three cities with figures that resemble one another in all ways but one or two."""
    drawn, cities = random.Random(seed), [City(f"{each}{seed}") for each in "abc"]
    for city in cities:
        for _ in range(drawn.randrange(25)):
            released = city.release(
                drawn.randrange(9),
                9,
                definition=drawn.choice([ONLINE, ONLINE, ON_TIME]),
                digest=drawn.choice(["", "", OTHER_TEXT]),
                as_of=drawn.choice([END, END, END + DAY, END - DAY]),
                period=drawn.choice([MARCH, MARCH, MARCH, APRIL]),
                service=drawn.choice(["", "", "services/birth"]),
                unit=drawn.choice(["", "", "", "units/ward-1"]),
                hidden=drawn.random() < 0.2,
            )
            if drawn.random() < 0.5:  # names that no honest city gives
                released.event.figure = drawn.choice(["figures/1", "figures/2", "figures/3"])
            if drawn.random() < 0.2:
                released.event.rate.receipt.period.zone = drawn.choice(["", "UTC\n"])
    return cities


async def test_at_every_position_it_is_as_if_all_had_been_looked_at(pool: Pool) -> None:
    for seed in range(12):
        cities = at_random(seed)
        await read_in(pool, *cities)
        for part in (0.0, 0.4, 0.8, 1.0):
            upto = {each.name: int(part * len(each.released)) for each in cities}
            await as_naive(pool, cities, upto)


async def as_naive(pool: Pool, cities: Sequence[City], upto: dict[str, int]) -> None:
    naive = [each.known(upto[each.name]) for each in cities]
    for service in ("", "services/birth"):
        questions = [Question(each, service, MARCH, END) for each in (ONLINE, ON_TIME)]
        for of, found in zip(questions, await known(pool, cities, upto, *questions), strict=True):
            assert national(of, found, register=7) == national(of, naive, register=7)
