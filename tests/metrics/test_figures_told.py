"""Changed figures as events of our own log: which are told, once, and in which words.

Given what the publisher told before, when something moved, then these events. Must not need NATS.
"""

import json
from datetime import timedelta
from typing import Any

import pytest

from services.chassis.log import Log
from services.metrics.domain.figures import Question, Scope
from services.metrics.domain.indicators.answered import find
from services.metrics.domain.periods import Period, midnight, month_named, next_month
from services.metrics.publisher import Publisher, escaped
from services.metrics.queries.standing import NOW
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.given import AT, DISTRICT, WARD

MARCH = ".2026-03.online_handling"


def made(fed: Fed, log: Log) -> Publisher:
    """Of two definitions, one of each key."""
    return Publisher(
        fed.pool,
        log,
        definitions=(given.ONLINE_HANDLING, find("on_time.ended")),
        coalesce=0.01,
        now=lambda: given.RECORDED,
    )


@pytest.fixture
def publisher(fed: Fed, log: Log) -> Publisher:
    return made(fed, log)


async def told(log: Log, after: int = 0) -> dict[str, dict[str, Any]]:
    """What the log holds after a position, by the end of its subject."""
    return {
        event.subject.removeprefix("motcua.metrics.figures."): json.loads(event.payload)
        for event in await log.read(after, 1000)
    }


async def accept(fed: Fed, position: int, number: int, **options: Any) -> None:
    moment = options.pop("at", AT)
    await fed.apply(
        [
            given.recorded(position, given.submitted(number), moment, version=1),
            given.recorded(position + 1, given.accepted(number, **options), moment),
        ]
    )


async def test_a_change_is_told_for_every_scope_that_holds_it(
    fed: Fed, log: Log, publisher: Publisher
) -> None:
    await accept(fed, 1, 1)
    assert await publisher.tell() == 4
    events = await told(log)
    assert set(events) == {unit + MARCH for unit in ("all", "city", "district", "ward")}
    receipt = events["district" + MARCH]["rate"]["receipt"]
    question = Question(
        given.ONLINE_HANDLING,
        Scope(DISTRICT),
        Period(month_named("2026-03"), next_month(month_named("2026-03"))),
        midnight(month_named("2026-04")),
    )
    figure = await fed.reader.figure(question, NOW)
    assert receipt["digest"] == figure.digest
    assert (receipt["numerator"], receipt["denominator"]) == ("1", "1")
    assert receipt["scope"] == {"unit": DISTRICT, "service": "", "alone": False}
    assert events["ward" + MARCH]["month"] == "2026-03"


async def test_nothing_is_told_twice(fed: Fed, log: Log, publisher: Publisher) -> None:
    await accept(fed, 1, 1)
    await publisher.tell()
    assert await publisher.tell() == 0
    await fed.apply([given.recorded(3, given.returned(1))])
    assert await publisher.tell() == 0
    assert len(await told(log)) == 4


async def test_what_moves_no_figure_leaves_the_one_told_as_it_is_known_now(
    fed: Fed, log: Log, publisher: Publisher
) -> None:
    await accept(fed, 1, 1)
    await publisher.tell()
    receipt = (await told(log))["ward" + MARCH]["rate"]["receipt"]
    await fed.apply([given.recorded(n, given.returned(1)) for n in range(3, 9)])
    assert await publisher.tell() == 0
    period = Period(month_named("2026-03"), next_month(month_named("2026-03")))
    question = Question(
        given.ONLINE_HANDLING, Scope(WARD), period, midnight(month_named("2026-04"))
    )
    figure = await fed.reader.figure(question, NOW)
    assert (figure.digest, figure.positions.submissions) == (receipt["digest"], 8)
    await accept(fed, 9, 2)
    await publisher.tell()
    [*_, position] = (await told(log))["ward" + MARCH]["rate"]["receipt"]["positions"]
    assert position == {"stream": "submissions", "position": "10"}


