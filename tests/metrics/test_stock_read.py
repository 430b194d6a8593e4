"""Dossiers in hand at a cut-off (open, paused, overdue), against a plain walk and the flow of
dossiers, and recomputed from the streams.

Given random lives of dossiers, when a figure is asked, then each is where it was just before.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from motcua.submissions.v1.events_pb2 import DossierAccepted, DossierCorrected
from services.chassis.log import Recorded
from services.console.reading.comparison.receipts import service_numbers
from services.console.reading.figures.items import interpreted
from services.console.reading.figures.questions import answered_question
from services.console.reading.figures.recomputation import recomputed
from services.metrics.api.vocabulary import definition_message
from services.metrics.domain.digest import Classified, LeafKey, figure_digest, leaves
from services.metrics.domain.figures import Figure, Positions, Question, Scope
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.periods import Period, midnight
from services.metrics.domain.receipts import receipt
from services.metrics.projections.batch import decode
from services.metrics.queries.positions import Requested
from services.metrics.queries.reconciliation import reconciled
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.given import DISTRICT, OTHER, WARD
from tests.metrics.shipped import find
from tests.metrics.test_intervals_folded import naive
from tests.metrics.test_kinds_verified import read_again
from tests.metrics.test_reconciled import BELOW, PERIODS, history

WEEK = Period(date(2026, 3, 3), date(2026, 3, 10))
OPEN, PAUSED, OVERDUE = find("stock.open"), find("stock.paused"), find("stock.overdue")


@pytest.fixture
async def known(fed: Fed) -> list[Recorded]:
    found = [with_due(each) for each in history(Random(21))]
    await fed.apply(found, size=43)
    return found


def with_due(each: Recorded) -> Recorded:
    """What was promised is due, of some at the end of a day; some have no due."""
    if not each.type.endswith("DossierAccepted"):
        return each
    said = DossierAccepted.FromString(each.payload)
    if said.deadline.HasField("promised") and each.position % 5:
        said.deadline.due.CopyFrom(said.deadline.promised)
        said.deadline.due.end_of_day = each.position % 2 == 0
    return each._replace(payload=said.SerializeToString())


def dues(known: list[Recorded]) -> dict[str, datetime | None]:
    """The last instant on time, of each dossier that was accepted."""
    found: dict[str, datetime | None] = {}
    for message in (each.message for *_, each in decode(known).seen):
        if isinstance(message, DossierAccepted):
            of = message.deadline.due if message.deadline.HasField("due") else None
            day_end = timedelta(microseconds=1 if of and of.end_of_day else 0)
            found[message.dossier] = of.time.ToDatetime(UTC) - day_end if of else None
        elif isinstance(message, DossierCorrected):
            found[message.dossier] = None
    return found


def in_hand(known: list[Recorded], to: datetime) -> dict[str, tuple[Any, ...]]:
    """What held of each dossier just before an instant: status, unit, officer, accepted, due."""
    found, due = {}, dues(known)
    for name, rows in naive([each for *_, each in decode(known).seen]).items():
        before = [held for number, _, held, begins, _ in rows if number and begins < to]
        if before and before[-1][3] and before[-1][0] in {2, 4, 5, 6}:
            status, unit, officer, accepted, *_ = before[-1]
            found[name] = (status, unit, officer, accepted, due.get(name))
    return found


def judged(of: Definition, held: tuple[Any, ...], to: datetime) -> str:
    paused, due = held[0] in {5, 6}, held[4]
    if of is OVERDUE:
        if paused or due is None:
            return "paused" if paused else "without_due"
        return "numerator" if due < to else "denominator"
    return "numerator" if paused == (of is PAUSED) else "denominator"


async def figure(
    fed: Fed, of: Definition, unit: str, period: Period, position: int | None = None
) -> Figure:
    asked = Question(of, Scope(unit), period, midnight(period.end))
    return await fed.reader.figure(asked, Requested(None, position))


@pytest.mark.parametrize("of", [OPEN, PAUSED, OVERDUE], ids=lambda each: each.id)
async def test_each_dossier_in_hand_counts_at_the_unit_that_had_it(
    fed: Fed, known: list[Recorded], of: Definition
) -> None:
    seen = Counter[str]()
    for position in (None, len(known) // 2):
        for period in (*PERIODS, WEEK):
            to = midnight(period.end)
            held = in_hand(known[:position], to)
            for unit, units in BELOW.items():
                found = await figure(fed, of, unit, period, position)
                items = {each.id: each async for each in fed.reader.items(found)}
                here = {name: each for name, each in held.items() if each[1] in units}
                expected = {name: (each[1], judged(of, each, to)) for name, each in here.items()}
                assert {n: (each.unit, word(each)) for n, each in items.items()} == expected
                assert found.considered == len(expected)
                assert found.digest == digest_of(items.values(), period)
                seen.update(each for _, each in expected.values())
    words = {"numerator", "denominator"} | ({"paused", "without_due"} if of is OVERDUE else set())
    assert seen.keys() == words


def word(item: Any) -> str:
    return item.reason or {1: "numerator", 2: "denominator"}[item.membership]


def digest_of(items: Any, period: Period) -> str:
    """A leaf a unit, as of the cut-off."""
    return figure_digest(
        leaves(
            (
                LeafKey(each.unit, period.end.isoformat()),
                Classified("dossier", each.id, each.membership, each.reason, 1),
            )
            for each in items
        )
    )


async def test_stock_is_what_the_flow_of_dossiers_leaves(fed: Fed, known: list[Recorded]) -> None:
    for unit in (DISTRICT, OTHER, ""):
        for period in PERIODS:
            flow = (await reconciled(fed.pool, Scope(unit), period, Requested())).identities[0]
            found = {of: await figure(fed, of, unit, period) for of in (OPEN, PAUSED, OVERDUE)}
            assert found[OPEN].numerator == flow.right["open"]
            assert found[PAUSED].numerator == flow.right["paused"]
            assert found[OPEN].considered == flow.right["open"] + flow.right["paused"]
            whole = await reconciled(fed.pool, Scope(unit), period, Requested())
            assert found[OVERDUE].numerator == whole.overdue
            before = Period(period.start - timedelta(days=1), period.start)
            carried = await figure(fed, OPEN, unit, before)
            assert carried.considered == flow.left["carried"]
    assert known


async def test_as_of_is_the_cut_off(fed: Fed, known: list[Recorded]) -> None:
    noon = midnight(date(2026, 3, 9)) + timedelta(hours=12)
    asked = Question(OPEN, Scope(), PERIODS[0], noon)
    found = await fed.reader.figure(asked, Requested())
    assert found.considered == len(in_hand(known, noon)) > 0
    places = {leaf.key.part async for leaf in fed.reader.leaves(found)}
    assert places == {"2026-03-09"}


async def test_receipts_are_recomputed_from_the_streams(fed: Fed, known: list[Recorded]) -> None:
    shown, _ = interpreted(map(definition_message, (OPEN, PAUSED, OVERDUE)))
    read = {each.id: each for each in shown}
    scopes = [Scope(), Scope(WARD), Scope(DISTRICT, alone=True), Scope(OTHER)]
    receipts = [
        receipt(await fed.reader.figure(Question(of, scope, period, as_of), Requested()))
        for of in (OPEN, PAUSED, OVERDUE)
        for scope in scopes
        for period in PERIODS
        for as_of in (midnight(period.end), midnight(period.start) + timedelta(days=1, hours=5))
    ]
    asked = [answered_question(each, read[each.definition]) for each in receipts]
    for stated, ours in zip(receipts, recomputed(read_again(fed), asked), strict=True):
        assert (stated, ours.numbers()) == (stated, service_numbers(stated))
    assert sum(each.considered for each in receipts) > len(known) // 10


async def test_a_list_reaches_from_the_first_acceptance_to_the_present_month(fed: Fed) -> None:
    begun = [given.submitted(1), given.accepted(1)]
    await fed.apply([given.recorded(n, each) for n, each in enumerate(begun, 1)])
    positions = await fed.reader.current_positions(Scope())
    period = await fed.reader.whole_period(OPEN, Scope(), positions)
    assert period == Period(date(2026, 3, 1), date(2026, 12, 1))  # the reader's now
    await fed.apply([given.recorded(3, given.ended(1), given.AT + timedelta(days=40))])
    later = Positions(positions.catalog, 3)
    period = await fed.reader.whole_period(OPEN, Scope(), later)
    assert period == Period(date(2026, 3, 1), date(2026, 4, 1))
    assert await fed.reader.whole_period(OPEN, Scope(OTHER), later) is None
