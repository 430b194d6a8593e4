"""An offering's own facts: what people decided of it and nobody withdrew, cut into sections.

Example: capabilities are recorded from 1 March, the offering opens on 1 April and closes on
1 June. There are three sections: a gap until 1 April with the capabilities in it, an own section
with the opening, and a gap from 1 June on with the closing.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from google.protobuf.message import Message

from motcua.catalog.v1.events_pb2 import (
    CapabilitiesRecorded,
    CeilingDeclared,
    ExtentDesignated,
    OfferingChangeWithdrawn,
    OfferingClosed,
    OfferingOpened,
)
from services.catalog.domain import effective

OWN = (OfferingOpened, CapabilitiesRecorded, CeilingDeclared, ExtentDesignated, OfferingClosed)
TURNS = (OfferingOpened, OfferingClosed)
FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class OwnFact(NamedTuple):
    """A fact that was not withdrawn: from when it is true, and which fact of its stream it is."""

    since: datetime
    version: int
    fact: Any


class Section(NamedTuple):
    """[since, until), from one own opening or closing to the next. Without an opening: a gap."""

    since: datetime
    until: datetime
    facts: tuple[OwnFact, ...] = ()  # first of all the opening or closing that begins it

    @property
    def opening(self) -> OfferingOpened | None:
        """The opening by which the offering is open; None in a gap."""
        first = self.facts[0].fact if self.facts else None
        return first if isinstance(first, OfferingOpened) else None

    @property
    def is_closed(self) -> bool:
        """Whether a closing begins it."""
        return bool(self.facts) and isinstance(self.facts[0].fact, OfferingClosed)


class Own(NamedTuple):
    """The sections of an offering, in order; they cover all of time."""

    sections: tuple[Section, ...] = (Section(FIRST, LAST),)

    @property
    def facts(self) -> tuple[OwnFact, ...]:
        """All, as they count: by effective time, those of one instant as they were recorded."""
        return tuple(fact for section in self.sections for fact in section.facts)

    def closes_at(self, at: datetime) -> bool:
        """Whether there is a closing for this very instant."""
        return any(section.since == at and section.is_closed for section in self.sections)


def own(stream: Iterable[Message]) -> Own:
    """The own facts in a stream, which is given whole and in the order of recording."""
    numbered = list(enumerate(stream, 1))
    withdrawn = {fact.version for _, fact in numbered if isinstance(fact, OfferingChangeWithdrawn)}
    facts = [
        OwnFact(effective.instant(fact.effective_time), version, fact)
        for version, fact in numbered
        if isinstance(fact, OWN) and version not in withdrawn
    ]
    return Own(_sections(sorted(facts, key=lambda each: each[:2]))) if facts else NOTHING


def _sections(facts: Iterable[OwnFact]) -> tuple[Section, ...]:
    found: list[Section] = []
    since, held = FIRST, list[OwnFact]()
    for each in facts:
        if isinstance(each.fact, TURNS):
            found.append(Section(since, each.since, tuple(held)))
            since, held = each.since, []
        held.append(each)
    return (*found, Section(since, LAST, tuple(held)))


NOTHING = Own()
