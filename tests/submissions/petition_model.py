"""A small model of a petition, from `domain.md` §4: what may come next, and until when it is on
time.

Terms are counted day by day over plain values. Promises to share no code with the service: it knows
events by their names only. Instants are local and naive.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from tests.submissions.deadline_oracle import Office

A_DAY = timedelta(days=1)
DAYS = {"answer": 15, "refusal": 2, "first": 5, "publication": 2}
OPEN = {"received", "handling", "asked"}
# Event: the states in which it may come, and the one to which it leads ("": none).
STEPS: dict[str, tuple[set[str], str]] = {
    "PetitionHandlingStarted": ({"received", "asked"}, "handling"),
    "PetitionSupplementRequested": ({"handling"}, "asked"),
    "PetitionSupplementAnswered": ({"asked"}, "handling"),
    "PetitionAnswered": ({"handling"}, "answered"),
    "PetitionRefused": ({"received", "handling"}, "refused"),
    "PetitionPublished": ({"answered"}, "published"),
    "PetitionMerged": (OPEN, "merged"),
    "PetitionWithdrawn": (OPEN, "withdrawn"),
    "PetitionTransferred": (OPEN, "received"),
    "PetitionAssigned": (OPEN | {"answered"}, ""),
    "PetitionVoided": (OPEN | {"answered", "published", "refused", "merged", "withdrawn"}, ""),
}


class Impossible(Exception):  # noqa: N818 — said of a step
    """The step cannot come here."""


def closings(office: Office, day: date) -> list[datetime]:
    """When a day's working hours end."""
    midnight = datetime.combine(day, time())
    return [midnight + timedelta(minutes=closes) for _, closes in office.spans(day)]


def term(office: Office, since: datetime, days: int) -> datetime:
    """The closing of the last of so many working days. The day that is not counted is the first one
    on which somebody works after the instant.
    """
    day = since.date()
    while not any(closes > since for closes in closings(office, day)):
        day += A_DAY
    while days:
        day += A_DAY
        days -= bool(office.spans(day))
    return closings(office, day)[-1]


@dataclass
class Model:
    """A petition that came in."""

    offices: Mapping[str, Office]  # by unit
    state: str = "received"
    holder: str = ""
    voided: bool = False
    asked: bool = False  # by the unit that has it
    requests: int = 0
    terms: dict[str, datetime] = field(default_factory=dict)
    late: dict[str, bool] = field(default_factory=dict)  # by what was done

    def take(self, event: str, at: datetime, to_unit: str = "") -> None:
        """The next fact; Impossible where it cannot come."""
        if event == "PetitionReceived":
            self.has(to_unit, at)
            return
        states, to = STEPS[event]
        if self.voided or self.state not in states:
            raise Impossible(event)
        if event == "PetitionTransferred":
            self.moves(to_unit, at)
            return
        self.judge(event, at)
        self.state = to or self.state
        self.voided = event == "PetitionVoided"

    def moves(self, to_unit: str, at: datetime) -> None:
        """What was asked for stays asked for."""
        if to_unit == self.holder:
            raise Impossible
        self.state = "asked" if self.state == "asked" else "received"
        self.has(to_unit, at)

    def has(self, unit: str, at: datetime) -> None:
        """A unit has it from now on, with three terms of its own."""
        self.holder, self.asked = unit, False
        self.late.pop("first", None)
        for name in ("answer", "refusal", "first"):
            self.terms[name] = term(self.offices[unit], at, DAYS[name])

    def judge(self, event: str, at: datetime) -> None:
        """Whether what was done is late."""
        if event == "PetitionAnswered":
            self.late["end"] = at > self.terms["answer"]
            self.terms["publication"] = term(self.offices[self.holder], at, DAYS["publication"])
        if event == "PetitionRefused":
            self.late["end"] = at > self.terms["refusal"]
        if event == "PetitionPublished":
            self.late["publication"] = at > self.terms["publication"]
        if event == "PetitionSupplementRequested":
            self.requests += 1
            if not self.asked:
                self.asked, self.late["first"] = True, at > self.terms["first"]


def lived(offices: Mapping[str, Office], facts: Iterable[tuple[datetime, str, str]]) -> Model:
    """Facts (instant, event, unit) one after the other, none before the one that it follows."""
    model, last = Model(offices), None
    for at, event, unit in facts:
        if last is not None and at < last:
            raise Impossible
        last = at
        model.take(event, at, unit)
    return model


def notices(model: Model) -> set[tuple[str, Any]]:
    """The terms of what is still to be done."""
    names = set()
    if model.state in OPEN:
        names = {"answer"} | ({"refusal"} if model.state == "received" else set())
        names |= set() if model.asked else {"first"}
    elif model.state == "answered":
        names = {"publication"}
    return set() if model.voided else {(name, model.terms[name]) for name in names}
