"""An offering over time: the stretches on which it is open, and what was said within each.

Promises what is known of any instant, of facts in the order in which they were recorded. Must not
judge: levels are the rules' business, refusals the commands'.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple, Protocol, TypeVar

from google.protobuf.message import Message

from motcua.catalog.v1.events_pb2 import (
    CapabilitiesRecorded,
    Capability,
    CapabilityState,
    CeilingDeclared,
    Extent,
    ExtentDesignated,
    LevelsAssessed,
    LevelSpan,
    OfferingClosed,
    OfferingOpened,
    RecordedCapability,
)
from services.catalog.domain import effective, names, words
from services.catalog.domain.refusals.offerings import OFFERING_UNKNOWN
from services.catalog.domain.words import Why
from services.chassis.decider import Decider, Fact
from services.chassis.errors import Refusal


class Dated(Protocol):
    """Something that is true from an instant on."""

    @property
    def effective_time(self) -> datetime:
        """The instant."""


D = TypeVar("D", bound=Dated)


class Recording(NamedTuple):
    """What is true from an instant on, until the next recording of the same capability."""

    effective_time: datetime
    capabilities: tuple[RecordedCapability, ...]
    is_common: bool = False  # to the offerings that this one goes on with


class Ceiling(NamedTuple):
    """The highest level that is declared from an instant on, and why."""

    effective_time: datetime
    level: int  # 0: lifted
    reason: str


class Designation(NamedTuple):
    """What an offering is designated, full or partial, from an instant on."""

    effective_time: datetime
    extent: Extent
    said: ExtentDesignated


class Life(NamedTuple):
    """A stretch on which an offering is open. It begins with what its opening says, and no more.

    One that was called off before it began has no length: it ends where it starts.
    """

    opening: OfferingOpened
    starts: datetime
    ends: datetime | None = None  # None: not known to end
    why: Why = words.UNSAID  # it ends
    recordings: tuple[Recording, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()  # first that of the opening
    designations: tuple[Designation, ...] = ()

    @property
    def is_called_off(self) -> bool:
        """Whether nothing came of it."""
        return self.starts == self.ends

    def covers(self, at: datetime) -> bool:
        """Whether the offering is open at an instant of this stretch."""
        return self.starts <= at and self.goes_on(at)

    def goes_on(self, at: datetime) -> bool:
        """Whether some of this stretch lies at an instant or after it."""
        return self.ends is None or max(self.starts, at) < self.ends

    def reaches(self, at: datetime) -> bool:
        """Whether the offering was open just before an instant."""
        return self.starts < at and (self.ends is None or at <= self.ends)

    def capabilities(self, at: datetime) -> list[RecordedCapability]:
        """What is known of each capability at an instant."""
        return merged(each for each in self.recordings if each.effective_time <= at)

    def states(self, at: datetime) -> dict[Capability, CapabilityState]:
        """What is known of each capability at an instant, without its evidence."""
        known = (each.capabilities for each in self.recordings if each.effective_time <= at)
        return {each.capability: each.state for said in known for each in said}

    def ceiling(self, at: datetime) -> Ceiling | None:
        """The ceiling that is declared at an instant; None when none is."""
        last = _last(self.ceilings, at)
        return last if last and last.level else None

    def designation(self, at: datetime) -> Designation | None:
        """What the offering is designated at an instant; None when nobody did."""
        return _last(self.designations, at)


class Offering(NamedTuple):
    """What is known of an offering; everything in order of effective time."""

    opening: OfferingOpened | None = None  # the last one
    lives: tuple[Life, ...] = ()
    spans: tuple[LevelSpan, ...] = ()
    version: int = 0  # how many facts its stream holds


def evolve(offering: Offering, fact: Message, _occurred_at: datetime) -> Offering:
    """The offering after a fact."""
    opening, known, spans, version = offering
    match fact:
        case OfferingOpened():
            opening, known = fact, _begun(known, fact)
        case OfferingClosed():
            known = _cut(known, fact)
        case LevelsAssessed():
            kept = spans_before(offering, effective.instant(fact.replaces_from))
            spans = (*kept, *fact.spans)
        case CapabilitiesRecorded() | CeilingDeclared() | ExtentDesignated():
            known = _amended(known, fact)
    return Offering(opening, known, spans, version + 1)


DECIDER = Decider(initial=Offering, evolve=evolve)


def life_at(offering: Offering, at: datetime) -> Life | None:
    """The stretch that an instant lies in; None when the offering is not open then."""
    return next((life for life in offering.lives if life.covers(at)), None)


def followed_at(offering: Offering, at: datetime) -> Life | None:
    """The stretch that begins at an instant since the offering follows from others; else None."""
    life = life_at(offering, at)
    return life if life and life.starts == at and life.opening.follows else None


def is_open_at(offering: Offering, at: datetime) -> bool:
    """Whether the offering is open at an instant."""
    return life_at(offering, at) is not None


def goes_on_at(offering: Offering, at: datetime) -> bool:
    """Whether the offering is open at an instant, or is planned to be after it."""
    return any(life.goes_on(at) for life in offering.lives)


def ever_opens(offering: Offering) -> bool:
    """Whether the offering has been open, or is planned to be."""
    return any(not life.is_called_off for life in offering.lives)


def ends_at(offering: Offering) -> datetime | None:
    """Since when the offering is closed for good, or will be; None when it is not known to end."""
    return offering.lives[-1].ends if offering.lives else None


def recording(fact: CapabilitiesRecorded) -> Recording:
    """What a fact says, and from when."""
    return Recording(_since(fact), tuple(fact.capabilities), fact.is_common)


def capabilities_at(offering: Offering, at: datetime) -> list[RecordedCapability]:
    """What is known of each capability at an instant; nothing unless the offering is open."""
    life = life_at(offering, at)
    return life.capabilities(at) if life else []


def merged(recordings: Iterable[Recording]) -> list[RecordedCapability]:
    """Of recordings in order, the last word on each capability; by capability."""
    last = {recorded.capability: recorded for each in recordings for recorded in each.capabilities}
    return [last[capability] for capability in sorted(last)]


def span_at(offering: Offering, at: datetime) -> LevelSpan | None:
    """The level that holds at an instant; none unless the offering is open."""
    if not is_open_at(offering, at):
        return None
    begun = [span for span in offering.spans if effective.instant(span.effective_time) <= at]
    return begun[-1] if begun else None


def spans_before(offering: Offering, time: datetime) -> list[LevelSpan]:
    """Every span that began before an instant."""
    return [span for span in offering.spans if effective.instant(span.effective_time) < time]


def _last(said: Iterable[D], at: datetime) -> D | None:
    """Of what was said in order, the last that is true by an instant."""
    begun = [each for each in said if each.effective_time <= at]
    return begun[-1] if begun else None


def require_known(offering: Offering, *, name: str) -> OfferingOpened:
    """The last opening, or a refusal that names the offering asked for."""
    if offering.opening is None:
        raise Refusal(OFFERING_UNKNOWN, field="name", values={"offering": name})
    return offering.opening


def stated(message: Message, *, of: OfferingOpened, now: datetime) -> Fact:
    """A fact about the offering: it is published under the unit that is credited."""
    return Fact(message, now, names.subject(message, of.unit))


def _begun(lives: Iterable[Life], fact: OfferingOpened) -> tuple[Life, ...]:
    """One more stretch; but one that was to end at that instant goes on after all where the end was
    of itself, or is withdrawn.
    """
    since = _since(fact)
    # Of what comes later, only plans that were called off can be left.
    earlier = tuple(life for life in lives if life.starts < since)
    if earlier and earlier[-1].ends == since and _takes_back(fact, earlier[-1]):
        return (*earlier[:-1], earlier[-1]._replace(ends=None, why=words.UNSAID))
    return (*earlier, Life(fact, since, ceilings=(_ceiling(fact),)))


def _takes_back(fact: OfferingOpened, life: Life) -> bool:
    return bool(fact.withdrawal_reason) or life.why.cause in words.OF_ITSELF


def _ceiling(fact: OfferingOpened | CeilingDeclared) -> Ceiling:
    return Ceiling(_since(fact), fact.ceiling, fact.ceiling_reason)


def _cut(lives: Iterable[Life], fact: OfferingClosed) -> tuple[Life, ...]:
    """A closing ends what goes on, and calls off everything that was planned from then on."""
    at = _since(fact)
    return tuple(
        life._replace(starts=min(life.starts, at), ends=at, why=Why(fact.cause, fact.reason))
        if life.goes_on(at)
        else life
        for life in lives
    )


def _amended(
    lives: Iterable[Life], fact: CapabilitiesRecorded | CeilingDeclared | ExtentDesignated
) -> tuple[Life, ...]:
    """One more word, in the stretch that it is about."""
    since = _since(fact)
    return tuple(_with(life, fact) if life.covers(since) else life for life in lives)


def _with(life: Life, fact: CapabilitiesRecorded | CeilingDeclared | ExtentDesignated) -> Life:
    match fact:
        case CapabilitiesRecorded():
            return life._replace(recordings=_in_order(*life.recordings, recording(fact)))
        case CeilingDeclared():
            return life._replace(ceilings=_in_order(*life.ceilings, _ceiling(fact)))
    designation = Designation(_since(fact), fact.extent, fact)
    return life._replace(designations=_in_order(*life.designations, designation))


def _in_order(*said: D) -> tuple[D, ...]:
    """By effective time; of two from the same instant the one that was recorded later counts."""
    return tuple(sorted(said, key=lambda each: each.effective_time))


def _since(fact: Any) -> datetime:
    return effective.instant(fact.effective_time)
