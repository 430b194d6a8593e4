"""A refusal's words show times as people write them, and its values stay as programs read them.

Given instants in UTC, when they are shown, then local days and minutes are.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.errors import Refusal
from services.chassis.reasons import Kind, Reason
from services.chassis.wording import in_words, instant


class Late(Reason):
    LATE = (Kind.STATE, "Đã đóng từ {time}.", "It is closed since {time}.")


@pytest.mark.parametrize(
    ("time", "vi", "en"),
    [
        ("2025-06-30T17:00:00Z", "00:00 ngày 01/07/2025", "00:00 on 1 July 2025"),
        ("2025-07-01T01:30:00Z", "08:30 ngày 01/07/2025", "08:30 on 1 July 2025"),
        ("2025-07-01T01:30:59.999999Z", "08:30:59 ngày 01/07/2025", "08:30:59 on 1 July 2025"),
        ("9999-12-31T23:59:59Z", "23:59:59 ngày 31/12/9999", "23:59:59 on 31 December 9999"),
        ("0001-01-01T00:00:00Z", "07:00 ngày 01/01/0001", "07:00 on 1 January 1"),
    ],
)
def test_an_instant_is_a_local_time(time: str, vi: str, en: str) -> None:
    refusal = Refusal(Late.LATE, values={"time": time})
    assert refusal.message("vi") == f"Đã đóng từ {vi}."
    assert refusal.message("en") == f"It is closed since {en}."
    assert refusal.values == {"time": time}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("unit", "2025-07-01"),
        ("date", "2025-13-01"),
        ("time", "2025-13-01T00:00:00Z"),
        ("time", "now"),
        ("name", "x 2025-07-01T01:30:00Z"),
    ],
)
def test_other_texts_stay_as_they_are(language: Literal["vi", "en"], name: str, value: str) -> None:
    assert in_words({name: value}, language) == {name: value}


def test_a_day_is_written_as_days_are() -> None:
    assert in_words({"start": "2025-07-01"}, "vi") == {"start": "01/07/2025"}
    assert in_words({"end": "2025-07-01"}, "en") == {"end": "1 July 2025"}


@given(st.datetimes(datetime(1900, 1, 1), datetime(2199, 1, 1)))  # noqa: DTZ001 - in UTC below
def test_no_time_is_shown_in_utc_or_with_fractions(at: datetime) -> None:
    shown = instant(at.replace(tzinfo=UTC), "vi")
    assert "T" not in shown
    assert "." not in shown
