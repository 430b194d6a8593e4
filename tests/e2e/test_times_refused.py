"""Formats and texts that leave open which instant is meant: refused by name.

Promises the reason in words. Must not need a stack.
"""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.console.importing.faults import Faulty
from services.console.importing.keys import MappingError
from services.console.importing.moments import Clock
from services.console.importing.rules import rules
from services.console.times.formats import FormatError, time_format
from services.console.times.zones import zone_of
from tests.e2e.case_logs import read_rows
from tests.e2e.test_bad_files import CASES, UNITS


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("", "2025-07-01-05:00"),  # a day with an offset, as xs:date writes it
        ("", "2025-07-01+07:00"),
        ("", "2025-07-01Z"),
        ("", "2025-07"),
        ("", "2025-W27"),
        ("", "2025-07-01T08"[:11]),
        ("", "2025-07-01x08:30"),
        ("", "2025-07-01T08:30:60Z"),
        ("", "2025-06-30T24:01"),
        ("", "2025-06-30T24:00:00.001"),
        ("", "9999-12-31T24:00"),
        ("", "2025-07-01T08:30:00+15:00"),
        ("", "2025-07-01T08:30:00-13:00"),
        ("", "2025-07-01T08:30:00+07:75"),
        ("", "2025-07-01T08:30:00 07:00"),
        ("", "2025-07-01T08:30:00 ICT"),
        ("", "2025-07-01T08:30:00.1234567"),
        ("", "2025-02-29"),
        ("", "2025-366"),
        ("", "2025-W53-1"),
        ("", "٢٠٢٥-٠٧-٠١"),
        ("", "45839"),
        ("", "1751330400"),
        ("%d/%m/%Y %I:%M %p", "01/07/2025 13:00 PM"),
        ("%d/%m/%Y %I:%M %p", "01/07/2025 00:30 AM"),
        ("%d/%m/%Y %H:%M", "01/07/2025 03:00 PM"),
        ("%d/%m/%Y", "01/07/25"),
        ("%d/%m/%Y", "01/07/2025 08:30"),
        ("%d%m%Y", "172025"),
        ("%a %d/%m/%Y", "Mon 01/07/2025"),
        ("unix seconds", "1.75133E+09"),
        ("unix seconds", "1,751,330,400"),
        ("unix seconds", "1751330400123456789"),
        ("unix seconds", "1751330400.1234567"),
        ("excel days", "60"),
        ("excel days", "45,839.5"),
        ("excel days", "45839.354"),
        ("excel days", "45839.35417"),
        ("excel days", "45839.35417123"),
        ("excel days shown", "45839.35417123"),
        ("excel days", "2958466"),
        ("excel days", "01/07/2025"),
    ],
)
def test_what_states_no_instant_is_refused(pattern: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"[a-z]"):
        time_format(pattern).stated(text)


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("%d/%m/%Y %H:%M %Z", "%Z leaves open"),
        ("%d/%m/%Y %H:%M %p", "%p needs %I"),
        ("%d/%m/%Y %I:%M", "%I needs %p"),
        ("%d/%m/%Y %H:%I %p", "two hours"),
        ("%d/%m %H:%M", "the day is stated by"),
        ("%m/%Y", "the day is stated by"),
        ("%Y", "the day is stated by"),
        ("%H:%M", "the day is stated by"),
        ("2025-%m-%d", "the day is stated by"),
        ("%d/%m/%y", "century"),
        ("%Y %U %w", "%U counts weeks"),
        ("%Y-W%W-%w", "%W counts weeks"),
        ("%G-W%V", "the day is stated by"),
        ("%Y-W%V-%u", "the day is stated by"),
        ("%Y-%m-%d %j", "the day is stated by"),
        ("%d/%m/%Y %d", "twice"),
        ("%d/%m/%b/%Y", "the day is stated by"),
        ("%b %B %d %Y", "twice"),
        ("%d/%m/%Y %M", "%M needs %H or %I"),
        ("%d/%m/%Y %H.%S", "%S needs %M"),
        ("%d/%m/%Y %H:%M,%f", "%f needs %S"),
        ("%d/%m/%Y%z", "%z needs %H or %I"),
        ("%Y-%m-%dT%H:%M:%SZ", "'Z' in the pattern would not be read"),
        ("%Y-%m-%dT%H:%M:%S UTC", "'UTC' in the pattern"),
        ("%d/%m/%Y %H:%M ICT", "'ICT' in the pattern"),
        ("%d/%m/%Y %H:%M PM", "'PM' in the pattern"),
        ("%d/%m/%Y %H giờ %M chiều", "'chiều' in the pattern"),
        ("%d/%m/%Y 15:00", "'1' in the pattern"),
        ("%d/%m/20%Y", "'2' in the pattern"),
        ("%d/%m/%Y %H:%M+07", "'0' in the pattern"),
        ("%s", "unix seconds"),
        ("%c", "depend on the machine"),
        ("%x %X", "depend on the machine"),
        ("%D %T", "depend on the machine"),
        ("%F %T", "%F is not known"),
        ("%-d/%-m/%Y", "%- is not known"),
        ("%d/%m/%Y %", "% is not known"),
        ("%H%M%S%f%Y%m%d", "%f has as many digits"),
        ("dd/MM/yyyy", "the day is stated by"),
        ("unix", "the day is stated by"),
        ("excel", "the day is stated by"),
    ],
)  # fmt: skip
def test_a_pattern_that_leaves_something_open_is_refused(pattern: str, told: str) -> None:
    with pytest.raises(FormatError, match=told):
        time_format(pattern)
    log = CASES.replace("[values", f"[times]\nformat = {json.dumps(pattern)}\n[values", 1)
    with pytest.raises(MappingError, match=r"times\.format: "):
        rules(tomllib.loads(log))
    imported = UNITS.replace(
        "2025-01-01", f"{{ column = 'since', format = {json.dumps(pattern)} }}"
    )
    with pytest.raises(MappingError, match=r"rows 1\.effective\.format: "):
        rules(tomllib.loads(imported))


