"""Several plans of the same few instants, withdrawn in any order, against a town without them.

Promises that the two cannot be told apart at any instant once all are withdrawn, and that nothing
hinders that for good. Must not need a database.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import lives, offerings
from services.catalog.domain.effective import instant
from services.catalog.domain.offerings import Offering
from services.catalog.domain.refusals.offerings import CLOSING_UNKNOWN
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from tests.catalog.given import DAY, LEVEL_4, NA, NO, UNKNOWN, YES, content, published
from tests.catalog.given_offerings import closing, declaring, opening, recording
from tests.catalog.given_succession import name
from tests.catalog.given_undoing import AT, CLOSE, FOLLOW, Town, seen

UNITS = ["p", "q1", "q2"]
some_unit, some_origin = some.sampled_from(UNITS), some.sampled_from(UNITS[1:])
some_states = some.dictionaries(
    some.sampled_from([facts.CAPABILITY_FILE_ONLINE, facts.CAPABILITY_PAY_ONLINE]),
    some.sampled_from([YES, NO, NA, UNKNOWN]),
    max_size=2,
)
some_ceiling = some.sampled_from([None, 1, 2])
Step = tuple[str, str, float, Any]


def steps(kind: str, said: Any, *, unit: Any = some_unit, days: Sequence[float]) -> Any:
    return some.tuples(some.just(kind), unit, some.sampled_from(days), said)


some_plan = some.one_of(
    steps("merge", some.sampled_from([FOLLOW, FOLLOW, CLOSE]), unit=some_origin, days=[0]),
    steps("split", some.none(), unit=some_origin, days=[0]),
    steps("end", some.none(), days=[0, 0.5]),
    steps("retire", some.none(), days=[0, 0.5, 2]),
    steps("closing", some.none(), days=[0, 0.5, 1, 2]),
)
some_step = some.one_of(
    some.tuples(some.just("plan"), some_plan),
    some.tuples(some.just("plan"), some_plan),
    some.tuples(some.just("withdraw"), some.integers(0, 9)),
    some.tuples(
        some.just("both"),
        some.one_of(
            steps("open", some_states, days=[-1, 0, 1]),
            steps("record", some_states, days=[-1, 0, 1]),
            steps("close", some.none(), days=[0.25, 1]),
            steps("ceiling", some_ceiling, days=[-1, 0, 1]),
            steps("publish", some.booleans(), days=[-0.75]),
        ),
    ),
)


class Plan:
    """Something that will be withdrawn, and how."""

    def __init__(self, town: Town, kind: str, unit: str) -> None:
        self.town, self.kind, self.unit = town, kind, unit
        self.version = len(town.units[f"units/{unit}"])

    def withdraw(self) -> None:
        if self.kind == "closing":
            self.town.reopen(self.unit)
        elif self.kind == "retire":
            self.town.unretire()
        else:
            self.town.withdraw(self.unit, version=self.version)


class Two:
    """The same town twice; in one of them there are plans that will be withdrawn."""

    def __init__(self, offered: dict[str, Any]) -> None:
        self.planned, self.never = Town(*UNITS), Town(*UNITS)
        self.plans: list[Plan] = []
        for unit, states in offered.items():
            for town in (self.planned, self.never):
                town.offer(unit, {**LEVEL_4, **states})

    def take(self, kind: str, said: Any) -> None:
        with suppress(Refusal):
            if kind == "plan":
                self.plan(*said)
            elif kind == "both":
                self.both(said)
            elif self.plans:
                self.withdraw(self.plans[said % len(self.plans)])

    def plan(self, kind: str, unit: str, day: float, said: Any) -> None:
        town, at = self.planned, AT + day * DAY
        if kind == "merge":
            town.merge(unit, into="p", rule=said, at=at)
        elif kind == "split":
            town.split(unit, unit, "p", at=at)
        elif kind == "end":
            town.close(unit, at=at)
        elif kind == "retire":
            town.retire(at=at)
        elif any(life.starts == at and not life.is_called_off for life in town.of(unit).lives):
            return  # that withdraws the opening, for good
        else:
            town.do(unit, closing(town.of(unit), at=at))
        self.plans.append(Plan(town, kind, unit))

    def withdraw(self, plan: Plan) -> None:
        plan.withdraw()
        self.plans.remove(plan)

    def withdraw_all(self) -> None:
        """What waits for another to be withdrawn comes after it; what closes nothing that opens is
        left at last.
        """
        while self.plans:
            before, closes_nothing = len(self.plans), []
            for plan in list(self.plans):
                try:
                    self.withdraw(plan)
                except Refusal as refusal:
                    if refusal.reason is CLOSING_UNKNOWN:
                        closes_nothing.append(plan)
            if len(self.plans) == before:
                assert closes_nothing == self.plans
                return

    def both(self, step: Step) -> None:
        kind, unit, *_ = step
        if kind == "close" and any((p.kind, p.unit) == ("closing", unit) for p in self.plans):
            return  # of two closings the one that was said last is withdrawn first
        decided = [(town, self.said(town, *step)) for town in (self.planned, self.never)]
        for town, said in decided:
            if step[0] == "publish":
                town.change_service(said)
            else:
                town.do(step[1], said)

    def said(self, town: Town, kind: str, unit: str, day: float, said: Any) -> Any:
        known, of, at = town.of(unit), town.service, AT + day * DAY
        named = {"offering": name(unit), "unit": f"units/{unit}"}
        if kind == "publish":
            return published(len(of.versions) + 1, at=at, said=content(fee=1000 * said))
        if kind == "open":
            states = {**LEVEL_4, **said}
            return opening(states, known=known, by=town.unit(unit), of=of, at=at, **named)
        if kind == "record":
            return recording(known, said, of=of, at=at)
        if kind == "ceiling":
            return declaring(known, said, "vì" if said else "", of=of, at=at)
        return closing(known, at=at)


def alike(two: Two) -> None:
    for unit in UNITS:
        for third in range(-6, 12):
            at: datetime = AT + third * DAY / 4
            assert seen(two.planned.of(unit), at) == seen(two.never.of(unit), at), (unit, at)


def closes_only_what_goes_on(told: Sequence[Fact]) -> bool:
    known = Offering()
    for fact in told:
        said: Any = fact.message
        closes = isinstance(said, facts.OfferingClosed)
        if closes and not lives.goes_on_at(known, instant(said.effective_time)):
            return False
        known = offerings.DECIDER.fold(known, [fact])
    return True


@settings(max_examples=250)
@given(some.dictionaries(some_unit, some_states), some.lists(some_step, max_size=9))
def test_plans_that_are_withdrawn_in_any_order_were_never_made(
    offered: dict[str, Any], every: list[tuple[str, Any]]
) -> None:
    two = Two(offered)
    for step in every:
        two.take(*step)
    two.withdraw_all()
    alike(two)
    assert all(map(closes_only_what_goes_on, two.planned.told.values()))
