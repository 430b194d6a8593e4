"""Times as other programs write them, read back: the same instant, or a refusal, never another one.

Promises it of every format that a mapping can state, against a naive writer. Must not need a stack.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.console.times.formats import FormatError, Stated, time_format
from tests.e2e.time_writer import day_of_year, floored, offset, week_date, written

VIETNAM = timedelta(hours=7)
ZONE = timezone(VIETNAM)
AWAY = st.sampled_from([timedelta(minutes=m) for m in (0, 420, -300, 345, 840, -720, -210, 60)])
WALLS = st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31))  # noqa: DTZ001 - clocks on walls
BETWEEN = st.sampled_from(["", "-", "/", ".", ", ", " ", ":", "T", "h", " ngày ", " tháng ", "%%"])
DAY = [["Y", "m", "d"], ["d", "m", "Y"], ["m", "d", "Y"], ["Y", "b", "d"], ["a", "d", "B", "Y"],
       ["Y", "j"], ["G", "V", "u"], ["A", "G", "V", "u"]]  # fmt: skip
CLOCK = [[], ["H"], ["H", "M"], ["H", "M", "S"], ["H", "M", "S", "f"], ["I", "M", "p"], ["p", "I"],
         ["I", "M", "S", "f", "p"]]  # fmt: skip


def instant_of(wall: datetime, away: timedelta) -> datetime:
    return (wall - away).replace(tzinfo=UTC)


def read(pattern: str, text: str) -> Stated | None:
    """What is read, or None where pattern or text are refused."""
    try:
        return time_format(pattern).stated(text)
    except (FormatError, ValueError):
        return None


@given(
    st.sampled_from(DAY), st.sampled_from(CLOCK), st.booleans(), st.booleans(),
    st.lists(BETWEEN, min_size=12, max_size=12), WALLS, AWAY, st.booleans(),
)  # fmt: skip
def test_what_a_pattern_writes_comes_back(  # noqa: PLR0917 - each is drawn
    day: list[str],
    clock: list[str],
    clock_first: bool,
    stated: bool,
    between: list[str],
    wall: datetime,
    away: timedelta,
    padded: bool,
) -> None:
    letters = [*clock, *day] if clock_first else [*day, *clock]
    letters += ["z"] if stated else []
    away = away if stated else VIETNAM
    padded = padded or "" in between[: len(letters) - 1]  # nobody could read such numbers again
    pattern = "".join(f"%{each}{mark}" for each, mark in zip(letters, between, strict=False))
    text = "".join(
        written(each, wall, away=away, padded=padded) + mark.replace("%%", "%")
        for each, mark in zip(letters, between, strict=False)
    )
    found = read(pattern, text)
    if found:
        assert found.at(ZONE) == instant_of(floored(wall, "".join(letters)), away), (pattern, text)


LETTER = st.sampled_from([*"YymbdjGVHIpMSfzZ", ""])
EDITS = st.lists(st.tuples(st.integers(0, 9), LETTER, st.booleans()), max_size=3)


@given(st.sampled_from(DAY), st.sampled_from(CLOCK), EDITS, BETWEEN, WALLS, AWAY)
def test_whatever_letters_a_pattern_has_it_never_makes_another_instant(  # noqa: PLR0917 - drawn
    day: list[str],
    clock: list[str],
    edits: list[tuple[int, str, bool]],
    between: str,
    wall: datetime,
    away: timedelta,
) -> None:
    """Patterns like good ones, with letters dropped, exchanged or added."""
    letters = [*day, *clock]
    for place, letter, added in edits:
        letters[place : place + (0 if added else 1)] = [letter] if letter else []
    away = away if {"z", "Z"} & set(letters) else VIETNAM
    pattern = between.join(f"%{each}" for each in letters)
    text = between.replace("%%", "%").join(written(each, wall, away=away) for each in letters)
    found = read(pattern, text) if pattern else None
    if found:
        assert found.at(ZONE) == instant_of(floored(wall, "".join(letters)), away), (pattern, text)


@given(
    WALLS, AWAY, st.integers(0, 4), st.sampled_from("T "), st.integers(0, 4), st.booleans(),
    st.sampled_from(["", "Z", "+07:00", "+0700", " +07", " UTC"]), st.sampled_from(".,"),
)  # fmt: skip
def test_iso_8601_comes_back(  # noqa: PLR0917 - each is drawn
    wall: datetime,
    away: timedelta,
    day: int,
    mark: str,
    precision: int,
    extended: bool,
    ending: str,
    point: str,
) -> None:
    year, week, number = week_date(wall.date())
    days = [
        f"{wall.year:04d}-{wall.month:02d}-{wall.day:02d}",
        f"{wall.year:04d}{wall.month:02d}{wall.day:02d}",
        f"{year:04d}-W{week:02d}-{number}",
        f"{year:04d}W{week:02d}{number}",
        f"{wall.year:04d}-{day_of_year(wall.date()):03d}",
    ]
    parts = [f"{wall.hour:02d}", f"{wall.minute:02d}", f"{wall.second:02d}"][:precision]
    clock = (":" if extended else "").join(parts)
    if precision == 4:
        clock += f"{point}{wall.microsecond:06d}"
    text = days[day] + (mark + clock + ending if clock else "")
    at = timedelta() if clock and ending.strip() in {"Z", "UTC"} else VIETNAM
    expected = instant_of(floored(wall, ["", "H", "HM", "HMS", "HMSf"][precision]), at)
    assert time_format().stated(text).at(ZONE) == expected
    if clock:
        with_offset = days[day] + mark + clock + offset(away, colon=extended)
        found = time_format().stated(with_offset)
        assert found.at(ZONE) == expected + at - away


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("%d/%m/%Y %H:%M", "1/7/2025 5:03", "2025-06-30T22:03"),
        ("%d/%m/%Y %I:%M %p", "01/07/2025 03:00 PM", "2025-07-01T08:00"),
        ("%d/%m/%Y %I:%M %p", "01/07/2025 12:30 SA", "2025-06-30T17:30"),
        ("%d/%m/%Y %I:%M %p", "01/07/2025 12:30 CH", "2025-07-01T05:30"),
        ("%d/%m/%Y %I:%M %p", "01/07/2025 12:00 a.m.", "2025-06-30T17:00"),
        ("%d/%m/%Y %H:%M %z", "30/06/2025 19:00 UTC", "2025-06-30T19:00"),
        ("%d/%m/%Y %H:%M %z", "30/06/2025 19:00 GMT+7", "2025-06-30T12:00"),
        ("%d/%m/%Y %H:%M %z", "30/06/2025 19:00 -0330", "2025-06-30T22:30"),
        ("ngày %d tháng %m năm %Y, %H giờ %M", "ngày 01 tháng 7 năm 2025, 7 giờ 05",
         "2025-07-01T00:05"),
        ("%Y%m%d%H%M%S", "20250701083000", "2025-07-01T01:30"),
        ("%Y%m%d%H%M%S%f", "20250701083000123", "2025-07-01T01:30:00.123"),
        ("%a, %d %b %Y %H:%M:%S %z", "Tue, 01 Jul 2025 08:30:00 +0700", "2025-07-01T01:30"),
        ("%d/%m/%Y %H:%M:%S,%f", "01/07/2025 08:30:00,5", "2025-07-01T01:30:00.5"),
        ("%d/%m/%Y %H:%M", "30/06/2025 24:00", "2025-06-30T17:00"),
        ("", "2025-06-30T24:00:00+00:00", "2025-07-01T00:00"),
        ("", "20251231T240000Z", "2026-01-01T00:00"),
        ("", "2025-07-01 08:30:00.1234560000+07:00", "2025-07-01T01:30:00.123456"),
        ("", "2025-07-01T08:30:00-00:00", "2025-07-01T08:30"),
        ("", "2025-07-01T08:30:00\u221205:00", "2025-07-01T13:30"),
        ("unix seconds", "1751330400", "2025-07-01T00:40"),
        ("unix seconds", "1751330400.25", "2025-07-01T00:40:00.25"),
        ("unix seconds", "-1", "1969-12-31T23:59:59"),
        ("unix milliseconds", "1751330400123", "2025-07-01T00:40:00.123"),
        ("excel days", "45839", "2025-06-30T17:00"),
        ("excel days shown", "45839.35417", "2025-07-01T01:30"),
        ("excel days shown", "45839.5", "2025-07-01T05:00"),
        ("excel days 1904 shown", "44377.35417", "2025-07-01T01:30"),
        ("excel days", "45839.354166666664", "2025-07-01T01:30"),
        ("excel days", "45839.3541666667", "2025-07-01T01:30"),
        ("excel days", "45839.35", "2025-07-01T01:24"),
        ("excel days 1904", "44377.5", "2025-07-01T05:00"),
    ],
)  # fmt: skip
def test_times_of_the_field_are_read(pattern: str, text: str, expected: str) -> None:
    found = time_format(pattern).stated(text).at(ZONE)
    assert found == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@given(WALLS, AWAY)
def test_numbers_come_back(wall: datetime, away: timedelta) -> None:
    second, milli = (
        wall.replace(microsecond=0),
        wall.replace(microsecond=wall.microsecond // 1000 * 1000),
    )
    since = instant_of(wall, away) - datetime(1970, 1, 1, tzinfo=UTC)
    count = (since.days * 86_400 + since.seconds) * 1000 + since.microseconds // 1000
    found = time_format("unix milliseconds").stated(str(count)).at(ZONE)
    assert found == instant_of(milli, away)
    assert time_format("unix seconds", decimal=",").stated(decimal_of(count)).at(ZONE) == found
    if wall >= datetime(1900, 3, 1):  # noqa: DTZ001 - a clock on a wall
        require_serials(second, milli)


def require_serials(second: datetime, milli: datetime) -> None:
    """Days as spreadsheets write them; a short number of milliseconds may be refused."""
    kept = "excel days"
    for kind, at, text, needed in (
        (f"{kept} shown", second, f"{days(second):.5f}", True),
        (kept, second, repr(days(second)), True),
        (kept, second, f"{days(second):.10f}", True),
        (kept, second, f"{days(second):.5f}", False),
        (kept, milli, repr(days(milli)), False),
        (kept, milli, f"{days(milli):.10f}", True),
    ):
        found, comma = read(kind, text), text.replace(".", ",")
        assert found or not needed, (kind, text)
        if found:
            assert found.at(ZONE) == instant_of(at, VIETNAM), (kind, text)
            assert time_format(kind, decimal=",").stated(comma) == found


def decimal_of(milliseconds: int) -> str:
    sign = "-" if milliseconds < 0 else ""
    return f"{sign}{abs(milliseconds) // 1000},{abs(milliseconds) % 1000:03d}"


def days(wall: datetime) -> float:
    """As a spreadsheet counts, in the binary number that it keeps."""
    since = wall - datetime(1899, 12, 30)  # noqa: DTZ001 - a clock on a wall
    return since.days + (since.seconds + since.microseconds / 1e6) / 86_400


def test_digits_below_a_microsecond_are_left_out_only_where_the_mapping_says_so() -> None:
    text = "2025-07-01T08:30:00.1234567+07:00"
    found = time_format(cut=True).stated(text).at(ZONE)
    assert found == datetime(2025, 7, 1, 1, 30, 0, 123456, tzinfo=UTC)
    with pytest.raises(ValueError, match="more than six digits"):
        time_format().stated(text)


def test_a_number_has_the_mark_that_the_mapping_states() -> None:
    assert read("excel days", "45839,5") is None
    with pytest.raises(ValueError, match="not such a number"):
        time_format("excel days", decimal=",").stated("45839.5")
    with pytest.raises(FormatError, match="decimal must be"):
        time_format("excel days", decimal=";")
