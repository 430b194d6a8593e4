"""`on_time.received`: dossiers accepted or closed in a period, each once, against a plain walk.

The oracle asks of each dossier who had it, in which status, at each instant, and adds up its waits.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from services.chassis.log import Recorded
from services.metrics.domain.digest import Classified, LeafKey, figure_digest, leaves
from services.metrics.domain.figures import Figure, Positions, Question, Scope
from services.metrics.domain.indicators.shipped import shipped
from services.metrics.domain.periods import Period, local_day, midnight
from services.metrics.projections.batch import decode
from services.metrics.queries.positions import Requested
from services.metrics.queries.received import Received
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.given import AT
from tests.metrics.test_intervals_folded import naive
from tests.metrics.test_reconciled import BELOW, PERIODS, history

RECEIVED = shipped()["on_time.received@1"]
CLOSED = {3, 7, 8, 9, 10}
MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))


@pytest.fixture
async def known(fed: Fed) -> list[Recorded]:
    found = history(Random(12))
    await fed.apply(found, size=41)
    return found


class Walked:
    """A dossier as it stood at a position, looked at from the end of a period."""

    def __init__(self, begun: list[tuple[datetime, Any]], promised: datetime | None) -> None:
        self.begun, self.promised = begun, promised
        accepted = [at for at, held in begun if held[3]]
        self.accepted_at = accepted[0] if accepted else None
        closed = [at for at, held in begun if held[0] in CLOSED and held[3]]
        self.closed_at = closed[0] if closed else None

    def at(self, instant: datetime) -> Any:
        """What holds just before an instant."""
        return [held for when, held in self.begun if when < instant][-1]

    def waits(self, to: datetime) -> list[tuple[datetime, datetime | None, int]]:
        """Since when, until when, and what followed; of waits after acceptance."""
        found: list[tuple[datetime, datetime | None, int]] = []
        for at, held in [each for each in self.begun if each[0] < to]:
            if found and found[-1][1] is None and held[0] != 5:
                found[-1] = (found[-1][0], at, held[0])
            if held[0] == 5 and held[3] and not (found and found[-1][1] is None):
                found.append((at, None, 5))
        return found

    def place(self, since: datetime, to: datetime) -> tuple[str, str] | None:
        """The unit that had it, and the class; None: not of this period."""
        accepted_in = self.accepted_at is not None and since <= self.accepted_at < to
        closed_in = self.closed_at is not None and since <= self.closed_at < to
        if not (accepted_in or closed_in):
            return None
        ends = self.closed_at if closed_in and self.closed_at else to
        held = self.at(ends) if self.accepted_at != ends else self.at(ends + timedelta.resolution)
        return held[1], self.judged(to)

    def judged(self, to: datetime) -> str:
        """Whether it is on time at the end of the period."""
        if self.promised is None:
            return "no_promise"
        waits, by_then = self.waits(to), self.at(to)
        if by_then[5] > 1:
            return "denominator"
        if self.closed_at is not None and self.closed_at < to:
            answered = sum(
                (end - begin for begin, end, status in waits if end and status not in CLOSED),
                timedelta(),
            )
            return "numerator" if self.closed_at - answered <= self.promised else "denominator"
        waiting = [begin for begin, end, _ in waits if end is None]
        last = waiting[0] if waiting else to
        return "numerator" if last <= self.promised else "denominator"


def walk(found: list[Recorded]) -> dict[str, Walked]:
    """The dossiers whose facts are in order."""
    seen = [each for *_, each in decode(found).seen]
    promised = {
        each.message.dossier: last_instant(each.message.deadline.promised)
        for each in seen
        if hasattr(each.message, "deadline") and each.message.deadline.HasField("promised")
    }
    return {
        name: Walked([(begins, held) for _, _, held, begins, _ in rows], promised.get(name))
        for name, rows in naive(seen).items()
        if rows[0][0]
    }


def last_instant(promised: Any) -> datetime:
    at: datetime = promised.time.ToDatetime(UTC)
    return at - timedelta.resolution if promised.end_of_day else at


async def asked(fed: Fed, unit: str, period: Period, position: int | None) -> Figure:
    question = Question(RECEIVED, Scope(unit), period, midnight(period.end))
    return await fed.reader.figure(question, Requested(None, position))


async def test_each_dossier_of_a_period_counts_once_where_it_was_last(
    fed: Fed, known: list[Recorded]
) -> None:
    classes = Counter[str]()
    for position in (None, len(known) // 2):
        dossiers = walk(known[:position])
        for period in PERIODS:
            since, to = (midnight(each) for each in period)
            for unit, units in BELOW.items():
                figure = await asked(fed, unit, period, position)
                items = {each.id: each async for each in fed.reader.items(figure)}
                places = {name: each.place(since, to) for name, each in dossiers.items()}
                expected = {n: at for n, at in places.items() if at and at[0] in units}
                found = {name: (items[name].unit, word(items[name])) for name in expected}
                assert found == expected
                assert items.keys() - expected.keys() <= known_apart(known, position)
                classes.update(at[1] for at in expected.values())
    assert {"numerator", "denominator", "no_promise"} <= classes.keys()


def word(item: Any) -> str:
    return item.reason or {1: "numerator", 2: "denominator"}.get(item.membership, "unknown")


def known_apart(known: list[Recorded], position: int | None) -> set[str]:
    rows = naive([each for *_, each in decode(known[:position]).seen])
    return {name for name, each in rows.items() if each[0][0] == 0}


async def test_its_digest_has_a_leaf_a_unit_and_its_identities_hold(
    fed: Fed, known: list[Recorded]
) -> None:
    figure = await asked(fed, "", PERIODS[2], None)
    items = [each async for each in fed.reader.items(figure)]
    lines = (
        (
            LeafKey(each.leaf.unit, each.leaf.part),
            Classified(each.kind, each.id, each.membership, each.reason, each.weight),
        )
        for each in items
    )
    assert {(each.leaf.unit, each.leaf.part, each.kind) for each in items} == {
        (each.unit, "2026-06-01", "dossier") for each in items
    }
    assert figure.digest == figure_digest(leaves(lines))
    assert (
        figure.considered == len(items) == figure.denominator + sum(n for _, n in figure.excluded)
    )
    alone = [await asked(fed, unit, PERIODS[2], None) for unit in ("units/ward", "units/other")]
    assert sum(each.considered for each in alone) == figure.considered
    place = LeafKey("units/other", "2026-06-01")
    of_leaf = [each.id async for each in fed.reader.items(figure, place)]
    assert of_leaf == [each.id for each in items if each.unit == place.unit]
    below = await asked(fed, "units/district", PERIODS[2], None)
    assert [each async for each in fed.reader.items(below, place)] == []  # of another subtree


async def test_items_are_read_unit_by_unit_and_of_a_leaf_its_unit_alone(
    fed: Fed, known: list[Recorded], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A figure of a whole country is never in memory at once."""
    figure, sizes = await asked(fed, "", PERIODS[2], None), list[set[str]]()
    reads = Received(fed.pool)
    fetch = reads.fetch

    async def noted(name: str, *values: Any) -> list[Any]:
        rows = await fetch(name, *values)
        sizes.extend([{row["unit"] for row in rows}] if name == "received_items" else [])
        return rows

    monkeypatch.setattr(reads, "fetch", noted)
    items = [each async for each in reads.items(figure)]
    assert (sizes, len(items)) == ([{"units/other"}, {"units/ward"}], figure.considered)
    sizes.clear()
    assert [each async for each in reads.items(figure, LeafKey("units/ward", "2026-06-01"))]
    assert sizes == [{"units/ward"}]


