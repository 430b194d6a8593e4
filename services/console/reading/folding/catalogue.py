"""What the catalogue's stream said, kept as it was said and read as of an instant.

Promises that only what began before the instant counts, and of what was said about it the last
word. Must not know the metrics service, which keeps the same in intervals.
"""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Parent:
    """A unit's parent from an instant on; None: it ended, and stays where it lay."""

    since: datetime
    parent: str | None


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a service, in force from its time on."""

    since: datetime
    authority: str
    eligible_full: bool | None = None  # None, of both: not recorded
    one_stop: bool | None = None
    field: str = ""  # of administration


@dataclass(slots=True)
class Service:
    """What was said last of each version; and from when there is none."""

    versions: dict[int, Version] = field(default_factory=dict)
    retired: list[datetime] = field(default_factory=list)

    def in_force(self, as_of: datetime) -> Version | None:
        """The version in force; of two from one instant, the higher one."""
        return None if any(since < as_of for since in self.retired) else self.begun(as_of)

    def begun(self, as_of: datetime) -> Version | None:
        """The last that came into force before an instant, whether it is retired since or not."""
        begun = [
            (version.since, number)
            for number, version in self.versions.items()
            if version.since < as_of
        ]
        return self.versions[max(begun)[1]] if begun else None


@dataclass(frozen=True, slots=True)
class Span:
    """What an offering is, from its time on; level None: it is closed, or its rule claims none."""

    since: datetime
    open: bool = False
    rule: str = ""
    level: int | None = None
    earned: int = 0
    attainable: int = 0
    extent: int = 0
    verdict: int = 0  # of a rule that gives one


@dataclass(slots=True)
class Offering:
    """A service at a unit, with its spans in order of time."""

    service: str
    unit: str
    spans: list[Span] = field(default_factory=list)

    def replace(self, since: datetime, spans: list[Span]) -> None:
        """From an instant on these hold, and nothing else that was said of it."""
        self.spans = [span for span in self.spans if span.since < since] + spans

    def open_span(self, as_of: datetime) -> Span | None:
        """The last that began before the instant; None: the offering is not open then."""
        begun = next((span for span in reversed(self.spans) if span.since < as_of), None)
        return begun if begun and begun.open else None


def parent_of(changes: list[Parent], as_of: datetime) -> str:
    """Of places in the order of saying, before any end: the parent of the latest begun, else of
    the earliest.
    """
    ends = [change.since for change in changes if change.parent is None]
    counting = [change for change in changes if not any(end <= change.since for end in ends)]
    counting.sort(key=lambda change: change.since)  # which keeps the order of equals
    begun = [change for change in counting if change.since < as_of]
    return next((change.parent or "" for change in begun[-1:] or counting[:1]), "")
