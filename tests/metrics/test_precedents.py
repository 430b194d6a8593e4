"""Who publishes for a part of the tree follows those above in what all others have to carry.

Given a ward's publisher, then days that cut months, cut-offs, services and filters are his once a
unit above has published them, and other numbers as known at a bounded number of moments. Must not
need NATS.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from google.type.date_pb2 import Date

from motcua.metrics.v1.events_pb2 import StreamPosition
from motcua.metrics.v1.publications_pb2 import FigureToPublish, Publication, PublishFiguresRequest
from services.chassis.errors import Refusal
from services.metrics.api.in_turn import InTurn
from services.metrics.api.publishing import Publishing
from services.metrics.api.requests import requested
from services.metrics.domain import precedents
from services.metrics.domain.periods import midnight, month_named
from services.metrics.domain.precedents import PrecedentReason
from tests.calling import calling
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.test_figures_published import accept, publishing

__all__ = ["publishing"]
OFFICE = "units/office"
FORTNIGHT = (Date(year=2026, month=3, day=1), Date(year=2026, month=3, day=15))
WEEK = (Date(year=2026, month=3, day=1), Date(year=2026, month=3, day=8))
MARCH = (Date(year=2026, month=3, day=1), Date(year=2026, month=4, day=1))


async def publish(
    publishing: Publishing,
    unit: str,
    period: tuple[Date, Date] = MARCH,
    *,
    by: str | None = None,
    definition: str = "online_handling",
    **options: Any,
) -> Sequence[Publication]:
    """For a unit, by a publisher of it alone; `by`: of another one ("": of the whole tree)."""
    start, end = period
    request = PublishFiguresRequest(
        unit=unit, start_date=start, end_date=end, request_id=str(uuid4()),
        figures=[FigureToPublish(definition=definition)], **options,
    )  # fmt: skip
    role = unit if by is None else by
    within = lambda ancestor, unit: ancestor in ("", unit)  # noqa: E731
    with calling("PublishFigures", subject=f"of {role}", unit=role, within=within):
        return await publishing.publish(request, requested(request.as_known, "as_known"))


async def refusal(publishing: Publishing, *about: Any, **options: Any) -> tuple[Any, str]:
    with pytest.raises(Refusal) as refused:
        await publish(publishing, *about, **options)
    return refused.value.reason, refused.value.field


MISSING = PrecedentReason.PRECEDENT_MISSING
FORMS: list[tuple[str, tuple[Date, Date], dict[str, Any]]] = [
    ("start_date", FORTNIGHT, {}),
    ("start_date", (Date(year=2025, month=12, day=1), MARCH[1]), {}),
    ("as_of", MARCH, {"as_of": midnight(month_named("2026-03")) + timedelta(days=9)}),
    ("as_of", MARCH, {"as_of": midnight(month_named("2026-04")) + timedelta(days=9)}),
    ("service", MARCH, {"service": given.BIRTH}),
    ("filters", MARCH, {"filters": [{"dimension": "extent", "values": ["full"]}]}),
    # Each is looked at again whenever a dossier of its period moves, and so for centuries.
    ("start_date", (Date(year=1900, month=1, day=1), Date(year=1900, month=2, day=1)), {}),
    ("start_date", (Date(year=9000, month=1, day=1), Date(year=9000, month=2, day=1)), {}),
]


@pytest.mark.parametrize(("field", "period", "options"), FORMS)
async def test_a_ward_publishes_in_another_form_than_whole_months_once_a_unit_above_has(
    fed: Fed,
    publishing: Publishing,
    field: str,
    period: tuple[Date, Date],
    options: dict[str, Any],
) -> None:
    await accept(fed, 1)
    of_ward = (given.WARD, period)
    assert await refusal(publishing, *of_ward, **options) == (MISSING, field)
    assert await refusal(publishing, *of_ward, validate_only=True, **options) == (MISSING, field)
    await publish(publishing, given.OTHER, period, by="", **options)  # a ward beside it
    assert await refusal(publishing, *of_ward, **options) == (MISSING, field)
    await publish(publishing, given.CITY, period, by="", **options)
    assert len(await publish(publishing, *of_ward, **options)) == 1
    other = options | {"definition": "on_time.ended"}
    assert await refusal(publishing, *of_ward, **other) == (MISSING, field)


@pytest.mark.parametrize("definition", ["activity", "coverage.l3l4", "standard.met"])
async def test_what_is_never_hidden_needs_a_precedent_too(
    fed: Fed, publishing: Publishing, definition: str
) -> None:
    """A dossier moves `activity` of any days around it: each such figure is read once more."""
    await accept(fed, 1)
    centuries = (Date(year=1900, month=1, day=3), Date(year=2900, month=3, day=7))
    for period in (FORTNIGHT, centuries):
        of_ward = (given.WARD, period)
        asked = {"definition": definition}
        assert await refusal(publishing, *of_ward, **asked) == (MISSING, "start_date")
        await publish(publishing, given.CITY, period, by="", **asked)
        assert len(await publish(publishing, *of_ward, **asked)) == 1


async def test_whole_months_of_a_year_need_no_precedent(fed: Fed, publishing: Publishing) -> None:
    await accept(fed, 1)
    year = (Date(year=2026, month=1, day=1), Date(year=2027, month=1, day=1))
    for period in (MARCH, year, (MARCH[0], Date(year=2026, month=7, day=1))):
        assert len(await publish(publishing, given.WARD, period)) == 1
    assert len(await publish(publishing, given.WARD, definition="coverage.l3l4")) == 1
    assert len(await publish(publishing, "", FORTNIGHT)) == 1
    assert len(await publish(publishing, given.WARD, FORTNIGHT, by="")) == 1


async def test_a_unit_beside_others_at_the_root_follows_the_whole_tree(
    fed: Fed, publishing: Publishing
) -> None:
    """What it adds is looked at with all that was published of the whole tree, and so of others."""
    await accept(fed, 1)
    assert len(await publish(publishing, given.CITY, FORTNIGHT)) == 1  # the only one
    await fed.learn(given.unit_opened(OFFICE))
    for unit in (OFFICE, given.CITY):
        period = (FORTNIGHT[0], Date(year=2026, month=3, day=9))
        assert await refusal(publishing, unit, period) == (MISSING, "start_date")
        assert await refusal(publishing, unit, period, by=unit) == (MISSING, "start_date")
        assert len(await publish(publishing, unit, MARCH)) == 1
        assert len(await publish(publishing, unit, period, by="")) == 1
    assert len(await publish(publishing, "", period)) == 1
    assert len(await publish(publishing, OFFICE, period)) == 1
    await fed.learn(given.unit_closed(OFFICE, datetime(2026, 3, 20, tzinfo=UTC)))
    assert len(await publish(publishing, given.CITY, WEEK)) == 1


async def test_other_numbers_are_published_as_known_at_a_bounded_number_of_moments(
    fed: Fed, publishing: Publishing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(precedents, "MOST_MOMENTS", 2)
    first = fed.catalog
    for number in range(1, 6):
        await accept(fed, number)

    def known(number: int) -> dict[str, Any]:
        at = {"catalog": first, "submissions": 2 * number}
        return {
            "reason": "late",
            "as_known": [StreamPosition(stream=each, position=n) for each, n in at.items()],
        }

    for number in (1, 2, 3):
        await publish(publishing, given.WARD, **known(number))
    too_often = (PrecedentReason.SUPERSEDED_TOO_OFTEN, "figures")
    assert await refusal(publishing, given.WARD, **known(4)) == too_often
    for each in (known(4), known(5)):  # whose numbers nobody else has superseded so often
        assert await publish(publishing, given.CITY, by="", **each)
    assert await refusal(publishing, given.WARD, **known(5)) == too_often
    assert len(await publish(publishing, given.WARD, **known(2))) == 1  # a moment that was used
    assert len(await publish(publishing, given.WARD, by="", **known(5))) == 1


async def test_who_calls_often_keeps_nobody_waiting_for_more_than_one_of_his_turns() -> None:
    turns, order = InTurn(), list[str]()
    first = asyncio.Event()

    async def call(caller: str) -> None:
        async with turns.of(caller):
            order.append(caller)
            await first.wait()

    often = [asyncio.create_task(call("a")) for _ in range(20)]
    await asyncio.sleep(0)
    others = [asyncio.create_task(call(each)) for each in "bc"]
    await asyncio.sleep(0)
    first.set()
    often[1].cancel()
    await asyncio.gather(*often, *others, return_exceptions=True)
    assert order == ["a", "a", "b", "c", *"a" * 17]
    await call("d")
    assert order[-1] == "d"


async def test_a_turn_that_is_cancelled_as_it_comes_is_handed_on() -> None:
    turns = InTurn()
    async with turns.of("a"):
        waiting = [asyncio.create_task(take(turns, each)) for each in "bcd"]
        await asyncio.sleep(0)
    waiting[0].cancel()  # it has the turn, and has not gone on yet
    assert not waiting[0].done()
    cancelled, *others = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(cancelled, asyncio.CancelledError)
    assert others == ["c", "d"]
    assert await take(turns, "e") == "e"


async def take(turns: InTurn, caller: str) -> str:
    async with turns.of(caller):
        return caller
