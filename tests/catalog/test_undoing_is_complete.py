"""Ends that are planned and withdrawn, against a town where nobody ever planned them.

Promises that the two cannot be told apart at any instant, whatever was recorded before, meanwhile
and afterwards. Must not need a database.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import offerings, services
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from tests.catalog.given import (
    DAY,
    LEVEL_4,
    NA,
    NO,
    NOW,
    UNKNOWN,
    YES,
    content,
    drafted,
    published,
    recorded,
)
from tests.catalog.given_offerings import SIX, closing, declaring, recording
from tests.catalog.given_succession import name
from tests.catalog.given_undoing import FOLLOW, Town, seen

DAYS = 12
BEGAN = NOW - 3 * DAY
LATE, WHY = "nhập lại", "Chuyển về thành phố"
DECISIVE = [
    facts.CAPABILITY_INFO_FEES,
    facts.CAPABILITY_FILE_ONLINE,
    facts.CAPABILITY_PAY_ONLINE,
    facts.CAPABILITY_RESULT_ONLINE,
]
some_day = some.integers(0, DAYS - 1)
some_ahead = some.integers(4, DAYS - 1)
some_states = some.dictionaries(
    some.sampled_from(DECISIVE), some.sampled_from([YES, NO, NA, UNKNOWN]), max_size=3
)
Step = tuple[str, int, Any]


def steps(kind: str, said: some.SearchStrategy[Any], day: Any = some_day) -> Any:
    return some.tuples(some.just(kind), day, said)


some_steps = some.lists(
    some.one_of(
        steps("open", some.tuples(some_states, some.sampled_from([None, 1, 2]))),
        steps("record", some.tuples(some_states, some.sampled_from(["", "https://q.vn"]))),
        steps("ceiling", some.sampled_from([None, 1, 2, 3])),
        steps("designate", some.sampled_from([2, 3])),
        steps("close", some.none()),
        steps("publish", some.booleans()),
        steps("retire", some.just(False), some_ahead),
        steps("end", some.none(), some_ahead),
        steps("plan", some.sampled_from(["unit", "service", "closing"]), some_ahead),
        steps("plan", some.sampled_from(["unit", "service", "closing"]), some_ahead),
        steps("withdraw", some.none()),
    ),
    max_size=16,
)


def day(number: float) -> datetime:
    return BEGAN + number * DAY


def in_force() -> services.Service:
    first = published(1, at=BEGAN - 99 * DAY)
    return services.DECIDER.fold(
        services.Service(), [Fact(said, BEGAN, "") for said in (drafted(), first)]
    )


class Two:
    """The same town twice: in one of them ends are planned and withdrawn."""

    def __init__(self, rule: str) -> None:
        self.planned, self.never = Town("q", of=in_force()), Town("q", of=in_force())
        self.rule = rule
        self.plan: tuple[str, datetime] | None = None

    def take(self, step: Step) -> None:
        """One more step; in both towns or in neither."""
        kind, number, said = step
        at = day(number)
        if kind == "plan" and self.plan is None:
            with suppress(Refusal):
                self.planned_end(said, at)
                self.plan = said, at
        elif kind == "withdraw" and self.plan:
            self.withdraw(*self.plan)
            self.plan = None
        elif kind == "end":
            if not self.planned.unit("q").end:
                self.planned.close("q", at=at)
                self.never.close("q", at=at)
        elif kind in {"publish", "retire"}:
            self.change_service(kind, at, said)
        elif kind not in {"plan", "withdraw"}:
            with suppress(Refusal):
                self.both(lambda town: self.said(town, kind, at, said))

    def planned_end(self, what: str, at: datetime) -> None:
        town = self.planned
        if what == "closing":
            if any(life.starts == at for life in town.of("q").lives):
                self.refuse()  # that withdraws the opening
            town.do("q", closing(town.of("q"), at=at))
        elif what == "service":
            town.retire(at=at)
        elif town.unit("q").end:
            self.refuse()
        else:
            town.close("q", at=at)

    def withdraw(self, what: str, at: datetime) -> None:
        town = self.planned
        if what == "unit":
            town.withdraw("q")
        elif what == "service":
            town.unretire()
        else:
            last = [life for life in town.of("q").lives if not life.is_called_off][-1:]
            # An end that came before it, of whatever kind, has taken its place.
            if [(life.ends, life.why.reason) for life in last] == [(at, WHY)]:
                town.reopen("q")

    def both(self, decide: Callable[[Town], Sequence[Fact]]) -> None:
        decided = [(town, decide(town)) for town in (self.planned, self.never)]
        for town, done in decided:
            town.do("q", done)

    def said(self, town: Town, kind: str, at: datetime, said: Any) -> Sequence[Fact]:
        known, of = town.of("q"), town.service
        if kind == "open":
            return self.opening(town, at, *said)
        if kind == "record":
            states = recorded(said[0], evidence=said[1])
            return recording(known, states, of=of, at=at, reason=LATE)
        if kind == "ceiling":
            return declaring(known, said, "vì" if said else "", of=of, at=at, reason=LATE)
        if kind == "designate":
            fact = facts.ExtentDesignated(offering=name("q"), effective_time=at, extent=said)
            return [Fact(fact, NOW, "")] if offerings.is_open_at(known, at) else self.refuse()
        return closing(known, at=at, reason=LATE)

    def refuse(self) -> Any:
        raise Refusal(offerings.OFFERING_CLOSED_THEN)

    def opening(self, town: Town, at: datetime, states: Any, ceiling: int | None) -> Any:
        proposed = facts.OfferingOpened(
            offering=name("q"),
            service="services/a",
            unit="units/q",
            correction_reason=LATE,
            level_rule=self.rule,
            ceiling=ceiling,
            ceiling_reason="vì" if ceiling else "",
        )
        return offerings.open_offering(
            town.of("q"),
            proposed=proposed,
            capabilities=recorded({**LEVEL_4, **states}, evidence="https://dvc.vn"),
            service=town.service,
            unit=town.unit("q"),
            at=at,
            now=NOW,
        )

    def change_service(self, kind: str, at: datetime, fee: bool) -> None:
        """A new version, or the end of the service, with what offerings make of it."""
        before = self.never.service
        number, last = len(before.versions) + 1, before.versions[-1].effective_time
        retires = [each.service.retired_at for each in (self.planned, self.never)]
        if (
            before.retired_at
            or at < last
            or (retires[0] and (kind == "retire" or retires[0] <= at))
        ):
            return
        fact: Any = published(number, at=at, said=content(fee=1000 * fee))
        if kind == "retire":
            fact = facts.ServiceRetired(service="services/a", effective_time=at)
        for town in (self.planned, self.never):
            town.change_service(fact)


def alike(two: Two) -> None:
    one, other = two.planned.of("q"), two.never.of("q")
    for number in range(3 * DAYS + 3):
        at = day(number / 3)
        assert seen(one, at) == seen(other, at)


@settings(max_examples=150)
@given(some_steps, some.sampled_from(["", "", SIX]))
def test_an_end_that_is_withdrawn_was_never_planned(every: list[Step], rule: str) -> None:
    two = Two(rule)
    for step in every:
        two.take(step)
        if two.plan is None:
            alike(two)
    two.take(("withdraw", 0, None))
    alike(two)


UNITS = ["q1", "q2", "q3"]
some_mergers = some.permutations(UNITS).flatmap(
    lambda units: some.integers(0, 2).map(lambda cut: [units[:cut], units[cut:]])
)


@settings(max_examples=100)
@given(
    some.dictionaries(some.sampled_from(UNITS), some_states),
    some_mergers,
    some.permutations(UNITS),
    some.sampled_from(["first", "last", "never"]),
)
def test_once_every_merger_is_withdrawn_each_unit_offers_what_it_did_and_nothing_followed(
    offered: dict[str, Any], mergers: list[list[str]], order: list[str], by_hand: str
) -> None:
    town = Town("p", *UNITS)
    for unit, states in offered.items():
        town.offer(unit, {**LEVEL_4, **states})
    if by_hand == "first":
        town.offer("p", LEVEL_4, at=NOW + DAY)
    before = {unit: town.of(unit) for unit in ("p", *UNITS)}
    for units in filter(None, mergers):
        town.merge(*units, into="p", rule=FOLLOW)
    stays = by_hand == "first"
    if by_hand == "last":
        with suppress(Refusal):
            town.offer("p", LEVEL_4, at=NOW + DAY)
            stays = True
    for done, unit in enumerate(order, 1):
        town.withdraw(unit)
        follows = any(each in offered for each in order[done:])
        assert offerings.goes_on_at(town.of("p"), NOW + DAY) == (stays or follows)
    for unit in UNITS:
        assert town.of(unit).lives == before[unit].lives
        assert town.of(unit).spans == before[unit].spans
