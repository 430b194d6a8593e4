"""The slow truth about the catalogue: at one position and instant, fact by fact.

Promises nothing but plainness: of what was said about an instant, the last word; of a unit's
places, the latest begun. Must not use the inbox, its tables or intervals.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from motcua.catalog.v1 import events_pb2 as catalog
from services.metrics.domain.classes import DENOMINATOR, NUMERATOR, UNKNOWN
from tests.metrics import given
from tests.metrics.given import BIRTH, CITY, DISTRICT, LAND, OTHER, WARD

# A unit lies below one that stands before it here, whatever is drawn: a tree at every instant.
UNITS = (CITY, DISTRICT, OTHER, WARD)
SERVICES = (BIRTH, LAND)
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
INSTANTS = [datetime(2025, 11, 20, tzinfo=UTC) + timedelta(days=9 * n) for n in range(10)]
# Two of them are the ends of local months, and so the cuts of their figures.
INSTANTS[4] = datetime(2025, 12, 31, 17, tzinfo=UTC)
INSTANTS[8] = datetime(2026, 1, 31, 17, tzinfo=UTC)
# No catalogue would take the first two, but a stream may hold them; the last is after now.
ODD = [
    datetime(16, 1, 1, tzinfo=UTC),
    datetime(2999, 1, 1, tzinfo=UTC),
    given.RECORDED + timedelta(days=50),
]
AT = st.sampled_from([*INSTANTS, *INSTANTS, *ODD])


def time_of(fact: Any, name: str = "effective_time") -> datetime:
    """The instant from which a fact is true."""
    moment: datetime = getattr(fact, name).ToDatetime(tzinfo=UTC)
    return moment


class Truth:
    """What a catalogue's first facts say about an instant; only what began before it counts."""

    def __init__(self, facts: Sequence[Any], position: int, as_of: datetime) -> None:
        self.facts = facts[:position]
        self.as_of = as_of

    def of(self, *kinds: Any) -> list[Any]:
        """Facts of these kinds, in the order of recording."""
        return [fact for fact in self.facts if isinstance(fact, kinds)]

    def parent(self, unit: str) -> str:
        """Below which unit it lies: the latest place that has begun, or the very first."""
        places: dict[int, tuple[datetime, int, str]] = {}
        ends: dict[int, datetime] = {}
        version = 0
        for fact in self.facts:
            if given.stream_of(fact) == unit:
                version += 1
                if isinstance(fact, catalog.UnitOpened | catalog.UnitMoved):
                    places[version] = (time_of(fact), version, fact.parent)
                if isinstance(fact, catalog.UnitClosed):
                    ends[version] = time_of(fact)
                if isinstance(fact, catalog.UnitChangeWithdrawn):
                    places.pop(fact.version, None)
                    ends.pop(fact.version, None)
        end = min(ends.values(), default=FOREVER)
        kept = [place for place in places.values() if place[0] < end]
        begun = [place for place in kept if place[0] < self.as_of]
        if begun:
            return max(begun)[2]
        return min(kept)[2] if kept else ""

    def inside(self, unit: str, scope: str, *, alone: bool = False) -> bool:
        """Whether a unit lies in a scope."""
        while unit != scope and unit and not alone:
            unit = self.parent(unit)
        return scope in ("", unit)

    def authority(self, service: str) -> str | None:
        """Of the version in force; None where none is."""
        kept: dict[int, tuple[datetime, int, str]] = {}
        retired: list[datetime] = []
        for fact in self.facts:
            if given.stream_of(fact) != service:
                continue
            if isinstance(fact, catalog.ServiceRetired):
                retired.append(time_of(fact))
            if isinstance(fact, catalog.ServiceRetirementWithdrawn):
                retired.clear()
            if isinstance(fact, catalog.ServicePublished):
                kept[fact.version] = (time_of(fact), fact.version, fact.content.authority)
            if isinstance(fact, catalog.ServiceVersionWithdrawn):
                kept.pop(fact.version, None)
        begun = [each for each in kept.values() if each[0] < self.as_of]
        is_retired = any(since < self.as_of for since in retired)
        return max(begun)[2] if begun and not is_retired else None

    def span(self, offering: str) -> Any:
        """The span of this instant. Of an instant for which the last assessment has no span, the
        earlier ones tell what held just before it.
        """
        at = self.as_of
        for fact in reversed(self.of(catalog.OfferingAssessed)):
            if fact.offering == offering and time_of(fact, "replaces_from") < at:
                begun = [each for each in fact.spans if time_of(each) < at]
                if begun:
                    return begun[-1]
                at = time_of(fact, "replaces_from")
        return None

    def is_open(self, offering: str) -> bool:
        """Whether an offering is open."""
        span = self.span(offering)
        return span is not None and span.open

    def membership(self, offering: str) -> int:
        """What one open offering makes of its service."""
        span = self.span(offering)
        if span.level >= 3:
            return NUMERATOR
        might = not span.HasField("level") or span.earned < 3 <= span.attainable
        return UNKNOWN if might else DENOMINATOR

    def coverage(self, scope: str, service: str, *, alone: bool) -> dict[str, int]:
        """Every service of a figure with its class."""
        found = {}
        for each in SERVICES if not service else (service,):
            authority = self.authority(each)
            classes = [
                self.membership(f"{each}/offerings/{unit[6:]}")
                for unit in UNITS
                if self.inside(unit, scope, alone=alone)
                and self.is_open(f"{each}/offerings/{unit[6:]}")
            ]
            if authority is None or not (classes or self.inside(authority, scope, alone=alone)):
                continue
            best = (NUMERATOR, UNKNOWN, DENOMINATOR)
            found[each] = next((one for one in best if one in classes), DENOMINATOR)
        return found


