"""A published figure: its publications, what was told of it last, and when it is published again.

A figure is a definition, a scope, a period and an as_of. Its stream in the log holds
FigurePublished and FigureRevised; what was told last is the rate of the last of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias

from motcua.metrics.v1.events_pb2 import (
    Disclosure,
    FigurePublished,
    FigureRevised,
    MovedItems,
    Rate,
    Receipt,
)
from services.chassis.errors import Refusal
from services.metrics.domain.refusals import MetricsReason

PUBLICATIONS = "publications/"
Event: TypeAlias = FigurePublished | FigureRevised


@dataclass(frozen=True, slots=True)
class Published:
    """A figure as its events leave it; version 0: it was never published."""

    version: int = 0  # of its stream
    publication: str = ""  # the one that stands
    rate: Rate = field(default_factory=Rate)  # as it was published there
    latest: Rate = field(default_factory=Rate)  # last, there or by a revision
    revisions: int = 0  # of the publication that stands
    disclosure: Disclosure = Disclosure.DISCLOSURE_UNSPECIFIED  # of that publication
    published_at: datetime | None = None
    latest_at: datetime | None = None

    @property
    def etag(self) -> str:
        """What a caller sends back to say which publication he saw; a revision leaves it."""
        return f'"{self.publication.removeprefix(PUBLICATIONS)}"'


def evolve(known: Published, event: Event, at: datetime) -> Published:
    """The figure after one more event."""
    after = replace(known, version=known.version + 1, latest=event.rate, latest_at=at)
    if isinstance(event, FigureRevised):
        return replace(after, revisions=event.number)
    return replace(
        after,
        publication=event.publication,
        rate=event.rate,
        revisions=0,
        published_at=at,
        disclosure=event.disclosure,
    )


def publish(
    known: Published, rate: Rate, *, figure: str, publication: str, reason: str
) -> FigurePublished | None:
    """The publication of these numbers; None where they stand published. Other numbers than those
    of the publication that stands, revised or not, need a reason (PUBLICATION_REASON_MISSING).
    """
    if known.version and same_numbers(known.rate, rate):
        return None
    if known.version and not reason:
        values = {"publication": known.publication}
        raise Refusal(MetricsReason.PUBLICATION_REASON_MISSING, field="reason", values=values)
    return FigurePublished(
        publication=publication,
        figure=figure,
        rate=rate,
        reason=reason if known.version else "",
        supersedes=known.publication,
    )


def revise(
    known: Published, rate: Rate, *, figure: str, moved: Sequence[MovedItems]
) -> FigureRevised | None:
    """The next revision; None where these numbers equal the latest."""
    if same_numbers(known.latest, rate):
        return None
    return FigureRevised(
        publication=known.publication,
        figure=figure,
        number=known.revisions + 1,
        rate=rate,
        previous=known.latest,
        moved=moved,
    )


def same_numbers(one: Rate, other: Rate) -> bool:
    """Whether two rates of one figure have the same counts and the same digest."""
    return numbers(one.receipt) == numbers(other.receipt)


def numbers(receipt: Receipt) -> bytes:
    """All of a receipt but what changes without any item: where it was known, and that its period
    is over by now.
    """
    kept = Receipt()
    kept.CopyFrom(receipt)
    kept.ClearField("positions")
    kept.ClearField("provisional")
    return kept.SerializeToString(deterministic=True)