@pytest.mark.parametrize(
    ("closing", "expected"),
    [
        ((given.ended(), midnight(MARCH.end) - timedelta.resolution), "numerator"),
        ((given.ended(), midnight(MARCH.end)), "denominator"),
        ((given.ended(day_only=True), midnight(MARCH.end - timedelta(days=1))), "numerator"),
        ((given.ended(day_only=True), midnight(MARCH.end)), "denominator"),
        (None, "denominator"),
    ],
    ids=["in the last instant", "at midnight", "on the day", "on the day after", "not at all"],
)
async def test_what_is_promised_for_a_day_is_late_from_the_midnight_that_ends_it(
    fed: Fed, closing: tuple[Any, datetime] | None, expected: str
) -> None:
    accepted = given.accepted()
    accepted.deadline.promised.time.FromDatetime(midnight(MARCH.end))
    accepted.deadline.promised.end_of_day = True
    said = [(given.submitted(), AT), (accepted, AT), *([closing] if closing else [])]
    await fed.apply(
        [given.recorded(n, each, at, version=n) for n, (each, at) in enumerate(said, start=1)]
    )
    until = midnight(MARCH.end) + timedelta(days=1 if closing else 0)
    period = Period(MARCH.start, local_day(until))
    figure = await asked(fed, "", period, None)
    assert [word(each) async for each in fed.reader.items(figure)] == [expected]


async def test_voided_dossiers_are_shown_as_such(fed: Fed, known: list[Recorded]) -> None:
    figure = await asked(fed, "", PERIODS[2], None)
    reasons = Counter([each.reason async for each in fed.reader.items(figure)])
    assert reasons["voided"] > 0


async def test_a_list_begins_and_ends_with_what_counts(fed: Fed, known: list[Recorded]) -> None:
    positions = Positions(fed.catalog, len(known))
    period = await fed.reader.whole_period(RECEIVED, Scope(), positions)
    assert period == Period(date(2026, 3, 1), date(2026, 4, 1))


async def test_one_record_of_another_century_costs_one_month(
    fed: Fed, known: list[Recorded], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistyped year, of a dossier that does not count, may not be walked to month by month."""
    far = datetime(2120, 5, 3, tzinfo=UTC)
    at = len(known) + 1
    steps = (given.submitted(900), given.accepted(900))
    late = [given.recorded(at + n, each, far, version=n + 1) for n, each in enumerate(steps)]
    await fed.apply(late)
    reads, asked_for = Received(fed.pool), list[str]()
    fetch = reads.fetch

    async def noted(name: str, *values: Any) -> list[Any]:
        asked_for.append(name)
        return await fetch(name, *values)

    monkeypatch.setattr(reads, "fetch", noted)
    period = await reads.months(RECEIVED, Scope(), Positions(fed.catalog, at + 1))
    assert period == Period(date(2026, 3, 1), date(2026, 4, 1))
    assert asked_for.count("received_counts") <= 6