def leveled(since: datetime, level: int) -> tuple[datetime, int, int, int]:
    """An odd level is earned, an even one only attainable."""
    earned = level if level % 2 else 0
    return since, earned, level, earned


def assessed(service: str, unit: str, since: datetime, spans: dict[datetime, int]) -> Any:
    """Spans from these instants on, none before the first; 0: closed, 6: a rule without levels."""
    made: list[tuple[Any, ...]] = []
    for begins, level in sorted(spans.items()):
        if begins >= since:
            open_ = leveled(begins, level) if level < 6 else (begins, None)
            made.append(open_ if level else (begins,))
    return given.assessed(service, unit, *made, since=since)


def moved(drawn: tuple[int, int], since: datetime) -> Any:
    """A unit below one that stands before it."""
    unit, parent = max(drawn), min(drawn)
    return given.moved(UNITS[unit], UNITS[parent], since)


PAIRS = st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(lambda pair: pair[0] != pair[1])
AN_OFFERING = {"service": st.sampled_from(SERVICES), "unit": st.sampled_from(UNITS)}
ASSESSED = st.builds(
    assessed,
    **AN_OFFERING,
    since=AT,
    spans=st.dictionaries(AT, st.sampled_from([0, 1, 2, 3, 4, 5, 6]), max_size=4),
)
PUBLISHED = st.builds(
    given.published, st.sampled_from(SERVICES), st.sampled_from(UNITS), since=AT,
    version=st.integers(1, 3),
)  # fmt: skip
WITHDRAWN = st.builds(given.version_withdrawn, st.sampled_from(SERVICES), st.integers(2, 3))
KINDS = {
    st.builds(moved, PAIRS, AT): 6,
    st.builds(given.unit_closed, st.sampled_from([WARD, DISTRICT]), AT): 1,
    st.builds(given.unit_withdrawn, st.sampled_from(UNITS), st.integers(1, 5)): 3,
    ASSESSED: 11,
    st.builds(given.opened, **AN_OFFERING, since=AT): 2,  # what was decided tells nothing by itself
    st.builds(given.closed, **AN_OFFERING, since=AT): 2,
    PUBLISHED: 3,
    WITHDRAWN: 1,
    st.builds(given.retired, st.just(LAND), since=st.sampled_from(INSTANTS[6:])): 1,
    st.builds(catalog.ServiceRetirementWithdrawn, service=st.just(LAND)): 1,
}
# By weight: a strategy's own choice between alternatives favours the simple ones.
FACTS = st.sampled_from([kind for kind, weight in KINDS.items() for _ in range(weight)]).flatmap(
    lambda kind: kind
)

FIRST = (
    given.unit_opened(CITY, since=LONG_AGO),
    given.unit_opened(DISTRICT, CITY, since=LONG_AGO),
    given.unit_opened(OTHER, CITY, since=INSTANTS[4]),
    given.unit_opened(WARD, DISTRICT, since=LONG_AGO),
    given.published(BIRTH, DISTRICT, since=LONG_AGO),
    given.published(LAND, CITY, since=INSTANTS[2]),
)


def possible(facts: Sequence[Any]) -> list[Any]:
    """Without what no catalogue would record: a withdrawal of what a unit's stream does not hold
    yet.
    """
    kept: list[Any] = []
    versions: Counter[str] = Counter()
    for fact in (*FIRST, *facts):
        stream = given.stream_of(fact)
        early = isinstance(fact, catalog.UnitChangeWithdrawn) and fact.version > versions[stream]
        if not early:
            versions[stream] += 1
            kept.append(fact)
    return kept


HISTORIES = st.lists(FACTS, min_size=30, max_size=60).map(possible)
