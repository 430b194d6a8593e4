"""Random facts of a catalogue about one unit, one service and one offering, and their slow truth.

Promises nothing but plainness. Must not use the inbox nor its tables.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import hypothesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from motcua.catalog.v1 import events_pb2 as catalog
from services.chassis.log import Recorded
from tests.dates import iso, on
from tests.submissions.fake_catalogue import CLAIMS_NONE, CLOSED, span
from tests.weighted import weighted

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
HOURS = [BEGIN + timedelta(hours=n) for n in range(12)]
SERVICE, UNIT, CALENDAR = "services/s", "units/u", "calendars/a"
OFFERING = f"{SERVICE}/offerings/u"
OF = {"offering": OFFERING, "service": SERVICE, "unit": UNIT}

AT = st.sampled_from(HOURS)
VERSIONS = st.integers(1, 3)


def assessed(since: datetime, levels: dict[datetime, int]) -> catalog.OfferingAssessed:
    """None before the first instant that they replace; they may say nothing at all."""
    spans = [span(at, level) for at, level in sorted(levels.items()) if since <= at]
    return catalog.OfferingAssessed(**OF, replaces_from=since, spans=spans)


def published(version: int, at: datetime, fee: int) -> catalog.ServicePublished:
    content = catalog.ServiceContent(
        fees=[catalog.FeeLine(amount=fee)],
        processing_times=[catalog.ProcessingTime(amount=fee + 1, unit=2)],
    )
    return catalog.ServicePublished(
        service=SERVICE, version=version, effective_time=at, content=content
    )


def calendar_revised(version: int, holiday: str) -> catalog.CalendarRevised:
    day = catalog.SpecialDay(date=on(holiday), kind=catalog.DAY_KIND_HOLIDAY)
    return catalog.CalendarRevised(calendar=CALENDAR, version=version, days=[day])


SPANS = st.dictionaries(AT, st.sampled_from([CLOSED, CLAIMS_NONE, 0, 2, 3, 4]), max_size=4)
OTHERS = st.one_of(
    st.builds(catalog.OfferingOpened, effective_time=AT, **{k: st.just(v) for k, v in OF.items()}),
    st.builds(catalog.OfferingClosed, effective_time=AT, **{k: st.just(v) for k, v in OF.items()}),
    st.builds(published, VERSIONS, AT, st.integers(0, 5)),
    st.builds(catalog.ServiceVersionWithdrawn, service=st.just(SERVICE), version=VERSIONS),
    st.builds(catalog.ServiceRetired, service=st.just(SERVICE), effective_time=AT),
    st.builds(catalog.ServiceRetirementWithdrawn, service=st.just(SERVICE)),
    st.builds(
        catalog.FilingPolicySet,
        unit=st.just(UNIT), effective_time=AT, refuse_below_level_3=st.booleans(),
    ),
    st.builds(
        catalog.CalendarAssigned,
        unit=st.just(UNIT), effective_time=AT, calendar=st.sampled_from([CALENDAR, ""]),
    ),
    st.builds(calendar_revised, VERSIONS, st.sampled_from(["2026-01-02", "2026-02-16"])),
    st.builds(catalog.UnitChangeWithdrawn, unit=st.just(UNIT), version=st.integers(1, 12)),
)  # fmt: skip
FACTS = weighted((1, st.builds(assessed, AT, SPANS)), (2, OTHERS))
EXAMPLES = st.tuples(st.lists(FACTS, min_size=8, max_size=30), st.integers(2, 12))


def recorded(facts: Sequence[Any]) -> list[Recorded]:
    """As a projector hands them over; every fact counts as one of its unit's stream, too."""
    first: list[Any] = [
        catalog.UnitOpened(unit=UNIT, effective_time=BEGIN),
        assessed(HOURS[1], {HOURS[1]: 3}),
    ]
    return [
        Recorded(
            position=n, stream="any", version=n, event_id=UUID(int=n), command_id=UUID(int=n), n=0,
            fingerprint=b"", type=fact.DESCRIPTOR.full_name, subject="", occurred_at=BEGIN,
            recorded_at=BEGIN, actor="", traceparent="", payload=fact.SerializeToString(),
        )
        for n, fact in enumerate([*first, *facts], 1)
    ]  # fmt: skip


