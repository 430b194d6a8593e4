"""Sums of what came in, went out and is still there, against dossiers walked one by one.

The oracle asks who had a dossier just before an instant, and knows nothing of intervals.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.log import Recorded
from services.metrics.domain.figures import Scope
from services.metrics.domain.intervals import Why
from services.metrics.domain.periods import Period, local_day, midnight
from services.metrics.projections.batch import decode
from services.metrics.queries.positions import Requested
from services.metrics.queries.reconciliation import reconciled
from services.metrics.reconciling import RECONCILED, RESIDUAL, Reconciling, recent
from tests.metrics import given_items
from tests.metrics.conftest import Fed
from tests.metrics.given import (
    AT,
    CITY,
    DISTRICT,
    OTHER,
    WARD,
    accepted,
    dossier,
    ended,
    recorded,
    submitted,
)
from tests.metrics.test_intervals_folded import naive

HOUR = timedelta(hours=1)
DOSSIERS = 60
OPEN, PAUSED = {2, 4}, {5, 6}
HAD = OPEN | PAUSED
NOBODY = (0, "", "", False, None, 0)
NAMES = {7: "withdrawn", 8: "stopped", 3: "refused", 9: "ended", 10: "ended"}
PERIODS = [
    Period(date(2026, 3, 1), date(2026, 4, 1)),
    Period(date(2026, 3, 3), date(2026, 3, 5)),
    Period(date(2026, 3, 8), date(2026, 6, 1)),
]
BELOW = {"": {WARD, OTHER}, DISTRICT: {WARD}, WARD: {WARD}}


def history(random: Random) -> list[Recorded]:
    """Dossiers on their way through two units, mixed; in a few of them time goes back."""
    lives = [timed(life(number, random), random) for number in range(1, DOSSIERS + 1)]
    versions, found = Counter[str](), list[Recorded]()
    while lives:
        of_one = random.choice(lives)
        at, message = of_one.pop(0)
        versions[message.dossier] += 1
        if isinstance(message, events.DossierAccepted) and random.random() < 0.9:
            message.deadline.promised.time.FromDatetime(at + random.choice([5, 50, 150]) * HOUR)
            message.deadline.promised.end_of_day = len(found) % 2 == 0
        version = versions[message.dossier]
        found.append(recorded(len(found) + 1, message, at, version=version))
        lives = [each for each in lives if each]
    return found


def timed(said: list[Any], random: Random) -> list[tuple[datetime, Any]]:
    """Each event with its time."""
    at, found = AT + random.randrange(200) * HOUR, []
    for message in said:
        found.append((at, message))
        at += HOUR * random.choice([0, 1, 20, 20, 60, 60, 60, 60, 60, 60, -50])
    return found


def life(number: int, random: Random) -> list[Any]:
    """A dossier from its submission on; some never get far."""
    name = {"dossier": dossier(number)}
    middle = [
        events.HandlingStarted(**name, handling_unit=WARD),
        events.SupplementRequested(**name, after_acceptance=True, number=1),
        events.SupplementAnswered(**name, after_acceptance=True, number=1),
        events.DossierTransferred(**name, to_unit=OTHER),
        events.DossierAssigned(**name, assignee="o-1"),
        events.DossierTransferred(**name, to_unit=WARD),
    ]
    ends: list[Any] = [
        ended(number),
        events.DossierWithdrawn(**name),
        events.DossierStopped(**name),
        events.DossierVoided(**name),
    ]
    steps = [submitted(number), accepted(number), *middle[: random.randrange(7)]]
    steps += random.sample(ends, random.choice([0, 1]))
    early = [
        submitted(number),
        random.choice([events.DossierRefused, events.DossierWithdrawn])(**name),
    ]
    return random.choice([steps, steps, steps, early, steps[:1]])


def held_before(begun: list[tuple[datetime, Any]], at: datetime) -> Any:
    """Status, unit, officer, acceptance just before an instant."""
    before = [held for when, held in begun if when < at]
    return before[-1] if before else NOBODY


def has(held: Any, units: set[str]) -> bool:
    return bool(held[3] and held[0] in HAD and held[1] in units)


def flow(dossiers: Any, units: set[str], since: datetime, until: datetime) -> Counter[str]:
    """The oracle: every step of every dossier, looked at once."""
    lines = Counter[str]()
    for begun in dossiers:
        lines["carried"] += has(held_before(begun, since), units)
        at_end = held_before(begun, until)
        lines["open"] += has(at_end, units) and at_end[0] in OPEN
        lines["paused"] += has(at_end, units) and at_end[0] in PAUSED
        nobody = (begun[0][0], NOBODY)
        for (_, old), (at, new) in pairwise([nobody, *begun]):
            if since <= at < until:
                lines.update(turn(old, new, units))
    return +lines


def turn(old: Any, new: Any, units: set[str]) -> list[str]:
    """What a step is to these units; between two of them it is out of one and into the other."""
    if new[3] and not old[3]:
        return ["received"] if new[1] in units else []
    if old[3] and old[0] in HAD and new[0] not in HAD:
        return [NAMES[new[0]]] if old[1] in units else []
    if not (new[3] and new[0] in HAD) or new[1] == old[1]:
        return []
    out = ["transferred_out"] if old[1] in units else []
    return [*out, *(["transferred_in"] if new[1] in units else [])]


@pytest.fixture
async def known(fed: Fed) -> list[Recorded]:
    found = history(Random(11))
    await fed.apply(found, size=37)
    return found


def walked(found: list[Recorded], position: int) -> tuple[list[Any], int]:
    """The dossiers that are in order, each as who had it since when, and how many are not."""
    rows = naive([seen for *_, seen in decode(found[:position]).seen] if position else [])
    orderly = [
        [(begins, held) for _, _, held, begins, _ in each] for each in rows.values() if each[0][0]
    ]
    return orderly, sum(each[0][:2] == (0, Why.DISORDERED) for each in rows.values())


async def test_what_came_in_went_out_or_is_still_there(fed: Fed, known: list[Recorded]) -> None:
    for position in (len(known), len(known) // 2, None):
        dossiers, disordered = walked(known, position or len(known))
        assert disordered > 0
        for period in PERIODS:
            since, until = (midnight(each) for each in period)
            for unit, units in BELOW.items():
                asked = Requested(None, position)
                found = await reconciled(fed.pool, Scope(unit), period, asked)
                expected = flow(dossiers, units, since, until)
                [sums] = [each for each in found.identities if each.name == "flow"]
                assert +Counter({**sums.left, **sums.right}) == expected
                assert [each.residual for each in found.identities] == [0] * 8


async def test_every_dossier_that_was_submitted_came_to_something(
    fed: Fed, known: list[Recorded]
) -> None:
    dossiers, _ = walked(known, len(known))
    whole = Period(date(2026, 1, 1), date(2027, 1, 1))
    found = await reconciled(fed.pool, Scope(), whole, Requested())
    submitted = next(each for each in found.identities if each.name == "submitted")
    outcomes = Counter(
        "accepted" if any(held[3] for _, held in begun) else NAMES.get(begun[-1][1][0], "pending")
        for begun in dossiers
    )
    assert submitted.left == {"submitted": len(dossiers)}
    assert +Counter(submitted.right) == outcomes
    assert {"accepted", "refused", "withdrawn", "pending"} <= outcomes.keys()


async def test_what_is_past_its_due_and_not_paused_is_overdue(fed: Fed) -> None:
    due = accepted(1)
    due.deadline.due.time.FromDatetime(AT + 30 * HOUR)
    paused = events.SupplementRequested(dossier=dossier(1), after_acceptance=True)
    said = [(AT, submitted(1)), (AT, due), (AT + 72 * HOUR, paused)]
    await fed.apply(
        [recorded(n, each, at, version=n) for n, (at, each) in enumerate(said, start=1)]
    )
    for last, overdue in ((3, 0), (4, 1), (5, 1), (6, 0)):
        period = Period(date(2026, 3, 1), date(2026, 3, last))
        assert (await reconciled(fed.pool, Scope(), period, Requested())).overdue == overdue


@pytest.mark.parametrize(
    ("hours", "ended_then", "disordered"), [(0, 1, 0), (-24, 0, 1), (24, 1, 0)]
)
async def test_a_day_is_not_before_an_instant_of_it(
    fed: Fed, hours: int, ended_then: int, disordered: int
) -> None:
    """Accepted at 10:00, and ended on that day, on the day before, on the day after."""
    day = midnight(local_day(AT)) + hours * HOUR
    said = [(submitted(1), AT), (accepted(1), AT), (ended(1, day_only=True), day)]
    await fed.apply([recorded(n, each, at, version=n) for n, (each, at) in enumerate(said, 1)])
    march = Period(date(2026, 3, 1), date(2026, 4, 1))
    found = await reconciled(fed.pool, Scope(), march, Requested())
    flow = next(each for each in found.identities if each.name == "flow")
    assert (flow.right["ended"], found.disordered) == (ended_then, disordered)
    assert flow.residual == 0


async def test_what_is_overdue_and_complained_of_is_taken_off_twice(fed: Fed) -> None:
    """The official sum of satisfaction may fall below 0: 2 ended, less 2 overdue, less 1."""
    overdue, backwards = events.VERDICT_OVERDUE, (events.ANOMALY_ENDED_BEFORE_ACCEPTED,)
    ends = [
        ended(1, verdict=overdue),
        ended(2, verdict=overdue),
        ended(3, verdict=overdue, anomalies=backwards),
    ]
    said = [
        each for n, end in enumerate(ends, start=1) for each in (submitted(n), accepted(n), end)
    ]
    said += [given_items.rated(1, 2), given_items.rated(2, 3), given_items.rated(3, 1)]
    await fed.apply([recorded(n, each, AT, version=n) for n, each in enumerate(said, start=1)])
    march = Period(date(2026, 3, 1), date(2026, 4, 1))
    found = await reconciled(fed.pool, Scope(), march, Requested())
    assert found.satisfaction == (2, 2, 1)


async def test_months_and_units_add_up_to_the_whole_and_what_no_tree_holds_is_the_residual(
    fed: Fed,
) -> None:
    lost = "units/lost"
    said = [
        (submitted(1), AT),
        (accepted(1), AT),
        (submitted(2), AT),
        (accepted(2, unit=OTHER), AT + 30 * 24 * HOUR),
        (ended(2, unit=OTHER), AT + 40 * 24 * HOUR),
        (submitted(3), AT),
        (accepted(3, unit=lost), AT),
    ]
    await fed.apply([recorded(n, each, at, version=n) for n, (each, at) in enumerate(said, 1)])
    year = Period(date(2026, 1, 1), date(2027, 1, 1))

    async def asked(scope: Scope) -> dict[str, Any]:
        found = await reconciled(fed.pool, scope, year, Requested())
        return {each.name: each for each in found.identities}

    whole = await asked(Scope())
    assert whole["received_by_month"].right == {"2026-03": 2, "2026-04": 1}
    assert whole["received_by_unit"].right == {CITY: 2}
    assert whole["ended_by_unit"].right == {CITY: 1}
    assert whole["ended_by_month"].left == {"ended": 1}
    residuals = {name: each.residual for name, each in whole.items() if each.residual}
    assert residuals == {"received_by_unit": 1}
    for scope, units in (
        (Scope(CITY), {DISTRICT: 1, OTHER: 1}),
        (Scope(DISTRICT), {WARD: 1}),
        (Scope(WARD), {WARD: 1}),
        (Scope(DISTRICT, alone=True), {}),
    ):
        found = await asked(scope)
        assert found["received_by_unit"].right == units
        assert found["received_by_unit"].residual == 0


async def test_operators_see_the_residual_of_this_month_and_the_one_before(fed: Fed) -> None:
    at = AT + 5 * 24 * HOUR
    said = [submitted(1), accepted(1, unit="units/lost")]
    await fed.apply([recorded(n, each, at, version=n) for n, each in enumerate(said, 1)])

    async def shown(now: datetime) -> dict[str, float]:
        await Reconciling(fed.pool, 1.0, now=lambda: now).check()
        [metric] = RESIDUAL.collect()
        assert next(iter(RECONCILED.collect())).samples[0].value == now.timestamp()
        return {each.labels["identity"]: each.value for each in metric.samples if each.value}

    assert await shown(at + 40 * 24 * HOUR) == {"received_by_unit": 1.0}
    assert await shown(at + 70 * 24 * HOUR) == {}
    days = {date(2026, 3, 1): date(2026, 2, 1), date(2026, 1, 31): date(2025, 12, 1)}
    for day, start in days.items():
        assert recent(day) == Period(start, day + timedelta(days=1))
