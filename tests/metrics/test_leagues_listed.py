"""League tables: lines of units and of those who answer for them, against items asked one by one.

Given dossiers and who answered for which unit from when to when, when a league table is asked for,
then each line is the figure that a single question gets, and a leader's the items of his days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from motcua.metrics.v1.events_pb2 import StreamPosition
from motcua.metrics.v1.leagues_pb2 import (
    LEAGUE_OF_CHILDREN,
    LEAGUE_OF_LEADERS,
    LEAGUE_OF_SUBTREES,
    LEAGUE_OF_UNITS,
    LeagueLine,
)
from services.chassis.errors import Refusal
from services.metrics.api.as_known import AsKnown
from services.metrics.api.leagues import LeagueMethods
from services.metrics.domain.figures import Question, Scope
from services.metrics.domain.periods import Period, midnight
from services.metrics.queries.leagues import Leagues
from services.metrics.queries.positions import NOW, Requested
from tests.calling import calling
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.given import CITY, DISTRICT, OTHER, WARD
from tests.metrics.leagues_asked import (
    WINTER,
    appointed,
    asked_for,
    listed,
    relieved,
    whole_receipt,
)
from tests.metrics.shipped import find
from tests.metrics.test_figures_read import MARCH, drawn, submit
from tests.metrics.test_questions_asked import Standing
from tests.metrics.test_targets_beside import target_set

PARENTS = {CITY: "", DISTRICT: CITY, WARD: DISTRICT, OTHER: CITY}
LONGER = Period(date(2025, 12, 5), date(2026, 2, 10))
EARLY = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _called() -> Iterator[None]:
    with calling():
        yield


@pytest.fixture
def leagues(fed: Fed) -> LeagueMethods:
    streams = {stream: Standing(10**6, end=10**6) for stream in Requested._fields}
    known = AsKnown(fed.pool, streams, lambda: given.RECORDED)
    return LeagueMethods(Leagues(fed.pool, fed.reader), known)


@pytest.mark.parametrize("of", [LEAGUE_OF_CHILDREN, LEAGUE_OF_UNITS, LEAGUE_OF_SUBTREES])
@pytest.mark.parametrize("name", ["online_handling.all", "handling_time.ended", "coverage.l3l4"])
async def test_a_line_is_the_figure_of_its_unit(
    fed: Fed, leagues: LeagueMethods, of: int, name: str
) -> None:
    events, _, _, position, size = drawn(5)
    await fed.apply(events, size=size)
    earlier = StreamPosition(stream="submissions", position=min(position, len(events)))
    for period in (WINTER, LONGER):
        for unit in ("", CITY):
            for known in ([], [earlier]):
                reply = await listed(
                    leagues, of, period, definition=name, unit=unit, as_known=known
                )
                for line in reply.lines:
                    stated = whole_receipt(reply, line.rate.receipt)
                    assert stated == await asked_for(fed, stated)
                assert reply.total_size == len(reply.lines)
                whole = reply.whole.receipt
                if of != LEAGUE_OF_SUBTREES and name != "coverage.l3l4":
                    considered = sum(each.rate.receipt.considered for each in reply.lines)
                    assert considered == whole.considered


async def test_children_are_those_of_then_and_the_unit_alone(
    fed: Fed, leagues: LeagueMethods
) -> None:
    await fed.apply([*submit(0, 1, unit=WARD), *submit(2, 2, unit=CITY)])
    await fed.learn(given.moved(WARD, OTHER, midnight(date(2026, 4, 10))))

    async def units(unit: str, month: int) -> list[tuple[str, bool]]:
        period = Period(date(2026, month, 1), date(2026, month + 1, 1))
        reply = await listed(leagues, LEAGUE_OF_CHILDREN, period, unit=unit, order_by="unit")
        return [
            (each.rate.receipt.scope.unit, each.rate.receipt.scope.alone) for each in reply.lines
        ]

    assert await units("", 3) == [(CITY, False)]
    assert await units(CITY, 3) == [(CITY, True), (DISTRICT, False), (OTHER, False)]
    assert await units(DISTRICT, 3) == [(WARD, False)]
    assert await units(DISTRICT, 4) == []


async def test_leaders_have_the_items_of_their_days(fed: Fed, leagues: LeagueMethods) -> None:
    """Lan leads the ward until the evening of 2 March, Minh the district, nobody the other."""
    for n, (unit, day) in enumerate([(WARD, 2), (WARD, 3), (DISTRICT, 3), (OTHER, 3)]):
        at = midnight(date(2026, 3, day)) + timedelta(hours=20)
        await fed.apply(submit(2 * n, n + 1, unit=unit, at=at))
    evening = midnight(date(2026, 3, 2)) + timedelta(hours=19)
    await fed.learn(
        appointed(WARD, "lan", EARLY),
        appointed(DISTRICT, "minh", EARLY),
        relieved(WARD, "lan", evening),
    )
    reply = await listed(leagues, LEAGUE_OF_LEADERS, MARCH, order_by="leader")
    assert [(each.leader, each.rate.receipt.considered) for each in reply.lines] == [
        ("", 1), ("lan", 1), ("minh", 2),
    ]  # fmt: skip
    lan, minh = reply.lines[1:]
    (days,) = lan.parts
    assert (days.scope.unit, days.period.start.day, days.period.end.day) == (WARD, 1, 3)
    assert not lan.rate.receipt.HasField("scope")
    assert {each.scope.unit for each in minh.parts} == {WARD, DISTRICT}
    for line in reply.lines:
        for each in line.parts:
            stated = whole_receipt(reply, each)
            assert stated == await asked_for(fed, stated)
    known = StreamPosition(stream="catalog", position=fed.catalog - 3)
    before = await listed(leagues, LEAGUE_OF_LEADERS, MARCH, as_known=[known])
    assert [each.leader for each in before.lines] == [""]
    units = await listed(leagues, LEAGUE_OF_UNITS, MARCH, order_by="unit")
    assert [each.leader for each in units.lines] == ["minh", "", ""]


@pytest.mark.parametrize("number", [1, 3, 8])
async def test_leaders_equal_a_walk_from_item_to_item(
    fed: Fed, leagues: LeagueMethods, number: int
) -> None:
    random = Random(number)
    events, *_ = drawn(number)
    await fed.apply(events)
    changes: list[tuple[str, str, bool, datetime]] = []
    for _ in range(14):
        hours = timedelta(hours=random.choice([0, 0, 5, 30 * 24]), days=random.randrange(-20, 60))
        change = (
            random.choice(list(PARENTS)), random.choice(["a", "b", "c"]), random.random() < 0.6,
            midnight(date(2025, 12, 10)) + hours,
        )  # fmt: skip
        changes.append(change)
        make = appointed if change[2] else relieved
        await fed.learn(make(change[0], change[1], change[3]))
    for name in ("online_handling", "on_time.ended", "handling_time.ended"):
        reply = await listed(leagues, LEAGUE_OF_LEADERS, LONGER, definition=name)
        question = Question(find(name), Scope(), LONGER, midnight(LONGER.end))
        whole = await fed.reader.figure(question, NOW)
        expected: Counter[tuple[str, int, str]] = Counter()
        async for item in fed.reader.items(whole):
            day = item.key_time.ToDatetime(UTC) + timedelta(hours=7)
            leader = walked(changes, item.unit, midnight(day.date()))
            expected[leader, item.membership, item.reason if item.membership == 3 else ""] += 1
        assert counted(reply.lines) == dict(expected)
        assert reply.unlisted == 0


def walked(changes: list[tuple[str, str, bool, datetime]], unit: str, at: datetime) -> str:
    """Up the tree: of those who began by then and did not end since, the last one."""
    while unit:
        begun: dict[str, tuple[datetime, int]] = {}
        for n, (of, officer, begins, since) in sorted(
            enumerate(changes), key=lambda pair: (pair[1][3], pair[0])
        ):
            if of == unit and since <= at:
                if begins:
                    begun[officer] = (since, n)
                else:
                    begun.pop(officer, None)
        if begun:
            return max(begun, key=lambda officer: begun[officer])
        unit = PARENTS[unit]
    return ""


def counted(lines: Any) -> dict[tuple[str, int, str], int]:
    """By leader, membership and reason."""
    found: dict[tuple[str, int, str], int] = {}
    for line in lines:
        stated = line.rate.receipt
        only = stated.denominator - stated.numerator - stated.unknown
        found |= {
            (line.leader, 1, ""): stated.numerator,
            (line.leader, 2, ""): only,
            (line.leader, 4, ""): stated.unknown,
        }
        found |= {(line.leader, 3, each.reason): each.count for each in stated.excluded}
    return {key: n for key, n in found.items() if n}


async def test_an_appointment_that_was_withdrawn_never_was(
    fed: Fed, leagues: LeagueMethods
) -> None:
    await fed.apply(submit(0, 1))
    await fed.learn(appointed(WARD, "lan", EARLY))
    await fed.learn(given.unit_withdrawn(WARD, fed.versions[WARD]))
    reply = await listed(leagues, LEAGUE_OF_LEADERS, MARCH)
    assert [each.leader for each in reply.lines] == [""]


async def test_counted_facts_that_a_change_cuts_are_in_no_line(
    fed: Fed, leagues: LeagueMethods
) -> None:
    from tests.metrics import given_items

    start, end = midnight(MARCH.start), midnight(MARCH.end)
    fact = given_items.count(1, 1000, start=start, end=end, channel=given.ONLINE, level=4)
    await fed.apply([*submit(0, 1), given.recorded(3, fact)])
    reply = await listed(leagues, LEAGUE_OF_LEADERS, MARCH)
    assert (reply.unlisted, reply.lines[0].rate.receipt.considered) == (0, 1001)
    await fed.learn(appointed(WARD, "lan", midnight(date(2026, 3, 15))))
    reply = await listed(leagues, LEAGUE_OF_LEADERS, MARCH)
    assert (reply.unlisted, reply.whole.receipt.considered) == (1000, 1001)


async def test_pages_follow_one_another_at_the_same_positions(
    fed: Fed, leagues: LeagueMethods
) -> None:
    await fed.apply([*submit(0, 1, unit=WARD), *submit(2, 2, unit=OTHER), *submit(4, 3, unit=CITY)])
    at_once = await listed(leagues, LEAGUE_OF_UNITS, MARCH)
    found: list[LeagueLine] = []
    token = ""
    for n in range(3):
        page = await listed(leagues, LEAGUE_OF_UNITS, MARCH, page_size=1, page_token=token)
        assert (page.common, page.total_size) == (at_once.common, 3)
        found += page.lines
        token = page.next_page_token
        await fed.apply(submit(6 + 2 * n, 4 + n))
    assert (found, token) == (list(at_once.lines), "")


async def test_lines_have_targets_and_are_ordered_by_the_distance(
    fed: Fed, leagues: LeagueMethods
) -> None:
    await fed.apply([*submit(0, 1, unit=WARD), *submit(2, 2, unit=OTHER, channel=given.IN_PERSON)])
    await fed.learn(target_set(indicator="online_handling.all"))
    reply = await listed(leagues, LEAGUE_OF_UNITS, MARCH, order_by="distance")
    assert [each.rate.targets[0].distance for each in reply.lines] == ["-80.0", "+20.0"]
    assert [each.rank for each in reply.lines] == [2, 1]


@pytest.mark.parametrize(
    ("of", "options", "code", "field"),
    [
        (LEAGUE_OF_LEADERS, {"definition": "coverage.l3l4"}, "LEAGUE_DOES_NOT_ADD_UP", "of"),
        (LEAGUE_OF_LEADERS, {"definition": "on_time.received"}, "LEAGUE_DOES_NOT_ADD_UP", "of"),
        (LEAGUE_OF_UNITS, {"order_by": "colour"}, "LEAGUE_ORDER_UNKNOWN", "order_by"),
        (LEAGUE_OF_UNITS, {"order_by": "rate down"}, "LEAGUE_ORDER_UNKNOWN", "order_by"),
        (LEAGUE_OF_UNITS, {"unit": "units/none"}, "UNIT_UNKNOWN", "unit"),
        (LEAGUE_OF_UNITS, {"definition": "nothing"}, "DEFINITION_UNKNOWN", "definition"),
        (LEAGUE_OF_UNITS, {"page_token": "x"}, "PAGE_TOKEN_INVALID", "page_token"),
    ],
)
async def test_what_cannot_be_compared_is_refused(
    leagues: LeagueMethods, of: int, options: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        await listed(leagues, of, **options)
    assert (refused.value.reason.code, refused.value.field) == (code, field)
