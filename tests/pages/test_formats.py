"""Numbers, days, names and texts in two languages: the digits are the service's own.

The order of names is that of the Vietnamese alphabet.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services import formats
from services.pages.settings import HERE
from services.pages.words import LANGUAGES, TEXTS, WORDS


@given(st.integers(-(10**15), 10**15), st.sampled_from(LANGUAGES))
def test_an_integer_keeps_its_digits_in_threes(number: int, language: str) -> None:
    text = formats.integer(number, language)
    separator = "." if language == "vi" else ","
    sign, digits = ("−", text[1:]) if text[0] == "−" else ("", text)
    assert int(digits.replace(separator, "")) == abs(number)
    assert (sign == "−") == (number < 0)
    assert all(len(each) == 3 for each in digits.split(separator)[1:])


def test_shares_are_written_as_each_language_does() -> None:
    assert formats.percents("59.3", "59.8", "vi") == "59,3\u00a0%\u00a0–\u00a059,8\u00a0%"
    assert formats.percents("59.3", "59.3", "en") == "59.3%"


def test_what_lies_after_the_calendar_here_is_its_end() -> None:
    """The last hours of 9999 in UTC lie in the year 10000 here."""
    last = datetime(9999, 12, 31, 16, 59, 59, tzinfo=UTC)
    ends = [formats.instant(each, "vi") for each in (last, datetime.max.replace(tzinfo=UTC))]
    assert ends == ["23:59\u00a031/12/9999"] * 2


@pytest.mark.parametrize(
    ("start", "end", "vi", "en"),
    [
        ("2026-03-01", "2026-04-01", "tháng 3/2026", "March 2026"),
        ("2026-10-01", "2027-01-01", "quý IV/2026", "Q4 2026"),
        ("2026-01-01", "2027-01-01", "năm 2026", "2026"),
        ("2026-02-15", "2026-03-15", "15/02/2026 – 14/03/2026", "15 February 2026 – 14 March 2026"),
        ("2026-02-01", "2026-05-01", "01/02/2026 – 30/04/2026", "1 February 2026 – 30 April 2026"),
    ],
)
def test_a_period_has_its_name_or_both_its_days(start: str, end: str, vi: str, en: str) -> None:
    span = date.fromisoformat(start), date.fromisoformat(end)
    for language, name in (("vi", vi), ("en", en)):
        assert formats.period(*span, language).replace("\u00a0", " ") == name


def test_an_instant_is_local() -> None:
    new_year = datetime(2025, 12, 31, 17, 5, tzinfo=UTC)
    assert formats.instant(new_year, "vi").replace("\u00a0", " ") == "00:05 01/01/2026"


def test_names_stand_in_the_order_of_the_alphabet_and_then_of_tones() -> None:
    ordered = ["an", "ăn", "ân", "ba", "bà", "bả", "bã", "bá", "bạ", "da", "đa", "e", "ê",
               "o", "ô", "ơ", "u", "ư", "Xã An", "Xã Ân", "Xã Đa"]  # fmt: skip
    assert sorted({*ordered}, key=formats.collated) == ordered


def used() -> set[str]:
    """Keys that templates and code name, whole."""
    files = [*HERE.rglob("*.html"), *HERE.rglob("*.py")]
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    return set(re.findall(r"""(?:\bt|words|said)\(\s*['"]([a-z_.0-9]+)['"]""", text))


def test_every_text_that_is_named_is_there() -> None:
    assert {key for key in used() if not key.endswith(("_", "."))} - TEXTS.keys() == set()
    assert len(used()) > 100


def test_texts_are_in_both_languages_with_the_same_values() -> None:
    for key, texts in TEXTS.items():
        assert len(texts) == 2 + ("{count}" in texts[1] and len(texts) == 3), key
        assert all(texts), key
        places = [set(re.findall(r"{(\w+)}", text)) for text in texts]
        assert all(each == places[0] for each in places), key


def test_one_line_is_no_lines() -> None:
    found = [WORDS["en"]("unfold", count=each) for each in (1, "1", 2, "1,001")]
    assert found == ["1 more line", "1 more line", "2 more lines", "1,001 more lines"]
    assert WORDS["vi"]("unfold", count=1) == "Xem thêm 1 dòng"


def test_no_text_is_left_that_nobody_shows() -> None:
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in HERE.rglob("*.*")
        if path.suffix in {".html", ".py"}
    )
    named = {key.rpartition(".")[0] for key in TEXTS if key not in source and "only_" not in key}
    by_group = set(re.findall(r"""['"f]([a-z_]+)\.(?:\{|['"] ?~)""", source))
    by_group |= set(re.findall(r"""named\(\s*['"]([a-z_]+)['"]""", source)) | {
        "kind",
        "value",
        "key",
        "credited_unit",
    }
    assert named - by_group == set()


def test_words_of_a_service_are_shown_even_where_we_have_none() -> None:
    assert WORDS["en"].named("line", "transferred_in") == "transferred in"
    assert WORDS["vi"].named("line", "something_new") == "something new"
