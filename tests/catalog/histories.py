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
from uuid import UUID, uuid4

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import (
    calendars,
    lives,
    offerings,
    particulars,
    services,
    structure,
    targets,
    units,
)
from services.catalog.queries.facts import kind_of
from services.chassis.decider import Decider, Fact
from services.chassis.errors import Refusal
from services.chassis.log import Append, Log, NewEvent
from tests.catalog.given import DAY, LEVEL_4, NA, NO, NOW, UNKNOWN, YES, recorded

DECIDERS: Mapping[str, Decider[Any]] = {
    "units": units.DECIDER,
    "services": services.DECIDER,
    "offerings": lives.DECIDER,
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

    def do(self, said: Sequence[Said]) -> None:
        """A command; now and then it does one more thing, as an intake does."""
        done = list(said)
        self.take(done)
        if self.random.random() < 0.2:
            with suppress(Refusal):
                more = list(self.random.choice([self.unit, self.offering])())
                self.take(more)
                done += more
        if done:
            self.commands.append(done)

    def take(self, said: Sequence[Said]) -> None:
        for stream, fact in said:
            decider = DECIDERS[kind_of(stream)]
            self.states[stream] = decider.fold(self.of(stream), [fact])

    def of(self, stream: str) -> Any:
        return self.states.get(stream) or DECIDERS[kind_of(stream)].initial()

    def some(self, kind: str) -> str:
        known = [name for name in self.states if kind_of(name) == kind]
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
        ways: list[tuple[Callable[..., Any], Any]] = [
            (particulars.rename, facts.UnitRenamed(unit=name, display_name=self.text(), **why)),
            (particulars.rename, facts.UnitRenamed(unit=name, code="9", kind="town", **why)),
            (
                particulars.set_filing_policy,
                facts.FilingPolicySet(
                    unit=name, refuse_below_level_3=self.random.random() < 0.5, **why
                ),
            ),
            (
                particulars.assign_calendar,
                facts.CalendarAssigned(unit=name, calendar="calendars/vn", **why),
            ),
            (particulars.appoint, facts.OfficerAppointed(unit=name, officer="o1", duty=1, **why)),
            (particulars.relieve, facts.OfficerRelieved(unit=name, officer="o1", duty=1, **why)),
        ]
        decide, proposed = self.random.choice(ways)
        decided = decide(self.of(name), proposed=proposed, at=self.time(), now=self.now)
        return [(name, fact) for fact in decided]

    def structure(self) -> list[Said]:
        forest = {name: state for name, state in self.states.items() if kind_of(name) == "units"}
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
                proposed=facts.UnitMerged(into=third, **why),
                **at,
            ),
            lambda: structure.split(
                forest,
                proposed=facts.UnitSplit(
                    unit=name,
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
        known = [each for each in self.states if kind_of(each) == "services"]
        if len(known) < 4 and self.random.random() < 0.3:
            name, state = f"services/s{len(self.states):03}", services.Service()
        proposed = facts.ServiceDrafted(service=name, content=content)
        drafting = services.revise if state.name else services.draft
        number = self.random.randrange(1, 4)
        ways: list[Callable[[], Sequence[Fact]]] = [
            lambda: drafting(state, proposed=proposed, authority=authority, now=now),
            lambda: services.publish(state, authority=authority, at=at, reason=REASON, now=now),
            lambda: services.correct(
                state, number=number, said=content, authority=authority, reason=REASON, now=now
            ),
            lambda: services.withdraw(state, number=number, reason=REASON, now=now),
            lambda: services.retire(state, at=at, legal_basis="", reason=REASON, now=now),
        ]
        way = 0 if not state.name else self.random.choices(range(5), [3, 5, 2, 4, 0.2])[0]
        return [(name, fact) for fact in ways[way]()]

    def offering(self) -> list[Said]:
        service, unit, at, now = self.some("services"), self.some("units"), self.time(), self.now
        name = self.some("offerings")
        if self.random.random() < 0.3:
            name = f"{service}/offerings/{unit.removeprefix('units/')}"
        of = self.of(name.rpartition("/offerings/")[0])
        state, common = self.of(name), {"service": of, "at": at, "now": now}
        states = {
            c: self.random.choice([YES, NO, NA, UNKNOWN]) for c in self.random.sample([*LEVEL_4], 4)
        }
        opened = facts.OfferingOpened(
            offering=name,
            service=name.rpartition("/offerings/")[0],
            unit=f"units/{name.rpartition('/')[2]}",
            correction_reason=REASON,
            level_rule=self.random.choice(["", "", "six_points@1"]),
        )
        ceiling = facts.CeilingDeclared(offering=name, correction_reason=REASON)
        ways: list[Callable[[], Sequence[Fact]]] = [
            lambda: offerings.open_offering(
                state,
                proposed=opened,
                capabilities=recorded(LEVEL_4),
                unit=self.of(opened.unit),
                **common,
            ),
            lambda: offerings.record(
                state, name=name, capabilities=recorded(states), reason=REASON, **common
            ),
            lambda: offerings.declare_ceiling(state, proposed=ceiling, **common),
            lambda: offerings.close(
                state, name=name, at=at, reason="r", correction_reason=REASON, now=now
            ),
        ]
        opens = state.opening is None or self.random.random() < 0.1
        way = 0 if opens else self.random.choices(range(1, 4), [6, 1, 1])[0]
        return [(name, fact) for fact in ways[way]()]

    def calendar(self) -> list[Said]:
        day = facts.SpecialDay(date=f"2026-02-{self.random.randrange(1, 28):02}", kind=1)
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


async def append(
    log: Log, commands: Sequence[Sequence[Said]], versions: dict[str, int]
) -> list[int]:
    """Record the commands, in order; the position of the last event of each."""
    ends = []
    for said in commands:
        events = []
        for stream, fact in said:
            versions[stream] = versions.get(stream, 0) + 1
            events.append(as_event(stream, versions[stream], fact))
        outcome = await log.append(Append(uuid4(), bytes(32), "e1", "", tuple(events)))
        assert outcome.status.name == "APPENDED"
        ends.append(outcome.position)
    return ends


def as_event(stream: str, version: int, fact: Fact) -> NewEvent:
    return NewEvent(
        stream=stream,
        version=version,
        event_id=UUID(int=random.getrandbits(128)),
        type=fact.message.DESCRIPTOR.full_name,
        subject=fact.subject,
        occurred_at=fact.occurred_at,
        payload=fact.message.SerializeToString(deterministic=True),
    )
