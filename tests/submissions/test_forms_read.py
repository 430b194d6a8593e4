"""Filled-in forms as they come in: hostile JSON is refused, in bounded time and memory.

Promises one test for each ground, and that no words of a refusal hold a value. Must not need a
database.
"""

from __future__ import annotations

import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.chassis.errors import Refusal
from services.submissions.domain.forms import reading
from services.submissions.domain.forms.reading import DEEPEST, LARGEST, LONGEST_NUMBER, MOST_VALUES
from services.submissions.domain.forms.reasons import FormReason

BRACKETS = b"[" * (LARGEST // 2 - 3) + b"]" * (LARGEST // 2 - 3)


def why(form: bytes) -> str:
    """The reason of the refusal, which names the field and says the same in both languages."""
    with pytest.raises(Refusal) as refused:
        reading.read(form)
    assert refused.value.field == "form"
    assert refused.value.message("vi") != refused.value.message("en")
    return refused.value.reason.code


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        (b" " * LARGEST + b"{}", "FORM_TOO_LARGE"),
        (b"", "FORM_INVALID"),
        (b"no object", "FORM_INVALID"),
        (b"[1]", "FORM_INVALID"),
        (b'"a"', "FORM_INVALID"),
        (b"null", "FORM_INVALID"),
        (b'{"a": 1} {}', "FORM_INVALID"),
        (b"{'a': 1}", "FORM_INVALID"),
        (b'{"a": "\xff"}', "FORM_INVALID"),
        (b'{"a": "\xed\xa0\x80"}', "FORM_INVALID"),
        (b'\xef\xbb\xbf{"a": 1}', "FORM_INVALID"),
        (b'{"a": "\x00"}', "FORM_INVALID"),
        (b'{"a": 1' + b"0" * LONGEST_NUMBER + b"}", "FORM_NUMBER_INVALID"),
        (b'{"a": ' + b"9" * 250_000 + b"}", "FORM_NUMBER_INVALID"),
        (b'{"a": 1e400}', "FORM_NUMBER_INVALID"),
        (b'{"a": [-1e400]}', "FORM_NUMBER_INVALID"),
        (b'{"a": NaN}', "FORM_NUMBER_INVALID"),
        (b'{"a": -Infinity}', "FORM_NUMBER_INVALID"),
        (b'{"a": 1, "a": 1}', "FORM_NAME_REPEATED"),
        (b'{"x": [{"a": 1, "b": 2, "\\u0061": 3}]}', "FORM_NAME_REPEATED"),
        (b'{"a": "\\ud800"}', "FORM_TEXT_INVALID"),
        (b'{"a": ["\\ude00\\ud83d"]}', "FORM_TEXT_INVALID"),
        (b'{"a": {"\\udfff": 1}}', "FORM_TEXT_INVALID"),
        (b'{"a": "\\u0000"}', "FORM_TEXT_INVALID"),
        (b'{"a\\u0000": 1}', "FORM_TEXT_INVALID"),
        (b'{"a":' * 50_000, "FORM_TOO_DEEP"),
        (b'{"a":' + BRACKETS + b"}", "FORM_TOO_DEEP"),
        (b'{"a":' + b"[" * 200_000, "FORM_TOO_DEEP"),
        (b'{"a":' * DEEPEST + b"1" + b"}" * DEEPEST, "FORM_TOO_DEEP"),
        (b'{"a":[' + b"0," * MOST_VALUES + b"0]}", "FORM_TOO_MANY_VALUES"),
        (b'{"a":[' + b"[]," * 80_000 + b"0]}", "FORM_TOO_MANY_VALUES"),
    ],
)
def test_what_readers_would_read_differently_or_not_at_all_is_refused(
    form: bytes, reason: str
) -> None:
    assert why(form) == reason


def test_what_lies_within_the_bounds_is_read_as_it_is() -> None:
    deep: Any = 1
    for _ in range(DEEPEST - 2):
        deep = [deep]
    sound = {
        "ệ": "\U0001f600 \\u0000 \\ud800",
        "deep": deep,
        "many": [0] * (MOST_VALUES - DEEPEST - 20),
        "number": int("9" * LONGEST_NUMBER),
        "small": -1.5e300,
    }
    for text in (json.dumps(sound), json.dumps(sound, ensure_ascii=False)):
        assert reading.read(text.encode()) == sound
    assert reading.read(b"{}" + b" " * (LARGEST - 2)) == {}


@pytest.mark.parametrize("form", [BRACKETS, b'{"a":[' + b"[]," * 87_000 + b"0]}"])
def test_reading_takes_little_memory_whatever_stands_there(form: bytes) -> None:
    tracemalloc.start()
    try:
        why(form)
        assert tracemalloc.get_traced_memory()[1] < 32 * LARGEST
    finally:
        tracemalloc.stop()


JSON = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats(allow_nan=False, allow_infinity=False)
    | some.text(),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(), inner, max_size=4),
    max_leaves=20,
)


@given(data=some.dictionaries(some.text(), JSON, max_size=5), escaped=some.booleans())
def test_any_object_is_read_as_it_was_written_or_refused_for_its_texts(
    data: dict[str, Any], escaped: bool
) -> None:
    try:
        written = json.dumps(data, ensure_ascii=escaped).encode()
    except UnicodeEncodeError:
        return
    try:
        assert reading.read(written) == data
    except Refusal as refusal:
        assert refusal.reason is FormReason.FORM_TEXT_INVALID  # noqa: PT017 — either will do
        assert any(each in written for each in (b"\\ud", b"\\u0000"))


@given(form=some.binary(max_size=200) | some.text(alphabet='{}[]":,\\u0d8e1-', max_size=200))
def test_nothing_but_a_refusal_is_raised(form: bytes | str) -> None:
    raw = form if isinstance(form, bytes) else form.encode()
    try:
        assert isinstance(reading.read(raw), dict)
    except Refusal as refusal:
        assert refusal.reason.code.startswith("FORM_")  # noqa: PT017 — either will do