@pytest.mark.parametrize(
    "text",
    [
        "Asia/Ha_Noi", "+7", "+07:60", "+15:00", "-99:99", "Z", "", "../tzdata", "Asia", "zone.tab",
        "ICT",
    ],
)  # fmt: skip
def test_a_zone_is_an_offset_or_one_that_there_is(text: str) -> None:
    with pytest.raises(ValueError, match=r"[a-z]"):
        zone_of(text)
    assert zone_of("-03:30").utcoffset(None) == timedelta(hours=-3, minutes=-30)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2025-07-01 12:00", datetime(2025, 7, 1, 10, tzinfo=UTC)),
        ("2025-12-01 12:00", datetime(2025, 12, 1, 11, tzinfo=UTC)),
        ("2025-10-26 01:59", datetime(2025, 10, 25, 23, 59, tzinfo=UTC)),
        ("2025-10-26 03:00", datetime(2025, 10, 26, 2, tzinfo=UTC)),
        ("2025-10-26 02:30+02:00", datetime(2025, 10, 26, 0, 30, tzinfo=UTC)),
        ("1893-03-31 23:00", datetime(1893, 3, 31, 22, 6, 32, tzinfo=UTC)),  # by its own sun
    ],
)
def test_a_time_of_a_zone_is_by_the_offset_of_its_day(written: str, instant: datetime) -> None:
    assert time_format().stated(written).at(zone_of("Europe/Berlin")) == instant


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2025-10-26 02:30", "clocks were put back"),
        ("2025-03-30 02:30", "clocks were put forward"),
    ],
)
def test_a_time_that_its_clocks_showed_twice_or_never_is_refused(written: str, told: str) -> None:
    found = Clock(zone=zone_of("Europe/Berlin"))
    with pytest.raises(Faulty) as caught:
        found.at(written, "when")
    assert (caught.value.field, caught.value.ground.code) == ("when", "DATE_MALFORMED")
    assert str(caught.value.values["problem"]).startswith(told)
    assert "đồng hồ" in str(caught.value.values["problem_vi"])


def test_vietnam_is_the_same_by_its_name() -> None:
    for text in ("2025-07-01 08:30", "1990-01-01 00:00"):
        found = time_format().stated(text)
        assert found.at(zone_of("Asia/Ho_Chi_Minh")) == found.at(zone_of("+07:00"))


def test_a_case_log_of_a_place_with_summer_time_names_the_line_that_leaves_it_open(
    tmp_path: Path,
) -> None:
    berlin = ("[values.channel]", '[times]\nzone = "Europe/Berlin"\n[values.channel]')
    rows = [
        {"case": "1", "filed": "2024-10-26 12:00", "when": "2024-10-27 12:00"},
        {"case": "2", "filed": "2024-10-26 12:00", "when": "2024-10-27 02:30"},
    ]
    found = read_rows(tmp_path, *rows, changes=[berlin])
    assert found.refused == [(3, "when", "DATE_MALFORMED")]
    [record] = found.records
    assert [each.time.ToDatetime(UTC).hour for each in record.steps] == [10, 11]
