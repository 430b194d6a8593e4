"""A column whose times are written in several forms: each text is read by the one that fits, and is
refused where two of them read it differently.

No service: cells of a mapping alone.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.console.importing.faults import Faulty, fault
from services.console.importing.keys import MappingError
from services.console.importing.moments import clock
from services.console.instants import LOCAL

LIST = ["%d/%m/%Y", "ISO 8601", "%d-%b-%y"]
FORMS = ["%d/%m/%Y", "%Y-%m-%d", "%Y-%m-%d %H:%M", "%d-%b-%y"]


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)), st.sampled_from(FORMS))
def test_each_text_is_read_by_the_format_that_fits(day: date, form: str) -> None:
    read = clock({"format": LIST, "years_from": 1970}, "times")
    assert read.day(day.strftime(form), "Ngày") == day


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_a_text_that_two_formats_read_differently_is_refused(day: date) -> None:
    read = clock({"format": ["%d/%m/%Y", "%m/%d/%Y"]}, "times")
    text = day.strftime("%d/%m/%Y")
    if day.day > 12 or day.day == day.month:
        assert read.day(text, "Ngày") == day
        return
    with pytest.raises(Faulty) as found:
        read.day(text, "Ngày")
    told = fault(found.value, 7)
    assert (told.reason, told.field) == ("DATE_AMBIGUOUS", "Ngày")
    assert f"{text!r} is {day} by %d/%m/%Y, and {day:%Y-%d-%m} by %m/%d/%Y" in told.en


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-01 10:00", "2026-02-01 10:00:00", "2026-02-01 10:00:00.5", "2026-02-01T10:00",
        "2026-02-01T10:00:00", "01/02/2026 10:00",
    ],
)  # fmt: skip
def test_iso_8601_is_read_as_well_as_the_pattern(text: str) -> None:
    found = clock({"format": "%d/%m/%Y %H:%M"}, "times").at(text, "Ngày").astimezone(LOCAL)
    assert f"{found:%Y-%m-%d %H:%M}" == "2026-02-01 10:00"


@pytest.mark.parametrize("form", ["%Y-%d-%m", "%y-%d-%m", ["%d/%m/%Y", "%Y-%d-%m"]])
def test_iso_8601_is_not_read_where_the_pattern_begins_with_the_year(form: Any) -> None:
    with pytest.raises(Faulty):
        clock({"format": form, "years_from": 1970}, "times").at("2026-02-01 10:00", "Ngày")


@pytest.mark.parametrize(
    ("years_from", "text", "year"),
    [(1970, "1-Feb-26", 2026), (1970, "1-Feb-70", 1970), (1950, "1-Feb-69", 1969),
     (1930, "1-Feb-29", 2029), (2000, "1-Feb-99", 2099)],
)  # fmt: skip
def test_two_digits_are_a_year_of_the_hundred_that_is_stated(
    years_from: int, text: str, year: int
) -> None:
    found = clock({"format": "%d-%b-%y", "years_from": years_from}, "times").day(text, "Ngày")
    assert found == date(year, 2, 1)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"format": []}, "times.format must be a text, or a list of texts, not []"),
        ({"format": ["%d/%m/%Y", 1]}, "times.format must be a text, or a list of texts"),
        ({"format": ["%d/%m/%Y", "%d/%m"]}, "the day is stated by %Y"),
        ({"format": "%d-%b-%y"}, "years_from = 1970 says that two digits are a year from 1970"),
        ({"format": "%d-%b-%y-%Y", "years_from": 1970}, "%Y stands there twice"),
        ({"format": "%d-%b-%y", "years_from": 19}, "years_from must lie within 1800 and 2000"),
    ],
)
def test_a_list_that_leaves_something_open_is_a_mistake(keys: dict[str, Any], said: str) -> None:
    with pytest.raises(MappingError) as found:
        clock(keys, "times")
    assert said in str(found.value)


def test_what_no_format_reads_is_refused_with_all_of_them() -> None:
    with pytest.raises(Faulty) as found:
        clock({"format": LIST, "years_from": 1970}, "times").at("31/02/2026", "Ngày")
    told = fault(found.value, 7)
    assert "'31/02/2026' is not a time such as %d/%m/%Y, 2025-07-01, %d-%b-%y: day " in told.en
