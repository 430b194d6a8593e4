"""What the catalogue's stream said, kept as it was said and read as of an instant.

Promises that only what began before the instant counts, and of what was said about it the last
word. Must not know the metrics service, which keeps the same in intervals.
"""

from dataclasses import dataclass, field
from datetime import datetime

WITHOUT_LEVELS = {"six_points@1"}  # rules that speak of something else


@dataclass(frozen=True, slots=True)
class Place:
    """A unit lies below a parent, from its time on; None: it is no more, and stays where it lay."""

    since: datetime
    parent: str | None


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a service, in force from its time on."""

    since: datetime
    authority: str


@dataclass(slots=True)
class Service:
    """What was said last of each version; and from when there is none."""

    versions: dict[int, Version] = field(default_factory=dict)
    retired: list[datetime] = field(default_factory=list)

    def authority(self, as_of: datetime) -> str | None:
        """Of the version in force; of two from one instant, of the higher one."""
        begun = [
            (version.since, number)
            for number, version in self.versions.items()
            if version.since < as_of
        ]
        if not begun or any(since < as_of for since in self.retired):
            return None
        return self.versions[max(begun)[1]].authority


@dataclass(frozen=True, slots=True)
class Span:
    """A level of an offering, from its time on."""

    since: datetime
    earned: int
    attainable: int
    level: int
    extent: int = 0
    verdict: int = 0  # of a rule that gives one


@dataclass(frozen=True, slots=True)
class OfferingSpan:
    """What an offering is, from its time on; level None: closed, or its rule claims none."""

    since: datetime
    open: bool
    rule: str = ""
    level: int | None = None
    earned: int = 0
    attainable: int = 4
    extent: int = 0
    verdict: int = 0


@dataclass(slots=True)
class Offering:
    """A service at a unit, and everything that was said of it in the order of saying: about an
    instant, the last word counts.
    """

    service: str
    unit: str
    openings: list[tuple[datetime, bool]] = field(default_factory=list)
    assessments: list[tuple[datetime, str, list[Span]]] = field(default_factory=list)

    spans: list[OfferingSpan] | None = None  # None: said by the earlier events

    def replace(self, since: datetime, spans: list[OfferingSpan]) -> None:
        """From an instant on these hold, and nothing else that was said."""
        self.spans = [span for span in self.spans or [] if span.since < since] + spans

    def begun(self, as_of: datetime) -> OfferingSpan | None:
        """The last span that began before the instant."""
        return next((span for span in reversed(self.spans or []) if span.since < as_of), None)

    def is_open(self, as_of: datetime) -> bool:
        """Whether the last word about this instant is an opening."""
        if self.spans is not None:
            found = self.begun(as_of)
            return found is not None and found.open
        return next((word for since, word in reversed(self.openings) if since < as_of), False)

    def assessed(self, as_of: datetime) -> tuple[str, Span | None]:
        """The rule and the span by the last assessment; None: there was none yet."""
        if self.spans is not None:
            return self._begun_as_span(as_of)
        known = (
            (rule, spans) for since, rule, spans in reversed(self.assessments) if since < as_of
        )
        rule, spans = next(known, ("", []))
        begun = [span for span in spans if span.since < as_of]
        return rule, begun[-1] if begun else None

    def _begun_as_span(self, as_of: datetime) -> tuple[str, Span | None]:
        found = self.begun(as_of)
        if found is None:
            return "", None
        levels = (found.earned, found.attainable, found.level or 0)
        return found.rule, Span(found.since, *levels, found.extent, found.verdict)

    def span(self, as_of: datetime) -> Span:
        """The level; what nobody claims a level of may be anything."""
        rule, found = self.assessed(as_of)
        claims = found and rule not in WITHOUT_LEVELS
        return found if found and claims else Span(as_of, earned=0, attainable=4, level=0)


def parent_of(places: list[Place], as_of: datetime) -> str:
    """Of places in the order of saying, before any end: the parent of the latest begun, else of
    the earliest.
    """
    ends = [place.since for place in places if place.parent is None]
    stands = [place for place in places if not any(end <= place.since for end in ends)]
    stands.sort(key=lambda place: place.since)  # which keeps the order of equals
    begun = [place for place in stands if place.since < as_of]
    return next((place.parent or "" for place in begun[-1:] or stands[:1]), "")
