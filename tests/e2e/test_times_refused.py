"""Formats and texts that leave open which instant is meant: refused, by replay and by import.

Promises the reason in words. Must not need a stack.
"""

from __future__ import annotations

import json
import tomllib
from datetime import timedelta

import pytest

from services.console import mapping
from services.console.importing.rules import rules
from services.console.keys import MappingError
from services.console.times import FormatError, time_format, zone_of
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
    replay = CASES.replace("[log]", f"[log]\ntime_format = {json.dumps(pattern)}")
    with pytest.raises(MappingError, match=r"log\.time_format: "):
        mapping.parse(tomllib.loads(replay))
    imported = UNITS.replace(
        "2025-01-01", f"{{ column = 'since', format = {json.dumps(pattern)} }}"
    )
    with pytest.raises(MappingError, match=r"rows 1\.effective\.format: "):
        rules(tomllib.loads(imported))


@pytest.mark.parametrize("text", ["Asia/Ho_Chi_Minh", "+7", "+07:60", "+15:00", "-99:99", "Z", ""])
def test_a_zone_is_an_offset_that_there_is(text: str) -> None:
    with pytest.raises(ValueError, match=r"[a-z]"):
        zone_of(text)
    assert zone_of("-03:30").utcoffset(None) == timedelta(hours=-3, minutes=-30)
