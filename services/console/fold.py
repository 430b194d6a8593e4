"""The second reading: the two streams folded into what figures need, from the first event on.

Written from `indicators.md` and the contracts alone, so that a mistake in the metrics service
cannot repeat itself here. Must not read a database nor ask a service.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import events_pb2 as submissions
from services.console.instants import from_timestamp


class BrokenStreamError(Exception):
    """A stream is not what a log publishes: the text names the position."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One message of a stream."""

    stream: str
    position: int
    type: str
    occurred_at: datetime
    recorded_at: datetime
    payload: bytes


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What an accepted dossier's class depends on."""

    time: datetime
    offering: submissions.OfferingFacts
    channel: int
    anomalies: frozenset[int]


@dataclass(frozen=True, slots=True)
class Ending:
    """What an ended dossier's class depends on."""

    time: datetime
    recorded_at: datetime
    time_known: bool
    unit: str
    due: submissions.Due | None
    anomalies: frozenset[int]


@dataclass(slots=True)
class Dossier:
    """A dossier as far as its events tell."""

    name: str
    offering: submissions.OfferingFacts
    assisted: bool
    acceptance: Acceptance | None = None
    ending: Ending | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a service, in force from its time on."""

    since: datetime
    authority: str


@dataclass(frozen=True, slots=True)
class Span:
    """A level of an offering, from its time on."""

    since: datetime
    earned: int
    attainable: int
    level: int


@dataclass(slots=True)
class Offering:
    """A service at a unit."""

    service: str
    unit: str
    since: datetime
    spans: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """Everything read so far, and up to which position of each stream."""

    positions: dict[str, int] = field(default_factory=lambda: {"catalog": 0, "submissions": 0})
    recorded: dict[str, datetime] = field(default_factory=dict)
    needs_catalog: int = 0
    parents: dict[str, str] = field(default_factory=dict)
    services: dict[str, list[Version]] = field(default_factory=dict)
    offerings: dict[str, Offering] = field(default_factory=dict)
    dossiers: dict[str, Dossier] = field(default_factory=dict)

    def take(self, fact: Fact) -> None:
        """The next message of a stream: none may be missing, and recorded time never goes back."""
        expected = self.positions[fact.stream] + 1
        if fact.position != expected:
            raise BrokenStreamError(
                f"{fact.stream}: position {fact.position} came where {expected} belongs"
            )
        if fact.recorded_at < self.recorded.get(fact.stream, fact.recorded_at):
            raise BrokenStreamError(f"{fact.stream}: recorded time goes back at {fact.position}")
        self.positions[fact.stream] = fact.position
        self.recorded[fact.stream] = fact.recorded_at
        known = FOLDS.get(fact.type)
        if known:
            message, fold = known
            fold(self, message.FromString(fact.payload), fact)

    def within(self, unit: str) -> list[str]:
        """The scopes that a unit counts in: the whole tree (""), itself, and every unit
        above it.
        """
        scopes = ["", unit]
        while unit := self.parents.get(unit, ""):
            scopes.append(unit)
        return scopes

    def check_reached(self, applied: Mapping[str, int]) -> None:
        """Nothing that metrics has applied may be missing at a stream's end."""
        for stream, position in applied.items():
            if self.positions.get(stream, 0) < position:
                raise BrokenStreamError(
                    f"{stream} ends at {self.positions.get(stream, 0)}, and metrics has applied it "
                    f"up to {position}; wait until the relay has published it again, then verify "
                    "again"
                )

    def check_catalog(self) -> None:
        """Every dossier's event was decided on a catalogue that we have read, too."""
        if self.needs_catalog > self.positions["catalog"]:
            raise BrokenStreamError(
                f"submissions name catalog position {self.needs_catalog}, "
                f"and that stream ends at {self.positions['catalog']}"
            )


def unit_opened(reading: Reading, event: catalog.UnitOpened, _: Fact) -> None:
    reading.parents[event.unit] = event.parent


def service_published(reading: Reading, event: catalog.ServicePublished, _: Fact) -> None:
    version = Version(from_timestamp(event.effective_time), event.content.authority)
    reading.services.setdefault(event.service, []).append(version)


def offering_opened(reading: Reading, event: catalog.OfferingOpened, _: Fact) -> None:
    since = from_timestamp(event.effective_time)
    reading.offerings[event.offering] = Offering(event.service, event.unit, since)


def levels_assessed(reading: Reading, event: catalog.LevelsAssessed, _: Fact) -> None:
    offering = reading.offerings[event.offering]
    replaced = from_timestamp(event.replaces_from)
    kept = [span for span in offering.spans if span.since < replaced]
    offering.spans = kept + [span_of(each) for each in event.spans]


def span_of(span: catalog.LevelSpan) -> Span:
    return Span(from_timestamp(span.effective_time), span.earned, span.attainable, span.level)


def submitted(reading: Reading, event: submissions.DossierSubmitted, _: Fact) -> None:
    reading.needs_catalog = max(reading.needs_catalog, event.catalog_position)
    reading.dossiers[event.dossier] = Dossier(event.dossier, event.offering, event.assisted)


def accepted(reading: Reading, event: submissions.DossierAccepted, fact: Fact) -> None:
    reading.needs_catalog = max(reading.needs_catalog, event.catalog_position)
    dossier = reading.dossiers[event.dossier]
    anomalies = frozenset(event.anomalies)
    dossier.assisted = event.assisted
    dossier.acceptance = Acceptance(fact.occurred_at, event.offering, event.channel, anomalies)


def ended(
    reading: Reading, event: submissions.ResultRecorded | submissions.ResultReturned, fact: Fact
) -> None:
    reading.needs_catalog = max(reading.needs_catalog, event.catalog_position)
    reading.dossiers[event.dossier].ending = Ending(
        time=fact.occurred_at,
        recorded_at=fact.recorded_at,
        time_known=event.time_known,
        unit=event.handling_unit,
        due=event.due if event.HasField("due") else None,
        anomalies=frozenset(event.anomalies),
    )


def returned(reading: Reading, event: submissions.ResultReturned, fact: Fact) -> None:
    if event.ends:
        ended(reading, event, fact)


def by_type(*folds: tuple[Any, Callable[[Reading, Any, Fact], None]]) -> dict[str, Any]:
    """Folds by the full name of the message that they read; other types move no figure."""
    return {message.DESCRIPTOR.full_name: (message, fold) for message, fold in folds}


FOLDS = by_type(
    (catalog.UnitOpened, unit_opened),
    (catalog.ServicePublished, service_published),
    (catalog.OfferingOpened, offering_opened),
    (catalog.LevelsAssessed, levels_assessed),
    (submissions.DossierSubmitted, submitted),
    (submissions.DossierAccepted, accepted),
    (submissions.ResultRecorded, ended),
    (submissions.ResultReturned, returned),
)
