"""What tests of withdrawn ends are given: a town whose units are to be reorganised, and are not.

Promises facts as the commands would record them, each command at a moment of its own. Must not
assert.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import (
    followings,
    offerings,
    repercussions,
    services,
    structure,
    tree,
    units,
)
from services.catalog.domain.effective import instant
from services.catalog.domain.offerings import Offering
from services.catalog.domain.succession import succeed
from services.catalog.domain.undoing import undo, undone, unretire, withdraw_closing
from services.chassis.decider import Fact
from tests.catalog.given import DAY, NOW, States, service
from tests.catalog.given_offerings import opening, then
from tests.catalog.given_succession import name
from tests.catalog.given_units import closed, merged, opened, split, u, withdrawn

AT = NOW + DAY
FOLLOW, CLOSE = facts.OFFERING_RULE_FOLLOW, facts.OFFERING_RULE_CLOSE
Said = Mapping[str, Sequence[Fact]]


class Town:
    """Units without parents, which offer service a; `told` is everything about each offering."""

    def __init__(self, *named: str, of: services.Service | None = None) -> None:
        self.now = NOW - DAY
        self.service = of or service()
        self.units = {u(each): [Fact(opened(each), NOW, "")] for each in named}
        self.told: dict[str, list[Fact]] = {}

    def of(self, unit: str) -> Offering:
        """The offering of a unit."""
        return offerings.DECIDER.fold(Offering(), self.told.get(name(unit), []))

    def unit(self, unit: str) -> units.Unit:
        return units.DECIDER.fold(units.Unit(), self.units[u(unit)])

    def do(self, unit: str, decided: Sequence[Fact]) -> None:
        """A command about an offering."""
        self.record({}, {name(unit): decided})

    def offer(
        self, unit: str, states: States, *, at: datetime = NOW - 100 * DAY, **rest: Any
    ) -> None:
        said = {"offering": name(unit), "unit": u(unit), "correction_reason": "nhập lại", **rest}
        by, known = self.unit(unit), self.of(unit)
        self.do(unit, opening(states, known=known, by=by, of=self.service, at=at, **said))

    def close(self, unit: str, *, at: datetime = AT) -> None:
        said = closed(unit, day=0)
        self.end(structure.close(self.forest(), proposed=said, at=at, now=self.now), CLOSE)

    def merge(self, *merging: str, into: str, rule: Any = FOLLOW, at: datetime = AT) -> None:
        said = merged("", into, day=0, offerings=rule)
        of = [u(each) for each in merging]
        changes = structure.merge(self.forest(), merged=of, proposed=said, at=at, now=self.now)
        self.end(changes, rule)

    def split(self, unit: str, *parts: str, at: datetime = AT) -> None:
        said = split(unit, dict.fromkeys(parts), day=0, offerings=FOLLOW)
        self.end(structure.split(self.forest(), proposed=said, at=at, now=self.now), FOLLOW)

    def end(self, changes: structure.Changes, rule: Any) -> None:
        """What the change comes to for units and offerings."""
        said: Any = next(iter(changes.values()))[0].message
        successors, at = structure.successors(changes), instant(said.effective_time)
        heirs = itertools.chain(*successors.values())
        found = succeed(
            ended=structure.ended(changes),
            successors=successors,
            rule=rule,
            at=at,
            now=self.now,
            offerings={each: then(Offering(), told) for each, told in self.told.items()},
            services={"services/a": self.service},
            ends={each: units.ends_at(unit) for each, unit in self.forest().items()},
            reason="",
            earlier=followings.into(self.forest(), heirs, at),
            told=self.told,
        )
        self.record(changes, found)

    def withdraw(self, unit: str, *, version: int = 0) -> dict[str, list[Fact]]:
        """Take the last change of a unit back; what that comes to for offerings."""
        said = withdrawn(unit, version or len(self.units[u(unit)]))
        before = self.forest()
        changes = structure.withdraw(before, proposed=said, now=self.now)
        what = undone(before[u(unit)], said)
        if what is None:
            self.record(changes, {})
            return {}
        found = undo(
            what,
            left=followings.into(before.after(changes), what.heirs, what.at),
            told=self.told,
            services={"services/a": self.service},
            now=self.now,
        )
        self.record(changes, found)
        return found

    def change_service(self, fact: Any) -> None:
        """What a fact about the service comes to for offerings."""
        change = repercussions.change(self.service, [Fact(fact, self.now, "")])
        self.service = change.after
        found = {
            each: repercussions.of(change, then(Offering(), told), now=NOW)
            for each, told in self.told.items()
        }
        self.record({}, found)

    def retire(self, *, at: datetime) -> None:
        """The end of the service, as far as it is not known to end."""
        decided = services.retire(self.service, at=at, legal_basis="", reason="", now=NOW)
        self.change_service(decided[0].message)

    def unretire(self) -> dict[str, list[Fact]]:
        """Take that back."""
        before = self.service
        assert before.retired_at is not None
        decided = services.withdraw_retirement(before, reason="hoãn lại", now=self.now)
        self.service = services.DECIDER.fold(before, decided)
        found = unretire(
            self.service,
            retired_at=before.retired_at,
            told=self.told,
            forest=self.forest(),
            now=self.now,
        )
        self.record({}, found)
        return found

    def reopen(self, unit: str) -> list[Fact]:
        """Take the planned closing of an offering back."""
        found = withdraw_closing(
            self.told.get(name(unit), []),
            name=name(unit),
            service=self.service,
            unit=self.unit(unit),
            reason="hoãn lại",
            now=NOW,
        )
        self.do(unit, found)
        return found

    def forest(self) -> tree.Forest:
        return tree.indexed({each: self.unit(each[6:]) for each in self.units})

    def record(self, changes: Said, found: Said) -> None:
        """All of it at one moment, and on to the next one."""
        for to, said in ((self.units, changes), (self.told, found)):
            for stream, decided in said.items():
                kept = [fact._replace(occurred_at=self.now) for fact in decided]
                to.setdefault(stream, []).extend(kept)
        self.now += timedelta(seconds=1)


def seen(known: Offering, at: datetime) -> tuple[Any, ...] | None:
    """Everything that can be said of an offering at an instant."""
    life, span = offerings.life_at(known, at), offerings.span_at(known, at)
    if life is None:
        return None
    assert span is not None
    said = (span.earned, span.attainable, span.level, span.extent, span.ceiling, span.verdict)
    ceiling, designated = life.ceiling(at), life.designation(at)
    return (
        said,
        [(each.capability, each.state, each.evidence) for each in life.capabilities(at)],
        ceiling and (ceiling.level, ceiling.reason),
        designated and designated.extent,
        # Not why: of two ends at one instant the one recorded first is the one that is told.
        (life.starts, life.ends),
    )
