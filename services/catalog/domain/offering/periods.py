"""A period: from when to when an offering is open without a break, and what it is within it.

It begins with an own opening, or with a handover from which it follows. Facts recorded in it come
first, capability by capability; what was handed over fills in what they leave out.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from motcua.catalog.v1.events_pb2 import (
    CLOSING_CAUSE_DECIDED,
    CapabilitiesRecorded,
    CeilingDeclared,
    ClosingCause,
    ExtentDesignated,
    OfferingClosed,
    OfferingOpened,
    RecordedCapability,
)
from services.catalog.domain.levels import States
from services.catalog.domain.offering.own import Own, OwnFact

RECORDING = (OfferingOpened, CapabilitiesRecorded)
DECLARING = (OfferingOpened, CeilingDeclared)


class Ceiling(NamedTuple):
    """The highest level that is declared, 1 to 4, and why."""

    level: int
    reason: str


class Handover(NamedTuple):
    """What a successor begins with at an instant."""

    at: datetime
    capabilities: tuple[RecordedCapability, ...]  # by capability, without evidence
    ceiling: Ceiling | None
    level_rule: str
    predecessors: tuple[str, ...]  # units

    @property
    def states(self) -> States:
        """The same without evidence."""
        return {each.capability: each.state for each in self.capabilities}


class Period(NamedTuple):
    """[since, until), and what counts in it."""

    since: datetime
    until: datetime
    level_rule: str
    facts: tuple[OwnFact, ...]  # of its section until its end, as they count
    handover: Handover | None  # None: it was opened
    closed_by: ClosingCause  # at its end; unspecified where another opening follows, or no end

    def covers(self, at: datetime) -> bool:
        """Whether an instant lies in it."""
        return self.since <= at < self.until

    def reaches(self, at: datetime) -> bool:
        """Whether the offering is open just before an instant by it."""
        return self.since < at <= self.until

    def capabilities(self, at: datetime) -> tuple[RecordedCapability, ...]:
        """What is known of each capability at an instant, by capability: first by own facts."""
        inherited = self.handover.capabilities if self.handover else ()
        recorded = {each.capability: each for each in inherited}
        for fact in self._until(at):
            if isinstance(fact, RECORDING):
                recorded |= {each.capability: each for each in fact.capabilities}
        return tuple(recorded[capability] for capability in sorted(recorded))

    def states(self, at: datetime) -> States:
        """The same without evidence."""
        states = dict(self.handover.states) if self.handover else {}
        for fact in self._until(at):
            if isinstance(fact, RECORDING):
                states |= {each.capability: each.state for each in fact.capabilities}
        return states

    def ceiling(self, at: datetime) -> Ceiling | None:
        """What is declared at an instant, whether or not the level rule has levels."""
        declared = [fact for fact in self._until(at) if isinstance(fact, DECLARING)]
        if not declared:
            return self.handover.ceiling if self.handover else None
        last = declared[-1]
        return Ceiling(last.ceiling, last.ceiling_reason) if last.HasField("ceiling") else None

    def designation(self, at: datetime) -> ExtentDesignated | None:
        """The designation of extent that counts at an instant; it is never handed over."""
        every = (fact for fact in reversed(self._until(at)) if isinstance(fact, ExtentDesignated))
        return next(every, None)

    def _until(self, at: datetime) -> list[Any]:
        """The facts that are true by an instant, as they count."""
        return [each.fact for each in self.facts if each.since <= at]


def idle(own: Own, periods: Sequence[Period]) -> list[int]:
    """The versions of own facts that count in no period and end none, in ascending order: they are
    listed, and can be withdrawn at any time. A closing among them still lets nothing follow at its
    instant.

    Example: P follows from Q by a merger planned for 1 July, and capabilities of P are recorded for
    1 August. The merger is withdrawn: P is not open on 1 August, and what was recorded is idle.
    """
    used = {each.version for period in periods for each in period.facts if _counts(each, period)}
    return sorted(
        each.version
        for each in own.facts
        if each.version not in used and not _ends_a_period(each, periods)
    )


def _counts(each: OwnFact, period: Period) -> bool:
    """What is recorded for the end of a period is handed over, unless it is closed then."""
    return each.since < period.until or period.closed_by != CLOSING_CAUSE_DECIDED


def _ends_a_period(each: OwnFact, periods: Sequence[Period]) -> bool:
    closes = isinstance(each.fact, OfferingClosed)
    return closes and any(period.until == each.since for period in periods)
