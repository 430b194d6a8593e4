"""The demo's city: what the issue asks of it, and that it is the same for everybody.

Promises counts that a reader of the demo relies on. Must not need a stack.
"""

from __future__ import annotations

import hashlib
import random
import unicodedata
from collections import Counter
from datetime import UTC, date, datetime

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from motcua.submissions.v1.events_pb2 import STATUS_RESULT_RETURNED
from services.console.demo.city import City, city
from services.console.demo.city_catalogue import STEPS
from services.console.demo.courses import CORRECTED, COURSES, VOIDED, course
from services.console.importing.intake import capabilities
from services.console.instants import from_timestamp
from tests.dates import iso

MONTH = date(2026, 11, 1)


@pytest.fixture(scope="module")
def made() -> City:
    return city(MONTH, dossiers=2000)


def test_it_has_63_services_at_level_3_and_some_of_each_other(made: City) -> None:
    levels = {each.service: each.level for each in made.catalogue.offerings}
    assert Counter(levels.values()) == {3: 63, 4: 6, 2: 7, 1: 5, 0: 4}
    assert levels.keys() == {each.id for each in made.catalogue.services}


def test_it_has_a_district_and_40_communes_and_wards(made: City) -> None:
    kinds = Counter(each.kind for each in made.catalogue.units)
    assert kinds == {"district": 1, "commune": 32, "ward": 8}
    assert len({each.id for each in made.catalogue.units}) == 41


def test_its_names_are_nfc(made: City) -> None:
    for each in [*made.catalogue.units, *made.catalogue.services]:
        assert unicodedata.is_normalized("NFC", each.vi)
    assert "Đăng ký khai sinh" in {each.vi for each in made.catalogue.services}


def test_its_services_say_what_their_dossiers_need(made: City) -> None:
    for each in made.catalogue.services:
        assert [step.code for step in each.steps] == list(STEPS)
        [time] = each.processing_times
        assert time.unit == facts.TIME_UNIT_WORKING_DAY
        assert time.amount > 0
        assert each.fees[0].amount > 0
        assert each.documents


def test_it_works_by_the_calendar_of_vietnam(made: City) -> None:
    assert made.catalogue.calendar is not None
    first, *years = made.catalogue.calendar.versions
    assert [day.weekday for day in first.week] == [1, 2, 3, 4, 5]
    days = {iso(day.date): day.kind for version in years for day in version.days}
    assert days["2026-02-17"] == facts.DAY_KIND_HOLIDAY
    assert days["2026-01-10"] == facts.DAY_KIND_SWAPPED_WORKING
    assert {on[:4] for on in days} == {"2024", "2025", "2026", "2027"}


@pytest.mark.parametrize(
    ("month", "accepted", "promised"),
    [
        (date(2026, 11, 1), "2026-02-09T09:10+07:00", "2026-03-02T17:00+07:00"),
        (date(2026, 3, 1), "2025-01-21T09:10+07:00", "2025-02-11T17:00+07:00"),
    ],
)
def test_one_dossier_went_across_the_last_new_year(
    month: date, accepted: str, promised: str
) -> None:
    record = city(month, dossiers=1).records[-1]
    assert from_timestamp(record.steps[1].time) == datetime.fromisoformat(accepted)
    found = from_timestamp(record.promised.time)
    assert found == datetime.fromisoformat(promised)  # counted by hand: ten working days
    assert [step.WhichOneof("what") for step in record.steps if not step.status] == [
        "payment",
        "rating",
    ]


def test_the_first_two_live_dossiers_are_recorded_wrongly_and_all_courses_occur() -> None:
    rng = random.Random(63)
    courses = [course(rng, number) for number in range(400)]
    assert courses[:2] == [VOIDED, CORRECTED]
    assert {*courses[2:]} == {*COURSES}


def test_every_channel_and_every_end_occurs(made: City) -> None:
    assert {record.channel for record in made.records} == set(range(1, 8))
    statuses = {step.status for record in made.records for step in record.steps}
    assert statuses - {0} == {1, 2, 3, 4, 5, 7, 8, 9, 10}


def test_some_who_have_their_result_rate_it_in_every_month(made: City) -> None:
    rated = [record for record in made.records if record.steps[-1].WhichOneof("what") == "rating"]
    assert {record.steps[-1].rating.value for record in rated} == {1, 2, 3, 4, 5}
    assert all(record.steps[-2].status == STATUS_RESULT_RETURNED for record in rated)
    months = {from_timestamp(record.steps[-1].time).strftime("%Y-%m") for record in rated}
    assert {"2026-08", "2026-09", "2026-10"} <= months


def test_nothing_happens_in_the_month_itself_or_later(made: City) -> None:
    end = datetime(2026, 10, 31, 17, tzinfo=UTC)
    times = [from_timestamp(step.time) for record in made.records for step in record.steps]
    assert max(times) < end
    assert min(time for time in times if time.year > 1970) > datetime(2024, 10, 20, tzinfo=UTC)
    assert all(record.steps for record in made.records)


def test_the_same_month_makes_the_same_city(made: City) -> None:
    again = city(MONTH, dossiers=2000)
    assert again.catalogue == made.catalogue
    assert digest(again) == digest(made)
    assert digest(city(date(2026, 12, 1), dossiers=2000)) != digest(made)


def digest(made: City) -> str:
    """Of all records, byte for byte."""
    lines = [record.SerializeToString(deterministic=True) for record in made.records]
    return hashlib.sha256(b"".join(lines)).hexdigest()


def test_capabilities_earn_their_level_and_no_more() -> None:
    states = {each.capability: each.state for each in capabilities(3)}
    assert len(states) == 14
    assert Counter(states.values()) == {1: 12, 2: 2}
    assert len(capabilities(3, sure=False)) == 12
    assert capabilities(0, sure=False) == []
