"""Words as people look for them, and the order of the Vietnamese alphabet.

Promises that neither depends on how a text was typed. Must not need a database.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.catalog.domain.spelling import LONGEST_KEY, folded, sort_key, words

ALPHABET = [*"aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"]
VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
LETTERS = [*"bcdđghklmnpqrstvx", *VOWELS]

some_syllables = some.builds(
    lambda head, vowel, tone, tail: unicodedata.normalize("NFC", head + vowel + tone) + tail,
    some.sampled_from(["", "b", "đ", "kh", "ng", "Tr"]),
    some.sampled_from(VOWELS),
    some.sampled_from(TONES),
    some.sampled_from(["", "n", "ng", "ch"]),
)
some_names = some.lists(some_syllables, min_size=1, max_size=5).map(" ".join)


def in_order(names: list[str]) -> bool:
    return all(sort_key(one) < sort_key(next_) for one, next_ in pairwise(names))


def test_letters_follow_the_alphabet() -> None:
    assert in_order([f"{letter}n" for letter in ALPHABET])
    assert in_order(["dao", "đao", "em", "ê", "ôn", "ơn", "pha"])


def test_tones_follow_their_order_and_weigh_less_than_letters() -> None:
    assert in_order(["ma", "mà", "mả", "mã", "má", "mạ"])
    assert in_order(["Hạ Long", "Hà Nam", "Hà Nội", "Hoà An", "Hoàn Kiếm", "Hương"])
    assert in_order(["bạn anh", "ban em"])


def test_a_shorter_name_comes_first_and_words_are_compared_one_by_one() -> None:
    assert in_order(["An", "An Bình", "An Giang", "Ang", "Anh Sơn"])


def test_numbers_are_compared_by_value_and_come_before_letters() -> None:
    assert in_order(["Phường 1", "Phường 2", "Phường 10", "Phường 100", "Phường An Phú"])
    assert sort_key("Quận 01") == sort_key("Quận 1")


def test_case_decides_last() -> None:
    assert in_order(["ba đình", "Ba Đình", "ba đỉnh"])


@pytest.mark.parametrize(
    ("typed", "also"),
    [("Hòa", "Hoà"), ("THÚY", "THUÝ"), ("Lão Hỏa", "Lão Hoả"), ("An - Bình", "An Bình")],
)
def test_where_the_tone_mark_stands_makes_no_difference(typed: str, also: str) -> None:
    assert sort_key(typed) == sort_key(also)
    assert words(typed) == words(also)


def test_a_search_ignores_marks_and_case() -> None:
    assert folded("Đăng ký khai sinh") == "dang ky khai sinh"
    assert words("ĐĂNG KÝ, khai-sinh (1.001193)") == ["dang", "ky", "khai", "sinh", "1", "001193"]
    assert words(" – _ ") == []


ALIKE = {
    "Ðăng ký": "Đăng ký",  # U+00D0, what a Western keyboard has
    "\u0189ăng ký": "Đăng ký",
    "ÐĂNG KÝ": "ĐĂNG KÝ",
    "xây \xf0ựng, \u0256ất": "xây đựng, đất",
    "Tr\u01a3ờng": "Trường",  # ƣ, as PDF files of old fonts have it
    "tr\u01a3\u0323c": "trực",
    "H\u01a2NG": "HƯNG",
    "a\u0301\u0302n": "ấn",  # the tone before the quality
    "mo\u0309\u031b": "mở",
    "mu\u031b\u0301c": "mức",
    "Khai\xa0sinh": "Khai sinh",
    "Khai\u3000sinh": "Khai sinh",
    "Khai\u200b sinh": "Khai sinh",
    "Kh\xadai si\u2060nh\ufeff": "Khai sinh",
    "Quận １２": "Quận 12",
    "ＵＢＮＤ": "UBND",
    "Điều \u2161": "Điều II",
}


@pytest.mark.parametrize(("typed", "meant"), ALIKE.items())
def test_look_alikes_and_what_nobody_sees_make_no_difference(typed: str, meant: str) -> None:
    assert words(typed) == words(meant)
    assert sort_key(typed) == sort_key(meant)


@given(some_names)
def test_composed_or_not_it_is_the_same_text(name: str) -> None:
    apart = unicodedata.normalize("NFD", name)
    assert sort_key(apart) == sort_key(name)
    assert words(apart) == words(name)


@given(some.text(max_size=60))
def test_any_text_has_a_key_of_its_own_length_and_folds_once(text: str) -> None:
    assert len(sort_key(text * 20)) <= LONGEST_KEY
    assert folded(folded(text)) == folded(text)
    assert all(word.encode() and " " not in word for word in words(text))


def naive(name: str) -> tuple[object, object]:
    """Letters first, then tones, word by word, with no thought of bytes."""
    letters, tones = [], []
    for word in name.split():
        of_word, tone = [], 0
        for each in word:
            base, *marks = unicodedata.normalize("NFD", each.lower())
            tone = tone or next((TONES.index(m) for m in marks if m in TONES), 0)
            kept = base + "".join(m for m in marks if m not in TONES)
            of_word.append(ALPHABET.index(unicodedata.normalize("NFC", kept)))
        letters.append(of_word)
        tones.append(tone)
    return letters, tones


@given(some_names, some_names)
def test_the_order_is_that_of_letters_and_then_of_tones(one: str, other: str) -> None:
    if naive(one) != naive(other):
        assert (sort_key(one) < sort_key(other)) == (naive(one) < naive(other))
