"""The second reading: the two streams folded into what figures need, from the first event on.

Written from the definitions in services/metrics/README.md and the contracts alone, so that a
mistake in the metrics service cannot repeat itself here. Must not read a database, nor ask a
service.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from operator import attrgetter
from typing import Any, NamedTuple

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import events_pb2 as submissions
from services.console.instants import from_timestamp, is_possible
from services.console.reading.folding import dossier_fold, petition_fold, ticket_fold
from services.console.reading.folding.catalogue import (
    Offering,
    Parent,
    Service,
    Span,
    Version,
    parent_of,
)
from services.console.reading.folding.dossier_fold import Dossier, Fact
from services.console.reading.folding.dossier_store import Kept
from services.console.reading.folding.petition_fold import Petition
from services.console.reading.folding.successions import Handover
from services.console.reading.folding.ticket_fold import Ticket

MOST = 10**15  # of a count


class BrokenStreamError(Exception):
    """A stream is not what a log publishes: the text names the position."""


class Counted(NamedTuple):
    """How many there were of something, or how often a standard was met, in [start, end)."""

    said: submissions.CountRecorded | submissions.StandardRecorded
    start: datetime
    end: datetime


@dataclass(slots=True)
class Reading:
    """Everything read so far, and up to which position of each stream."""

    positions: dict[str, int] = field(default_factory=lambda: {"catalog": 0, "submissions": 0})
    recorded: dict[str, datetime] = field(default_factory=dict)
    needs_catalog: int = 0
    places: dict[str, dict[int, Parent]] = field(default_factory=dict)  # by unit, by version
    handovers: dict[str, dict[int, Handover]] = field(default_factory=dict)  # the same
    services: dict[str, Service] = field(default_factory=dict)
    offerings: dict[str, Offering] = field(default_factory=dict)
    dossiers: Kept[Dossier] = field(
        default_factory=lambda: Kept(dossier_fold.FOLDS, attrgetter("root"))
    )
    petitions: Kept[Petition] = field(default_factory=lambda: Kept(petition_fold.FOLDS))
    tickets: Kept[Ticket] = field(default_factory=lambda: Kept(ticket_fold.FOLDS))
    counts: list[Counted] = field(default_factory=list)
    # By target, in the order of recording, from when it is set to what; None: it is withdrawn.
    targets: dict[str, list[tuple[datetime, catalog.TargetSet | None]]] = field(
        default_factory=dict
    )
    # By unit, by version: from when who answers for it, or no longer does.
    leaders: dict[str, dict[int, tuple[datetime, str, bool]]] = field(default_factory=dict)

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

    @property
    def complained_of(self) -> set[str]:
        """The dossiers that complaints name."""
        return {each.dossier for each in self.petitions if each.complaint and not each.voided}

    def tree(self, as_of: datetime) -> dict[str, str]:
        """Every unit's parent at an instant. A unit that ended lies where it lay last, and one that
        is not open yet where it will open.
        """
        return {unit: parent_of(list(self.places[unit].values()), as_of) for unit in self.places}

    def instants(self) -> Iterator[datetime]:
        """When anything that the catalogue says takes effect."""
        for places in self.places.values():
            yield from (place.since for place in places.values())
        for service in self.services.values():
            yield from (version.since for version in service.versions.values())
            yield from service.retired
        for offering in self.offerings.values():
            yield from (span.since for span in offering.spans)

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


def unit_lies(reading: Reading, event: catalog.UnitOpened | catalog.UnitMoved, fact: Fact) -> None:
    parent = Parent(from_timestamp(event.effective_time), event.parent)
    reading.places.setdefault(event.unit, {})[fact.version] = parent


def unit_ended(
    reading: Reading, event: catalog.UnitClosed | catalog.UnitMerged | catalog.UnitSplit, fact: Fact
) -> None:
    since, to = from_timestamp(event.effective_time), successors(event)
    if event.unit not in to:
        reading.places.setdefault(event.unit, {})[fact.version] = Parent(since, None)
    if to:
        handover = Handover(since, to, shares(event))
        reading.handovers.setdefault(event.unit, {})[fact.version] = handover


def successors(
    event: catalog.UnitClosed | catalog.UnitMerged | catalog.UnitSplit,
) -> tuple[str, ...]:
    if isinstance(event, catalog.UnitSplit):
        return tuple(part.unit for part in event.parts)
    return (event.into,) if isinstance(event, catalog.UnitMerged) else ()


def shares(
    event: catalog.UnitClosed | catalog.UnitMerged | catalog.UnitSplit,
) -> tuple[Fraction, ...]:
    """Of each part, where they are stated: of all or of none."""
    parts = event.parts if isinstance(event, catalog.UnitSplit) else ()
    stated = [part.share for part in parts if part.HasField("share")]
    return tuple(Fraction(each.numerator, each.denominator) for each in stated)


def unit_change_withdrawn(reading: Reading, event: catalog.UnitChangeWithdrawn, _: Fact) -> None:
    reading.places.get(event.unit, {}).pop(event.version, None)
    reading.leaders.get(event.unit, {}).pop(event.version, None)
    reading.handovers.get(event.unit, {}).pop(event.version, None)


def service_published(reading: Reading, event: catalog.ServicePublished, _: Fact) -> None:
    versions = reading.services.setdefault(event.service, Service()).versions
    since = from_timestamp(event.effective_time)
    content = event.content
    versions[event.version] = Version(
        since,
        content.authority,
        eligible_full=content.eligible_full if content.HasField("eligible_full") else None,
        one_stop=content.one_stop if content.HasField("one_stop") else None,
        field=content.field,
    )


def version_withdrawn(reading: Reading, event: catalog.ServiceVersionWithdrawn, _: Fact) -> None:
    reading.services[event.service].versions.pop(event.version, None)


def service_retired(reading: Reading, event: catalog.ServiceRetired, _: Fact) -> None:
    reading.services[event.service].retired.append(from_timestamp(event.effective_time))


def retirement_withdrawn(
    reading: Reading, event: catalog.ServiceRetirementWithdrawn, _: Fact
) -> None:
    reading.services[event.service].retired.clear()


def offering_assessed(reading: Reading, event: catalog.OfferingAssessed, _: Fact) -> None:
    offering = reading.offerings.setdefault(event.offering, Offering(event.service, event.unit))
    offering.replace(from_timestamp(event.replaces_from), [span_of(each) for each in event.spans])


def span_of(span: catalog.OfferingSpan) -> Span:
    return Span(
        from_timestamp(span.effective_time),
        open=span.open,
        rule=span.level_rule,
        level=span.level if span.HasField("level") else None,
        earned=span.earned,
        attainable=span.attainable,
        extent=span.extent,
        verdict=span.verdict,
    )


def target_set(reading: Reading, event: catalog.TargetSet, _: Fact) -> None:
    turns = reading.targets.setdefault(event.target, [])
    turns.append((from_timestamp(event.effective_time), event))


def target_withdrawn(reading: Reading, event: catalog.TargetWithdrawn, _: Fact) -> None:
    turns = reading.targets.setdefault(event.target, [])
    turns.append((from_timestamp(event.effective_time), None))


def leader_changed(
    reading: Reading, event: catalog.OfficerAppointed | catalog.OfficerRelieved, fact: Fact
) -> None:
    if event.duty == catalog.DUTY_LEADER:
        begins = isinstance(event, catalog.OfficerAppointed)
        change = (from_timestamp(event.effective_time), event.officer, begins)
        reading.leaders.setdefault(event.unit, {})[fact.version] = change


def of_dossier(reading: Reading, event: Any, fact: Fact) -> None:
    reading.needs_catalog = max(reading.needs_catalog, event.catalog_position)
    reading.dossiers.take(event.dossier, fact)


def of_petition(reading: Reading, event: Any, fact: Fact) -> None:
    reading.needs_catalog = max(reading.needs_catalog, event.catalog_position)
    reading.petitions.take(event.petition, fact)


def of_ticket(reading: Reading, event: Any, fact: Fact) -> None:
    reading.needs_catalog = max(reading.needs_catalog, event.catalog_position)
    reading.tickets.take(event.ticket, fact)


def counted(
    reading: Reading, event: submissions.CountRecorded | submissions.StandardRecorded, fact: Fact
) -> None:
    """A period that cannot be is in no figure, nor is a number that nobody counted."""
    reading.needs_catalog = max(reading.needs_catalog, event.catalog_position)
    start, end = from_timestamp(event.start_time), from_timestamp(event.end_time)
    possible = all(is_possible(each, fact.recorded_at) for each in (start, end))
    many = isinstance(event, submissions.CountRecorded) and event.n > MOST
    if possible and start < end and not many:
        reading.counts.append(Counted(event, start, end))


def by_type(*folds: tuple[Any, Callable[[Reading, Any, Fact], None]]) -> dict[str, Any]:
    """Folds by the full name of the message that they read; other types move no figure."""
    return {message.DESCRIPTOR.full_name: (message, fold) for message, fold in folds}


FOLDS = by_type(
    (catalog.UnitOpened, unit_lies),
    (catalog.UnitMoved, unit_lies),
    (catalog.UnitClosed, unit_ended),
    (catalog.UnitMerged, unit_ended),
    (catalog.UnitSplit, unit_ended),
    (catalog.UnitChangeWithdrawn, unit_change_withdrawn),
    (catalog.ServicePublished, service_published),
    (catalog.ServiceVersionWithdrawn, version_withdrawn),
    (catalog.ServiceRetired, service_retired),
    (catalog.ServiceRetirementWithdrawn, retirement_withdrawn),
    (catalog.OfferingAssessed, offering_assessed),
    (catalog.TargetSet, target_set),
    (catalog.TargetWithdrawn, target_withdrawn),
    (catalog.OfficerAppointed, leader_changed),
    (catalog.OfficerRelieved, leader_changed),
    *((message, of_dossier) for message in dossier_fold.FOLDS),
    *((message, of_petition) for message in petition_fold.FOLDS),
    *((message, of_ticket) for message in ticket_fold.FOLDS),
    (submissions.CountRecorded, counted),
    (submissions.StandardRecorded, counted),
)
