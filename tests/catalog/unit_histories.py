"""Random histories of units: a state machine that tries every command, also back-dated ones.

Promises that every history it makes is one that the catalogue accepts; what is refused leaves no
trace. Must not know what is to hold of a history.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import desks, openings, structure, unit_attributes, units
from services.catalog.domain.tree import Forest
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from tests.catalog import given_units as given
from tests.catalog.given import DAY, NOW
from tests.catalog.given_units import on, u

BEGINNING = {
    "a": ("", -5),
    "b": ("a", -5),
    "c": ("a", -5),
    "d": ("b", -5),
    "e": ("b", -1),
    "f": ("c", 3),
}
IDS = [*BEGINNING, "g"]
some_unit = some.sampled_from(IDS)
some_units = some.lists(some_unit, min_size=1, max_size=3, unique=True)
some_day = some.integers(-4, 8)  # few, so that much falls on one instant
some_parent = some.sampled_from(["", *IDS])
some_duty = some.sampled_from([facts.DUTY_LEADER, facts.DUTY_OFFICER])


@some.composite
def some_shares(draw: some.DrawFn) -> dict[str, Fraction | None]:
    """Two to four parts with shares that add up to 1, or without any."""
    ids = draw(some.lists(some_unit, min_size=2, max_size=4, unique=True))
    if draw(some.integers(0, 3)) == 0:
        return dict.fromkeys(ids)
    weights = [draw(some.integers(1, 7)) for _ in ids]
    return {each: Fraction(weight, sum(weights)) for each, weight in zip(ids, weights, strict=True)}


class History(RuleBasedStateMachine):
    """What was recorded, in order, and the forest that the catalogue makes of it.

    Every command comes a quarter of a day after the one before, so plans come true.
    """

    def __init__(self) -> None:
        super().__init__()
        self.forest = Forest()
        self.recorded: list[Any] = []
        self.commands: list[int] = []  # how much was recorded after each
        self.tried = 0

    @property
    def now(self) -> datetime:
        return NOW + self.tried * DAY / 4

    def alone(self, change: Callable[..., Sequence[Fact]], proposed: Any, day: float) -> None:
        """A command on one unit."""
        self.take(
            lambda: {
                proposed.unit: list(
                    change(self.of(proposed.unit), proposed=proposed, at=on(day), now=self.now)
                )
            }
        )

    def of(self, name: str) -> units.Unit:
        return self.forest.get(name, units.Unit())

    def take(self, decide: Callable[[], Mapping[str, Sequence[Fact]]]) -> None:
        """Record what a command comes to, unless it is refused."""
        self.tried += 1
        try:
            changes = decide()
        except Refusal:
            return
        for name, decided in changes.items():
            self.forest.put(name, units.DECIDER.fold(self.of(name), decided))
            self.recorded += [fact.message for fact in decided]
        self.commands.append(len(self.recorded))

    @initialize()
    def begin(self) -> None:
        """With a small tree, so that something happens."""
        for unit, (parent, day) in BEGINNING.items():
            self.open(unit, parent, day)

    @precondition(lambda self: u("g") not in self.forest)
    @rule(unit=some.just("g"), parent=some_parent, day=some_day)
    def open(self, unit: str, parent: str, day: float) -> None:
        proposed = given.opened(unit, parent, correction_reason="nhập lại")
        above = self.of(u(parent)) if parent else None
        self.take(
            lambda: {
                u(unit): list(
                    units.open_unit(
                        self.of(u(unit)), proposed=proposed, parent=above, at=on(day), now=self.now
                    )
                )
            }
        )

    @rule(unit=some_unit, day=some.integers(-8, 8))
    def correct_opening(self, unit: str, day: float) -> None:
        said = {"name": u(unit), "at": on(day), "reason": "nhập lại"}
        self.take(lambda: openings.correct(self.forest, now=self.now, **said))

    @rule(unit=some_unit, parent=some_parent, day=some_day)
    def move(self, unit: str, parent: str, day: float) -> None:
        proposed = given.moved(unit, parent, day=0, correction_reason="ghi sai")
        self.take(lambda: structure.move(self.forest, proposed=proposed, at=on(day), now=self.now))

    @rule(unit=some_unit, day=some_day)
    def close(self, unit: str, day: float) -> None:
        proposed = given.closed(unit, day=0, correction_reason="ghi sai")
        self.take(lambda: structure.close(self.forest, proposed=proposed, at=on(day), now=self.now))

    @rule(merged=some_units, into=some_unit, day=some_day)
    def merge(self, merged: list[str], into: str, day: float) -> None:
        proposed = given.merged("", into, day=0, correction_reason="ghi sai")
        self.take(
            lambda: structure.merge(
                self.forest,
                merged=[u(each) for each in merged],
                proposed=proposed,
                at=on(day),
                now=self.now,
            )
        )

    @rule(unit=some_unit, shares=some_shares(), day=some_day)
    def split(self, unit: str, shares: dict[str, Fraction | None], day: float) -> None:
        proposed = given.split(unit, shares, day=0, correction_reason="ghi sai")
        self.take(lambda: structure.split(self.forest, proposed=proposed, at=on(day), now=self.now))

    @property
    def planned(self) -> list[tuple[str, int]]:
        """Every change that lies ahead, as unit and version."""
        return [
            (unit_id, change.version)
            for unit_id in IDS
            for change in self.of(u(unit_id)).changes
            if change.since > self.now + DAY / 4
        ]

    @precondition(lambda self: self.planned)
    @rule(number=some.integers(0, 9))
    def withdraw(self, number: int) -> None:
        proposed = given.withdrawn(*self.planned[number % len(self.planned)])
        self.take(lambda: structure.withdraw(self.forest, proposed=proposed, now=self.now))


class WholeHistory(History):
    """With everything that concerns a unit alone."""

    @rule(
        unit=some_unit,
        name=some.sampled_from(["", "Một", "Hai"]),
        code=some.sampled_from([None, "", "001", "4.0"]),
        kind=some.sampled_from([None, "commune"]),
        day=some_day,
    )
    def rename(self, unit: str, name: str, code: str | None, kind: str | None, day: float) -> None:
        proposed = given.renamed(
            unit, name, day=0, code=code, kind=kind, correction_reason="ghi sai"
        )
        self.alone(unit_attributes.rename, proposed, day)

    @rule(unit=some_unit, officer=some.sampled_from(["o-1", "o-2"]), duty=some_duty, day=some_day)
    def appoint(self, unit: str, officer: str, duty: facts.Duty, day: float) -> None:
        proposed = given.appointed(unit, officer, duty=duty, day=0, correction_reason="ghi sai")
        self.alone(unit_attributes.appoint, proposed, day)

    @rule(unit=some_unit, officer=some.sampled_from(["o-1", "o-2"]), duty=some_duty, day=some_day)
    def relieve(self, unit: str, officer: str, duty: facts.Duty, day: float) -> None:
        proposed = given.relieved(unit, officer, duty=duty, day=0, correction_reason="ghi sai")
        self.alone(unit_attributes.relieve, proposed, day)

    @rule(unit=some_unit, refuse=some.booleans(), day=some_day)
    def set_policy(self, unit: str, refuse: bool, day: float) -> None:
        proposed = given.policy(unit, refuse, day=0, correction_reason="ghi sai")
        self.alone(unit_attributes.assign, proposed, day)

    @rule(unit=some_unit, calendar=some.sampled_from(["hanoi", "hue"]), day=some_day)
    def assign(self, unit: str, calendar: str, day: float) -> None:
        proposed = given.assigned(unit, calendar, day=0, correction_reason="ghi sai")
        self.alone(unit_attributes.assign, proposed, day)

    @rule(
        unit=some_unit,
        desk=some_unit,
        below=some.tuples(some.booleans(), some.booleans()),
        day=some_day,
        until=some.one_of(some.none(), some_day),
    )
    def authorize(
        self, unit: str, desk: str, below: tuple[bool, bool], day: float, until: float | None
    ) -> None:
        proposed = given.authorized(
            unit, desk, day=0, until=until, desks_below=below[0], for_units_below=below[1],
            correction_reason="ghi sai",
        )  # fmt: skip
        known = self.of(u(desk))
        self.alone(lambda of, **rest: desks.authorize(of, desk=known, **rest), proposed, day)

    @rule(unit=some_unit, desk=some_unit, day=some_day)
    def revoke(self, unit: str, desk: str, day: float) -> None:
        proposed = given.revoked(unit, desk, day=0, correction_reason="ghi sai")
        self.alone(desks.revoke, proposed, day)
