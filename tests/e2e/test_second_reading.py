"""The second reading on its own: events folded, items classified, figures counted and digested.

Promises the rules of the indicators, case by case. Must not need a stack.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import events_pb2 as submissions
from services.console.instants import to_timestamp
from services.console.reading.comparison.comparison import Comparing
from services.console.reading.comparison.differences import disagreements, spelled
from services.console.reading.figures.figures import figures
from services.console.reading.figures.month_runs import ALL_MONTHS, contiguous, gaps, halves
from services.console.reading.figures.sums import Figure, FigureKey
from services.console.reading.folding.dossier_fold import Fact
from services.console.reading.folding.fold import BrokenStreamError, Reading
from tests.e2e.definitions import COVERAGE, DEFINITIONS, ON_TIME, ONLINE_HANDLING

JANUARY = date(2024, 1, 1)
NOON = datetime(2024, 1, 10, 5, tzinfo=UTC)
RECORDED = datetime(2024, 3, 1, tzinfo=UTC)
LONG_AGO = to_timestamp(datetime(2020, 1, 1, tzinfo=UTC))
BIRTH = "services/birth/offerings/ward"


class City:
    """A reading that is told events one after the other, in either stream."""

    def __init__(self) -> None:
        self.reading = Reading()
        self.versions: Counter[str] = Counter()

    def told(self, event: Any, at: datetime = NOON, recorded: datetime = RECORDED) -> City:
        """The next event of its stream."""
        stream = event.DESCRIPTOR.full_name.split(".")[1]
        position = self.reading.positions[stream] + 1
        name, payload = event.DESCRIPTOR.full_name, event.SerializeToString()
        of = stream_of(event)
        self.versions[of] += 1
        fact = Fact(stream, position, name, at, recorded, payload, self.versions[of])
        self.reading.take(fact)
        return self

    def accepted(self, level: int | None = 3, channel: int = 1, **more: Any) -> City:
        """A dossier that was submitted and accepted."""
        facts = offering(level)
        self.told(
            submissions.DossierSubmitted(dossier="dossiers/1", offering=facts, channel=channel)
        )
        event = submissions.DossierAccepted(
            dossier="dossiers/1", offering=facts, channel=channel, time_known=True, **more
        )
        return self.told(event)

    def ended(self, at: datetime = NOON + timedelta(days=1), **more: Any) -> City:
        """Its end."""
        event = submissions.ResultRecorded(
            dossier="dossiers/1", handling_unit="units/ward", **{"time_known": True, **more}
        )
        return self.told(event, at)

    def classes(self, definition: str, unit: str = "units/district") -> dict[str, tuple[str, str]]:
        """Class and reason by month."""
        return {
            f"{place.month:%Y-%m}": next(iter(figure.classes))
            for place, figure in figures(self.reading, DEFINITIONS, RECORDED).items()
            if (place.definition, place.unit, place.service) == (definition, unit, "")
        }


def stream_of(event: Any) -> str:
    """In which stream the catalogue keeps an event; of others it does not matter here."""
    named = (str(getattr(event, each, "")) for each in ("offering", "service", "unit"))
    return next((name for name in named if name), "")


def offering(level: int | None) -> submissions.OfferingFacts:
    return submissions.OfferingFacts(
        offering=BIRTH, service="services/birth", unit="units/ward", level=level
    )


def due(time: datetime, *, end_of_day: bool = False) -> submissions.Due:
    return submissions.Due(time=to_timestamp(time), end_of_day=end_of_day)


@pytest.fixture
def city() -> City:
    """A district and its ward."""
    made = City().told(catalog.UnitOpened(unit="units/district"))
    return made.told(catalog.UnitOpened(unit="units/ward", parent="units/district"))


@pytest.mark.parametrize(
    ("level", "channel", "expected"),
    [
        (3, submissions.CHANNEL_ONLINE, ("numerator", "")),
        (4, submissions.CHANNEL_POST, ("denominator", "")),
        (3, submissions.CHANNEL_UNKNOWN, ("unknown", "")),
        (2, submissions.CHANNEL_ONLINE, ("excluded", "online_below_3")),
        (0, submissions.CHANNEL_UNKNOWN, ("excluded", "other_below_3")),
        (None, submissions.CHANNEL_ONLINE, ("excluded", "level_unknown")),
    ],
)
def test_an_accepted_dossier_is_classified_by_level_then_channel(
    city: City, level: int | None, channel: int, expected: tuple[str, str]
) -> None:
    assert city.accepted(level, channel).classes(ONLINE_HANDLING) == {"2024-01": expected}


@pytest.mark.parametrize(
    ("ending", "expected"),
    [
        ({"due": due(NOON + timedelta(days=1))}, ("numerator", "")),
        ({"due": due(NOON + timedelta(days=1), end_of_day=True)}, ("denominator", "")),
        ({"due": due(NOON)}, ("denominator", "")),
        ({}, ("excluded", "no_due")),
        ({"anomalies": [2, 1]}, ("excluded", "ended_in_future")),
        ({"anomalies": [5, 1], "due": due(NOON)}, ("excluded", "ended_before_accepted")),
    ],
)
def test_an_ended_dossier_is_classified_by_its_anomalies_then_its_due(
    city: City, ending: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert city.accepted().ended(**ending).classes(ON_TIME) == {"2024-01": expected}


def test_an_end_without_acceptance_touches_both_indicators(city: City) -> None:
    event = submissions.DossierSubmitted(dossier="dossiers/1", offering=offering(3))
    city.told(event).ended(anomalies=[5])
    assert city.classes(ONLINE_HANDLING) == {"2024-03": ("excluded", "ended_without_acceptance")}
    assert city.classes(ON_TIME) == {"2024-01": ("excluded", "ended_without_acceptance")}


def test_the_last_hour_of_a_utc_year_is_january_here(city: City) -> None:
    late = datetime(2023, 12, 31, 17, tzinfo=UTC)
    city.accepted().ended(late, due=due(late))
    assert city.classes(ON_TIME) == {"2024-01": ("numerator", "")}


def test_a_return_ends_a_dossier_only_where_it_says_so(city: City) -> None:
    city.accepted().ended(due=due(NOON + timedelta(days=9)))
    later = NOON + timedelta(days=40)
    city.told(submissions.ResultReturned(dossier="dossiers/1", time_known=True), later)
    assert city.classes(ON_TIME) == {"2024-01": ("numerator", "")}


def published(city: City, *, earned: int, attainable: int, at: str = "ward") -> City:
    """A service of the district that is offered somewhere."""
    content = catalog.ServiceContent(authority="units/district")
    name, unit = f"services/birth/offerings/{at}", f"units/{at}"
    span = level(LONG_AGO, earned, attainable)
    city.told(
        catalog.ServicePublished(service="services/birth", effective_time=LONG_AGO, content=content)
    )
    of = {"offering": name, "service": "services/birth", "unit": unit}
    city.told(catalog.OfferingOpened(**of, effective_time=LONG_AGO))
    return city.told(catalog.OfferingAssessed(**of, replaces_from=LONG_AGO, spans=[span]))


def level(
    since: Any, earned: int, attainable: int | None = None, *, extent: Any = None
) -> catalog.OfferingSpan:
    """Open at the level that is earned."""
    return catalog.OfferingSpan(
        effective_time=since,
        open=True,
        level_rule="vn.levels@1",
        level=earned,
        earned=earned,
        attainable=earned if attainable is None else attainable,
        extent=extent,
    )


def verdict(since: Any, found: Any) -> catalog.OfferingSpan:
    """Open under a rule that claims no level."""
    return catalog.OfferingSpan(
        effective_time=since, open=True, level_rule="six_points@1", verdict=found
    )


@pytest.mark.parametrize(
    ("earned", "attainable", "expected"),
    [(3, 3, "numerator"), (2, 4, "unknown"), (2, 2, "denominator"), (0, 4, "unknown")],
)
def test_coverage_asks_for_the_best_offering(
    city: City, earned: int, attainable: int, expected: str
) -> None:
    published(city, earned=earned, attainable=attainable)
    assert city.classes(COVERAGE)["2024-03"] == (expected, "")


def test_an_offering_elsewhere_does_not_cover_a_scope(city: City) -> None:
    city.told(catalog.UnitOpened(unit="units/other"))
    published(city, earned=4, attainable=4, at="other")
    assert city.classes(COVERAGE)["2024-03"] == ("denominator", "")
    assert city.classes(COVERAGE, unit="units/other")["2024-03"] == ("numerator", "")


def test_a_service_counts_from_its_first_instant_on(city: City) -> None:
    content = catalog.ServiceContent(authority="units/ward")
    begin = to_timestamp(datetime(2024, 1, 31, 17, tzinfo=UTC))
    city.accepted().told(
        catalog.ServicePublished(service="services/x", effective_time=begin, content=content)
    )
    assert sorted(city.classes(COVERAGE)) == ["2024-02", "2024-03"]


def test_the_digest_is_that_of_the_lines_of_leaves(city: City) -> None:
    leaf = hashlib.sha256(b"dossier\tdossiers/1\tnumerator\t\t1\n").hexdigest()
    line = f"units/ward\t2024-01\t{leaf}\n"
    found = figures(city.accepted().reading, DEFINITIONS, RECORDED)
    place = FigureKey(ONLINE_HANDLING, "", "services/birth", JANUARY)
    assert found[place].numbers().digest == hashlib.sha256(line.encode()).hexdigest()
    assert Figure().numbers().digest == hashlib.sha256(b"").hexdigest()


def test_a_missing_position_and_a_clock_that_goes_back_are_named(city: City) -> None:
    skipping = Fact("catalog", 4, "x", NOON, RECORDED, b"")
    with pytest.raises(BrokenStreamError, match="position 4 came where 3 belongs"):
        city.reading.take(skipping)
    earlier = Fact("catalog", 3, "x", NOON, RECORDED - timedelta(seconds=1), b"")
    with pytest.raises(BrokenStreamError, match="goes back at 3"):
        city.reading.take(earlier)


def test_a_catalogue_that_is_behind_is_named(city: City) -> None:
    city.told(submissions.DossierSubmitted(dossier="dossiers/1", catalog_position=3))
    with pytest.raises(BrokenStreamError, match="that stream ends at 2"):
        city.reading.check_catalog()


def test_items_that_differ_are_named_with_both_classes() -> None:
    ours = {"a": spelled("numerator", ""), "b": spelled("excluded", "no_due")}
    service = {"a": "numerator", "b": "denominator", "c": "unknown"}
    assert list(disagreements(ours, service)) == [
        ("b", "excluded (no_due)", "denominator"),
        ("c", "absent", "unknown"),
    ]


def test_far_months_are_asked_for_by_themselves() -> None:
    months = [date(2024, 1, 1), date(2024, 2, 1), date(9999, 1, 1)]
    assert list(contiguous(months)) == [
        (date(2024, 1, 1), date(2024, 3, 1)),
        (date(9999, 1, 1), date(9999, 2, 1)),
    ]


def test_a_stream_that_ends_before_what_metrics_applied_is_named(city: City) -> None:
    city.reading.check_reached({"catalog": 2, "submissions": 0})
    with pytest.raises(BrokenStreamError, match=r"submissions ends at 0.*up to 7; wait"):
        city.reading.check_reached({"catalog": 2, "submissions": 7})


def test_nothing_compared_is_equal_only_where_there_is_no_figure(city: City) -> None:
    units_alone = Comparing(None, city.reading, DEFINITIONS, RECORDED).found
    assert units_alone.equal
    city = published(city, earned=3, attainable=3)
    with_a_service = Comparing(None, city.reading, DEFINITIONS, RECORDED).found
    assert not with_a_service.equal
    with_a_service.counted[COVERAGE] = 1
    assert with_a_service.equal


def test_the_months_without_our_items_are_found_and_halved() -> None:
    start, last = ALL_MONTHS
    runs = [(date(2024, 1, 1), date(2024, 3, 1)), (date(2025, 1, 1), date(2025, 2, 1))]
    assert list(gaps([])) == [ALL_MONTHS]
    assert list(gaps(runs)) == [
        (start, date(2024, 1, 1)),
        (date(2024, 3, 1), date(2025, 1, 1)),
        (date(2025, 2, 1), last),
    ]
    middle = date(2023, 12, 1)
    assert halves((date(2023, 11, 1), date(2024, 2, 1))) == (
        (date(2023, 11, 1), middle),
        (middle, date(2024, 2, 1)),
    )
