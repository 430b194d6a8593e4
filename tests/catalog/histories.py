"""Random histories of the whole catalogue: commands that the domain let through, in a real log.

Promises every kind of fact, in past, present and future, and commands that touch several streams,
one of them perhaps twice. Must not read the tables.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import (
    calendars,
    services,
    structure,
    targets,
    unit_attributes,
    units,
    versions,
)
from services.catalog.domain.offering import (
    aggregate,
    ceilings,
    closing,
    opening,
    recording,
    withdrawal,
)
from services.catalog.domain.offering.consequences import Derivation
from services.catalog.domain.offering.own import FIRST
from services.catalog.domain.offering.situation import Situation
from services.catalog.queries.facts import kind_of
from services.chassis.decider import Decider, Fact
from services.chassis.errors import Refusal
from tests.catalog.given import DAY, LEVEL_4, NA, NO, NOW, UNKNOWN, YES, recorded
from tests.dates import on

DECIDERS: Mapping[str, Decider[Any]] = {
    "units": units.DECIDER,
    "services": versions.DECIDER,
    "offerings": aggregate.DECIDER,
    "calendars": calendars.DECIDER,
    "targets": targets.DECIDER,
}
REASON = "đính chính"
CITY = "units/city"
NAMES = ["Đăng ký khai sinh", "Cấp giấy phép", "Hoàn Kiếm", "Hoà An", "Ăn uống", "Ông Ích Khiêm"]
Said = tuple[str, Fact]


class Making:
    """A catalogue in the making: its states, and the commands that made them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.now = NOW
        self.states: dict[str, Any] = {}
        self.commands: list[list[Said]] = []
        self.do(self.open_unit(CITY, "", at=NOW - 60 * DAY))

    def go_on(self, commands: int) -> Making:
        """Some more commands; what the domain refuses is not done."""
        ways = [
            *[self.unit] * 3,
            *[self.structure] * 8,
            *[self.service] * 4,
            *[self.offering] * 6,
            self.calendar,
            self.target,
        ]
        wanted = len(self.commands) + commands
        while len(self.commands) < wanted:
            self.now += timedelta(hours=self.random.randrange(1, 9))
            with suppress(Refusal):
                self.do(self.random.choice(ways)())
        return self

    def do(self, stated: Sequence[Said]) -> None:
        """A command; now and then it does one more thing, as an intake does."""
        done = self.take(stated)
        if self.random.random() < 0.2:
            with suppress(Refusal):
                done += self.take(self.random.choice([self.unit, self.offering])())
        if done:
            self.commands.append(done)

    def take(self, stated: Sequence[Said]) -> list[Said]:
        """What is decided, and what follows from it for all offerings."""
        self.fold(stated)
        derived = [each for name in self.named("services") for each in self.consequences(name)]
        self.fold(derived)
        return [*stated, *derived]

    def fold(self, stated: Sequence[Said]) -> None:
        for stream, fact in stated:
            decider = DECIDERS[kind_of(stream)]
            self.states[stream] = decider.fold(self.of(stream), [fact])

    def consequences(self, service: str) -> list[Said]:
        derivation, offered = self.derivation(service)
        return [*derivation.consequences(offered, offered, since=FIRST, now=self.now).items()]

    def derivation(self, service: str) -> tuple[Derivation, dict[str, aggregate.Offering]]:
        """All units' offerings of a service, and from what they are derived."""
        units_ = {name: self.states[name] for name in self.named("units")}
        offered = {unit: self.of(f"{service}/offerings/{unit[6:]}") for unit in units_}
        return Derivation(self.of(service), units_), offered

    def named(self, kind: str) -> list[str]:
        return [name for name in self.states if kind_of(name) == kind]

    def of(self, stream: str) -> Any:
        return self.states.get(stream) or DECIDERS[kind_of(stream)].initial()

    def some(self, kind: str) -> str:
        known = self.named(kind)
        return self.random.choice(
            known or ["services/no/offerings/no" if kind == "offerings" else f"{kind}/no"]
        )

    def time(self) -> datetime:
        return NOW + self.random.randrange(-50, 60) * DAY / 2

    def text(self) -> facts.Text:
        return facts.Text(vi=f"{self.random.choice(NAMES)} {self.random.randrange(20)}", en="Name")

    def open_unit(self, name: str, parent: str, *, at: datetime) -> list[Said]:
        proposed = facts.UnitOpened(
            unit=name,
            parent=parent,
            kind=self.random.choice(["ward", "team"]),
            code=f"{self.random.randrange(9):03}",
            display_name=self.text(),
            correction_reason=REASON,
        )
        above = self.of(parent) if parent else None
        opened = units.open_unit(self.of(name), proposed=proposed, parent=above, at=at, now=NOW)
        return [(name, fact) for fact in opened]

    def unit(self) -> list[Said]:
        name, why = self.some("units"), {"correction_reason": REASON}
        on_duty: dict[str, Any] = {"officer": "o1", "duty": 1, **why}
        ways: list[tuple[Callable[..., Any], Any]] = [
            (unit_attributes.rename, facts.UnitRenamed(unit=name, display_name=self.text(), **why)),
            (unit_attributes.rename, facts.UnitRenamed(unit=name, code="9", kind="town", **why)),
            (
                unit_attributes.assign,
                facts.FilingPolicySet(
                    unit=name, refuse_below_level_3=self.random.random() < 0.5, **why
                ),
            ),
            (
                unit_attributes.assign,
                facts.CalendarAssigned(unit=name, calendar="calendars/vn", **why),
            ),
            (unit_attributes.appoint, facts.OfficerAppointed(unit=name, **on_duty)),
            (unit_attributes.relieve, facts.OfficerRelieved(unit=name, **on_duty)),
        ]
        decide, proposed = self.random.choice(ways)
        decided = decide(self.of(name), proposed=proposed, at=self.time(), now=self.now)
        return [(name, fact) for fact in decided]

    def structure(self) -> list[Said]:
        forest = {name: self.states[name] for name in self.named("units")}
        follow = self.random.choice([facts.OFFERING_RULE_FOLLOW, facts.OFFERING_RULE_CLOSE])
        name, other, third = (self.some("units") for _ in range(3))
        why, at = {"correction_reason": REASON}, {"at": self.time(), "now": self.now}
        planned = [each.version for each in self.of(name).changes if each.since > self.now]
        if len(forest) < 14 and self.random.random() < 0.5:
            return self.open_unit(f"units/u{len(self.states):03}", other, at=self.time())
        ways: list[Callable[[], structure.Changes]] = [
            lambda: structure.move(
                forest, proposed=facts.UnitMoved(unit=name, parent=other, **why), **at
            ),
            lambda: structure.close(forest, proposed=facts.UnitClosed(unit=name, **why), **at),
            lambda: structure.merge(
                forest,
                merged=[name, other],
                proposed=facts.UnitMerged(into=third, offerings=follow, **why),
                **at,
            ),
            lambda: structure.split(
                forest,
                proposed=facts.UnitSplit(
                    unit=name,
                    offerings=follow,
                    parts=[facts.Successor(unit=other), facts.Successor(unit=third)],
                    **why,
                ),
                **at,
            ),
            lambda: structure.withdraw(
                forest,
                proposed=facts.UnitChangeWithdrawn(
                    unit=name, version=self.random.choice(planned or [0]), reason="r"
                ),
                now=self.now,
            ),
        ]
        changes = self.random.choices(ways, [4, 1, 3, 2, 4])[0]()
        return [(stream, fact) for stream, said in changes.items() for fact in said]

    def service(self) -> list[Said]:
        name, at, now = self.some("services"), self.time(), self.now
        state, authority = self.of(name), self.of(CITY)
        content = facts.ServiceContent(
            display_name=self.text(),
            authority=CITY,
            field=self.random.choice(["Hộ tịch", "Đất đai"]),
            codes=[facts.ServiceCode(system="national", value=f"1.{self.random.randrange(9)}")],
        )
        if len(self.named("services")) < 4 and self.random.random() < 0.3:
            name, state = f"services/s{len(self.states):03}", versions.Service()
        proposed = facts.ServiceDrafted(service=name, content=content)
        drafting = services.revise if state.name else services.draft
        number = self.random.randrange(1, 4)
        ways: list[Callable[[], Sequence[Fact]]] = [
            lambda: drafting(state, proposed=proposed, authority=authority, now=now),
            lambda: services.publish(state, authority=authority, at=at, reason=REASON, now=now),
            lambda: services.correct(
                state, number=number, stated=content, authority=authority, reason=REASON, now=now
            ),
            lambda: services.withdraw(state, number=number, reason=REASON, now=now),
            lambda: services.retire(state, at=at, legal_basis="", reason=REASON, now=now),
        ]
        way = 0 if not state.name else self.random.choices(range(5), [3, 5, 2, 4, 0.2])[0]
        return [(name, fact) for fact in ways[way]()]

    def offering(self) -> list[Said]:
        service, unit = self.some("services"), self.some("units")
        name = self.some("offerings")
        if self.random.random() < 0.3:
            name = f"{service}/offerings/{unit.removeprefix('units/')}"
        service, unit = name.rpartition("/offerings/")[0], f"units/{name.rpartition('/')[2]}"
        derivation, offered = self.derivation(service)
        periods = derivation.timelines(offered).get(unit, ())
        judged = Situation(name, self.of(name), periods, self.of(service), self.of(unit))
        about: dict[str, Any] = {"offering": name, "correction_reason": REASON}
        states = {
            c: self.random.choice([YES, NO, NA, UNKNOWN]) for c in self.random.sample([*LEVEL_4], 4)
        }
        opened = facts.OfferingOpened(
            service=service,
            unit=unit,
            level_rule=self.random.choice(["", "", "six_points@1"]),
            capabilities=recorded(LEVEL_4),
            **about,
        )
        ways: list[tuple[Callable[..., Any], Any]] = [
            (opening.open_offering, opened),
            (recording.record, facts.CapabilitiesRecorded(capabilities=recorded(states), **about)),
            (ceilings.declare_ceiling, facts.CeilingDeclared(**about)),
            (closing.close, facts.OfferingClosed(reason="r", **about)),
        ]
        versions = [each.version for each in judged.offering.own.facts if each.since > self.now]
        if versions and self.random.random() < 0.2:
            decided = withdrawal.withdraw(
                judged, version=self.random.choice(versions), reason="r", now=self.now
            )
            return [(name, fact) for fact in decided]
        opens = not periods or self.random.random() < 0.1
        decide, proposed = ways[0 if opens else self.random.choices(range(1, 4), [6, 1, 1])[0]]
        return [
            (name, fact) for fact in decide(judged, proposed=proposed, at=self.time(), now=self.now)
        ]

    def calendar(self) -> list[Said]:
        day = facts.SpecialDay(date=on(f"2026-02-{self.random.randrange(1, 28):02}"), kind=1)
        week = [facts.UsualDay(weekday=1, hours=[facts.WorkingHours(opens=480, closes=1020)])]
        known = self.of("calendars/vn")
        proposed = facts.CalendarRevised(
            calendar="calendars/vn", days=[day], source="s", reason="r", display_name=self.text()
        )
        if not known.version:
            proposed.week.extend(week)
        decided = calendars.revise(known, proposed=proposed, now=self.now)
        return [("calendars/vn", fact) for fact in decided]

    def target(self) -> list[Said]:
        name, at = f"targets/t{self.random.randrange(3)}", self.time()
        proposed = facts.TargetSet(
            target=name,
            indicator="online_handling",
            display_name=self.text(),
            unit=self.some("units"),
            threshold=facts.Share(numerator=self.random.randrange(1, 5), denominator=5),
            correction_reason=REASON,
        )
        withdrawn = facts.TargetWithdrawn(target=name, reason="r", correction_reason=REASON)
        if self.random.random() < 0.3:
            done = targets.withdraw(self.of(name), proposed=withdrawn, at=at, now=self.now)
        else:
            done = targets.set_target(self.of(name), proposed=proposed, at=at, now=self.now)
        return [(name, fact) for fact in done]
