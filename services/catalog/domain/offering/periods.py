"""A period: from when to when an offering is open without a break, and what it is within it.

It begins with an own opening, or with a handover from which it follows. Facts recorded in it come
first, capability by capability; what was handed over fills in what they leave out.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from motcua.catalog.v1.events_pb2 import (
    CapabilitiesRecorded,
    CeilingDeclared,
    ClosingCause,
    ExtentDesignated,
    OfferingOpened,
    RecordedCapability,
)
from services.catalog.domain.levels import States
from services.catalog.domain.offering.own import OwnFact


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
        """What is known of each capability at an instant, by capability."""
        inherited = self.handover.capabilities if self.handover else ()
        return capabilities(inherited, self._until(at))

    def states(self, at: datetime) -> States:
        """The same without evidence."""
        inherited = self.handover.capabilities if self.handover else ()
        recorded = _recorded(inherited, self._until(at))
        return {each.capability: each.state for each in recorded}

    def ceiling(self, at: datetime) -> Ceiling | None:
        """What is declared at an instant, whether or not the level rule has levels."""
        kinds = OfferingOpened | CeilingDeclared
        declared = [fact for fact in self._until(at) if isinstance(fact, kinds)]
        if not declared:
            return self.handover.ceiling if self.handover else None
        last = declared[-1]
        return Ceiling(last.ceiling, last.ceiling_reason) if last.HasField("ceiling") else None

    def designation(self, at: datetime) -> ExtentDesignated | None:
        """The designation of extent that counts at an instant; it is never handed over."""
        return designation(self._until(at))

    def _until(self, at: datetime) -> list[Any]:
        """The facts that are true by an instant, as they count."""
        return [each.fact for each in self.facts if each.since <= at]


def capabilities(
    inherited: Iterable[RecordedCapability], counting: Iterable[Any]
) -> tuple[RecordedCapability, ...]:
    """What is known of each capability, in their order: by the own facts, else inherited."""
    known = {each.capability: each for each in _recorded(inherited, counting)}
    return tuple(known[capability] for capability in sorted(known))


def designation(counting: Sequence[Any]) -> ExtentDesignated | None:
    """The last one among own facts; None where nobody designated anything."""
    return next((fact for fact in reversed(counting) if isinstance(fact, ExtentDesignated)), None)


def _recorded(
    inherited: Iterable[RecordedCapability], counting: Iterable[Any]
) -> Iterator[RecordedCapability]:
    """In the order in which they count: of one capability the last."""
    yield from inherited
    for fact in counting:
        if isinstance(fact, OfferingOpened | CapabilitiesRecorded):
            yield from fact.capabilities