async def test_of_several_changes_the_last_is_told(
    fed: Fed, log: Log, publisher: Publisher
) -> None:
    for n in range(5):
        await accept(fed, 1 + 2 * n, n + 1)
    await publisher.tell()
    events = await log.read(0, 1000)
    assert len(events) == 4
    assert (await told(log))["all" + MARCH]["rate"]["receipt"]["numerator"] == "5"


async def test_only_what_moved_is_told(fed: Fed, log: Log, publisher: Publisher) -> None:
    await accept(fed, 1, 1)
    await publisher.tell()
    head = (await log.head()).position
    await accept(fed, 3, 2, unit=given.OTHER, at=AT + timedelta(days=31))
    await publisher.tell()
    assert set(await told(log, head)) == {
        f"{unit}.2026-04.online_handling" for unit in ("all", "city", "other")
    }


async def test_a_second_version_follows_the_first(fed: Fed, log: Log, publisher: Publisher) -> None:
    await accept(fed, 1, 1)
    await publisher.tell()
    await accept(fed, 3, 2)
    await publisher.tell()
    loaded = await log.load("figures/online_handling@1/units/ward/2026-03")
    assert [event.version for event in loaded.events] == [1, 2]


async def test_an_item_that_leaves_a_month_changes_both(
    fed: Fed, log: Log, publisher: Publisher
) -> None:
    await accept(fed, 1, 1)
    await publisher.tell()
    head = (await log.head()).position
    await fed.apply([given.recorded(3, given.accepted(1), AT + timedelta(days=31))])
    await publisher.tell()
    events = await told(log, head)
    assert events["ward" + MARCH]["rate"]["state"] == "VALUE_STATE_EMPTY"
    assert events["ward.2026-04.online_handling"]["rate"]["percent"] == "100.0"


async def test_a_moved_unit_changes_the_figures_of_both_sides_and_of_nobody_else(
    fed: Fed, log: Log, publisher: Publisher
) -> None:
    await accept(fed, 1, 1)
    await accept(fed, 3, 2, unit=given.OTHER)
    await accept(fed, 5, 3, at=AT + timedelta(days=31))
    await publisher.tell()
    head = (await log.head()).position
    since = midnight(month_named("2026-04"))
    await fed.learn(given.moved(WARD, given.OTHER, since), given.unit_opened("units/new"))
    await publisher.tell()
    events = await told(log, head)
    april = ".2026-04.online_handling"
    assert {key: each["rate"]["receipt"]["numerator"] for key, each in events.items()} == {
        "district" + april: "0", "other" + april: "1",
    }  # fmt: skip
    assert await publisher.tell() == 0


async def test_a_withdrawn_move_is_told_again_as_it_was(
    fed: Fed, log: Log, publisher: Publisher
) -> None:
    await accept(fed, 1, 1)
    await fed.learn(given.moved(WARD, given.OTHER, AT))
    await publisher.tell()
    assert set(await told(log)) == {unit + MARCH for unit in ("all", "city", "other", "ward")}
    head = (await log.head()).position
    await fed.learn(given.unit_withdrawn(WARD, fed.versions[WARD]))
    await publisher.tell()
    events = await told(log, head)
    assert {key: each["rate"]["receipt"]["numerator"] for key, each in events.items()} == {
        "district" + MARCH: "1", "other" + MARCH: "0",
    }  # fmt: skip


async def test_two_publishers_tell_once(fed: Fed, log: Log, publisher: Publisher) -> None:
    other = made(fed, log)
    await accept(fed, 1, 1)
    assert sorted([await publisher.tell(), await other.tell()]) == [0, 4]


def test_a_unit_is_one_token() -> None:
    assert escaped("000.00.00.H26") == "000%2E00%2E00%2EH26"
    assert escaped("phường-1") == "ph%C6%B0%E1%BB%9Dng-1"
    assert escaped("all") == "%61ll"
    assert WARD