def drawn(number: int) -> tuple[list[Any], int]:
    """The example with this number, always the same."""
    found: list[Any] = []

    @hypothesis.seed(number)
    @settings(
        max_examples=20,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(EXAMPLES)
    def draw(example: Any) -> None:
        found.append(example)

    draw()
    return max(found, key=lambda example: len(example[0]))


def time_of(fact: Any, name: str = "effective_time") -> datetime:
    moment: datetime = getattr(fact, name).ToDatetime(tzinfo=UTC)
    return moment


def message_of(event: Recorded) -> Any:
    return getattr(catalog, event.type.rpartition(".")[2]).FromString(event.payload)


class Plain:
    """The slow truth about one instant: what was said last about it, after these events."""

    def __init__(self, events: Sequence[Recorded], at: datetime) -> None:
        self.at = at
        self.told = [(event.version, message_of(event)) for event in events]

    def span(self) -> Any:
        """Of an instant for which the last assessment has no span, the earlier ones tell what held
        just before it.
        """
        until = self.at + timedelta(microseconds=1)
        for _, fact in reversed(self.told):
            is_assessed = isinstance(fact, catalog.OfferingAssessed)
            if is_assessed and time_of(fact, "replaces_from") < until:
                if begun := [span for span in fact.spans if time_of(span) < until]:
                    return begun[-1]
                until = time_of(fact, "replaces_from")
        return None

    def level(self) -> int | None:
        span = self.span()
        return span.level if span and span.HasField("level") else None

    def version(self) -> Any:
        kept: dict[int, Any] = {}
        for _, fact in self.told:
            if isinstance(fact, catalog.ServicePublished):
                kept[fact.version] = fact
            if isinstance(fact, catalog.ServiceVersionWithdrawn):
                kept.pop(fact.version, None)
        begun = [each for each in kept.values() if time_of(each) <= self.at]
        return max(begun, key=lambda each: (time_of(each), each.version), default=None)

    def in_force(self) -> bool:
        retired: list[Any] = []
        for _, fact in self.told:
            if isinstance(fact, catalog.ServiceRetired):
                retired.append(fact)
            if isinstance(fact, catalog.ServiceRetirementWithdrawn):
                retired.clear()
        if any(time_of(fact) <= self.at for fact in retired):
            return False
        span = self.span()
        return bool(span and span.open) and self.version() is not None

    def refuses(self) -> bool:
        policy = self.of_unit(catalog.FilingPolicySet)
        return bool(policy and policy.refuse_below_level_3)

    def calendar(self) -> str:
        assigned = self.of_unit(catalog.CalendarAssigned)
        return assigned.calendar if assigned else ""

    def holidays(self, version: int) -> list[str] | None:
        """Those of a version of the calendar; None: there is no such version."""
        facts = [fact for _, fact in self.told if isinstance(fact, catalog.CalendarRevised)]
        last = {fact.version: iso(fact.days[0].date) for fact in facts}
        known = sorted({day for each, day in last.items() if each <= version})
        return known if version in last else None

    def of_unit(self, kind: Any) -> Any:
        """What the unit's facts of a kind say of the instant, but for those that are withdrawn."""
        kept: dict[int, Any] = {}
        for version, fact in self.told:
            if isinstance(fact, kind):
                kept[version] = fact
            if isinstance(fact, catalog.UnitChangeWithdrawn):
                kept.pop(fact.version, None)
        begun = [(time_of(each), n, each) for n, each in kept.items() if time_of(each) <= self.at]
        return max(begun, key=lambda each: each[:2])[2] if begun else None


def plainly(events: Sequence[Recorded]) -> dict[str, list[Any]]:
    """The same as `says`, the slow way."""
    plain = [Plain(events, at) for at in HOURS]
    versions = [each.version() for each in plain]
    return {
        "level": [each.level() for each in plain],
        "version": [found.version if found else 0 for found in versions],
        "fee": [found.content.fees[0].amount if found else 0 for found in versions],
        "in force": [each.in_force() for each in plain],
        "refuses": [each.refuses() for each in plain],
        "calendar": [each.calendar() for each in plain],
        "holidays": [plain[0].holidays(version) for version in (1, 2, 3)],
        "processing": [
            found.content.processing_times[0].amount if found else None for found in versions
        ],
    }
